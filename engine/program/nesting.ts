// loop and scope: how a program forgets. They make the compiled thread finite and small by construction.
// scope(body, args): after it, only (position at entry, result) is remembered. loop(locals, body): an iteration is
// known by (position at entry, locals). Bodies are top-level functions of frozen plain data; a captured variable
// would carry hidden state past the merge, and is refused by the static check and caught by the audit.

import type { Program } from './operation.js';
import { Performable } from './performable.js';
import type { Self } from './thread.js';

/** Frozen plain data that may also name top-level functions, cells and views. */
export type Arguments = unknown;

export type Nesting =
  | { readonly kind: 'scope'; readonly body: NestedBody; readonly args: Arguments }
  | { readonly kind: 'atomic'; readonly body: NestedBody; readonly args: Arguments }
  | { readonly kind: 'loop'; readonly body: NestedBody; readonly args: Arguments };

// biome-ignore lint/suspicious/noExplicitAny: a body's argument type is its own affair; loop and scope check it
export type NestedBody = (args: any, self: Self) => Program<unknown>;

/** How an iteration of a loop ends. */
export type Turn<L, R> = { readonly turn: 'again'; readonly locals: L } | { readonly turn: 'done'; readonly result: R };

/** again starts another iteration with these locals. */
export function again<L>(locals: L): Turn<L, never> {
  return { turn: 'again', locals };
}

/** done leaves the loop with a result. */
export function done(): Turn<never, void>;
export function done<R>(result: R): Turn<never, R>;
export function done(result?: unknown): Turn<never, unknown> {
  return { turn: 'done', result };
}

/**
 * loop repeats `body` from `locals` until it returns done(result). An iteration without an operation is QSC501.
 *
 * @example
 * function* attempt(lock: Cell<number>) {
 *   if (yield* compareExchange(lock, 0, 1)) return done();
 *   yield* wait(lock, is(0));
 *   return again(lock);
 * }
 * yield* loop(lock, attempt);
 */
export function loop<L, R>(locals: L, body: (locals: L, self: Self) => Program<Turn<L, R>>): Program<R> {
  return new Performable({ kind: 'loop', body, args: locals }, (given) => given as R);
}

/** scope runs body(args, self) and forgets everything about it but its result (or what it threw). */
export function scope<A, R>(body: (args: A, self: Self) => Program<R>, args: A): Program<R> {
  return new Performable({ kind: 'scope', body, args }, (given) => given as R);
}

/**
 * atomically runs body(args, self) as one step, whatever the processor's policy: nobody sees or does anything between its
 * operations. They are such as cannot block, choose or switch: a wait of any kind (acquire is one), park, join, choose or
 * safePoint in it is QSC523, and so is an event between two of them (say it before or after). One that goes on for ever is
 * QSC526. Like a scope, it forgets everything but its result.
 *
 * @example
 * function* swapWith(other: Cell<number>) {
 *   const mine = yield* load(lock);
 *   yield* store(lock, yield* load(other));
 *   yield* store(other, mine);
 * }
 * yield* atomically(swapWith, lock);
 */
export function atomically<A, R>(body: (args: A, self: Self) => Program<R>, args: A): Program<R>;
export function atomically<R>(body: (args: undefined, self: Self) => Program<R>): Program<R>;
export function atomically(body: NestedBody, args?: unknown): Program<never> {
  return new Performable({ kind: 'atomic', body, args }, (given) => given as never);
}
