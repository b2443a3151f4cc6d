// What an invariant claims of paths, along one: what its memory leaves open is narrowed by each state on the way.

import type { Stop } from '../drivers/walk.js';
import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { Value } from '../program/value.js';
import { type InvariantProperty, Violation } from '../watch/property.js';
import { StateReader } from '../watch/stateReader.js';

export class OpenAlong {
  readonly property: InvariantProperty;
  readonly #multiprocessor: Multiprocessor;
  readonly #reader: StateReader;
  #open: Value;

  /** Of a property that claims something of paths. */
  constructor(multiprocessor: Multiprocessor, property: InvariantProperty, open = property.memory!.init) {
    this.property = property;
    this.#multiprocessor = multiprocessor;
    this.#reader = new StateReader(multiprocessor);
    this.#open = open;
  }

  /** Another one, with as much left open. */
  copy(): OpenAlong {
    return new OpenAlong(this.#multiprocessor, this.property, this.#open);
  }

  /** Why the path is none that is claimed, once it has come to a stop; undefined as long as it is one. Asked of every stop. */
  reason({ batch, state }: Stop): string | undefined {
    const events = this.#multiprocessor.batches.events(batch);
    const next = this.property.along!.after(this.#open, events, this.#reader.of(state));
    if (next instanceof Violation) return next.reason;
    this.#open = next;
    return undefined;
  }
}
