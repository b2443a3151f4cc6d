// A condition variable beside a mutex. A notification is for one of those who wait then, whichever the scheduler takes;
// who comes later has no part in it. With `spurious`, a thread may also wake up for nothing, as POSIX and Java allow: who
// does not look again at what it waits for is refuted.

import { type Cell, cell } from '../cell.js';
import { slotGiven, textGiven } from '../given.js';
import { refuseUnknownOptions } from '../misspelt.js';
import { acquire, type Mutex } from '../mutex.js';
import { atomically } from '../nesting.js';
import { type Program, storeLocked, update, updateWhen, type View, view } from '../operation.js';
import type { Self } from '../thread.js';
import { Thrown } from '../thrown.js';
import type { Interruption } from './interrupt.js';
import { byText, nothing } from './made.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

export interface ConditionState {
  readonly spurious: boolean;
  /** The threads that wait, by slot; those of them that a notification is for; and how many may go on. */
  readonly waiting: readonly number[];
  readonly notified: readonly number[];
  readonly signals: number;
}

export type ConditionVariable = Cell<ConditionState>;

/** conditionVariable declares a condition variable; with `spurious` wake-ups where that is told. */
export function conditionVariable(name: string, options: { readonly spurious?: boolean } = {}): ConditionVariable {
  textGiven('QSC112', 'the name of a condition variable', name);
  refuseUnknownOptions(`condition variable ${name}`, options, { spurious: true });
  const { spurious = false } = options;
  const idle: ConditionState = { spurious, waiting: [], notified: [], signals: 0 };
  return cell<ConditionState>(name, idle, { without: withoutThread });
}

type Next = View<ConditionState, ConditionState>;

const comes = byText(
  (slot: number): Next => view(`${slot} waits`, (state) => ({ ...state, waiting: [...state.waiting, slot].sort() })),
);
const mayGo = byText(
  (slot: number): View<ConditionState, boolean> =>
    view(
      `${slot} may go on`,
      ({ spurious, waiting, notified, signals }) =>
        (signals > 0 && notified.includes(slot)) || (spurious && [...waiting, ...notified].includes(slot)),
    ),
);
/** Who was not taken when the signals are used up waits on. */
const goes = byText(
  (slot: number): Next =>
    view(`${slot} goes on`, (state) =>
      leftBy(slot, state, state.notified.includes(slot) ? Math.max(0, state.signals - 1) : state.signals),
    ),
);
const goesForNothing = byText(
  (slot: number): Next => view(`${slot} waits no more`, (state) => withoutThread(state, slot)),
);

/** Who is interrupted or killed takes no signal with it. */
function withoutThread(state: ConditionState, slot: number): ConditionState {
  return leftBy(slot, state, state.signals);
}

function leftBy(slot: number, state: ConditionState, signalsLeft: number): ConditionState {
  const [waiting, notified] = [without(state.waiting, slot), without(state.notified, slot)];
  const signals = Math.min(signalsLeft, notified.length);
  if (signals > 0) return { ...state, waiting, notified, signals };
  return { ...state, waiting: [...waiting, ...notified].sort(), notified: [], signals };
}

const one = view('one is notified', (state: ConditionState): ConditionState => {
  const notified = [...state.notified, ...state.waiting].sort();
  return { ...state, waiting: [], notified, signals: Math.min(state.signals + 1, notified.length) };
});
const all = view('all are notified', (state: ConditionState): ConditionState => {
  const notified = [...state.notified, ...state.waiting].sort();
  return { ...state, waiting: [], notified, signals: notified.length };
});

function without(slots: readonly number[], slot: number): readonly number[] {
  return slots.filter((each) => each !== slot);
}

interface Waiting {
  readonly of: ConditionVariable;
  readonly lock: Mutex;
}

/**
 * awaitCondition gives the mutex up, waits for a notification, and takes the mutex again. Three steps or more: the first
 * gives up and begins to wait at once, so that no notification is lost in between.
 */
export function* awaitCondition(of: ConditionVariable, lock: Mutex, self: Self): Program<void> {
  const slot = slotGiven(self);
  yield* atomically(giveUpAndWait, { of, lock });
  yield* updateWhen(of, mayGo(slot), goes(slot));
  yield* acquire(lock, self);
}

/**
 * awaitConditionOrInterrupt is awaitCondition that throws, with an InterruptedError, where there is a request, once it has the
 * mutex again. A notification that others may take as well is left to them.
 */
export function* awaitConditionOrInterrupt(
  condition: ConditionVariable,
  lock: Mutex,
  self: Self,
  of: Interruption,
): Program<void> {
  const slot = slotGiven(self);
  yield* atomically(giveUpAndWait, { of: condition, lock });
  const waiting = {
    held: condition,
    when: mayGo(slot),
    next: goes(slot),
    gives: nothing,
    leaves: goesForNothing(slot),
  };
  let thrown: unknown;
  try {
    yield* updateWhenOrInterrupt(waiting, of);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    thrown = error;
  }
  yield* acquire(lock, self);
  if (thrown !== undefined) throw thrown;
}

function* giveUpAndWait({ of, lock }: Waiting, self: Self): Program<void> {
  yield* update(of, comes(self.slot));
  yield* storeLocked(lock, 0);
}

/** notifyOne lets one of those who wait go on, if there is one. One step. */
export function notifyOne(of: ConditionVariable): Program<void> {
  return update(of, one);
}

/** notifyAll lets all who wait go on. One step. */
export function notifyAll(of: ConditionVariable): Program<void> {
  return update(of, all);
}
