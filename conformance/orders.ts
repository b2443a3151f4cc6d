// Events that are only partly ordered: is there an order of all of them that the specification allows? Orders are built event by
// event, depth first, the recorded order before others; what has been tried is known by which events are done and where the
// specification stands, so that orders that only swap independent events are looked at once. The search ends with an order,
// with none, or at a limit, which is never taken for either.
// Where there is none, the explanation is a smallest set of events that no allowed order of any of the recorded events contains
// together: leave one of its events out, and there is one.

import { Violation } from '../engine/watch/property.js';
import type { Memory } from './following.js';
import type { Recorded } from './recording/recording.js';

export type Follow = (memory: Memory, index: number) => Memory | Violation;

export type Ordered =
  | { readonly found: 'order'; readonly order: readonly number[]; readonly nodes: number }
  | {
      readonly found: 'none';
      readonly nodes: number;
      readonly furthest: Furthest;
      readonly together: readonly number[];
    }
  | { readonly found: 'limit'; readonly nodes: number };

/** Where most of the events have been done, and none of those that come next is allowed. */
export interface Furthest {
  readonly done: readonly number[];
  readonly memory: Memory;
  readonly next: readonly number[];
}

interface Frame {
  readonly memory: Memory;
  /** The events that may come next, of which those from `tried` on are still to be tried. */
  readonly next: readonly number[];
  tried: number;
  isDeadEnd: boolean;
}

/** orderOf looks for an order; `isSilent` tells which events never change where the specification stands. */
export function orderOf(
  events: readonly Recorded[],
  initial: Memory,
  {
    follow,
    isSilent,
    nodesMax,
  }: { readonly follow: Follow; readonly isSilent: (index: number) => boolean; readonly nodesMax: number },
): Ordered {
  const search = new Orders(events, follow, isSilent);
  return search.run(initial, nodesMax);
}

class Orders {
  readonly #events: readonly Recorded[];
  readonly #follow: Follow;
  readonly #isSilent: (index: number) => boolean;
  /** By event: those that come right after it, and how many of those before it are still to be done. */
  readonly #successors: readonly (readonly number[])[];
  readonly #waiting: number[];
  readonly #ready: Set<number>;
  readonly #done: number[] = [];
  readonly #isDone: boolean[];
  #firstOpen = 0;
  readonly #memories = new Map<Memory, number>();
  readonly #visited = new Set<string>();
  /** By dead end, which events are done: a bit for each. */
  readonly #deadEnds = new Map<string, Uint8Array>();
  #furthest: Furthest | undefined;

  constructor(events: readonly Recorded[], follow: Follow, isSilent: (index: number) => boolean) {
    this.#events = events;
    this.#follow = follow;
    this.#isSilent = isSilent;
    const successors = events.map((): number[] => []);
    for (const [index, { after }] of events.entries()) for (const before of after) successors[before]!.push(index);
    this.#successors = successors;
    this.#waiting = events.map(({ after }) => after.length);
    this.#ready = new Set(events.flatMap(({ after }, index) => (after.length === 0 ? [index] : [])));
    this.#isDone = events.map(() => false);
  }

  run(initial: Memory, nodesMax: number): Ordered {
    const frames = [this.#frame(initial)];
    while (frames.length > 0) {
      if (this.#done.length === this.#events.length)
        return { found: 'order', order: [...this.#done], nodes: this.#nodes };
      if (this.#nodes > nodesMax) return { found: 'limit', nodes: this.#nodes };
      const frame = frames.at(-1)!;
      const index = frame.next[frame.tried++];
      if (index === undefined) this.#leave(frames, frame);
      else this.#try(frames, frame, index);
    }
    const together = this.#together();
    return { found: 'none', nodes: this.#nodes, furthest: this.#furthest!, together };
  }

  get #nodes(): number {
    return this.#visited.size;
  }

  #try(frames: Frame[], frame: Frame, index: number): void {
    const memory = this.#follow(frame.memory, index);
    if (memory instanceof Violation) return;
    frame.isDeadEnd = false;
    this.#do(index);
    const key = this.#keyOf(memory);
    if (this.#visited.has(key)) this.#undo();
    else {
      this.#visited.add(key);
      frames.push(this.#frame(memory));
    }
  }

  #leave(frames: Frame[], { isDeadEnd, memory, next }: Frame): void {
    if (isDeadEnd) {
      const bits = this.#bits();
      this.#deadEnds.set(String.fromCharCode(...bits), bits);
      if (!this.#furthest || this.#furthest.done.length < this.#done.length)
        this.#furthest = { done: [...this.#done].sort(byNumber), memory, next };
    }
    frames.pop();
    if (frames.length > 0) this.#undo();
  }

  /** One that changes nothing may as well come at once. */
  #frame(memory: Memory): Frame {
    const ready = [...this.#ready].sort(byNumber);
    const silent = ready.find(this.#isSilent);
    return { memory, next: silent === undefined ? ready : [silent], tried: 0, isDeadEnd: true };
  }

  #do(index: number): void {
    this.#done.push(index);
    this.#isDone[index] = true;
    this.#ready.delete(index);
    for (const each of this.#successors[index]!) if (--this.#waiting[each]! === 0) this.#ready.add(each);
    while (this.#isDone[this.#firstOpen]) this.#firstOpen++;
  }

  #undo(): void {
    const index = this.#done.pop()!;
    this.#isDone[index] = false;
    this.#ready.add(index);
    for (const each of this.#successors[index]!) if (this.#waiting[each]!++ === 0) this.#ready.delete(each);
    this.#firstOpen = Math.min(this.#firstOpen, index);
  }

  /** All events before the first open one are done; of the others, those that are named. */
  #keyOf(memory: Memory): string {
    const known = this.#memories.get(memory);
    const id = known ?? this.#memories.size;
    if (known === undefined) this.#memories.set(memory, id);
    const beyond = this.#done.filter((index) => index > this.#firstOpen).sort(byNumber);
    return `${id} ${this.#firstOpen} ${beyond.join()}`;
  }

  #bits(): Uint8Array {
    const bits = new Uint8Array(Math.ceil(this.#events.length / 8));
    for (const index of this.#done) bits[index >> 3]! |= 1 << (index & 7);
    return bits;
  }

  /** Every order that is allowed as far as it goes ends in a dead end; a set is not together if one holds all of it. */
  #together(): readonly number[] {
    const ends = [...this.#deadEnds.values()];
    const isNeverTogether = (set: readonly number[]) => ends.every((done) => set.some((index) => !has(done, index)));
    const never = this.#events.findIndex((_, index) => isNeverTogether([index]));
    if (never >= 0) return [never];
    let together = this.#events.map((_, index) => index);
    for (const index of together) {
      const fewer = together.filter((each) => each !== index);
      if (isNeverTogether(fewer)) together = fewer;
    }
    return together;
  }
}

function has(bits: Uint8Array, index: number): boolean {
  return (bits[index >> 3]! & (1 << (index & 7))) !== 0;
}

function byNumber(one: number, other: number): number {
  return one - other;
}
