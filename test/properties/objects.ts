// Sequential specifications of textbook objects, for the tests of the linearizability checker.

import type { Value } from '../../engine/program/value.js';
import type { SequentialSpecification } from '../../impl/specification.js';

/** A FIFO queue: enq(x), and deq(), which gives null when the queue is empty. */
export const queue: SequentialSpecification<readonly Value[]> = {
  initial: [],
  apply: (items, method, args) =>
    method === 'enq' ? { state: [...items, args], result: null } : { state: items.slice(1), result: items[0] ?? null },
};

/** A read/write register that holds 0 at first. */
export const register: SequentialSpecification = {
  initial: 0,
  apply: (value, method, args) =>
    method === 'write' ? { state: args, result: null } : { state: value, result: value },
};

/** A counter: add(n) gives nothing, fetchAdd(n) the value before, read() the value. */
export const counter: SequentialSpecification<number> = {
  initial: 0,
  apply: (count, method, args) => {
    if (method === 'read') return { state: count, result: count };
    return { state: count + Number(args), result: method === 'fetchAdd' ? count : null };
  },
};

/** An account: withdraw(n) throws when there is too little. */
export const account: SequentialSpecification<number> = {
  initial: 1,
  exceptions: 'asApplied',
  apply: (balance, method, args) => {
    if (method === 'read') return { state: balance, result: balance };
    const rest = balance - Number(args);
    return rest < 0 ? { state: balance, threw: 'too little' } : { state: rest, result: null };
  },
};

/** A lossy counter: add() counts or does not; both are allowed. */
export const lossyCounter: SequentialSpecification<number> = {
  initial: 0,
  apply: (count, method) =>
    method === 'read'
      ? { state: count, result: count }
      : [
          { state: count + 1, result: null },
          { state: count, result: null },
        ],
};
