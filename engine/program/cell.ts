// Cells: the shared memory of a system. A cell has a name, a home and an initial value; nothing else is shared.
// A cell whose initial value is an integer holds integers for ever; any other cell holds interned plain data.

import { QuiesceError } from './errors.js';
import { canonical, deepFreeze, type Value } from './value.js';

/** Integers in cells lie strictly between -integerLimit and integerLimit. */
export const integerLimit = 2 ** 29;

/** A shared variable. The type parameter is the type of what it holds. */
export interface Cell<T extends Value = Value> {
  readonly kind: 'cell';
  readonly name: string;
  readonly initial: T;
  /** The processor whose memory holds the cell, or 'shared'. It costs nothing here; reports and rivals read it. */
  readonly home: number | 'shared';
  /** Integer cells only: arithmetic wraps into 0 .. modulo-1. */
  readonly modulo?: number;
}

/** Cells of one name that differ in an index: `flag[0]`, `flag[1]`, ... */
export type CellArray<T extends Value = Value> = readonly Cell<T>[];

export interface CellOptions {
  readonly home?: number | 'shared';
  readonly modulo?: number;
}

/** Widens literal types, so that cell('x', 0) is a Cell<number>. */
type Widen<T> = T extends number ? number : T extends string ? string : T extends boolean ? boolean : T;

/**
 * cell declares a shared variable.
 *
 * @example
 * cell('count', 0).name // => 'count'
 */
export function cell<T extends Value>(name: string, initial: T, options: CellOptions = {}): Cell<Widen<T> & Value> {
  if (!/^[\w.\-[\]]+$/.test(name)) throw new QuiesceError('QSC112', `a cell named ${JSON.stringify(name)}`);
  canonical(initial);
  const { modulo } = options;
  if (modulo !== undefined && !isModulo(modulo, initial)) {
    throw new QuiesceError('QSC112', `cell ${name} with modulo ${modulo} and initial value ${canonical(initial)}`);
  }
  return deepFreeze({
    kind: 'cell',
    name,
    initial,
    home: options.home ?? 'shared',
    ...(modulo === undefined ? {} : { modulo }),
  }) as unknown as Cell<Widen<T> & Value>;
}

function isModulo(modulo: number, initial: Value): boolean {
  const holds = typeof initial === 'number' && initial >= 0 && initial < modulo;
  return holds && Number.isInteger(modulo) && modulo > 1 && modulo <= integerLimit;
}

/**
 * cells declares an array of `length` cells named `name[0]`, `name[1]`, ...; `home` may depend on the index.
 *
 * @example
 * cells('flag', 2, 0)[1].name // => 'flag[1]'
 */
export function cells<T extends Value>(
  name: string,
  length: number,
  initial: T,
  options: Omit<CellOptions, 'home'> & {
    readonly home?: CellOptions['home'] | ((index: number) => number | 'shared');
  } = {},
): CellArray<Widen<T> & Value> {
  const { home, ...rest } = options;
  const homeOf = typeof home === 'function' ? home : () => home ?? 'shared';
  return Object.freeze(
    Array.from({ length }, (_, index) => cell(`${name}[${index}]`, initial, { ...rest, home: homeOf(index) })),
  );
}

/** holdsIntegers tells integer cells from cells of interned data. */
export function holdsIntegers(cell: Cell): boolean {
  return typeof cell.initial === 'number';
}
