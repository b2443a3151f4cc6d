// What goes on after a call has returned: an iterator, a generator, a stream. The call counts as in flight until it is closed.

import type { EventEmitter } from 'node:events';

export interface InFlight {
  /** What the caller gets. */
  readonly handed: object;
  /** Settled when it is closed. */
  readonly closed: Promise<void>;
}

/** inFlight tells whether a result goes on, and until when; undefined for what does not. */
export function inFlight(result: object): InFlight | undefined {
  if (isStream(result))
    return { handed: result, closed: new Promise((resolve) => result.once('close', () => resolve())) };
  if (isIterator(result)) return closing(result);
  return undefined;
}

function isStream(result: object): result is EventEmitter {
  const { pipe, once, destroy } = result as Record<string, unknown>;
  return [pipe, once, destroy].every((each) => typeof each === 'function');
}

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/** An iterator that can be iterated: a generator's. A collection is none, because it has no next. */
function isIterator(result: object): result is AnyIterator {
  return typeof (result as { next?: unknown }).next === 'function';
}

/** The same iterator, which tells when it is at its end, returned or thrown out of. */
function closing(inner: AnyIterator): InFlight {
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const noting = (step: unknown): unknown => {
    if (step instanceof Promise) return step.then(noting, failing);
    if ((step as IteratorResult<unknown>).done) close();
    return step;
  };
  const failing = (error: unknown): never => {
    close();
    throw error;
  };
  const by = (name: 'next' | 'return' | 'throw') => (value?: unknown) => {
    const method = (inner as Partial<Record<typeof name, (value?: unknown) => unknown>>)[name];
    try {
      if (!method) {
        close();
        if (name === 'throw') throw value;
        return { done: true, value };
      }
      return noting(method.call(inner, value));
    } catch (error) {
      return failing(error);
    }
  };
  const handed = {
    next: by('next'),
    return: by('return'),
    throw: by('throw'),
    [Symbol.iterator]: () => handed,
    [Symbol.asyncIterator]: () => handed,
  };
  return { handed, closed };
}

/**
 * whenHanded is the iterator of a generator that could not be called at once: it is there when the call has been let in.
 */
export function whenHanded(handed: Promise<AsyncIterator<unknown>>): AsyncIterableIterator<unknown> {
  const later: AsyncIterableIterator<unknown> = {
    next: async (...args) => (await handed).next(...args),
    return: async (value) => (await handed).return!(value as never) as Promise<IteratorResult<unknown>>,
    throw: async (error) => (await handed).throw!(error) as Promise<IteratorResult<unknown>>,
    [Symbol.asyncIterator]: () => later,
  };
  return later;
}
