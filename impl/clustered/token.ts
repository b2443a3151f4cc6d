// Deferred destruction by a token (K42): it circulates between the processors, and is held on each until every thread that was
// active there when it came has ended. When it comes to the first processor again, a round is over. What was destroyed
// before a round began is freed at its end; the reference, by which threads name it, is used anew one round later still,
// because a thread that found the reference before it was cleaned up may hold it that long. The specification is
// tla/Token.tla, which every transition is held to (tla/conformance/token). One object at a time. Leaves out local entries,
// objects that only one processor knows, and starting a processor again that has stopped.
// No swap needs it: a mediator knows who is inside.

import {
  add,
  again,
  type Cell,
  exchange,
  fetchOr,
  free,
  is,
  load,
  loop,
  type Program,
  type Region,
  type Self,
  scope,
  spawn,
  store,
  type Turn,
  view,
  wait,
} from '../../engine/program/index.js';
import { activate } from '../hotswap/generations.js';
import { grace } from './generations.js';
import type { Clustered } from './layout.js';
import { tell, told } from './tokenEvents.js';
import { bitOf } from './translation.js';

/** How far the destruction of the object is. `entry` leads to it as long as it is known. */
export const destruction = Object.freeze({ none: 0, destroyed: 1, counting: 2, freed: 3 });

/** What is at a reference: an object by its number, or nothing. */
export const nothing = -1;

export interface TokenRing {
  readonly generations: Clustered['generations'];
  /** Where the token is. */
  readonly token: Cell<number>;
  /** The processors in the ring: a bit each. */
  readonly members: Cell<number>;
  /** The processors on which no thread begins any more: a bit each. */
  readonly stopping: Cell<number>;
  /** 1 while the running round does not count. */
  readonly stutters: Cell<number>;
  readonly progress: Cell<number>;
  /** What names the object, so that threads find the reference: the number of the object that is meant. */
  readonly named: Cell<number>;
  /** Where the reference leads. */
  readonly entry: Cell<number>;
  /** What a thread that starts a processor hands to the first one there: an object, and the generation it is counted in. */
  readonly handed: Cell<number>;
  readonly countedIn: Cell<number>;
  /** objects[n] is the memory that is at the reference after it was used anew n times. */
  readonly objects: readonly { readonly memory: Region; readonly value: Cell<number> }[];
}

export interface OnRing {
  readonly ring: TokenRing;
  readonly processor: number;
}

const first = 0;
const isOne = view('isOne', (value: number) => value === 1);

/** countingOn is what generations are counted in, as the programs of generations.ts know it. */
export function countingOn({ generations }: TokenRing): Clustered {
  return { generations, counter: [], advancing: [] } as unknown as Clustered;
}

/** tokenHolder is the program of the daemon that has the token on one processor. */
export function* tokenHolder(args: OnRing): Program<void> {
  yield* loop(args, oneVisit);
}

/**
 * The end of a round is seen before anybody is waited for, so that a whole round of waits is between two of them; after the
 * wait on the first processor it would be no less. Whether the processor stops is read before that too: a thread that began in between would not have been waited for (no scenario has one: one thread is on the processor that stops).
 */
function* oneVisit(args: OnRing): Program<Turn<OnRing, void>> {
  const { ring, processor } = args;
  yield* wait(ring.token, is(processor));
  if (processor === first) yield* scope(endRound, args);
  const stops = ((yield* load(ring.stopping)) & bitOf(processor)) !== 0;
  yield* tell('hold', { processor });
  yield* scope(grace, Object.freeze({ clustered: countingOn(ring), processor, deadline: null }));
  yield* scope(pass, Object.freeze({ ...args, stops }));
  return again(args);
}

/**
 * pass hands the token on; a processor that stops leaves the ring before that, with the token in its hand, so that nobody
 * passes it there any more. One that joins between the two operations is passed by: the round in which it joins does not count.
 */
export function* pass({ ring, processor, stops }: OnRing & { readonly stops: boolean }): Program<void> {
  if (stops) {
    yield* add(ring.members, -bitOf(processor));
    yield* told('leave', { processor });
  }
  const members = yield* load(ring.members);
  const to = nextOf(members, processor);
  yield* told('pass', { to });
  yield* store(ring.token, to);
}

/** nextOf is the processor that the token goes to. */
export function nextOf(members: number, processor: number): number {
  for (let next = processor + 1; 1 << next <= members; next++) if (members & bitOf(next)) return next;
  return first;
}

/** endRound takes the destruction one step further, unless a processor has joined since the round began. */
export function* endRound({ ring }: OnRing): Program<void> {
  const stutters = yield* exchange(ring.stutters, 0, isOne);
  yield* told('look', { counts: !stutters });
  if (stutters) return;
  const progress = yield* load(ring.progress);
  if (progress === destruction.none) yield* told('endRound', { object: 'none' });
  if (progress === destruction.destroyed) yield* beginCounting(ring);
  if (progress === destruction.counting) yield* reclaim(ring);
  if (progress === destruction.freed) yield* useAnew(ring);
}

/** A whole round is to pass by from now on. */
function* beginCounting({ progress }: TokenRing): Program<void> {
  yield* store(progress, destruction.counting);
  yield* told('endRound', { object: 'counting' });
}

/** reclaim cleans up what names the object, and frees it. */
export function* reclaim(ring: TokenRing): Program<void> {
  yield* store(ring.named, nothing);
  yield* told('endRound', { object: 'freed' });
  yield* free(ring.objects[0]!.memory);
  yield* store(ring.progress, destruction.freed);
}

/** useAnew has the reference lead to another object. */
export function* useAnew({ progress, named, entry }: TokenRing): Program<void> {
  yield* store(entry, 1);
  yield* told('endRound', { object: 'recycled' });
  yield* store(named, 1);
  yield* store(progress, destruction.none);
}

/**
 * destroyByToken gives the object up: nobody comes to it any more, and the token sees to its memory. Where the end of a
 * round comes between the two operations, nothing is destroyed yet: the object waits for one round more.
 */
export function* destroyByToken({ entry, progress }: TokenRing): Program<void> {
  yield* store(entry, nothing);
  yield* store(progress, destruction.destroyed);
  yield* told('destroy', {});
}

export interface Start extends OnRing {
  /** The thread that begins there, and its slot. */
  readonly thread: string;
  readonly slot: number;
  /** The object that its starter is at. */
  readonly object: number;
}

/**
 * startProcessor has a processor join the ring, with a first thread that has what its starter has. The thread is counted
 * there before its starter ends. The round that is running does not count: the token may be past the processor's place.
 * Whether that is said before the processor is in the ring, or after it, makes no difference: a round that counts for
 * what the starter is at waits for the starter (test/impl/token.test.ts has both).
 */
export function* startProcessor(start: Start, self: Self): Program<void> {
  const { ring, processor, thread, slot, object } = start;
  const activation = yield* activate(countingOn(ring), { ...self, processor, slot });
  yield* store(ring.countedIn, activation);
  yield* store(ring.handed, object);
  yield* fetchOr(ring.members, bitOf(processor));
  yield* told('join', { processor, starter: self.name, thread });
  yield* store(ring.stutters, 1);
  yield* told('stutter', { starter: self.name });
  yield* spawn(thread);
}

/** stopProcessor says that no thread begins there any more: the processor leaves the ring when all are gone. */
export function* stopProcessor({ ring, processor }: OnRing): Program<void> {
  yield* fetchOr(ring.stopping, bitOf(processor));
}

/** endFirst takes the first thread of a processor out of the generation that its starter has counted it in. */
export function* endFirst({ ring, processor }: OnRing): Program<void> {
  const index = yield* load(ring.countedIn);
  yield* add(ring.generations[processor]!.active[index]!, -1);
}
