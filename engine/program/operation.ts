// The operations a program may yield: each is one atomic, sequentially consistent step of its thread.
// A program says `const p = yield* load(pointer)`; it never sees who performs the operation.
// "Only what is used is remembered": add returns nothing, a read may take a view that keeps the part that matters.

import type { Cell } from './cell.js';
import { QuiesceError } from './errors.js';
import type { Annotation } from './event.js';
import { isRecord, listGiven } from './given.js';
import type { Nesting } from './nesting.js';
import { Performable } from './performable.js';
import type { Region } from './region.js';
import type { Value } from './value.js';

/** What a wait waits for. The condition is data, so that who-waits-for-whom can be worked out. */
export interface Condition {
  readonly test: 'is' | 'isNot' | 'below' | 'above' | 'atMost' | 'atLeast';
  readonly value: Value;
}

/** A pure named function of the value read; only its result is remembered. */
export interface View<T = Value, R = Value> {
  readonly kind: 'view';
  readonly name: string;
  /** How the language keeps its own books: a report gives a step that does no more than that no row. */
  readonly silent?: true;
  of(value: T): R;
}

/** What an alternative of a select waits for: a condition of one cell, or a predicate over several. */
export type Awaited =
  | { readonly cell: Cell; readonly condition: Condition }
  | { readonly cells: readonly Cell[]; readonly predicate: View };

export type Operation =
  | { readonly kind: 'load'; readonly cell: Cell; readonly view?: View }
  | { readonly kind: 'store'; readonly cell: Cell; readonly value: Value; readonly locked?: true }
  | { readonly kind: 'exchange'; readonly cell: Cell; readonly value: Value; readonly view?: View }
  | { readonly kind: 'compareExchange'; readonly cell: Cell; readonly expected: Value; readonly value: Value }
  | { readonly kind: 'add'; readonly cell: Cell; readonly value: number }
  | { readonly kind: 'fetchAdd'; readonly cell: Cell; readonly value: number; readonly view?: View }
  | { readonly kind: 'fetchOr'; readonly cell: Cell; readonly value: number; readonly view?: View }
  | { readonly kind: 'update'; readonly cell: Cell; readonly next: View; readonly view?: View; readonly when?: View }
  | { readonly kind: 'wait'; readonly cell: Cell; readonly condition: Condition }
  | { readonly kind: 'waitUntil'; readonly cells: readonly Cell[]; readonly predicate: View }
  | { readonly kind: 'select'; readonly alternatives: readonly Awaited[] }
  | { readonly kind: 'allocate'; readonly region: Region }
  | { readonly kind: 'free'; readonly region: Region; readonly incarnation?: number }
  | { readonly kind: 'park' }
  | { readonly kind: 'unpark'; readonly thread: string }
  | { readonly kind: 'safePoint' }
  | { readonly kind: 'fence' }
  | { readonly kind: 'flush'; readonly buffer: number; readonly owner: string }
  | { readonly kind: 'spawn'; readonly thread: string }
  | { readonly kind: 'kill'; readonly thread: string }
  | { readonly kind: 'crash' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'join'; readonly thread: string }
  | { readonly kind: 'fail'; readonly message: string }
  | { readonly kind: 'choose'; readonly count: number; readonly label: string };

export type OperationKind = Operation['kind'];

/** Everything a program may yield: operations, annotations (events, labels), and nestings (loop, scope). */
export type Yielded = Operation | Annotation | Nesting;

/**
 * A program: what `yield*` performs and what gives R in the end. Programs of one's own are generator functions; those of
 * the language are plain iterables, performed when they are iterated.
 */
export type Program<R = void> = Iterable<Yielded, R, unknown>;

/** A value of an enumerated type that widens to its base, so that store(cell, 1) fits a Cell<number>. */
type ValueOf<C> = C extends Cell<infer T> ? T : never;

/**
 * Any cell and any view, whatever their types say: an operation takes them for those of plain data, which is all that a
 * cell can be declared with.
 */
type AnyCell = Cell<unknown>;
type AnyView = View<never, unknown>;

function performed<R>(operation: Operation): Program<R> {
  return new Performable(operation, (given) => given as R);
}

/** An operation that gives nothing. */
function done(operation: Operation): Program<void> {
  return new Performable(operation, () => undefined);
}

/** An operand that may be left out is not there at all, so that equal operations are equal data. */
function viewed(view: AnyView | undefined): { readonly view?: View } {
  return view ? { view: view as View } : {};
}

/** load reads the cell; with a view, only view.of(value) is returned and remembered. One step. */
export function load<C extends AnyCell>(cell: C): Program<ValueOf<C>>;
export function load<C extends AnyCell, R>(cell: C, view: View<ValueOf<C>, R>): Program<R>;
export function load(cell: AnyCell, view?: AnyView): Program<never> {
  return performed({ kind: 'load', cell: cell as Cell, ...viewed(view) });
}

/** store writes the cell. One step. */
export function store<C extends AnyCell>(cell: C, value: ValueOf<C>): Program<void> {
  return done({ kind: 'store', cell: cell as Cell, value: value as Value });
}

/** storeLocked writes the cell past the store buffer, once that is empty: `lock mov`, a release with its fence. One step. */
export function storeLocked<C extends AnyCell>(cell: C, value: ValueOf<C>): Program<void> {
  return done({ kind: 'store', cell: cell as Cell, value: value as Value, locked: true });
}

/** exchange writes the cell and returns what it held before, or view.of it. One step. */
export function exchange<C extends AnyCell>(cell: C, value: ValueOf<C>): Program<ValueOf<C>>;
export function exchange<C extends AnyCell, R>(cell: C, value: ValueOf<C>, of: View<ValueOf<C>, R>): Program<R>;
export function exchange(cell: AnyCell, value: unknown, view?: AnyView): Program<never> {
  return performed({ kind: 'exchange', cell: cell as Cell, value: value as Value, ...viewed(view) });
}

/** compareExchange writes `value` if the cell holds `expected`, and returns whether it did. One step. */
export function compareExchange<C extends AnyCell>(cell: C, expected: ValueOf<C>, value: ValueOf<C>): Program<boolean> {
  const operands = { cell: cell as Cell, expected: expected as Value, value: value as Value };
  return new Performable({ kind: 'compareExchange', ...operands }, (given) => given === 1);
}

/** add adds to an integer cell and returns nothing. One step. */
export function add(cell: Cell<number>, value: number): Program<void> {
  return done({ kind: 'add', cell, value });
}

/** fetchAdd adds to an integer cell and returns what it held before, or view.of it. One step. */
export function fetchAdd(cell: Cell<number>, value: number): Program<number>;
export function fetchAdd<R>(cell: Cell<number>, value: number, view: View<number, R>): Program<R>;
export function fetchAdd(cell: Cell, value: number, view?: AnyView): Program<never> {
  return performed({ kind: 'fetchAdd', cell, value, ...viewed(view) });
}

/**
 * fetchOr sets the bits of `value` in an integer cell and returns what it held before, or view.of it. One step.
 *
 * @example
 * yield* fetchOr(lock, 0b10);
 * if ((yield* fetchOr(lock, 0b01)) !== 0b10) yield* fail('a bit is lost');
 */
export function fetchOr(cell: Cell<number>, value: number): Program<number>;
export function fetchOr<R>(cell: Cell<number>, value: number, view: View<number, R>): Program<R>;
export function fetchOr(cell: Cell, value: number, view?: AnyView): Program<never> {
  return performed({ kind: 'fetchOr', cell, value, ...viewed(view) });
}

/**
 * update writes next.of what the cell holds, and returns nothing, or view.of what it held before. `next` is a pure named
 * function, made by `view`. One step.
 *
 * @example
 * yield* update(lock, view('doubled and one', (value: number) => 2 * value + 1));
 * if ((yield* load(lock)) !== 1) yield* fail('not updated');
 */
export function update<C extends AnyCell>(cell: C, next: View<ValueOf<C>, ValueOf<C>>): Program<void>;
export function update<C extends AnyCell, R>(
  cell: C,
  next: View<ValueOf<C>, ValueOf<C>>,
  view: View<ValueOf<C>, R>,
): Program<R>;
export function update(cell: AnyCell, next: AnyView, view?: AnyView): Program<never> {
  return performed({ kind: 'update', cell: cell as Cell, next: next as View, ...viewed(view) });
}

/**
 * updateWhen blocks its thread until when.of what the cell holds is true, writes next.of it in the same step, and returns
 * nothing, or view.of what it held before. `when` and `next` are pure named functions, made by `view`. One step.
 *
 * @example
 * const some = view('some', (permits: number) => permits >= 0);
 * yield* updateWhen(lock, some, view('one fewer', (permits: number) => permits - 1));
 * if ((yield* load(lock)) !== -1) yield* fail('not taken');
 */
export function updateWhen<C extends AnyCell>(
  cell: C,
  when: View<ValueOf<C>, boolean>,
  next: View<ValueOf<C>, ValueOf<C>>,
): Program<void>;
export function updateWhen<C extends AnyCell, R>(
  cell: C,
  when: View<ValueOf<C>, boolean>,
  next: View<ValueOf<C>, ValueOf<C>>,
  view: View<ValueOf<C>, R>,
): Program<R>;
export function updateWhen(cell: AnyCell, when: AnyView, next: AnyView, view?: AnyView): Program<never> {
  const of = { cell: cell as Cell, next: next as View, when: when as View };
  return performed({ kind: 'update', ...of, ...viewed(view) });
}

/** What the cells of a list hold, as a list. */
export type ContentsOf<C extends readonly AnyCell[]> = { readonly [I in keyof C]: ValueOf<C[I]> };

/**
 * waitUntil blocks its thread until predicate.of what the cells hold is true of one state, and returns nothing. The
 * predicate is a pure named function, made by `view`. One step.
 *
 * @example
 * const below3 = view('together below 3', ([held]: readonly [number]) => held < 3);
 * yield* waitUntil([lock], below3);
 */
export function waitUntil<const C extends readonly AnyCell[]>(
  cells: C,
  predicate: View<ContentsOf<C>, boolean>,
): Program<void> {
  return done({ kind: 'waitUntil', cells: cells as readonly Cell[], predicate: predicate as unknown as View });
}

/** A wait with what comes after it, for select: made by `when`. */
export interface Alternative<R> {
  readonly awaited: Awaited;
  readonly then: () => Program<R>;
}

/** when is an alternative of select: a condition of a cell, or a predicate over several cells, and what to go on with. */
export function when<R>(cell: AnyCell, condition: Condition, then: () => Program<R>): Alternative<R>;
export function when<const C extends readonly AnyCell[], R>(
  cells: C,
  predicate: View<ContentsOf<C>, boolean>,
  then: () => Program<R>,
): Alternative<R>;
export function when<R>(
  cells: AnyCell | readonly AnyCell[],
  holds: Condition | AnyView,
  then: () => Program<R>,
): Alternative<R> {
  const awaited = Array.isArray(cells)
    ? { cells: cells as readonly Cell[], predicate: holds as View }
    : { cell: cells as Cell, condition: holds as Condition };
  return Object.freeze({ awaited: Object.freeze(awaited), then });
}

/**
 * select blocks its thread until one of the alternatives holds, and goes on with that one; of several that hold, with
 * each (the choice is the scheduler's, and recorded in the schedule). One step, and those of what it goes on with.
 *
 * @example
 * yield* select(
 *   when(lock, is(0), () => load(lock)),
 *   when(lock, above(0), () => fail('it was free')),
 * );
 */
export function select<R>(...alternatives: readonly Alternative<R>[]): Program<R> {
  listGiven('QSC507', 'alternatives of select, made by when', alternatives, isRecord);
  const operation = { kind: 'select', alternatives: alternatives.map(({ awaited }) => awaited) } as const;
  const chosen = performed<number>(operation);
  return {
    *[Symbol.iterator]() {
      const which = yield* chosen;
      return yield* alternatives[which]!.then();
    },
  };
}

/** wait blocks its thread until the cell satisfies the condition, and returns nothing. One step. */
export function wait(cell: AnyCell, condition: Condition): Program<void> {
  return done({ kind: 'wait', cell: cell as Cell, condition });
}

/** park blocks its thread until it has a permit, and takes it. Permits do not add up. One step. */
export function park(): Program<void> {
  return done({ kind: 'park' });
}

/** unpark gives the named thread its permit, whether it is parked or not. One step. */
export function unpark(thread: string): Program<void> {
  return done({ kind: 'unpark', thread });
}

/** safePoint does nothing but let a cooperative processor switch threads. One step. */
export function safePoint(): Program<void> {
  return done({ kind: 'safePoint' });
}

/**
 * fence waits until the thread's store buffer is empty: what it stored before, everybody sees before it goes on. Without
 * weak memory (see `memory` of a system) it does nothing. One step.
 *
 * @example
 * yield* store(lock, 1);
 * yield* fence();
 */
export function fence(): Program<void> {
  return done({ kind: 'fence' });
}

/** spawn starts the named thread, which must be dormant or finished (else QSC506). One step. */
export function spawn(thread: string): Program<void> {
  return done({ kind: 'spawn', thread });
}

/** join blocks until the named thread has finished. One step. */
export function join(thread: string): Program<void> {
  return done({ kind: 'join', thread });
}

/** fail reports an assertion failure and ends the thread. One step. */
export function fail(message: string): Program<never> {
  return new Performable({ kind: 'fail', message }, () => {
    throw new QuiesceError('QSC901', 'a failed thread was resumed');
  });
}

/** choose returns an integer from 0 to count-1, picked by the scheduler and recorded in the schedule. One step. */
export function choose(count: number, label = 'choice'): Program<number> {
  return performed({ kind: 'choose', count, label });
}

const condition =
  (test: Condition['test']) =>
  (value: unknown): Condition =>
    Object.freeze({ test, value: value as Value });

/** Conditions of wait: `wait(lock, is(0))`. */
export const is = condition('is');
export const isNot = condition('isNot');
export const below = condition('below') as (value: number) => Condition;
export const above = condition('above') as (value: number) => Condition;
export const atMost = condition('atMost') as (value: number) => Condition;
export const atLeast = condition('atLeast') as (value: number) => Condition;

/** view names a pure function of a value read: `load(count, view('isZero', (n: number) => n === 0))`. */
export function view<T, R>(name: string, of: (value: T) => R): View<T, R> {
  return Object.freeze({ kind: 'view', name, of });
}

/** silentView is a view of the language's own bookkeeping. */
export function silentView<T, R>(name: string, of: (value: T) => R): View<T, R> {
  return Object.freeze({ kind: 'view', name, silent: true, of });
}
