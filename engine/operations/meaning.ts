// What an operation means, in the few terms that the step function knows: a guard (when it may be performed), an effect
// (what it does to one slot of the state) and a result (what it gives back). Whoever has to know what an operation reads,
// writes, waits for or could set free asks here; nothing else restates it.
// A meaning is about one slot at most. Terms are numbers in disjoint bits, so that one word of a node holds all three.

// Guards: the content of the slot has to be …
/** No guard. */
export const ALWAYS = 0;
/** The thread has ended or has not begun. */
export const NEVER = 1;
/** … between x and y, both included. */
export const WITHIN = 2;
/** … anything but x. */
export const OTHER_THAN = 3;
/** … a set of bits that shares one with x. */
export const SHARES = 4;
/** The alternatives of number x (see Alternatives): one of them has to hold. */
export const HOLDS = 5;
export const GUARD = 0b111;

// Effects on the slot.
export const KEEP = 0;
/** x. */
export const SET = 1 << 3;
/** y where it holds x. */
export const SET_IF = 2 << 3;
/** What it holds plus x, modulo y where y is not 0. */
export const ADD = 3 << 3;
/** What it holds and the bits of x, modulo y where y is not 0. */
export const SET_BITS = 4 << 3;
/** What it holds without the bits of x. */
export const CLEAR_BITS = 5 << 3;
/** What the view in y sees of what it holds. */
export const UPDATE = 6 << 3;
/** The slot is a thread's node: that thread starts. */
export const START = 7 << 3;
/** x, but later: it goes into the store buffer of the thread. */
export const BUFFER = 8 << 3;
/** The slot is a store buffer: one of its entries is written to memory. */
export const FLUSH = 9 << 3;
export const EFFECT = 0b1111 << 3;

// Results: what the slot held before the effect, unless it says otherwise.
export const NOTHING = 0;
export const CONTENT = 1 << 7;
/** What the view sees of it. */
export const SEEN = 2 << 7;
/** Whether it was x: 1 or 0. */
export const MATCHED = 3 << 7;
/** The choice of the scheduler, from 0 to x - 1. No slot. */
export const CHOSEN = 4 << 7;
/** Which of the alternatives, chosen by the scheduler of those that hold. */
export const WHICH = 5 << 7;
/** The slot that was written to from a store buffer. */
export const FLUSHED = 6 << 7;
export const RESULT = 0b111 << 7;

/** On a cooperative processor another thread may run after it. */
export const SAFE_POINT = 1 << 10;
/** It stands in an atomic section: the thread may go on with the next one in the same step. */
export const ATOMIC = 1 << 11;
/** What it looks at is what the thread sees: the newest entry for the slot in its store buffer, before memory. */
export const FORWARDS = 1 << 12;
/** It may only be performed where a store buffer is empty. */
export const DRAINED = 1 << 13;
/** It ends or starts other threads, as y says: KILL, CRASH or RESTART. */
export const STRIKES = 1 << 14;
export const KILL = 0;
export const CRASH = 1;
export const RESTART = 2;
/** What is more than one operation with one slot. */
export const MANIFOLD = ATOMIC | STRIKES;
/** The number of that store buffer, from this bit on. */
export const BUFFER_NUMBER = 16;

/** How a raw result becomes the value that the program is given. */
export type Gives = 'nothing' | 'flag' | 'integer' | 'interned';

/** The meaning of an operation as it stands in a node: terms, slot (-1: none) and operands. */
export interface Meaning {
  /** Guard, effect, result and safe point together. */
  readonly terms: number;
  readonly slot: number;
  readonly x: number;
  readonly y: number;
  /** Id of the view of the result; -1 where there is none. */
  readonly view: number;
  readonly gives: Gives;
  /** What the guard looks at, where it is not the slot: the alternatives, each with its slots. */
  readonly alternatives?: Alternatives;
}

/** Several conditions, each over some slots; in the table a meaning has their number. */
export interface Alternatives {
  readonly number: number;
  /** All slots that any of them looks at. */
  readonly slots: readonly number[];
  /** Whether one holds, given what the thread sees of a slot. */
  holds(which: number, content: (slot: number) => number): boolean;
  readonly count: number;
}

/** guardSlots are the slots that the guard looks at. */
export function guardSlots(meaning: Meaning): readonly number[] {
  if (meaning.alternatives) return meaning.alternatives.slots;
  return waitsOnSlot(meaning) ? [meaning.slot] : [];
}

export function guardOf({ terms }: Meaning): number {
  return terms & GUARD;
}

export function effectOf({ terms }: Meaning): number {
  return terms & EFFECT;
}

export function resultOf({ terms }: Meaning): number {
  return terms & RESULT;
}

/** meets tells whether a content of the slot satisfies the guard of a meaning. */
export function meets(meaning: Meaning, content: number): boolean {
  switch (guardOf(meaning)) {
    case ALWAYS:
      return true;
    case WITHIN:
      return content >= meaning.x && content <= meaning.y;
    case OTHER_THAN:
      return content !== meaning.x;
    case SHARES:
      return (content & meaning.x) !== 0;
    default:
      return false;
  }
}

/** waitsOnSlot tells whether the guard looks at the slot. */
export function waitsOnSlot(meaning: Meaning): boolean {
  return guardOf(meaning) > NEVER && (meaning.alternatives?.slots.includes(meaning.slot) ?? true);
}

/** canBlock tells whether there is a state in which it may not be performed. */
export function canBlock(meaning: Meaning): boolean {
  return guardOf(meaning) !== ALWAYS;
}

/** learns tells whether who performs it learns something of the slot: by its guard or its result. */
export function learns(meaning: Meaning): boolean {
  const result = resultOf(meaning);
  return waitsOnSlot(meaning) || result === CONTENT || result === SEEN || result === MATCHED;
}

/** writes tells whether the slot is written, given the raw result. */
export function writes(meaning: Meaning, raw: number): boolean {
  const effect = effectOf(meaning);
  return effect === SET_IF ? raw === 1 : effect !== KEEP;
}

/** couldSatisfy tells whether an effect on a slot of a guard could make the guard true, as far as operands tell. */
export function couldSatisfy(waiting: Meaning, helper: Meaning): boolean {
  const isAboutBits = guardOf(waiting) === SHARES;
  if (guardOf(waiting) === HOLDS) return effectOf(helper) !== KEEP && effectOf(helper) !== START;
  switch (effectOf(helper)) {
    case KEEP:
    case START:
      return false;
    case SET:
    case BUFFER:
      return meets(waiting, helper.x);
    case SET_IF:
      return meets(waiting, helper.y);
    case SET_BITS:
      return !isAboutBits || (waiting.x & helper.x) !== 0;
    case CLEAR_BITS:
      return !isAboutBits;
    default:
      return true;
  }
}
