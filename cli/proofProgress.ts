// How far a proof is, on stderr. At a terminal: one line, redrawn in place. Elsewhere: a line per action, once all its rows
// have an answer. Times and the share that is done appear here only, never in a document.

import { createLogUpdate } from 'log-update';
import { visible } from '../engine/program/visible.js';
import type { System } from '../proof/form/system.js';
import { questionsOf } from '../proof/questions.js';
import type { ProofRow } from '../proof/result.js';
import { counted, withThousands } from '../reports/table.js';
import { fitted } from './terminal.js';

export interface ProofProgress {
  row(row: ProofRow): void;
  /** After this nothing of a line that was redrawn is left. */
  end(): void;
}

const silent: ProofProgress = Object.freeze({ row: () => {}, end: () => {} });

/** proofProgress picks the form that suits the stream; where a document is printed, there is none. */
export function proofProgress(
  system: System,
  { json = false }: { readonly json?: boolean },
  stream: NodeJS.WriteStream = process.stderr,
): ProofProgress {
  if (json) return silent;
  return stream.isTTY ? new LiveProgress(system, stream) : new LineProgress(system, stream);
}

/** A line for each action. */
class LineProgress implements ProofProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #name: string;
  readonly #asked: readonly { readonly action: string }[];
  #own: ProofRow[] = [];
  #done = 0;

  constructor(system: System, stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#name = system.name;
    this.#asked = questionsOf(system);
  }

  row(row: ProofRow): void {
    if (this.#done === 0) this.#write(`${this.#name}: ${counted(this.#asked.length, 'row')} to ask`);
    this.#own.push(row);
    this.#done++;
    if (this.#asked[this.#done]?.action === row.action) return;
    this.#write(`[${this.#done}/${this.#asked.length}] ${this.#name} ${row.action}: ${keptText(this.#own)}`);
    this.#own = [];
  }

  end(): void {}

  #write(line: string): void {
    this.#stream.write(`${fitted(visible(line), this.#stream)}\n`);
  }
}

/** One line, in place. */
class LiveProgress implements ProofProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #log: ReturnType<typeof createLogUpdate>;
  readonly #name: string;
  readonly #total: number;
  readonly #begun = performance.now();
  readonly #others: ProofRow[] = [];
  #done = 0;

  constructor(system: System, stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#log = createLogUpdate(stream);
    this.#name = system.name;
    this.#total = questionsOf(system).length;
    this.#draw('the two readings are compared');
  }

  row(row: ProofRow): void {
    this.#done++;
    if (row.outcome !== 'inductive') this.#others.push(row);
    this.#draw(row.action);
  }

  end(): void {
    this.#log.clear();
    this.#log.done();
  }

  #draw(what: string): void {
    const seconds = ((performance.now() - this.#begun) / 1000).toFixed(1);
    const rows = `${withThousands(this.#done)} of ${counted(this.#total, 'row')}`;
    const lost = this.#others.length === 0 ? '' : `, ${this.#others.length} not inductive`;
    this.#log(fitted(visible(`${this.#name}: ${rows}${lost}, ${seconds} s (${what})`), this.#stream));
  }
}

function keptText(rows: readonly ProofRow[]): string {
  const others = rows.filter(({ outcome }) => outcome !== 'inductive');
  if (others.length === 0) return `${counted(rows.length, 'row')}, inductive`;
  return others.map(({ claim, outcome }) => `${claim} ${outcome}`).join(', ');
}
