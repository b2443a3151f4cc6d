// That there can be any number of everything, shown by a few. Elements are asked for of which there are so many copies,
// numbered alike in every sort, and which nothing tells apart but the order of their numbers: what a symbol says of some
// copies it says of any whose numbers are in the same order, and a function leads from copies to copies of the same
// numbers, or to what is no copy. Then more copies can be put in, as many as one likes, and no formula notices:
// - one that says "for all" only is about some of the copies at a time, no more than it has variables;
// - any other one, of variables so deep under each other, cannot tell two orders of 2^depth - 1 elements or more apart
//   (Ehrenfeucht and Fraïssé).
// Where there are no such copies, nothing is said: there may be many all the same.

import type { OpenSort } from '../form/sort.js';
import type { System } from '../form/system.js';
import { childrenOf, type Formula, type SymbolData, type Term } from '../form/term.js';
import { tuples } from '../instance/instance.js';
import { assertion, lines, partsOf, valueName } from './translate.js';

/** copiesNeeded is how many copies stand for any number, for formulas about these symbols. */
export function copiesNeeded(formulas: readonly Formula[], symbols: readonly SymbolData[]): number {
  const arities = symbols.map(({ parameters }) => parameters.filter(({ kind }) => kind === 'open').length);
  const needed = formulas.map((formula) =>
    saysForAll(formula, true) ? variablesOf(formula) : 2 ** depthOf(formula) - 1,
  );
  return Math.max(1, ...arities, ...needed);
}

function openVariables(term: Term): number {
  if (term.kind !== 'forAll' && term.kind !== 'exists') return 0;
  return term.variables.filter(({ sort }) => sort.kind === 'open').length;
}

function variablesOf(term: Term): number {
  return childrenOf(term).reduce((sum, child) => sum + variablesOf(child), openVariables(term));
}

function depthOf(term: Term): number {
  return openVariables(term) + Math.max(0, ...childrenOf(term).map(depthOf));
}

/** Whether a formula, assumed or denied, is "for all" throughout. */
function saysForAll(term: Term, isAssumed: boolean): boolean {
  if (variablesOf(term) === 0) return true;
  switch (term.kind) {
    case 'not':
      return saysForAll(term.of, !isAssumed);
    case 'and':
    case 'or':
      return term.of.every((each) => saysForAll(each, isAssumed));
    case 'implies':
      return saysForAll(term.left, !isAssumed) && saysForAll(term.right, isAssumed);
    case 'forAll':
    case 'exists':
      return (openVariables(term) === 0 || (term.kind === 'forAll') === isAssumed) && saysForAll(term.body, isAssumed);
    default:
      return false;
  }
}

/** How many copies of each sort; of each number there may be several, of different kinds. */
export interface Copies {
  readonly sorts: readonly OpenSort[];
  readonly count: number;
  readonly kinds: number;
}

const copyName = (sort: string, kind: number, number: number) => `copy.${sort}.${kind}.${number}`;
const isCopy = (sort: string, term: string) => `(copy.${sort} ${term})`;

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** declareCopies declares copies of which there may be any number more, and that other constants are none of them. */
export function declareCopies({ fixed, state }: System, copies: Copies, constants: readonly Constant[]): string {
  return lines(
    ...copies.sorts.map((sort) => declareOf(sort, copies)),
    ...constants.map(({ name, sort }) => assertion(`(not ${isCopy(sort, name)})`)),
    ...[...fixed, ...state].flatMap((symbol) => told(symbol, copies)),
  );
}

/** A constant of an open sort. */
export interface Constant {
  readonly name: string;
  readonly sort: string;
}

function declareOf({ name }: OpenSort, copies: Copies): string {
  const { count, kinds } = copies;
  const names = tuples([range(kinds), range(count)]).map(([kind, number]) => copyName(name, kind!, number!));
  const isOne = names.map((each) => `(= ?x ${each})`).join(' ');
  return lines(
    ...names.map((each) => `(declare-const ${each} $${name})`),
    ...differences(name, copies).map(assertion),
    `(define-fun copy.${name} ((?x $${name})) Bool (or ${isOne} false))`,
  );
}

/** Copies of different numbers are different. Two kinds may be one, and are so for all numbers alike. */
function differences(sort: string, { count, kinds }: Copies): readonly string[] {
  return tuples([range(kinds), range(count), range(kinds), range(count)]).flatMap(([one, number, other, another]) => {
    const same = `(= ${copyName(sort, one!, number!)} ${copyName(sort, other!, another!)})`;
    if (number! < another!) return [`(not ${same})`];
    const first = `(= ${copyName(sort, one!, 0)} ${copyName(sort, other!, 0)})`;
    return number === another && one! < other! && number! > 0 ? [`(= ${same} ${first})`] : [];
  });
}

/** An argument of a symbol: a value of an enumeration, any element that is no copy, or a copy of a kind. */
type Argument =
  | { readonly is: 'value'; readonly text: string }
  | { readonly is: 'other'; readonly sort: string; readonly text: string }
  | { readonly is: 'copy'; readonly sort: string; readonly kind: number };

function argumentsOf({ parameters }: SymbolData, { kinds }: Copies): readonly (readonly Argument[])[] {
  const choices = parameters.map((sort, place): readonly Argument[] =>
    sort.kind === 'enumeration'
      ? sort.values.map((value) => ({ is: 'value', text: valueName(sort.name, value) }))
      : [
          { is: 'other', sort: sort.name, text: `?${place}` },
          ...range(kinds).map((kind): Argument => ({ is: 'copy', sort: sort.name, kind })),
        ],
  );
  return tuples(choices);
}

/** What is said of one symbol: all that concerns copies at the same places is alike. */
function told(symbol: SymbolData, copies: Copies): readonly string[] {
  return argumentsOf(symbol, copies).flatMap((args) => {
    const places = args.filter(({ is }) => is === 'copy').length;
    const formulas = tuples(range(places).map(() => range(copies.count))).flatMap((numbers) =>
      partsOf(symbol).flatMap((part) => alike(part, args, numbers, copies)),
    );
    return formulas.length === 0 ? [] : [assertion(forOthers(args, `(and ${formulas.join(' ')} true)`))];
  });
}

function forOthers(args: readonly Argument[], body: string): string {
  const others = args.flatMap((arg) => (arg.is === 'other' ? [arg] : []));
  if (others.length === 0) return body;
  const bound = others.map(({ text, sort }) => `(${text} $${sort})`).join(' ');
  return `(forall (${bound}) (or ${others.map(({ text, sort }) => isCopy(sort, text)).join(' ')} ${body}))`;
}

/** That a symbol says of copies of these numbers what it says of the first ones in the same order. */
function alike(
  { name, sort }: { readonly name: string; readonly sort: string },
  args: readonly Argument[],
  numbers: readonly number[],
  copies: Copies,
): readonly string[] {
  const first = ranksOf(numbers);
  const [here, there] = [numbers, first].map((each) => applied(name, args, each)) as [string, string];
  const open = copies.sorts.find((each) => `$${each.name}` === sort);
  const isFirst = numbers.every((number, place) => number === first[place]);
  if (!open) return isFirst ? [] : [`(= ${here} ${there})`];
  const ways = tuples([range(copies.kinds), range(numbers.length)]).map(([kind, place]) => {
    const [own, other] = [numbers, first].map((each) => copyName(open.name, kind!, each[place!]!));
    return isFirst ? `(= ${here} ${own})` : `(and (= ${there} ${other}) (= ${here} ${own}))`;
  });
  const isOther = `(not ${isCopy(open.name, here)})`;
  return [`(or ${ways.join(' ')} ${isFirst ? isOther : `(and ${isOther} (= ${here} ${there}))`})`];
}

function applied(name: string, args: readonly Argument[], numbers: readonly number[]): string {
  const left = [...numbers];
  const texts = args.map((arg) => (arg.is === 'copy' ? copyName(arg.sort, arg.kind, left.shift()!) : arg.text));
  return texts.length === 0 ? name : `(${name} ${texts.join(' ')})`;
}

/** The least numbers in the same order. */
function ranksOf(numbers: readonly number[]): readonly number[] {
  const known = [...new Set(numbers)].sort((one, other) => one - other);
  return numbers.map((number) => known.indexOf(number));
}
