// Two solvers asked the same: an answer counts where both give it. Where one says "unknown", so do they together; where
// they contradict each other, one of them is wrong, and that is an error (QSC436), not a verdict.

import { QuiesceError } from '../../engine/program/errors.js';
import type { Answer, Solver } from './solver.js';

export class Agreed implements Solver {
  readonly name: string;
  readonly #one: Solver;
  readonly #other: Solver;

  constructor(one: Solver, other: Solver) {
    this.name = `${one.name} and ${other.name}`;
    this.#one = one;
    this.#other = other;
  }

  tell(commands: string): void {
    this.#one.tell(commands);
    this.#other.tell(commands);
  }

  async check(): Promise<Answer> {
    const [one, other] = await Promise.all([this.#one.check(), this.#other.check()]);
    if (one === other) return one;
    if (one === 'unknown' || other === 'unknown') return 'unknown';
    throw new QuiesceError('QSC436', `${this.#one.name}: ${one}, ${this.#other.name}: ${other}`);
  }

  /** A model is one of many: that of the first will do, because it is held against the evaluation afterwards. */
  values(terms: readonly string[]): Promise<readonly string[]> {
    return this.#one.values(terms);
  }

  close(): void {
    this.#one.close();
    this.#other.close();
  }
}
