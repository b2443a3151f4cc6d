// Walks: an execution along given steps, from the initial state, with the monitors in product.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import type { Checks } from '../watch/checks.js';
import type { Refutation } from '../watch/product.js';

/** What a walk sees after a step, or at the start (index -1). `state` is overwritten by the next step. */
export interface Stop {
  readonly index: number;
  readonly state: State;
  readonly batch: number;
  readonly refuted: readonly Refutation[];
}

/** A walker takes steps one by one; a step that is not enabled is refused. */
export class Walker {
  readonly multiprocessor: Multiprocessor;
  readonly state: State;
  readonly start: Stop;
  #index = -1;
  readonly #checks: Checks;

  constructor(multiprocessor: Multiprocessor, checks: Checks, from?: Walker) {
    this.multiprocessor = multiprocessor;
    this.#checks = checks;
    if (from) {
      this.state = from.state.slice();
      this.start = from.start;
      this.#index = from.#index;
      return;
    }
    const { state, batch } = multiprocessor.initial();
    this.state = state;
    const { product } = checks;
    const refuted = product.refutations(product.initial, batch);
    state[multiprocessor.layout.monitors] = product.next(product.initial, batch);
    this.start = { index: -1, state, batch, refuted };
  }

  /** Another walker that stands where this one does. */
  copy(): Walker {
    return new Walker(this.multiprocessor, this.#checks, this);
  }

  get enabled(): number {
    return this.multiprocessor.enabled(this.state);
  }

  /** Whether the step may be taken here. */
  allows(via: number): boolean {
    const thread = threadOf(via);
    return ((this.enabled >>> thread) & 1) === 1 && choiceOf(via) < this.multiprocessor.choices(this.state, thread);
  }

  /** Takes a step that is allowed. */
  step(via: number): Stop {
    const { multiprocessor, state } = this;
    const { monitors } = multiprocessor.layout;
    const { product } = this.#checks;
    multiprocessor.touchedCount = 0;
    const batch = multiprocessor.step(state, threadOf(via), choiceOf(via));
    const before = state[monitors]!;
    const after = product.next(before, batch);
    state[monitors] = after;
    const refuted =
      product.refutedCount[after]! > product.refutedCount[before]! ? product.refutations(before, batch) : [];
    return { index: ++this.#index, state, batch, refuted };
  }
}
