// The table of operations: all that there is to know of each kind, in one entry. What an operation does is said in the
// terms of meaning.ts, which everything else reads: the step function, live runs, records of steps, waits, statuses.
// A new operation is one entry here beside its type and its maker in the language; an entry that lacks a part does not
// compile.

import type { Cell } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import { ofOne } from '../program/ofOne.js';
import {
  type Awaited,
  type Condition,
  type Operation,
  type OperationKind,
  type View,
  view,
} from '../program/operation.js';
import { canonical } from '../program/value.js';
import * as terms from './meaning.js';

/** How the operands of an operation become operands of its meaning. Each throws a coded error for what does not fit. */
export interface Links {
  /** The slot of a declared cell. */
  slot(cell: Cell): number;
  /** The slot of a declared cell of integers. */
  integerSlot(cell: Cell, wanted: string): number;
  /** What a cell's slot holds for a value. */
  raw(cell: Cell, value: unknown): number;
  /** An integer to add to a cell. */
  amount(cell: Cell, value: number): number;
  modulo(cell: Cell): number;
  /** The id of a view that looks at a cell's content. */
  view(view: View, cell: Cell): number;
  /** The id of a function from a cell's content to its next. */
  update(view: View, cell: Cell): number;
  /** What a read of the cell gives without a view. */
  gives(cell: Cell): 'integer' | 'interned';
  /** The slot of a declared thread's node. */
  node(thread: string): number;
  /** The slot of the permits, and the bit of a thread in it; the stepping thread's own where none is named. */
  readonly permits: number;
  bit(thread?: string): number;
  count(count: number): number;
  /** The number of a thread's store buffer, the stepping one's where none is named; undefined without weak memory. */
  buffer(thread?: string): number | undefined;
  /** The slot of a store buffer. */
  bufferSlot(buffer: number): number;
  /** What may crash, or be restarted, as alternatives. */
  strikes(what: 'crash' | 'restart'): terms.Alternatives;
  /** Alternatives to wait for. */
  alternatives(awaited: readonly Awaited[]): terms.Alternatives;
}

/** A meaning with what goes without saying left out. */
type Said = Partial<terms.Meaning>;

/**
 * What an operation is to weak memory. load: it sees its thread's own stores first. store: it goes into the store buffer.
 * locked: it waits until that is empty, and goes to memory itself. join: it waits until that of another is empty.
 */
type Ordering = 'none' | 'load' | 'store' | 'locked' | 'join';

interface Entry<O extends Operation> {
  /** In words, values included: one text that both compares operations (in audits) and shows them (in reports). */
  readonly words: (operation: O) => string;
  readonly meaning: (operation: O, link: Links) => Said;
  readonly ordering: Ordering;
}

type Table = { readonly [K in OperationKind]: Entry<Extract<Operation, { readonly kind: K }>> };

const table: Table = {
  load: {
    ordering: 'load',
    words: ({ cell, view }) => `load ${cell.name}${seenAs(view)}`,
    meaning: ({ cell, view }, link) => ({ slot: link.slot(cell), ...read(cell, view, link) }),
  },
  store: {
    ordering: 'store',
    words: ({ cell, value }) => `store ${cell.name} <- ${canonical(value)}`,
    meaning: ({ cell, value }, link) => ({ slot: link.slot(cell), terms: terms.SET, x: link.raw(cell, value) }),
  },
  exchange: {
    ordering: 'locked',
    words: ({ cell, value, view }) => `exchange ${cell.name} <- ${canonical(value)}${seenAs(view)}`,
    meaning: ({ cell, value, view }, link) =>
      doing(terms.SET, { slot: link.slot(cell), x: link.raw(cell, value), ...read(cell, view, link) }),
  },
  compareExchange: {
    ordering: 'locked',
    words: ({ cell, expected, value }) => `compareExchange ${cell.name}: ${canonical(expected)} -> ${canonical(value)}`,
    meaning: ({ cell, expected, value }, link) => ({
      ...{ slot: link.slot(cell), x: link.raw(cell, expected), y: link.raw(cell, value) },
      ...{ terms: terms.MATCHED | terms.SET_IF, gives: 'flag' },
    }),
  },
  add: {
    ordering: 'locked',
    words: ({ cell, value }) => `add ${cell.name} += ${value}`,
    meaning: ({ cell, value }, link) => doing(terms.ADD, addition(cell, value, 'add', link)),
  },
  fetchAdd: {
    ordering: 'locked',
    words: ({ cell, value, view }) => `fetchAdd ${cell.name} += ${value}${seenAs(view)}`,
    meaning: ({ cell, value, view }, link) =>
      doing(terms.ADD, { ...addition(cell, value, 'fetchAdd', link), ...read(cell, view, link) }),
  },
  fetchOr: {
    ordering: 'locked',
    words: ({ cell, value, view }) => `fetchOr ${cell.name} |= ${value}${seenAs(view)}`,
    meaning: ({ cell, value, view }, link) =>
      doing(terms.SET_BITS, {
        ...addition(cell, value, 'fetchOr', link),
        ...read(cell, view, link),
      }),
  },
  update: {
    ordering: 'locked',
    words: ({ cell, next, view, when }) =>
      cell.quiet
        ? `${next.name} (${cell.name})`
        : `${when ? `when ${when.name}: ` : ''}update ${cell.name} <- ${next.name} of it${seenAs(view)}`,
    meaning: ({ cell, next, view, when }, link) => {
      const read1 = view ? read(cell, view, link) : {};
      const guard1 = when ? awaiting([{ cells: [cell], predicate: ofOne(when) }], link) : {};
      const slot = { slot: link.slot(cell), y: link.update(next, cell) };
      return { ...guard1, ...read1, ...slot, terms: terms.UPDATE | (read1.terms ?? 0) | (guard1.terms ?? 0) };
    },
  },
  wait: {
    ordering: 'load',
    words: ({ cell, condition }) => `wait ${cell.name} ${conditionText(condition)}`,
    meaning: ({ cell, condition }, link) => ({ slot: link.slot(cell), ...guard(cell, condition, link) }),
  },
  waitUntil: {
    ordering: 'load',
    words: ({ cells, predicate }) => `wait until ${predicate.name} (${cells.map(({ name }) => name).join(', ')})`,
    meaning: ({ cells, predicate }, link) => awaiting([{ cells, predicate }], link),
  },
  select: {
    ordering: 'load',
    words: ({ alternatives }) => `select ${alternatives.map(awaitedText).join(' or ')}`,
    meaning: ({ alternatives }, link) => {
      const { terms: guard, ...of } = awaiting(alternatives, link);
      return { ...of, terms: guard! | terms.WHICH, gives: 'integer' };
    },
  },
  allocate: {
    ordering: 'locked',
    words: ({ region }) => `allocate ${region.name}`,
    meaning: ({ region }, link) => {
      const life = region.life!;
      const turned = { slot: link.slot(life), y: link.update(taken, life), view: link.view(incarnation, life) };
      return { ...turned, terms: terms.SEEN | terms.UPDATE, gives: 'interned' };
    },
  },
  free: {
    ordering: 'locked',
    words: ({ region }) => `free ${region.name}`,
    meaning: ({ region }, link) => {
      const life = region.life!;
      return { slot: link.slot(life), terms: terms.UPDATE, y: link.update(given, life) };
    },
  },
  park: {
    ordering: 'locked',
    words: () => 'park',
    meaning: (_, link) => ({ slot: link.permits, terms: terms.SHARES | terms.CLEAR_BITS, x: link.bit() }),
  },
  unpark: {
    ordering: 'locked',
    words: ({ thread }) => `unpark ${thread}`,
    meaning: ({ thread }, link) => ({ slot: link.permits, terms: terms.SET_BITS, x: link.bit(thread) }),
  },
  safePoint: { ordering: 'none', words: () => 'safePoint', meaning: () => ({ terms: terms.SAFE_POINT }) },
  fence: { ordering: 'locked', words: () => 'fence', meaning: () => ({}) },
  flush: {
    ordering: 'none',
    words: ({ owner }) => `flush ${owner}`,
    meaning: ({ buffer }, link) => ({
      ...{ slot: link.bufferSlot(buffer), x: 0, gives: 'integer' },
      terms: terms.OTHER_THAN | terms.FLUSH | terms.FLUSHED,
    }),
  },
  spawn: {
    ordering: 'locked',
    words: ({ thread }) => `spawn ${thread}`,
    meaning: ({ thread }, link) => ({ slot: link.node(thread), terms: terms.START }),
  },
  kill: {
    ordering: 'locked',
    words: ({ thread }) => `kill ${thread}`,
    meaning: ({ thread }, link) => {
      if (link.bit(thread) === link.bit()) throw new QuiesceError('QSC524', `kill ${thread}`);
      return { slot: link.node(thread), terms: terms.STRIKES, y: terms.KILL };
    },
  },
  crash: {
    ordering: 'none',
    words: () => 'crash',
    meaning: (_, link) => striking(link.strikes('crash'), terms.CRASH),
  },
  restart: {
    ordering: 'none',
    words: () => 'restart',
    meaning: (_, link) => striking(link.strikes('restart'), terms.RESTART),
  },
  join: {
    ordering: 'join',
    words: ({ thread }) => `join ${thread}`,
    meaning: ({ thread }, link) => ({ slot: link.node(thread), terms: terms.WITHIN, x: ended.first, y: ended.last }),
  },
  fail: { ordering: 'none', words: ({ message }) => `fail ${JSON.stringify(message)}`, meaning: () => ({}) },
  choose: {
    ordering: 'none',
    words: ({ count, label }) => `choose ${count} ${label}`,
    meaning: ({ count }, link) => ({ terms: terms.CHOSEN, x: link.count(count), gives: 'integer' }),
  },
};

/** Nodes that every thread has under the same id: not begun, finished, failed. A thread at one of the last two has ended. */
export const DORMANT_NODE = 0;
export const FINISHED_NODE = 1;
export const FAILED_NODE = 2;
const ended = { first: FINISHED_NODE, last: FAILED_NODE };

/**
 * operationText says what an operation does: `store pointer <- {"object":1}`.
 *
 * @example
 * operationText({ kind: 'park' }) // => 'park'
 */
export function operationText(operation: Operation): string {
  return entryOf(operation).words(operation);
}

/** meaningOf says what an operation means in a system; `isAtomic`: in an atomic section. Throws QSC523 for what may not stand there. */
export function meaningOf(operation: Operation, link: Links, isAtomic = false): terms.Meaning {
  const entry = entryOf(operation);
  const meaning = { ...nothing, ...entry.meaning(operation, link) };
  if (!isAtomic) return ordered(meaning, orderingOf(operation), operation, link);
  if (
    (meaning.terms & terms.STRIKES) !== 0 ||
    terms.canBlock(meaning) ||
    [terms.CHOSEN, terms.WHICH].includes(terms.resultOf(meaning)) ||
    isForSwitching(meaning)
  )
    throw new QuiesceError('QSC523', entry.words(operation));
  // All of a section sees memory itself and writes to it: the buffer is empty before, and nothing goes into it.
  return ordered({ ...meaning, terms: meaning.terms | terms.ATOMIC }, 'locked', operation, link);
}

function isForSwitching({ terms: all }: terms.Meaning): boolean {
  return (all & terms.SAFE_POINT) !== 0;
}

function orderingOf(operation: Operation): Ordering {
  return operation.kind === 'store' && operation.locked ? 'locked' : entryOf(operation).ordering;
}

/** What weak memory makes of a meaning. */
function ordered(meaning: terms.Meaning, ordering: Ordering, operation: Operation, link: Links): terms.Meaning {
  const buffer = link.buffer(operation.kind === 'join' ? operation.thread : undefined);
  if (buffer === undefined || ordering === 'none') return meaning;
  const numbered = meaning.terms | ((buffer + 1) << terms.BUFFER_NUMBER);
  switch (ordering) {
    case 'load':
      return { ...meaning, terms: numbered | terms.FORWARDS };
    case 'store':
      return { ...meaning, terms: (numbered & ~terms.EFFECT) | terms.BUFFER };
    default:
      return { ...meaning, terms: numbered | terms.DRAINED };
  }
}

/** isOperationKind tells the operations from whatever else a program may yield. */
export function isOperationKind(kind: string): kind is OperationKind {
  return Object.hasOwn(table, kind);
}

/** nothing means nothing: no guard, no effect, no result. */
export const nothing: terms.Meaning = Object.freeze({ terms: 0, slot: -1, x: 0, y: 0, view: -1, gives: 'nothing' });

/** The entry of an operation: its kind picks the one that takes it. */
function entryOf(operation: Operation): Entry<Operation> {
  return table[operation.kind] as Entry<Operation>;
}

/** The life of a region: odd while it is allocated. What is taken twice or given twice is for monitors to judge. */
const taken = view('taken', (life: number) => (life + 1) | 1);
const given = view('given', (life: number) => (life + 1) & ~1);
const incarnation = view('incarnation', (life: number) => (life + 3) >> 1);

function seenAs(view: View | undefined): string {
  return view ? ` as ${view.name}` : '';
}

function doing(effect: number, said: Said): Said {
  return { ...said, terms: (said.terms ?? 0) | effect };
}

function read(cell: Cell, view: View | undefined, link: Links): Said {
  return view
    ? { terms: terms.SEEN, view: link.view(view, cell), gives: 'interned' }
    : { terms: terms.CONTENT, gives: link.gives(cell) };
}

function addition(cell: Cell, value: number, kind: string, link: Links): Said {
  return { slot: link.integerSlot(cell, kind), x: link.amount(cell, value), y: link.modulo(cell) };
}

/** Beyond all integers that a cell may hold. */
const FAR = 2 ** 30;

function guard(cell: Cell, { test, value }: Condition, link: Links): Said {
  if (test === 'isNot') return { terms: terms.OTHER_THAN, x: link.raw(cell, value) };
  if (test === 'is') return within(link.raw(cell, value), link.raw(cell, value));
  link.integerSlot(cell, `wait ${test}`);
  const bound = link.amount(cell, value as number);
  switch (test) {
    case 'below':
      return within(-FAR, bound - 1);
    case 'atMost':
      return within(-FAR, bound);
    case 'above':
      return within(bound + 1, FAR);
    case 'atLeast':
      return within(bound, FAR);
  }
}

/** A guard of several alternatives. */
function awaiting(awaited: readonly Awaited[], link: Links): Said {
  const alternatives = link.alternatives(awaited);
  return { terms: terms.HOLDS, x: alternatives.number, alternatives };
}

function striking(alternatives: terms.Alternatives, what: number): Said {
  const all = terms.HOLDS | terms.WHICH | terms.STRIKES;
  return { terms: all, x: alternatives.number, y: what, alternatives, gives: 'integer' };
}

function awaitedText(awaited: Awaited): string {
  return 'cell' in awaited
    ? `${awaited.cell.name} ${conditionText(awaited.condition)}`
    : `${awaited.predicate.name} (${awaited.cells.map(({ name }) => name).join(', ')})`;
}

/** conditionGuard is the guard that a condition of a cell is. */
export function conditionGuard(cell: Cell, condition: Condition, link: Links): terms.Meaning {
  return { ...nothing, slot: link.slot(cell), ...guard(cell, condition, link) };
}

function within(x: number, y: number): Said {
  return { terms: terms.WITHIN, x, y };
}

const signs: Record<Condition['test'], string> = {
  is: 'is',
  isNot: 'is not',
  below: 'is below',
  above: 'is above',
  atMost: 'is at most',
  atLeast: 'is at least',
};

function conditionText({ test, value }: Condition): string {
  return `${signs[test]} ${canonical(value)}`;
}
