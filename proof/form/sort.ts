// Sorts: what the terms of a protocol stand for. An open sort has any number of elements (threads, calls, swaps): it is
// what a proof is *for any number of*. An enumeration has the values that it lists; a union is one of several open sorts,
// told apart by a name (where a pointer leads: an object or a mediator).
// Leaves out: numbers. A count is replaced by the set that it counts, an order by a relation with axioms.

import { QuiesceError } from '../../engine/program/errors.js';
import { listGiven, recordGiven, seenAs } from './given.js';

/** A sort with any number of elements, at least one. */
export interface OpenSort<Name extends string = string> {
  readonly kind: 'open';
  readonly name: Name;
  /** What its elements are, in the plural. */
  readonly elements: string;
}

export interface Enumeration<Name extends string = string, Value extends string = string> {
  readonly kind: 'enumeration';
  readonly name: Name;
  readonly values: readonly Value[];
}

export type Alternatives = Readonly<Record<string, OpenSort>>;

/** One of several open sorts, each under a name. */
export interface Union<Name extends string = string, Kinds extends Alternatives = Alternatives> {
  readonly kind: 'union';
  readonly name: Name;
  readonly alternatives: Kinds;
}

/** Formulas are terms of this sort. */
export interface Truth {
  readonly kind: 'truth';
  readonly name: 'Truth';
}

export type Sort = OpenSort | Enumeration | Union | Truth;

export const truthSort: Truth = Object.freeze({ kind: 'truth', name: 'Truth' });

/**
 * sort declares an open sort. `elements` says in the plural what it is the sort of. Throws QSC430 for a bad name.
 *
 * @example
 * sort('Thread', 'threads').elements // => 'threads'
 */
export function sort<Name extends string>(name: Name, elements: string): OpenSort<Name> {
  refuseName(name, 'a sort');
  return Object.freeze({ kind: 'open', name, elements });
}

/**
 * enumeration declares a sort of listed values, all different. Throws QSC430 for a bad name, no value, or one twice.
 *
 * @example
 * enumeration('Phase', ['forward', 'block']).values.length // => 2
 */
export function enumeration<Name extends string, const Value extends string>(
  name: Name,
  values: readonly Value[],
): Enumeration<Name, Value> {
  refuseName(name, 'a sort');
  for (const value of listGiven(`what ${name} lists`, values)) refuseName(value, `a value of ${name}`);
  if (values.length === 0) throw new QuiesceError('QSC430', `the enumeration ${name} has no value`);
  refuseTwins(values, `a value of ${name}`);
  return Object.freeze({ kind: 'enumeration', name, values: Object.freeze([...values]) });
}

/** union declares a sort that is one of several open sorts. Throws QSC430 for a bad name, or an alternative not open. */
export function union<Name extends string, Kinds extends Alternatives>(
  name: Name,
  alternatives: Kinds,
): Union<Name, Kinds> {
  refuseName(name, 'a sort');
  for (const [kind, of] of Object.entries(recordGiven(`what ${name} is one of`, alternatives))) {
    refuseName(kind, `an alternative of ${name}`);
    if (of?.kind !== 'open') throw new QuiesceError('QSC430', `the alternative ${kind} of ${name} is no open sort`);
  }
  if (Object.keys(alternatives).length === 0) throw new QuiesceError('QSC430', `the union ${name} has no alternative`);
  return Object.freeze({ kind: 'union', name, alternatives: Object.freeze({ ...alternatives }) });
}

/** isSameSort compares by name and kind: a system refuses two sorts of one name. */
export function isSameSort(one: Sort, other: Sort): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** refuseName throws QSC430 for what cannot be a name in the text of a solver as it stands. */
export function refuseName(name: string, what: string): void {
  if (typeof name === 'string' && /^[A-Za-z][A-Za-z0-9]*$/.test(name)) return;
  throw new QuiesceError('QSC430', `${what} is named ${seenAs(name)}: letters and digits only`);
}

/** refuseTwins throws QSC430 where a name stands twice. */
export function refuseTwins(names: readonly string[], what: string): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new QuiesceError('QSC430', `${what} is there twice: ${twin}`);
}
