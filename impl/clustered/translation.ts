// Two levels of translation, as K42's tables have them: a local entry per processor, which is all that a call loads, and
// a global entry, which a call looks up when its local entry leads nowhere yet: a miss. A swap turns the global entry
// and flushes the local ones; whoever comes next misses, and finds what the global entry leads to by then.
// Misses are counted: whoever turns the global entry first holds new ones back and waits until those under way are over.
// Without that drain a miss that has read the old global entry could fill a local entry after the flush.

import {
  add,
  atLeast,
  type Cell,
  type CellArray,
  is,
  load,
  type Program,
  store,
  update,
  view,
  wait,
} from '../../engine/program/index.js';
import type { Reference } from '../events.js';
import type { ObjectMemory, ObjectReference } from '../hotswap/translation.js';
import type { Mediator } from './mediator.js';
import type { Plan } from './plan.js';

/** Where a mediator's part of a value leads: what it is made with never changes, so that it costs no read. */
export interface MediatorReference {
  readonly mediator: number;
  /** The reference whose mediators it is one of: in a group the first. */
  readonly lead: Reference;
  /** The object that it stands before. */
  readonly original: ObjectReference;
  /** The processors that had a local entry when the swap began: a bit each. */
  readonly touched: number;
}

export type GlobalTarget = ObjectReference | MediatorReference;

/** Where a reference leads whose component has been destroyed. */
export const gone: ObjectReference = Object.freeze({ object: -1 });

/** `miss`: look it up in the global entry. */
export type LocalTarget = GlobalTarget | { readonly miss: true };

export interface ClusteredReference {
  readonly name: Reference;
  /** A local entry per processor. */
  readonly local: CellArray<LocalTarget>;
  readonly global: Cell<GlobalTarget>;
  /** Misses under way; far below zero while the global entry is being turned. */
  readonly misses: Cell<number>;
  /** The processors whose local entry leads to the current object: a bit each. Any of them may set its own at any time. */
  readonly touched: Cell<number>;
  /** What becomes of it: see `entry`. */
  readonly entry: Cell<number>;
  /** How many swaps have ended, completed or aborted: the number of the next mediator. */
  readonly ended: Cell<number>;
  /** What the swap that is on is about to do. */
  readonly plan: Cell<Plan | null>;
  /** objects[n] is what is current after n completed swaps. */
  readonly objects: readonly ObjectMemory[];
  readonly mediators: readonly Mediator[];
}

/** Values of `entry`. A destroy that comes during a swap is put off to its end. */
export const entry = Object.freeze({ idle: 0, switching: 1, destroyPending: 2, destroyed: 3 });

export const missing: LocalTarget = Object.freeze({ miss: true });

export function isMiss(target: LocalTarget): target is { readonly miss: true } {
  return 'miss' in target;
}

export function leadsToMediator(target: LocalTarget): target is MediatorReference {
  return 'mediator' in target;
}

export function isGone(target: GlobalTarget): boolean {
  return 'object' in target && target.object < 0;
}

/** objectOf is the object that a target leads to, at once or through its mediator. */
export function objectOf(target: GlobalTarget): ObjectReference {
  return leadsToMediator(target) ? target.original : target;
}

/** bitOf is the bit of a processor in a set of processors. */
export function bitOf(processor: number): number {
  return 1 << processor;
}

/** Far more misses than there are threads. */
const TURNING = 64;

const oneMore = view('one more, unless it is being turned', (misses: number) => (misses < 0 ? misses : misses + 1));
const isOpen = view('is open', (misses: number) => misses >= 0);

/** enterMiss counts a miss and returns true; or waits until the global entry has been turned, and returns false. */
export function* enterMiss({ misses }: ClusteredReference): Program<boolean> {
  if (yield* update(misses, oneMore, isOpen)) return true;
  yield* wait(misses, atLeast(0));
  return false;
}

export function* leaveMiss({ misses }: ClusteredReference): Program<void> {
  yield* add(misses, -1);
}

/** beginTurning holds new misses back and waits for those under way: whatever they install is there by now. */
export function* beginTurning({ misses }: ClusteredReference): Program<void> {
  yield* add(misses, -TURNING);
  yield* wait(misses, is(-TURNING));
}

export function* endTurning({ misses }: ClusteredReference): Program<void> {
  yield* add(misses, TURNING);
}

const isMediator = view('leads to a mediator', (target: LocalTarget) => 'mediator' in target);

/**
 * flushMediator takes a mediator out of a local entry, so that the next call of the processor looks again. Once the
 * global entry leads elsewhere no miss installs the mediator any more, so that nothing comes between load and store.
 */
export function* flushMediator({ local }: ClusteredReference, processor: number): Program<void> {
  if (yield* load(local[processor]!, isMediator)) yield* store(local[processor]!, missing);
}
