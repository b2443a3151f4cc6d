// What an async function does to what it has loaded: nothing. It is frozen, and a change in place is no rejection.

import { describe, expect, it } from 'vitest';
import { explore, outcomes } from '../../engine/index.js';
import {
  abort,
  abortSignal,
  asyncFunction,
  awaitOrAbort,
  callAsync,
  cell,
  eventLoop,
  load,
  type Program,
  promise,
  resolvePromise,
  type Self,
  store,
  type Thrown,
  task,
} from '../../engine/program/index.js';

describe('an async function', () => {
  it('that changes in place what it has loaded is refuted, and not rejected in silence', () => {
    const [loop, ended] = [eventLoop(), promise<void>('ended')];
    const cart = cell<{ total: number }>('cart', { total: 0 });
    function* add(_: unknown, self: Self): Program {
      const seen = yield* load(cart);
      (seen as { total: number }).total += 1;
      yield* store(cart, seen);
      yield* callAsync(loop, 'add', self);
    }
    function* main(_: unknown, self: Self): Program {
      yield* callAsync(loop, 'add', self);
    }
    const threads = [task(loop, 'main', main), asyncFunction(loop, 'add', ended, add)];

    const { verdicts } = explore({ cells: [loop, cart, ended], threads });

    const noFailure = verdicts.find(({ property }) => property === 'noFailure');
    expect(noFailure?.verdict).toBe('refuted');
  });

  it('that asks with a signal aborted before gets an AbortError, whatever the promise is by then', () => {
    const [loop, log, pending, ended, signal] = [
      eventLoop(),
      cell<string>('log', ''),
      promise<number>('pending'),
      promise<void>('ended'),
      abortSignal('signal'),
    ];
    function* ask(_: unknown, self: Self): Program {
      try {
        yield* awaitOrAbort(loop, pending, signal, self);
        yield* store(log, 'value');
      } catch (thrown) {
        yield* store(log, String(((thrown as Thrown).data as { name: string }).name));
      }
    }
    function* main(_: unknown, self: Self): Program {
      yield* abort(loop, signal);
      yield* resolvePromise(loop, pending, 1);
      yield* callAsync(loop, 'ask', self);
    }
    const threads = [task(loop, 'main', main), asyncFunction(loop, 'ask', ended, ask)];

    const seen = outcomes({ cells: [loop, log, pending, ended, signal], threads }, (state) => state.read(log));

    expect([...seen.outcomes]).toEqual(['"AbortError"']);
  });
});
