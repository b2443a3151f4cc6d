// Cells: the shared memory of a system. A cell has a name, a home and an initial value; nothing else is shared.
// A cell whose initial value is an integer holds integers for ever; any other cell holds interned plain data.

import { QuiesceError } from './errors.js';
import { refuseUnknownOptions } from './misspelt.js';
import type { Region } from './region.js';
import { canonical, deepFreeze, type Value } from './value.js';

/** Integers in cells lie strictly between -integerLimit and integerLimit. */
export const integerLimit = 2 ** 29;

/**
 * A shared variable. The type parameter is the type of what it holds: plain data, whichever way its type is written (an
 * interface is no Value to the compiler, though every one of its values is).
 */
export interface Cell<T = Value> {
  readonly kind: 'cell';
  readonly name: string;
  readonly initial: T;
  /** The processor whose memory holds the cell, or 'shared'. It costs nothing here; reports and rivals read it. */
  readonly home: number | 'shared';
  /** Integer cells only: arithmetic wraps into 0 .. modulo-1. */
  readonly modulo?: number;
  /** Whose memory it is, where that is declared. */
  readonly region?: Region;
  /** The incarnation of the region that this reference was made for. */
  readonly incarnation?: number;
  /** The processor whose crash it does not outlive; a cell without one is durable. */
  readonly volatile?: number;
  /** Bookkeeping of the language's own: reports say what is done with it, and not what it holds. */
  readonly quiet?: true;
  /** Of a cell in which threads wait, by slot: what it holds when one of them is killed. */
  without?(held: T, slot: number): T;
}

/** Cells of one name that differ in an index: `flag[0]`, `flag[1]`, ... */
export type CellArray<T = Value> = readonly Cell<T>[];

export interface CellOptions {
  readonly home?: number | 'shared';
  readonly modulo?: number;
  readonly region?: Region;
  /** A processor: when that crashes, the cell holds its initial value again. */
  readonly volatile?: number;
  readonly quiet?: true;
  /** Makes of what it holds what is left when the thread of a slot, which may wait in it, is killed. */
  readonly without?: (held: never, slot: number) => unknown;
}

const cellOptions = Object.freeze({
  home: true,
  modulo: true,
  region: true,
  volatile: true,
  quiet: true,
  without: true,
} satisfies Record<keyof CellOptions, true>);

/** `null` or `[]` alone says nothing of what will be there: then it is anything. */
type Held<T> = [T] extends [null | undefined] ? Value : T extends readonly never[] ? readonly Value[] : T;

/**
 * cell declares a shared variable. The compiler takes its type from the initial value, literals widened; where that says
 * too little, the type is given: `cell<Job | null>('job', null)`. Throws QSC503 for what is not plain data.
 *
 * @example
 * cell('count', 0).name // => 'count'
 */
export function cell<T>(name: string, initial: T, options: CellOptions = {}): Cell<Held<T>> {
  if (typeof name !== 'string') throw new QuiesceError('QSC112', `a cell whose name is no text: ${typeof name}`);
  refuseUnknownOptions(`cell ${name}`, options, cellOptions);
  if (!/^[\w.\-[\]]+$/.test(name)) throw new QuiesceError('QSC112', `a cell named ${JSON.stringify(name)}`);
  canonical(initial);
  const { modulo, region, volatile, quiet, without } = options;
  if (modulo !== undefined && typeof modulo !== 'number')
    throw new QuiesceError('QSC112', `cell ${name} with a modulo that is no number: ${typeof modulo}`);
  if (modulo !== undefined && !isModulo(modulo, initial)) {
    throw new QuiesceError('QSC112', `cell ${name} with modulo ${modulo} and initial value ${canonical(initial)}`);
  }
  if (volatile !== undefined && !(Number.isInteger(volatile) && volatile >= 0))
    throw new QuiesceError(
      'QSC112',
      `cell ${name}, volatile on processor ${typeof volatile === 'number' ? volatile : typeof volatile}`,
    );
  return deepFreeze({
    kind: 'cell',
    name,
    initial,
    home: options.home ?? 'shared',
    ...(modulo === undefined ? {} : { modulo }),
    ...(region === undefined ? {} : { region }),
    ...(volatile === undefined ? {} : { volatile }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(without === undefined ? {} : { without }),
  }) as unknown as Cell<Held<T>>;
}

function isModulo(modulo: number, initial: unknown): boolean {
  const holds = typeof initial === 'number' && initial >= 0 && initial < modulo;
  return holds && Number.isInteger(modulo) && modulo > 1 && modulo <= integerLimit;
}

/** A state of more cells than this is too large to be stored. */
const cellsMost = 1_000_000;

/**
 * cells declares an array of `length` cells named `name[0]`, `name[1]`, ...; `home` and the initial value may depend on
 * the index. Throws QSC112 for a length that is none, or over a million.
 *
 * @example
 * cells('flag', 2, 0)[1].name // => 'flag[1]'
 * cells('next', 3, (index) => (index + 1) % 3)[2].initial // => 0
 */
export function cells<T>(
  name: string,
  length: number,
  initial: T | ((index: number) => T),
  options: Omit<CellOptions, 'home'> & {
    readonly home?: CellOptions['home'] | ((index: number) => number | 'shared');
  } = {},
): CellArray<Held<T>> {
  if (typeof name !== 'string') throw new QuiesceError('QSC112', `cells whose name is no text: ${typeof name}`);
  if (!(Number.isInteger(length) && length >= 0 && length <= cellsMost))
    throw new QuiesceError(
      'QSC112',
      `cells ${name} of length ${typeof length === 'number' ? length : typeof length}; ${cellsMost} are the most`,
    );
  refuseUnknownOptions(`cells ${name}`, options, cellOptions);
  const { home, ...rest } = options;
  const homeOf = typeof home === 'function' ? home : () => home ?? 'shared';
  const initialOf = typeof initial === 'function' ? (initial as (index: number) => T) : () => initial;
  return Object.freeze(
    Array.from({ length }, (_, index) =>
      cell<T>(`${name}[${index}]`, initialOf(index), { ...rest, home: homeOf(index) }),
    ),
  );
}

/** holdsIntegers tells integer cells from cells of interned data. */
export function holdsIntegers(cell: Cell<unknown>): boolean {
  return typeof cell.initial === 'number';
}
