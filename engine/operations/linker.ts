// Linking: from names in operations (cells, threads, views) to slots and ids of the state vector.

import { type Cell, holdsIntegers, integerLimit } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import { enter, leave } from '../program/nowRunning.js';
import type { Awaited, Operation, View } from '../program/operation.js';
import type { Value } from '../program/value.js';
import { Conditions, type LinkedCondition } from './conditions.js';
import type { Interner } from './interner.js';
import { type Alternatives, type Meaning, meets } from './meaning.js';
import { conditionGuard, type Links, meaningOf } from './table.js';

/** Alternatives of a select at most. */
const alternativesMax = 256;

/** Where cells, nodes and permits stand in the state vector. */
export interface Slots {
  readonly cells: ReadonlyMap<string, { readonly slot: number; readonly cell: Cell }>;
  /** Position of each thread, by name. */
  readonly threads: ReadonlyMap<string, number>;
  /** Slot of thread 0's node. */
  readonly nodes: number;
  readonly permits: number;
  /** Slot of the first store buffer. */
  readonly buffers: number;
  /** By thread: the number of its store buffer; none without weak memory. */
  readonly bufferOf: readonly number[];
  /** Under which conditions what may crash, crashes or is restarted. */
  readonly strikeable?: (
    initial: (slot: number) => number,
  ) => Readonly<Record<'crash' | 'restart', readonly LinkedCondition[]>>;
}

/** A view as the step function applies it: raw cell content to what is seen, filled on demand. */
interface LinkedView {
  readonly view: View;
  /** Whether it looks at integers, and whether what it sees is the raw content of this cell: an update's next. */
  readonly integers: boolean;
  readonly next: Cell | undefined;
  readonly seen: Map<number, number>;
}

export class Linker {
  readonly values: Interner;
  readonly views: LinkedView[] = [];
  readonly conditions = new Conditions();
  /** Alternatives by what they are made of: linked once, however often an operation is. */
  readonly #alternatives = new Map<string, Alternatives>();
  readonly #predicates = new Map<string, LinkedCondition>();
  readonly #strikes = new Map<'crash' | 'restart', Alternatives>();
  readonly #functions = new Map<unknown, number>();
  readonly #slots: Slots;

  constructor(values: Interner, slots: Slots) {
    this.values = values;
    this.#slots = slots;
  }

  /** link checks an operation of a thread against the declared cells and threads; QSC502 to QSC505 when it does not fit. */
  link(operation: Operation, thread: number, isAtomic = false): Meaning {
    return meaningOf(operation, this.#linksFor(thread), isAtomic);
  }

  #linksFor(stepping: number): Links {
    const { nodes, permits, buffers, bufferOf } = this.#slots;
    return {
      slot: (cell) => this.slot(cell),
      integerSlot: (cell, wanted) => this.#integerSlot(cell, wanted),
      raw: (cell, value) => this.raw(cell, value as Value),
      amount: (cell, value) => checkedInteger(cell.name, value),
      modulo: (cell) => this.#declared(cell).cell.modulo ?? 0,
      view: (view, cell) => this.#view(view, cell, undefined),
      update: (view, cell) => this.#view(view, cell, this.#declared(cell).cell),
      gives: (cell) => (holdsIntegers(this.#declared(cell).cell) ? 'integer' : 'interned'),
      node: (thread) => nodes + this.thread(thread),
      permits,
      bit: (thread) => 1 << (thread === undefined ? stepping : this.thread(thread)),
      count: checkedCount,
      buffer: (thread) => bufferOf[thread === undefined ? stepping : this.thread(thread)],
      bufferSlot: (buffer) => buffers + buffer,
      strikes: (what) => this.#linkStrikes(what),
      alternatives: (awaited) => this.#linkAlternatives(awaited, stepping),
    };
  }

  #linkStrikes(what: 'crash' | 'restart'): Alternatives {
    const known = this.#strikes.get(what);
    if (known) return known;
    if (!this.#slots.strikeable) throw new QuiesceError('QSC901', `a ${what} in a system without faults`);
    const made = this.conditions.alternatives(this.#slots.strikeable((slot) => this.#initial(slot))[what]);
    this.#strikes.set(what, made);
    return made;
  }

  /** What the cell of a slot holds at the start. */
  #initial(slot: number): number {
    const { cell } = [...this.#slots.cells.values()].find((each) => each.slot === slot)!;
    return this.raw(cell, cell.initial);
  }

  #linkAlternatives(awaited: readonly Awaited[], stepping: number): Alternatives {
    if (awaited.length === 0 || awaited.length > alternativesMax) {
      const next = 'give it some: select(when(cell, is(1), () => load(cell)), ...)';
      throw new QuiesceError('QSC507', `select of ${awaited.length} alternatives; 1 to ${alternativesMax} expected`, {
        next,
      });
    }
    const key = awaited.map((each) => this.#keyOf(each)).join('|');
    const known = this.#alternatives.get(key);
    if (known) return known;
    const made = this.conditions.alternatives(awaited.map((each) => this.#condition(each, stepping)));
    this.#alternatives.set(key, made);
    return made;
  }

  /** Conditions are the same when cells and operands are; predicates, when cells, name and function are. */
  #keyOf(awaited: Awaited): string {
    if ('cell' in awaited) {
      const { cell, condition } = awaited;
      return `${this.slot(cell)} ${condition.test} ${this.raw(cell, condition.value)}`;
    }
    const { cells, predicate } = awaited;
    if (!this.#functions.has(predicate.of)) this.#functions.set(predicate.of, this.#functions.size);
    return `${cells.map((cell) => this.slot(cell)).join()} ${this.#functions.get(predicate.of)} ${predicate.name}`;
  }

  #condition(awaited: Awaited, stepping: number): LinkedCondition {
    if ('cell' in awaited) {
      const meaning = conditionGuard(awaited.cell, awaited.condition, this.#linksFor(stepping));
      return { slots: [meaning.slot], holds: ([raw]) => meets(meaning, raw!) };
    }
    const { cells, predicate } = awaited;
    const key = this.#keyOf(awaited);
    const made =
      this.#predicates.get(key) ??
      this.conditions.predicate(
        predicate,
        cells.map((cell) => this.slot(cell)),
        (raws) => cells.map((cell, index) => this.valueIn(cell, raws[index]!)),
      );
    this.#predicates.set(key, made);
    return made;
  }

  /** The value that a raw content of a cell stands for. */
  valueIn(cell: Cell, raw: number): Value {
    return holdsIntegers(this.#declared(cell).cell) ? raw : this.values.values[raw];
  }

  /** The slot of a declared cell. */
  slot(cell: Cell): number {
    return this.#declared(cell).slot;
  }

  /** The value that a raw result stands for. */
  value({ gives }: Meaning, raw: number): Value {
    switch (gives) {
      case 'nothing':
        return undefined;
      case 'interned':
        return this.values.values[raw];
      default:
        return raw;
    }
  }

  /** What a cell's slot holds for a value. */
  raw(cell: Cell, value: Value): number {
    const { cell: declared } = this.#declared(cell);
    if (!holdsIntegers(declared)) return this.values.id(value);
    if (typeof value !== 'number')
      throw new QuiesceError('QSC505', `${cell.name} holds integers, given ${JSON.stringify(value)}`);
    if (declared.modulo !== undefined && (value < 0 || value >= declared.modulo)) {
      throw new QuiesceError('QSC502', `${value} for cell ${cell.name}, which holds 0 to ${declared.modulo - 1}`);
    }
    return checkedInteger(cell.name, value);
  }

  thread(name: string): number {
    const position = this.#slots.threads.get(name);
    if (position === undefined) throw new QuiesceError('QSC504', `thread ${name}`);
    return position;
  }

  /** What a view sees of a raw cell content: the id of a value, or for an update the raw content that is next. */
  see(view: number, raw: number): number {
    const linked = this.views[view]!;
    let seen = linked.seen.get(raw);
    if (seen === undefined) {
      const value = seenBy(linked.view, linked.integers ? raw : this.values.values[raw]);
      seen = linked.next ? this.raw(linked.next, value) : this.values.id(value);
      linked.seen.set(raw, seen);
    }
    return seen;
  }

  #declared(cell: Cell) {
    const declared = this.#slots.cells.get(cell.name);
    if (!declared) throw new QuiesceError('QSC504', `cell ${cell.name}`);
    return declared;
  }

  #integerSlot(cell: Cell, wanted: string): number {
    const { cell: declared, slot } = this.#declared(cell);
    if (!holdsIntegers(declared)) throw new QuiesceError('QSC505', `${wanted} on ${cell.name}, a cell of data`);
    return slot;
  }

  /** Views are the same when name, function, kind of cell and use are. */
  #view(view: View, cell: Cell, next: Cell | undefined): number {
    const integers = holdsIntegers(this.#declared(cell).cell);
    const known = this.views.findIndex(
      (each) =>
        each.view.of === view.of && each.view.name === view.name && each.integers === integers && each.next === next,
    );
    if (known >= 0) return known;
    this.views.push({ view, integers, next, seen: new Map() });
    return this.views.length - 1;
  }
}

function seenBy(view: View, value: Value): Value {
  const around = enter(`view ${view.name}`);
  try {
    return view.of(value);
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC509', `view ${view.name}: ${String(error)}`, { cause: error });
  } finally {
    leave(around);
  }
}

function checkedInteger(cell: string, value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) >= integerLimit)
    throw new QuiesceError('QSC502', `${value} for cell ${cell}`);
  return value === 0 ? 0 : value;
}

function checkedCount(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new QuiesceError('QSC502', `choose(${count}); 1 to 256 expected`);
  return count;
}
