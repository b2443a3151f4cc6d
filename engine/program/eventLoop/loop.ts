// An event loop, written in the language: what runs on it runs to its next await, microtasks come in the order in which
// they were queued, and a new task begins only when no microtask is left. One cell holds all of it.
// `stack`: who runs, innermost last: a function that is called runs before its caller goes on. `micro`: who goes on next,
// in order. `tasks`: what may begin when nothing else is left, in order. `timers`: who sleeps, in the order in which they
// began to, with durations. There is no clock: a timer has to fire before another only if it was started no later and is no
// longer, and between two that may each fire first the scheduler decides.
// As Node has it: durations are truncated, and at least 1; of timers that are alike the one that was started first fires.

import { type Cell, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { notWanted, selfGiven } from '../given.js';
import { type Program, silentView, update, updateWhen, type View, view } from '../operation.js';
import { byText } from '../synchronization/made.js';

export interface Timer {
  readonly name: string;
  readonly ms: number;
}

export interface LoopState {
  readonly stack: readonly string[];
  readonly micro: readonly Reaction[];
  readonly tasks: readonly string[];
  readonly timers: readonly Timer[];
}

export type EventLoop = Cell<LoopState>;

const idle: LoopState = Object.freeze({ stack: [], micro: [], tasks: [], timers: [] });

/** eventLoop declares an event loop. Threads run on it by `task`; one that does not is a worker of its own. */
export function eventLoop(name = 'loop'): EventLoop {
  return cell<LoopState>(name, idle, { quiet: true }) as EventLoop;
}

type Next = View<LoopState, LoopState>;
type Test = View<LoopState, boolean>;

const isFree = ({ stack, micro }: LoopState) => stack.length === 0 && micro.length === 0;

const mayBegin = silentView('nothing else is left', isFree);
const begins = byText((name: string): Next => silentView(`${name} begins`, (state) => ({ ...state, stack: [name] })));
const ends = byText(
  (name: string): Next => silentView(`${name} ends`, (state) => ({ ...state, stack: without(state.stack, name) })),
);
/** A place in the queue of microtasks: whose it is, and of which of the promises that it waits for. */
export interface Reaction {
  readonly name: string;
  readonly index: number;
}

const isItsTurn = byText(
  (name: string): Test =>
    silentView(`${name} is next`, ({ stack, micro }) => stack.length === 0 && micro[0]?.name === name),
);
const indexOf = silentView('of which', ({ micro }: LoopState) => micro[0]!.index);
const goesOn = byText(
  (name: string): Next =>
    silentView(`${name} goes on`, (state) => ({ ...state, stack: [name], micro: state.micro.slice(1) })),
);
const isOnTop = byText((name: string): Test => silentView(`${name} is called`, ({ stack }) => stack.at(-1) === name));
const sameState = silentView('goes on', (state: LoopState) => state);
const calls = byText(
  ({ caller, name }: { readonly caller: string; readonly name: string }): Next =>
    silentView(`calls ${name}`, (state) => ({ ...runBy(caller, state), stack: [...state.stack, name] })),
);
const leaves = byText(
  (name: string): Next =>
    silentView(`${name} waits`, (state) => ({ ...runBy(name, state), stack: without(state.stack, name) })),
);
const queues = byText(
  (name: string): Next =>
    silentView(`${name} waits for its turn`, (state) => ({
      ...runBy(name, state),
      stack: without(state.stack, name),
      micro: [...state.micro, { name, index: 0 }],
    })),
);
const wakes = byText(
  (woken: readonly Reaction[]): Next =>
    view(`${woken.map(({ name }) => name).join(', ')} may go on`, (state) => ({
      ...state,
      micro: [...state.micro, ...woken],
    })),
);
const forgets = byText(
  (name: string): Next =>
    silentView(`${name} has no other microtask`, (state) => ({
      ...state,
      micro: state.micro.filter((reaction) => reaction.name !== name),
    })),
);
const sleeps = byText(
  ({ name, ms }: Timer): Next =>
    view(`${name} sleeps ${ms} ms`, (state) => ({
      ...runBy(name, state),
      stack: without(state.stack, name),
      timers: [...state.timers, { name, ms }],
    })),
);
const fires = byText(
  (name: string): Test =>
    view(`the timer of ${name} may fire`, (state) => isFree(state) && mayFire(state.timers, name)),
);
const fired = byText(
  (name: string): Next =>
    view(`the timer of ${name} fires`, (state) => ({
      ...state,
      stack: [name],
      timers: state.timers.filter((timer) => timer.name !== name),
    })),
);
const turnComes = byText(
  (name: string): Test =>
    silentView(`the task of ${name} is next`, (state) => isFree(state) && state.tasks[0] === name),
);
const turns = byText(
  (name: string): Next =>
    silentView(`the task of ${name} begins`, (state) => ({ ...state, stack: [name], tasks: state.tasks.slice(1) })),
);
const defers = byText(
  (name: string): Next =>
    silentView(`${name} waits for the next turn`, (state) => ({
      ...runBy(name, state),
      stack: without(state.stack, name),
      tasks: [...state.tasks, name],
    })),
);

/** What a thread does that runs on the loop, no other can do: it would never leave the stack. Throws QSC527. */
function runBy(name: string, state: LoopState): LoopState {
  if (state.stack.at(-1) !== name) throw new QuiesceError('QSC527', `${name} awaits, sleeps or calls on it`);
  return state;
}

function without(names: readonly string[], name: string): readonly string[] {
  return names.filter((each) => each !== name);
}

/** A timer may fire unless one that was started no later is no longer. */
function mayFire(timers: readonly Timer[], name: string): boolean {
  const at = timers.findIndex((timer) => timer.name === name);
  return at >= 0 && timers.slice(0, at).every(({ ms }) => ms > timers[at]!.ms);
}

/** nodeDelay is what Node makes of a delay: whole milliseconds, from 1 to 2147483647; anything else is 1. */
export function nodeDelay(ms: number): number {
  if (typeof ms !== 'number') throw notWanted('QSC112', 'a delay: a number of milliseconds', ms);
  return ms >= 1 && ms <= 2_147_483_647 ? Math.trunc(ms) : 1;
}

/** The thread begins as a task, when nothing else is left to do. One step. */
export function beginTask(loop: EventLoop, name: string): Program<void> {
  return updateWhen(loop, mayBegin, begins(name));
}

/** The thread begins because it was called: its caller waits on the stack. One step. */
export function beginCalled(loop: EventLoop, name: string): Program<void> {
  return updateWhen(loop, isOnTop(name), sameState);
}

/** The thread is over, and whoever called it goes on. One step. */
export function endOnLoop(loop: EventLoop, name: string): Program<void> {
  return update(loop, ends(name));
}

/** The caller puts another on top of itself. One step, and `returned` waits until that has left. */
export function callOnLoop(loop: EventLoop, caller: string, name: string): Program<void> {
  return update(loop, calls({ caller, name }));
}

/** The thread goes on when what it called has left the stack. One step. */
export function returned(loop: EventLoop, name: string): Program<void> {
  return updateWhen(loop, isOnTop(name), sameState);
}

/** The thread leaves the stack without a place in any queue: somebody has to wake it. */
export function leave(loop: EventLoop, name: string): Program<void> {
  return update(loop, leaves(name));
}

/** Reactions go to the end of the microtasks, in this order. */
export function wake(loop: EventLoop, woken: readonly Reaction[]): Program<void> {
  return update(loop, wakes(woken));
}

/** What else is queued for the thread is taken out. */
export function forget(loop: EventLoop, name: string): Program<void> {
  return update(loop, forgets(name));
}

/** The thread leaves the stack and goes to the end of the microtasks. */
export function queue(loop: EventLoop, name: string): Program<void> {
  return update(loop, queues(name));
}

/** The thread's microtask runs: it goes on. Returns of which of the promises that it waits for the microtask is. */
export function microtask(loop: EventLoop, name: string): Program<number> {
  return updateWhen(loop, isItsTurn(name), goesOn(name), indexOf);
}

/**
 * sleep is `await new Promise((resolve) => setTimeout(resolve, ms))`. Two steps.
 */
export function* sleep(loop: EventLoop, ms: number, self: { readonly name: string }): Program<void> {
  const { name } = selfGiven(self);
  yield* update(loop, sleeps({ name, ms: nodeDelay(ms) }));
  yield* updateWhen(loop, fires(name), fired(name));
}

/**
 * awaitOutside is an await of what comes from outside, such as `await fetch(url)` or a query: the thread goes on as a task of
 * its own, sooner or later than any other, timers included. Two steps.
 */
export function* awaitOutside(loop: EventLoop, self: { readonly name: string }): Program<void> {
  const { name } = selfGiven(self);
  yield* leave(loop, name);
  yield* beginTask(loop, name);
}

/** nextTurn is `await new Promise(setImmediate)`: the thread goes on when all that is queued before it is done. Two steps. */
export function* nextTurn(loop: EventLoop, self: { readonly name: string }): Program<void> {
  const { name } = selfGiven(self);
  yield* update(loop, defers(name));
  yield* updateWhen(loop, turnComes(name), turns(name));
}
