// Interposers: who stands between the callers of a component and the component, to trace calls or to check them, as the paper's
// conclusion promises. One is swapped in and out as a component is, so that no call is traced by half.

import { channel } from 'node:diagnostics_channel';
import { isPromise } from './eventLoop/operations.js';
import { problem } from './problems.js';

/** A call on its way to a component. */
export interface InterposedCall {
  /** The class of the component. */
  readonly component: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface Interposer {
  readonly name: string;
  /**
   * Called in the place of the method: what it gives, or throws, is what the caller gets. `proceed` makes the call, once; of an
   * asynchronous method it gives the promise. Of a synchronous method nothing may be awaited here.
   */
  around(call: InterposedCall, proceed: () => unknown): unknown;
}

/** What a call came to. */
export interface TracedCall extends InterposedCall {
  readonly outcome: 'returned' | 'threw';
  /** What it gave, or threw. */
  readonly value: unknown;
  /** Until it had returned or its promise was settled. */
  readonly milliseconds: number;
}

/** Where calls are told unless somebody else is named: a channel of node:diagnostics_channel. */
const calls = channel('quiesce:call');

/**
 * tracing makes an interposer that tells of every call when it has ended: to `tell`, or to the channel `quiesce:call` of
 * node:diagnostics_channel.
 *
 * @example
 * tracing().name // => 'tracing'
 */
export function tracing(tell: (call: TracedCall) => void = (call) => calls.publish(call)): Interposer {
  return {
    name: 'tracing',
    around(call, proceed) {
      const beganMs = performance.now();
      const ended = (outcome: TracedCall['outcome'], value: unknown) =>
        tell({ ...call, outcome, value, milliseconds: performance.now() - beganMs });
      return whenEnded(proceed, ended);
    },
  };
}

/** whenEnded runs a call and says how it ended, when it has; what it gives and throws is left as it is. */
export function whenEnded(
  run: () => unknown,
  ended: (outcome: TracedCall['outcome'], value: unknown) => void,
): unknown {
  let given: unknown;
  try {
    given = run();
  } catch (error) {
    ended('threw', error);
    throw error;
  }
  if (!isPromise(given)) {
    ended('returned', given);
    return given;
  }
  return given.then(
    (value) => {
      ended('returned', value);
      return value;
    },
    (error: unknown) => {
      ended('threw', error);
      throw error;
    },
  );
}

/** What must hold of the calls of one method: a text says what does not. */
export interface Contract {
  before?(...args: readonly never[]): string | undefined;
  after?(result: never, ...args: readonly never[]): string | undefined;
}

/**
 * checking makes an interposer that refuses calls which break a contract, by QSC614: `before` is asked of the arguments, and a
 * call that it objects to is not made; `after` of the result.
 *
 * @example
 * checking({ add: { before: (count: number) => (count > 0 ? undefined : `${count} items`) } }).name // => 'checking'
 */
export function checking(contracts: Readonly<Record<string, Contract>>): Interposer {
  return {
    name: 'checking',
    around({ component, method, args }, proceed) {
      const { before, after } = contracts[method] ?? {};
      refuse(before?.(...(args as never[])), `${component}.${method}`);
      const given = proceed();
      const check = (result: unknown) => {
        refuse(after?.(result as never, ...(args as never[])), `${component}.${method}`);
        return result;
      };
      return isPromise(given) ? given.then(check) : check(given);
    },
  };
}

function refuse(objection: string | undefined, call: string): void {
  if (objection !== undefined) throw problem('QSC614', `${call}: ${objection}`);
}
