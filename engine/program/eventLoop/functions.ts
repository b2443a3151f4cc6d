// Functions on an event loop: tasks, which begin when nothing else is left to do, and async functions, which run when they
// are called, up to their first await, before their caller goes on. Each is a thread: its program awaits by the functions
// of promise.ts and sleeps by those of loop.ts, and does all else as every program does.

import { atomically, scope } from '../nesting.js';
import { type Program, spawn } from '../operation.js';
import { type ProgramFunction, type Self, type Thread, type ThreadOptions, thread } from '../thread.js';
import { Thrown } from '../thrown.js';
import type { Value } from '../value.js';
import { beginCalled, beginTask, callOnLoop, type EventLoop, endOnLoop, returned } from './loop.js';
import { type PromiseCell, settleBody } from './promise.js';

interface Running {
  readonly loop: EventLoop;
  readonly program: ProgramFunction;
  readonly args: unknown;
  readonly result?: PromiseCell<Value>;
}

/**
 * task declares a thread that runs on an event loop as a task of its own: a script, a request, a message.
 */
export function task<A>(
  loop: EventLoop,
  name: string,
  program: (args: A, self: Self) => Program<unknown>,
  args?: A,
  options: Pick<ThreadOptions, 'processor' | 'daemon'> = {},
): Thread {
  return thread<Running>(name, runTask, { loop, program: program as ProgramFunction, args }, options);
}

/**
 * asyncFunction declares an async function: a thread that runs when `callAsync` names it. What it returns fulfils the
 * promise, what it throws rejects it.
 */
export function asyncFunction<A, R>(
  loop: EventLoop,
  name: string,
  result: PromiseCell<R>,
  program: (args: A, self: Self) => Program<R>,
  args?: A,
  options: Pick<ThreadOptions, 'processor'> = {},
): Thread {
  const running = { loop, program: program as ProgramFunction, args, result: result as PromiseCell<Value> };
  return thread<Running>(name, runAsync, running, { ...options, dormant: true });
}

function* runTask({ loop, program, args }: Running, self: Self): Program<void> {
  yield* beginTask(loop, self.name);
  try {
    yield* scope(program, args);
  } catch (error) {
    yield* endOnLoop(loop, self.name);
    throw error;
  }
  yield* endOnLoop(loop, self.name);
}

function* runAsync({ loop, program, args, result }: Running, self: Self): Program<void> {
  yield* beginCalled(loop, self.name);
  let ended: Ending;
  try {
    const value = ((yield* scope(program, args)) ?? null) as Value;
    ended = { loop, of: result!, state: 'fulfilled', value };
  } catch (error) {
    if (!(error instanceof Thrown) || changesFrozen(error)) throw error;
    ended = { loop, of: result!, state: 'rejected', value: error.data };
  }
  yield* atomically(end, ended);
}

/**
 * What is loaded is frozen: a program that changes it in place is written down wrongly. In real code the change would have been
 * made, so that no rejection may hide it (noFailure).
 */
function changesFrozen({ data }: Thrown): boolean {
  const { name, message } = (data ?? {}) as { readonly name?: Value; readonly message?: Value };
  return name === 'TypeError' && /read only property|not extensible|delete property/.test(String(message));
}

type Ending = Parameters<typeof settleBody>[0];

function* end(ended: Ending, self: Self): Program<void> {
  yield* settleBody(ended);
  yield* endOnLoop(ended.loop, self.name);
}

interface Calling {
  readonly loop: EventLoop;
  readonly name: string;
}

/** callAsync calls an async function: it runs to its first await or its end before the caller goes on. Two steps. */
export function* callAsync(loop: EventLoop, name: string, self: { readonly name: string }): Program<void> {
  yield* atomically(begin, { loop, name });
  yield* returned(loop, self.name);
}

function* begin({ loop, name }: Calling, self: Self): Program<void> {
  yield* spawn(name);
  yield* callOnLoop(loop, self.name, name);
}
