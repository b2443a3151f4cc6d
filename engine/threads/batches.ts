// Batches: what rides on one step, in order, interned: the events that programs say, and the facts that the engine sees.
// Batch 0 is empty.

import { Interner } from '../operations/interner.js';
import type { Annotation, Event } from '../program/event.js';
import { canonical, deepFreeze } from '../program/value.js';
import type { Fact } from './facts.js';

/** What rides on a step. */
export type Rider = Event | Fact;

/** isFact tells what the engine sees from what programs say. */
export function isFact(rider: Rider): rider is Fact {
  return 'fact' in rider;
}

export class Batches {
  readonly #interner = new Interner<readonly Rider[]>((riders) => canonical(riders));
  /** By batch: its events alone. */
  readonly #events: (readonly Event[])[] = [];
  readonly #joined = new Map<string, number>();

  constructor() {
    this.#interner.id([]);
  }

  id(riders: readonly Rider[]): number {
    return riders.length === 0 ? 0 : this.#interner.id(riders);
  }

  riders(batch: number): readonly Rider[] {
    return this.#interner.values[batch]!;
  }

  events(batch: number): readonly Event[] {
    this.#events[batch] ??= this.riders(batch).filter((rider): rider is Event => !isFact(rider));
    return this.#events[batch];
  }

  /** One batch after the other. */
  join(first: number, second: number): number {
    if (first === 0) return second;
    if (second === 0) return first;
    const key = `${first},${second}`;
    let batch = this.#joined.get(key);
    if (batch === undefined) {
      batch = this.id([...this.riders(first), ...this.riders(second)]);
      this.#joined.set(key, batch);
    }
    return batch;
  }

  get size(): number {
    return this.#interner.values.length;
  }
}

/** eventsOf turns a thread's annotations of one kind into events. */
export function eventsOf(annotations: readonly Annotation[], thread: string): Event[] {
  return annotations.map(({ name, data }) => deepFreeze({ name, thread, data }));
}
