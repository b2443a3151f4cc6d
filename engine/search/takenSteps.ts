// Under a reduction: of which threads the steps from each state have been taken. What was left out was decided by what
// was known of threads then. When they have grown since, all such states are looked at again, until nothing changes.

import type { State } from '../multiprocessor/multiprocessor.js';
import type { Futures } from '../reduction/futures.js';
import type { PersistentSets } from '../reduction/persistentSets.js';
import { IntList } from './intList.js';

export class TakenSteps {
  readonly #sets: PersistentSets;
  /** By state: threads as bits. */
  #taken = new IntList(64);
  /** Below this state, what was decided may be wrong. */
  #staleBelow = 0;

  constructor(sets: PersistentSets) {
    this.#sets = sets;
  }

  /** What decides: another where threads have been looked at anew. */
  get futures(): Futures {
    return this.#sets.futures;
  }

  get bytes(): number {
    return this.#taken.bytes;
  }

  /** The threads whose steps are to be taken from a state, which is noted. At an end of the system that is all of them. */
  take(id: number, state: State, enabled: number, isEnd: boolean): number {
    const taken = isEnd ? enabled : this.#sets.choose(state, enabled, this.of(id));
    this.#taken.set(id, taken);
    return taken;
  }

  /** The threads whose steps from a state have been taken; none of one that was not expanded. */
  of(id: number): number {
    return id < this.#taken.length ? this.#taken.data[id]! : 0;
  }

  /** Forgets it: somebody else keeps it. */
  clear(): void {
    this.#taken = new IntList(64);
  }

  /** Looks at the threads again where they have grown much, before so many states are all there are. */
  renewIfOld(states: number): void {
    if (this.#sets.isOld && this.#sets.renew()) this.#staleBelow = states;
  }

  /** When all states have been expanded: below which of them all are to be looked at again; 0 for none. */
  stale(states: number): number {
    const stale = this.#sets.renew() ? states : this.#staleBelow;
    this.#staleBelow = 0;
    return stale;
  }
}
