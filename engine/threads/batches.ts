// Batches: the events that ride on one step, in order, interned. Batch 0 is empty.

import { Interner } from '../operations/interner.js';
import type { Annotation, Event } from '../program/event.js';
import { canonical, deepFreeze } from '../program/value.js';

export class Batches {
  readonly #interner = new Interner<readonly Event[]>((events) => canonical(events));
  readonly #joined = new Map<string, number>();

  constructor() {
    this.#interner.id([]);
  }

  id(events: readonly Event[]): number {
    return events.length === 0 ? 0 : this.#interner.id(events);
  }

  events(batch: number): readonly Event[] {
    return this.#interner.values[batch]!;
  }

  /** One batch after the other. */
  join(first: number, second: number): number {
    if (first === 0) return second;
    if (second === 0) return first;
    const key = `${first},${second}`;
    let batch = this.#joined.get(key);
    if (batch === undefined) {
      batch = this.id([...this.events(first), ...this.events(second)]);
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
