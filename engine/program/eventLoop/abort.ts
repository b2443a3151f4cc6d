// AbortSignal: a promise that is rejected when somebody aborts; who awaits something with it races the two.

import { load, type Program, view } from '../operation.js';
import { Thrown } from '../thrown.js';
import type { Value } from '../value.js';
import type { EventLoop } from './loop.js';
import { awaitRace, type PromiseCell, type PromiseState, promise, rejectPromise } from './promise.js';

export type AbortSignalCell = PromiseCell<Value>;

const abortError: Value = Object.freeze({ name: 'AbortError', message: 'This operation was aborted' });

/** abortSignal declares a signal that nobody has aborted yet. */
export function abortSignal(name: string): AbortSignalCell {
  return promise<Value>(name);
}

/** abort is `controller.abort()`. One step. */
export function abort(loop: EventLoop, signal: AbortSignalCell): Program<void> {
  return rejectPromise(loop, signal, abortError);
}

const isAborted = view('is aborted', ({ state }: PromiseState<Value>) => state === 'rejected');

/** throwIfAborted is `signal.throwIfAborted()`. One step. */
export function* throwIfAborted(signal: AbortSignalCell): Program<void> {
  if (yield* load(signal, isAborted)) throw new Thrown(abortError);
}

/**
 * awaitOrAbort awaits a promise unless the signal is aborted first: then it throws an AbortError. A signal that is aborted
 * before it is asked wins over whatever the promise is by then, as in Node.
 */
export function* awaitOrAbort<T>(
  loop: EventLoop,
  of: PromiseCell<T>,
  signal: AbortSignalCell,
  self: { readonly name: string },
): Program<T> {
  return (yield* awaitRace<Value>(loop, [signal, of as PromiseCell<Value>], self)) as T;
}
