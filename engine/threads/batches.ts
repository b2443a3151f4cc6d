// Batches: what rides on one step, in order, interned: the events that programs say, and the facts that the engine sees.
// Batch 0 is empty. Not every order in a batch means something: events that a program says together are one moment, and so
// are those of two threads on one step (a thread's first events ride on its spawn, or on the start).

import { Interner } from '../operations/interner.js';
import { type Annotation, type Event, eventsIn } from '../program/event.js';
import { canonical, deepFreeze } from '../program/value.js';
import type { Fact } from './facts.js';

/** What rides on a step. */
export type Rider = Event | Fact;

/** isFact tells what the engine sees from what programs say. */
export function isFact(rider: Rider): rider is Fact {
  return 'fact' in rider;
}

/** An event as it is kept: of one batch with the event before it, or not. */
interface Kept extends Event {
  readonly joined?: true;
}

export class Batches {
  readonly #interner = new Interner<readonly (Kept | Fact)[]>((riders) => canonical(riders));
  /** By batch: its riders as they are told, its events alone, and which of them belong to which set. */
  readonly #riders: (readonly Rider[])[] = [];
  readonly #events: (readonly Event[])[] = [];
  readonly #sets: (readonly number[])[] = [];
  readonly #joined = new Map<string, number>();

  constructor() {
    this.#interner.id([]);
  }

  id(riders: readonly (Kept | Fact)[]): number {
    return riders.length === 0 ? 0 : this.#interner.id(riders);
  }

  /** What rides on the step, in the order in which it was said. */
  riders(batch: number): readonly Rider[] {
    this.#riders[batch] ??= this.#interner.values[batch]!.map(told);
    return this.#riders[batch];
  }

  /**
   * Whether of two riders, by their positions, the first has to be told before the second. Facts stand where they are;
   * events of two threads, and of one set, may change places.
   */
  precedes(batch: number, before: number, after: number): boolean {
    const riders = this.#interner.values[batch]!;
    const [one, other] = [riders[before]!, riders[after]!];
    if (isFact(one) || isFact(other)) return true;
    this.#sets[batch] ??= setsOf(riders);
    const sets = this.#sets[batch];
    return one.thread === other.thread && sets[before] !== sets[after];
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
      const [before, after] = [this.#interner.values[first]!, this.#interner.values[second]!];
      batch = this.id([...before, ...after]);
      this.#joined.set(key, batch);
    }
    return batch;
  }

  get size(): number {
    return this.#interner.values.length;
  }
}

function told(rider: Kept | Fact): Rider {
  if (isFact(rider) || !rider.joined) return rider;
  const { joined: _, ...event } = rider;
  return Object.freeze(event);
}

/** By rider: the number of its set. */
function setsOf(riders: readonly (Kept | Fact)[]): readonly number[] {
  let set = -1;
  return riders.map((rider) => (!isFact(rider) && rider.joined ? set : ++set));
}

/** eventsOf turns a thread's annotations of one kind into events. */
export function eventsOf(annotations: readonly Annotation[], thread: string): Kept[] {
  return annotations.flatMap((annotation) =>
    eventsIn(annotation).map(({ name, data }, index) =>
      deepFreeze({ name, thread, data, ...(index === 0 ? {} : { joined: true as const }) }),
    ),
  );
}
