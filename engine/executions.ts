// executions: a system execution by execution instead of state by state, one for each class of interleavings that differ in
// nothing that anybody could see. For programs whose states never repeat, for counts of traces, and as another opinion:
// it shares nothing with the search but what a step does.

import { fewest, preemption, round } from './executions/bounds.js';
import { OptimalExploration } from './executions/optimal.js';
import { Multiprocessor, type State } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { QuiesceError } from './program/errors.js';
import { refuseUnknownOptions } from './program/misspelt.js';
import { canonical, type Value } from './program/value.js';
import { Ends } from './search/ends.js';
import type { StateView } from './watch/property.js';
import { StateReader } from './watch/stateReader.js';

export interface ExecutionsOptions {
  /** What is to be seen at normal ends. */
  readonly of?: (state: StateView) => Value;
  /** Executions and steps of one at most; 10,000,000 and 10,000 unless told. */
  readonly limits?: { readonly executions?: number; readonly steps?: number };
  /** Counts for each execution the fewest preemptions, or turns of a round robin, with which an equivalent one does. */
  readonly bound?: 'preemptions' | 'rounds';
}

const executionsOptions = Object.freeze({ of: true, limits: true, bound: true });

export interface Executions {
  /** Mazurkiewicz traces: classes of executions that differ only in the order of independent steps. */
  readonly executions: number;
  /** Those that end with no thread enabled and are no normal end. */
  readonly deadlocks: number;
  /** Executions given up half way because all that could be done there had been done: 0 for an optimal exploration. */
  readonly blocked: number;
  /** Steps taken, and those of the longest execution. */
  readonly steps: number;
  readonly longest: number;
  /** Canonical texts of what `of` saw at normal ends, distinct and sorted. */
  readonly outcomes: readonly string[];
  /** With `bound`: how many executions need at most so many, from 0 on. */
  readonly within?: readonly number[];
  /** False where a limit cut it: there may be more of everything. */
  readonly complete: boolean;
}

/**
 * executions explores one execution of each Mazurkiewicz trace: two steps depend on each other when one thread takes both,
 * or when they touch the same cell and one of them writes it (a compare-exchange that fails only reads). Programs without
 * an end are cut at the limit of steps.
 * Throws QSC134 for cooperative processors, weak memory, faults and kills, and steps that touch several cells; and what a
 * program does wrong on any interleaving (QSC5xx).
 *
 * @example
 * executions({ cells: [x], threads }).executions // => 4
 */
export function executions(system: System, options: ExecutionsOptions = {}): Executions {
  refuseUnknownOptions('executions', options, executionsOptions);
  const multiprocessor = new Multiprocessor(system);
  if (multiprocessor.layout.policies.includes('cooperative'))
    throw new QuiesceError('QSC134', 'executions of a system with a cooperative processor');
  return new Collected(multiprocessor, options).all();
}

class Collected {
  readonly #multiprocessor: Multiprocessor;
  readonly #options: ExecutionsOptions;
  readonly #reader: StateReader;
  readonly #ends: Ends;
  readonly #state: State;
  readonly #exploration: OptimalExploration;
  readonly #seen = new Set<string>();
  readonly #needed: number[] = [];
  #deadlocks = 0;
  #longest = 0;

  constructor(multiprocessor: Multiprocessor, options: ExecutionsOptions) {
    this.#multiprocessor = multiprocessor;
    this.#options = options;
    this.#reader = new StateReader(multiprocessor);
    this.#ends = new Ends(multiprocessor);
    this.#state = multiprocessor.initial().state;
    this.#exploration = new OptimalExploration(
      multiprocessor,
      this.#state,
      () => this.#ended(),
      options.limits?.steps ?? 10_000,
    );
  }

  all(): Executions {
    const exploration = this.#exploration;
    exploration.run();
    const { executions: count, blocked, steps, isWhole } = exploration;
    return {
      executions: count,
      deadlocks: this.#deadlocks,
      blocked,
      steps,
      longest: this.#longest,
      outcomes: [...this.#seen].sort(),
      ...(this.#options.bound ? { within: summed(this.#needed) } : {}),
      complete: isWhole,
    };
  }

  #ended(): boolean {
    const { of, bound, limits } = this.#options;
    const { happenings, executions: count } = this.#exploration;
    this.#longest = Math.max(this.#longest, happenings.length);
    if (this.#ends.unfinished(this.#state) !== 0) this.#deadlocks++;
    else if (of) this.#seen.add(canonical(of(this.#reader.of(this.#state))));
    if (bound) {
      const cost = bound === 'preemptions' ? preemption : round;
      const needed = fewest(this.#multiprocessor, happenings, this.#state, cost);
      this.#needed[needed] = (this.#needed[needed] ?? 0) + 1;
    }
    return count < (limits?.executions ?? 10_000_000);
  }
}

function summed(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return Array.from(counts, (count = 0) => (sum += count));
}
