// Linking: from names in operations (cells, threads, views) to slots and ids of the state vector.

import { type Cell, holdsIntegers } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Condition, Operation, View } from '../program/operation.js';
import type { Value } from '../program/value.js';
import * as code from './code.js';
import type { Interner } from './interner.js';

/** An operation as the step function reads it; x and y are operands, by code. */
export interface Linked {
  readonly code: number;
  /** Slot of the cell; -1 where there is none. */
  readonly slot: number;
  readonly x: number;
  readonly y: number;
  /** Id of the view; -1 where there is none. */
  readonly view: number;
  /** How a raw result becomes the value that the program is given. */
  readonly result: 'nothing' | 'flag' | 'integer' | 'interned';
}

/** A view as the step function applies it: raw cell content to the id of what is seen, filled on demand. */
export interface LinkedView {
  readonly view: View;
  readonly integers: boolean;
  readonly seen: Map<number, number>;
}

const nothing: Linked = Object.freeze({ code: 0, slot: -1, x: 0, y: 0, view: -1, result: 'nothing' });

export class Linker {
  readonly values: Interner;
  readonly views: LinkedView[] = [];
  readonly #slots: ReadonlyMap<string, { readonly slot: number; readonly cell: Cell }>;
  readonly #threads: ReadonlyMap<string, number>;

  constructor(
    values: Interner,
    slots: ReadonlyMap<string, { readonly slot: number; readonly cell: Cell }>,
    threads: ReadonlyMap<string, number>,
  ) {
    this.values = values;
    this.#slots = slots;
    this.#threads = threads;
  }

  /** link checks an operation against the declared cells and threads; QSC502 to QSC505 when it does not fit. */
  link(operation: Operation): Linked {
    switch (operation.kind) {
      case 'load':
      case 'exchange':
        return this.#read(operation);
      case 'store':
        return { ...this.#at(operation.cell, code.STORE), x: this.raw(operation.cell, operation.value) };
      case 'compareExchange':
        return {
          ...this.#at(operation.cell, code.COMPARE_EXCHANGE),
          x: this.raw(operation.cell, operation.expected),
          y: this.raw(operation.cell, operation.value),
          result: 'flag',
        };
      case 'add':
      case 'fetchAdd':
        return this.#arithmetic(operation);
      case 'wait':
        return this.#wait(operation.cell, operation.condition);
      case 'unpark':
        return { ...nothing, code: code.UNPARK, x: this.thread(operation.thread) };
      case 'spawn':
        return { ...nothing, code: code.SPAWN, x: this.thread(operation.thread) };
      case 'join':
        return { ...nothing, code: code.JOIN, x: this.thread(operation.thread) };
      case 'choose':
        return { ...nothing, code: code.CHOOSE, x: checkedCount(operation.count), result: 'integer' };
      case 'park':
        return { ...nothing, code: code.PARK };
      case 'safePoint':
        return { ...nothing, code: code.SAFE_POINT };
      case 'fail':
        return { ...nothing, code: code.FAIL };
    }
  }

  /** The value that a raw result stands for. */
  value(linked: Linked, raw: number): Value {
    switch (linked.result) {
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
    const slot = this.#threads.get(name);
    if (slot === undefined) throw new QuiesceError('QSC504', `thread ${name}`);
    return slot;
  }

  /** The id of what a view sees of a raw cell content. */
  see(view: number, raw: number): number {
    const linked = this.views[view]!;
    let id = linked.seen.get(raw);
    if (id === undefined) {
      id = this.values.id(seenBy(linked.view, linked.integers ? raw : this.values.values[raw]));
      linked.seen.set(raw, id);
    }
    return id;
  }

  #declared(cell: Cell) {
    const declared = this.#slots.get(cell.name);
    if (!declared) throw new QuiesceError('QSC504', `cell ${cell.name}`);
    return declared;
  }

  #at(cell: Cell, operationCode: number): Linked {
    return { ...nothing, code: operationCode, slot: this.#declared(cell).slot };
  }

  #read(operation: Extract<Operation, { kind: 'load' | 'exchange' }>): Linked {
    const { cell, view } = operation;
    const [plain, viewed] =
      operation.kind === 'load' ? [code.LOAD, code.LOAD_VIEW] : [code.EXCHANGE, code.EXCHANGE_VIEW];
    const x = operation.kind === 'exchange' ? this.raw(cell, operation.value) : 0;
    if (view) return { ...this.#at(cell, viewed), x, view: this.#view(view, cell), result: 'interned' };
    return { ...this.#at(cell, plain), x, result: holdsIntegers(this.#declared(cell).cell) ? 'integer' : 'interned' };
  }

  #arithmetic(operation: Extract<Operation, { kind: 'add' | 'fetchAdd' }>): Linked {
    const { cell } = this.#declared(operation.cell);
    if (!holdsIntegers(cell)) throw new QuiesceError('QSC505', `${operation.kind} on ${cell.name}, a cell of data`);
    const x = checkedInteger(cell.name, operation.value);
    const y = cell.modulo ?? 0;
    if (operation.kind === 'add') return { ...this.#at(cell, code.ADD), x, y };
    if (!operation.view) return { ...this.#at(cell, code.FETCH_ADD), x, y, result: 'integer' };
    return { ...this.#at(cell, code.FETCH_ADD_VIEW), x, y, view: this.#view(operation.view, cell), result: 'interned' };
  }

  #wait(cell: Cell, condition: Condition): Linked {
    const integers = holdsIntegers(this.#declared(cell).cell);
    const { test, value } = condition;
    if (test === 'is') return { ...this.#at(cell, code.WAIT_IS), x: this.raw(cell, value) };
    if (test === 'isNot') return { ...this.#at(cell, code.WAIT_IS_NOT), x: this.raw(cell, value) };
    if (!integers || typeof value !== 'number') throw new QuiesceError('QSC505', `wait ${test} on ${cell.name}`);
    const bound = checkedInteger(cell.name, value);
    if (test === 'below' || test === 'atMost')
      return { ...this.#at(cell, code.WAIT_BELOW), x: bound + (test === 'atMost' ? 1 : 0) };
    return { ...this.#at(cell, code.WAIT_ABOVE), x: bound - (test === 'atLeast' ? 1 : 0) };
  }

  /** Views are the same when name, function and kind of cell are. */
  #view(view: View, cell: Cell): number {
    const integers = holdsIntegers(this.#declared(cell).cell);
    const known = this.views.findIndex(
      (each) => each.view.of === view.of && each.view.name === view.name && each.integers === integers,
    );
    if (known >= 0) return known;
    this.views.push({ view, integers, seen: new Map() });
    return this.views.length - 1;
  }
}

function seenBy(view: View, value: Value): Value {
  try {
    return view.of(value);
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC509', `view ${view.name}: ${String(error)}`, { cause: error });
  }
}

function checkedInteger(cell: string, value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) >= code.LIMIT)
    throw new QuiesceError('QSC502', `${value} for cell ${cell}`);
  return value === 0 ? 0 : value;
}

function checkedCount(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new QuiesceError('QSC502', `choose(${count}); 1 to 256 expected`);
  return count;
}
