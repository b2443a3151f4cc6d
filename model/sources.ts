// Where in the machine's text a guard, an arrow or a state is written, so that a divergence can point at both sides.
// The text is laid out by the formatter, one key a line, so that a path of keys is found by going down the lines.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { showSource } from '../engine/explain/sourceMap.js';
import type { Arrow } from './automaton.js';

let text: { readonly file: string; readonly lines: readonly string[] } | undefined;

function machineText() {
  if (!text) {
    const candidates = ['./swapMachine.ts', './swapMachine.js'].map((name) =>
      fileURLToPath(new URL(name, import.meta.url)),
    );
    const file = candidates.find((name) => existsSync(name))!;
    text = { file, lines: readFileSync(file, 'utf8').split('\n') };
  }
  return text;
}

/** sourceOfGuard is where a guard is written: `model/swapMachine.ts:120`. */
export function sourceOfGuard(name: string): string | undefined {
  return place(lineOf(new RegExp(`^function ${name}\\(`), 0) ?? lineOf(new RegExp(`^\\s+${name}: `), 0));
}

/** sourceOfArrow is where an arrow is written. */
export function sourceOfArrow({ source, event }: Pick<Arrow, 'source' | 'event'>): string | undefined {
  const state = lineOfState(source);
  return state === undefined ? undefined : place(lineOf(new RegExp(`^\\s+'?${event}'?: `), state));
}

/** sourceOfState is where a state is written, by its path. */
export function sourceOfState(path: string): string | undefined {
  return place(lineOfState(path));
}

function lineOfState(path: string): number | undefined {
  let line = lineOf(/^\}\)\.createMachine\(|\.createMachine\(/, 0);
  for (const name of path.split('.').filter((part) => part !== '')) {
    if (line === undefined) return undefined;
    line = lineOf(new RegExp(`^\\s+${name}: \\{`), line + 1);
  }
  return line;
}

function lineOf(pattern: RegExp, from: number): number | undefined {
  const { lines } = machineText();
  const found = lines.findIndex((line, index) => index >= from && pattern.test(line));
  return found < 0 ? undefined : found;
}

function place(line: number | undefined): string | undefined {
  if (line === undefined) return undefined;
  const { file, lines } = machineText();
  return showSource(`${file}:${line + 1}:${lines[line]!.search(/\S/) + 1}`);
}
