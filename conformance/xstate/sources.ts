// Where in a machine's text a guard, an arrow or a state is written, so that a divergence can point at both sides.
// The text is laid out one key a line, so that a path of keys is found by going down the lines.

import { existsSync, readFileSync } from 'node:fs';
import { showSource } from '../../engine/threads/sourceMap.js';

export class MachineText {
  readonly #file: string;
  readonly #lines: readonly string[];

  private constructor(file: string, lines: readonly string[]) {
    this.#file = file;
    this.#lines = lines;
  }

  /** The text of the first of some files that is there: the source, or what it was compiled to. */
  static of(candidates: readonly string[]): MachineText | undefined {
    const file = candidates.find((name) => existsSync(name));
    return file === undefined ? undefined : new MachineText(file, readFileSync(file, 'utf8').split('\n'));
  }

  /** Where a guard is written: `model/swapMachine.ts:120`. */
  guard(name: string): string | undefined {
    const written = escaped(name);
    return this.#place(
      this.#line(new RegExp(`^function ${written}\\(`), 0) ?? this.#line(new RegExp(`^\\s+${written}[:(]`), 0),
    );
  }

  /** Where an arrow is written: on the state at a path, or on one around it. */
  arrow(path: string, event: string): string | undefined {
    const names = path.split('.').filter((name) => name !== '');
    for (let depth = names.length; depth >= 0; depth--) {
      const state = this.#stateLine(names.slice(0, depth));
      const found = state === undefined ? undefined : this.#keyIn(state, event);
      if (found !== undefined) return this.#place(found);
    }
    return undefined;
  }

  /** Where a state is written, by its path. */
  state(path: string): string | undefined {
    return this.#place(this.#stateLine(path.split('.').filter((name) => name !== '')));
  }

  #stateLine(names: readonly string[]): number | undefined {
    let line = this.#line(/createMachine\(/, 0);
    for (const name of names) {
      if (line === undefined) return undefined;
      line = this.#line(new RegExp(`^\\s+'?${escaped(name)}'?: \\{`), line + 1);
    }
    return line;
  }

  /** An event among the keys of the state that begins on a line: not deeper, and not after its end. */
  #keyIn(state: number, event: string): number | undefined {
    const indent = this.#indentOf(state);
    const key = new RegExp(`(?:^\\s+|[{,] )'?${escaped(event)}'?: `);
    for (let line = state + 1; line < this.#lines.length && !this.#ends(line, indent); line++) {
      if (key.test(this.#lines[line]!) && this.#indentOf(line) <= indent + 4) return line;
    }
    return undefined;
  }

  #ends(line: number, indent: number): boolean {
    return this.#lines[line]!.trim() !== '' && this.#indentOf(line) <= indent;
  }

  #indentOf(line: number): number {
    return this.#lines[line]!.search(/\S/);
  }

  #line(pattern: RegExp, from: number): number | undefined {
    const found = this.#lines.findIndex((line, index) => index >= from && pattern.test(line));
    return found < 0 ? undefined : found;
  }

  #place(line: number | undefined): string | undefined {
    if (line === undefined) return undefined;
    return showSource(`${this.#file}:${line + 1}:${this.#indentOf(line) + 1}`);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
