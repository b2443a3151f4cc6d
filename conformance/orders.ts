// Events that are only partly ordered: is there an order of all of them that the specification allows? Orders are built event by
// event, depth first, the recorded order before others; what has been tried is known by which events may come next and where
// the specification stands, so that orders that only swap independent events are looked at once, and so are those that only
// swap strands that say the same (alikeness.ts). The search ends with an order, with none, or at a limit, which is never taken
// for either; what lies on the way to where it stands does not count, so that no run is too long to be followed.
// An event that the specification allows nowhere, whatever of the run came before it, ends the search where all else is done.
// Where there is none, the explanation is a smallest set of events that no allowed order of any of the recorded events contains
// together: leave one of its events out, and there is one.

import { Violation } from '../engine/watch/property.js';
import { Alikeness, fitsIn, type Lengths } from './alikeness.js';
import type { Memory } from './following.js';
import { type Recorded, successorsOf } from './recording/recording.js';

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

/** Which events are done, a bit for each, and how far those strands are that say the same as others. */
interface DeadEnd {
  readonly bits: Uint8Array;
  readonly lengths: Lengths;
}

/** What is asked of a specification, of events by their positions. */
export interface Asking {
  readonly follow: Follow;
  /** Whether an event never changes where the specification stands. */
  readonly isSilent: (index: number) => boolean;
  /** What the specification is told by an event: it makes no difference between events of the same text. */
  readonly said: (index: number) => string;
  readonly nodesMax: number;
}

/** orderOf looks for an order. What is never allowed is asked for only where the first way leads to a dead end. */
export function orderOf(events: readonly Recorded[], initial: Memory, asking: Asking): Ordered {
  const straight = new Orders(events, asking, nothing).straight(initial, asking.nodesMax);
  if (straight) return straight;
  const never = neverAllowed(events, initial, asking);
  return new Orders(events, asking, never).run(initial, asking.nodesMax);
}

const nothing: ReadonlySet<number> = new Set();

/** How often a specification is asked to see what it never allows. */
const asksMax = 20_000;

/** How many events are tried at each place, as a mean. */
const asksEach = 10;

/**
 * The events that are allowed nowhere, wherever as many events as the run has may lead; none where that is too much to ask. The
 * specification is asked in states that no order of the run comes to: what it throws there is of no meaning.
 */
function neverAllowed(events: readonly Recorded[], initial: Memory, asking: Asking): ReadonlySet<number> {
  try {
    return foundNever(events, initial, asking);
  } catch {
    return nothing;
  }
}

function foundNever(events: readonly Recorded[], initial: Memory, { follow, said }: Asking): ReadonlySet<number> {
  const byText = new Map(events.map((_, index) => [said(index), index]));
  const never = new Set(byText.keys());
  const seen = new Set([initial]);
  let level = [initial];
  for (let depth = 0; depth < events.length && level.length > 0; depth++) {
    const next: Memory[] = [];
    for (const memory of level) {
      for (const [text, index] of byText) {
        const after = follow(memory, index);
        if (after instanceof Violation) continue;
        never.delete(text);
        if (!seen.has(after)) next.push(after);
        seen.add(after);
      }
      if (never.size === 0 || seen.size * byText.size > asksMax) return nothing;
    }
    level = next;
  }
  return new Set(events.flatMap((_, index) => (never.has(said(index)) ? [index] : [])));
}

class Orders {
  readonly #events: readonly Recorded[];
  readonly #follow: Follow;
  readonly #isSilent: (index: number) => boolean;
  readonly #never: ReadonlySet<number>;
  /** How many events are never allowed, or come after one that is not. */
  readonly #beyond: number;
  readonly #alike: Alikeness;
  /** By event: those that come right after it, and how many of those before it are still to be done. */
  readonly #successors: readonly (readonly number[])[];
  readonly #waiting: number[];
  readonly #ready: Set<number>;
  readonly #done: number[] = [];
  readonly #isDone: boolean[];
  readonly #memories = new Map<Memory, number>();
  readonly #visited = new Set<string>();
  readonly #deadEnds = new Map<string, DeadEnd>();
  #asked = 0;
  #furthest: Furthest | undefined;

  constructor(events: readonly Recorded[], { follow, isSilent, said }: Asking, never: ReadonlySet<number>) {
    this.#events = events;
    this.#never = never;
    this.#alike = new Alikeness(events, said);
    this.#follow = follow;
    this.#isSilent = isSilent;
    const successors = successorsOf(events);
    this.#successors = successors;
    const beyond = new Set(never);
    for (const index of beyond) for (const each of successors[index]!) beyond.add(each);
    this.#beyond = beyond.size;
    this.#waiting = events.map(({ after }) => after.length);
    this.#ready = new Set(events.flatMap(({ after }, index) => (after.length === 0 ? [index] : [])));
    this.#isDone = events.map(() => false);
  }

  /** Goes on without turning back: an order, the limit, or undefined where it has come to a dead end. */
  straight(initial: Memory, nodesMax: number): Ordered | undefined {
    return this.#search(initial, nodesMax, () => this.#furthest !== undefined);
  }

  run(initial: Memory, nodesMax: number): Ordered {
    return this.#search(initial, nodesMax, () => false) ?? this.#none();
  }

  /** Undefined where there is no order, or where it is given up. */
  #search(initial: Memory, nodesMax: number, isGivenUp: () => boolean): Ordered | undefined {
    const frames = [this.#frame(initial)];
    while (frames.length > 0 && !isGivenUp()) {
      if (this.#done.length === this.#events.length)
        return { found: 'order', order: [...this.#done], nodes: this.#nodes };
      if (this.#isOver(nodesMax) || this.#isFurthest()) return this.#cut();
      const frame = frames.at(-1)!;
      const index = frame.next[frame.tried++];
      if (index === undefined) this.#leave(frames, frame);
      else this.#try(frames, frame, index);
    }
    return undefined;
  }

  #none(): Ordered {
    return { found: 'none', nodes: this.#nodes, furthest: this.#furthest!, together: this.#together() };
  }

  /** What is never allowed is known without going on; but where nothing has been come to yet, there is nothing to show. */
  #cut(): Ordered {
    const [never] = this.#never;
    if (never === undefined || !this.#furthest) return { found: 'limit', nodes: this.#nodes };
    return { found: 'none', nodes: this.#nodes, furthest: this.#furthest, together: [never] };
  }

  /** Each place is counted, and where many events may come next, what was asked there: nobody is to wait for hours. */
  #isOver(nodesMax: number): boolean {
    return this.#nodes - this.#done.length > nodesMax || this.#asked > (nodesMax + this.#events.length) * asksEach;
  }

  /** All is done but what is never allowed, and what comes after that. */
  #isFurthest(): boolean {
    return this.#never.size > 0 && this.#furthest?.done.length === this.#events.length - this.#beyond;
  }

  get #nodes(): number {
    return this.#visited.size;
  }

  #try(frames: Frame[], frame: Frame, index: number): void {
    this.#asked++;
    const memory = this.#never.has(index) ? undefined : this.#follow(frame.memory, index);
    if (memory === undefined || memory instanceof Violation) return;
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
      this.#deadEnds.set(this.#openOnes(), this.#deadEnd());
      if (!this.#furthest || this.#furthest.done.length < this.#done.length)
        this.#furthest = { done: [...this.#done].sort(byNumber), memory, next };
    }
    frames.pop();
    if (frames.length > 0) this.#undo();
  }

  /** One that changes nothing may as well come at once; of those that are alike, one. */
  #frame(memory: Memory): Frame {
    const { names } = this.#alike;
    const byName = new Map(Array.from(this.#ready, (index) => [names[index], index] as const).sort(byIndex));
    const ready = [...byName.values()].sort(byNumber);
    const silent = ready.find(this.#isSilent);
    return { memory, next: silent === undefined ? ready : [silent], tried: 0, isDeadEnd: true };
  }

  #do(index: number): void {
    this.#done.push(index);
    this.#isDone[index] = true;
    this.#ready.delete(index);
    for (const each of this.#successors[index]!) if (--this.#waiting[each]! === 0) this.#ready.add(each);
  }

  #undo(): void {
    const index = this.#done.pop()!;
    this.#isDone[index] = false;
    this.#ready.add(index);
    for (const each of this.#successors[index]!) if (this.#waiting[each]!++ === 0) this.#ready.delete(each);
  }

  #keyOf(memory: Memory): string {
    const known = this.#memories.get(memory);
    const id = known ?? this.#memories.size;
    if (known === undefined) this.#memories.set(memory, id);
    return `${id} ${this.#openOnes()}`;
  }

  /** Which events may come next tells which are done: all but these and those that come after them. */
  #openOnes(): string {
    return Array.from(this.#ready, (index) => this.#alike.names[index]!)
      .sort()
      .join();
  }

  #deadEnd(): DeadEnd {
    const bits = new Uint8Array(Math.ceil(this.#events.length / 8));
    for (const index of this.#done) bits[index >> 3]! |= 1 << (index & 7);
    return { bits, lengths: this.#alike.lengths((index) => this.#isDone[index]!) };
  }

  /** Every order that is allowed as far as it goes ends in a dead end; a set is not together if none holds all of it. */
  #together(): readonly number[] {
    const [known] = this.#never;
    if (known !== undefined) return [known];
    const ends = [...this.#deadEnds.values()];
    const isNeverTogether = (set: readonly number[]) => {
      const lengths = this.#alike.lengths((index) => set.includes(index));
      const alone = this.#alike.alone(set);
      return !ends.some((end) => alone.every((index) => has(end.bits, index)) && fitsIn(lengths, end.lengths));
    };
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

/** The first of those with one name is to be the last of them that a map is given. */
function byIndex(one: readonly [unknown, number], other: readonly [unknown, number]): number {
  return other[1] - one[1];
}
