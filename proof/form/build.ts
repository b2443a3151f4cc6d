// The words that terms are written with. Each checks the sorts of what it is given, for who writes plain JavaScript.

import { QuiesceError } from '../../engine/program/errors.js';
import { functionGiven, listGiven, recordGiven, seenAs } from './given.js';
import {
  type Alternatives,
  type Enumeration,
  isSameSort,
  type OpenSort,
  refuseName,
  type Sort,
  type Truth,
  truthSort,
  type Union,
} from './sort.js';
import type { Branch, Formula, Given, SymbolData, Term, Variable } from './term.js';

/** A symbol that can be applied: `at(c)` is the term. */
export type Callable<Parameters extends readonly Sort[], Result extends Sort> = ((
  ...args: { readonly [Index in keyof Parameters]: Given<Parameters[Index]> }
) => Term<Result>) & { readonly symbol: SymbolData<Result> };

/** asTerm makes a term of what is given where one of that sort is expected. Throws QSC430. */
export function asTerm<S extends Sort>(expected: S, given: unknown): Term<S> {
  if (typeof given === 'boolean' && expected.kind === 'truth') return truth(given) as Term<Sort> as Term<S>;
  if (typeof given === 'string' && expected.kind === 'enumeration')
    return value(expected, given) as Term<Sort> as Term<S>;
  const term = given as Term<S> | null;
  if (typeof term === 'object' && term?.sort && isSameSort(term.sort, expected)) return term;
  throw new QuiesceError('QSC430', `${seenAs(given)} where a ${expected.name} is expected`);
}

/** sortOf is the sort of a term of any sort. Throws QSC430 for what is no term. */
function sortOf<S extends Sort>(given: Term<S>): S {
  const { sort } = (given ?? {}) as Partial<Term<S>>;
  if (typeof sort?.kind === 'string') return sort;
  throw new QuiesceError('QSC430', `${seenAs(given)} where a term is expected`);
}

/** unionGiven refuses what is no union. Throws QSC430. */
function unionGiven<U extends Union>(what: string, given: U): U {
  if (given?.kind === 'union') return given;
  throw new QuiesceError('QSC430', `${what} takes a union, and is given ${seenAs(given)}`);
}

function node<S extends Sort>(term: Term<S>): Term<S> {
  return Object.freeze(term);
}

/** truth is the formula that always holds, or never. */
export function truth(value: boolean): Formula {
  return node({ kind: 'truth', sort: truthSort, value });
}

/** value is one value of an enumeration, where no other term says which enumeration is meant. */
export function value<Name extends string, Value extends string>(
  sort: Enumeration<Name, Value>,
  value: NoInfer<Value>,
): Term<Enumeration<Name, Value>> {
  const values = listGiven('what an enumeration lists', recordGiven('an enumeration', sort).values);
  if (!values.includes(value)) throw new QuiesceError('QSC430', `${sort.name} has no value ${seenAs(value)}`);
  return node({ kind: 'value', sort, value });
}

function symbol<Parameters extends readonly Sort[], Result extends Sort>(
  data: SymbolData<Result>,
): Callable<Parameters, Result> {
  refuseName(data.name, 'a symbol');
  for (const each of data.parameters)
    if (each?.kind !== 'open' && each?.kind !== 'enumeration')
      throw new QuiesceError('QSC430', `${data.name} has a parameter of ${seenAs(each)}`);
  if (!sortKinds.includes(data.result?.kind))
    throw new QuiesceError('QSC430', `${data.name} has values of ${seenAs(data.result)}, which is no sort`);
  Object.freeze(data);
  const callable = (...args: readonly unknown[]) => apply(data, args, false);
  return Object.freeze(Object.assign(callable, { symbol: data })) as unknown as Callable<Parameters, Result>;
}

/** apply is the application of a symbol. Throws QSC430 for arguments of the wrong number or sorts. */
export function apply<Result extends Sort>(
  symbol: SymbolData<Result>,
  args: readonly unknown[],
  primed = false,
): Term<Result> {
  const { name, parameters, result } = symbol;
  if (args.length !== parameters.length)
    throw new QuiesceError('QSC430', `${name} takes ${parameters.length} arguments and is given ${args.length}`);
  const terms = parameters.map((parameter, index) => asTerm(parameter, args[index]));
  return node({ kind: 'apply', sort: result, symbol, primed, args: Object.freeze(terms) });
}

const sortKinds: readonly unknown[] = ['open', 'enumeration', 'union', 'truth'];

function listed(name: string, parameters: readonly Sort[]): readonly Sort[] {
  return Object.freeze([...listGiven(`what ${seenAs(name)} is applied to`, parameters)]);
}

/** fixed declares a symbol that no action changes: who belongs to whom, what comes before what. */
export function fixed<const Parameters extends readonly Sort[], Result extends Sort>(
  name: string,
  parameters: Parameters,
  result: Result,
  says: string,
): Callable<Parameters, Result> {
  return symbol({ kind: 'fixed', name, parameters: listed(name, parameters), result, says });
}

/** state declares a symbol that actions write: all of them together are the state of the protocol. */
export function state<const Parameters extends readonly Sort[], Result extends Sort>(
  name: string,
  parameters: Parameters,
  result: Result,
  says: string,
): Callable<Parameters, Result> {
  return symbol({ kind: 'state', name, parameters: listed(name, parameters), result, says });
}

/** symbolOf is the symbol of what `fixed` or `state` has given back. Throws QSC430. */
export function symbolOf<Result extends Sort>(callable: { readonly symbol: SymbolData<Result> }): SymbolData<Result> {
  const data = (callable as typeof callable | null | undefined)?.symbol;
  if (Array.isArray(data?.parameters)) return data;
  throw new QuiesceError('QSC430', `${seenAs(callable)} where a symbol is expected, as fixed() or state() gives it`);
}

/** after is a state symbol as it is after the step: for claims about steps. */
export function after<Parameters extends readonly Sort[], Result extends Sort>(
  before: Callable<Parameters, Result>,
): Callable<Parameters, Result> {
  const data = symbolOf(before);
  if (data.kind !== 'state') throw new QuiesceError('QSC430', `${data.name} never changes: there is no "after" of it`);
  const callable = (...args: readonly unknown[]) => apply(data, args, true);
  return Object.freeze(Object.assign(callable, { symbol: data })) as unknown as Callable<Parameters, Result>;
}

/** inject makes a term of a union from a term of one of its alternatives. */
export function inject<Name extends string, Kinds extends Alternatives, Kind extends keyof Kinds & string>(
  sort: Union<Name, Kinds>,
  alternative: Kind,
  of: Term<Kinds[Kind]>,
): Term<Union<Name, Kinds>> {
  const { alternatives } = unionGiven('inject', sort);
  const expected = Object.hasOwn(alternatives, alternative) ? alternatives[alternative] : undefined;
  if (!expected) throw new QuiesceError('QSC430', `${sort.name} has no alternative ${alternative}`);
  return node({ kind: 'inject', sort, alternative, of: asTerm(expected, of) });
}

/** equal holds where two terms of one sort have the same value. */
export function equal<S extends Sort>(left: Term<S>, right: Given<NoInfer<S>>): Formula {
  return node({ kind: 'equal', sort: truthSort, left, right: asTerm(sortOf(left), right) });
}

/** is holds where a term has one of these values of its enumeration. */
export function is<Name extends string, Value extends string>(
  term: Term<Enumeration<Name, Value>>,
  ...values: readonly NoInfer<Value>[]
): Formula {
  const sort = sortOf(term);
  return or(...values.map((each) => equal(term, value(sort, each))));
}

/** not, and, or, implies and iff are the usual connectives; `and()` holds and `or()` does not. */
export function not(of: Given<Truth>): Formula {
  return node({ kind: 'not', sort: truthSort, of: asTerm(truthSort, of) });
}

export function and(...of: readonly Given<Truth>[]): Formula {
  return junction('and', of);
}

export function or(...of: readonly Given<Truth>[]): Formula {
  return junction('or', of);
}

function junction(kind: 'and' | 'or', of: readonly Given<Truth>[]): Formula {
  const terms = of.map((each) => asTerm(truthSort, each));
  if (terms.length === 0) return truth(kind === 'and');
  return terms.length === 1 ? terms[0]! : node({ kind, sort: truthSort, of: Object.freeze(terms) });
}

export function implies(left: Given<Truth>, right: Given<Truth>): Formula {
  return node({ kind: 'implies', sort: truthSort, left: asTerm(truthSort, left), right: asTerm(truthSort, right) });
}

export function iff(left: Given<Truth>, right: Given<Truth>): Formula {
  return equal(asTerm(truthSort, left), asTerm(truthSort, right));
}

/** choose is the first term where the condition holds, and the second elsewhere. One of the two says of which sort. */
export function choose<S extends Sort>(condition: Given<Truth>, then: Term<S>, otherwise: Given<NoInfer<S>>): Term<S>;
export function choose<S extends Sort>(condition: Given<Truth>, then: Given<NoInfer<S>>, otherwise: Term<S>): Term<S>;
export function choose(condition: Given<Truth>, then: unknown, otherwise: unknown): Term {
  const sort = (then as Partial<Term> | null)?.sort ?? (otherwise as Partial<Term> | null)?.sort;
  if (!sort) throw new QuiesceError('QSC430', 'choose between two values, of which neither says its sort');
  const [one, other] = [asTerm(sort, then), asTerm(sort, otherwise)];
  return node({ kind: 'choose', sort, test: asTerm(truthSort, condition), chosen: one, otherwise: other });
}

/** cases looks what a term of a union is, and goes on with the element that it is. All alternatives have a branch. */
export function cases<Name extends string, Kinds extends Alternatives, Result extends Sort>(
  of: Term<Union<Name, Kinds>>,
  branches: { readonly [Kind in keyof Kinds & string]: (element: Term<Kinds[Kind]>) => Term<Result> },
): Term<Result> {
  const { name, alternatives } = unionGiven('cases', sortOf(of));
  const given = recordGiven(`what cases of ${name} takes`, branches as unknown as Branches<Result>);
  const entries = Object.entries(alternatives).map(([kind, sort]) => {
    const branch = Object.hasOwn(given, kind) ? given[kind] : undefined;
    if (!branch) throw new QuiesceError('QSC430', `cases of ${name} without a branch for ${kind}`);
    const variable = variableNamed(kind, sort);
    return [kind, Object.freeze({ variable, body: functionGiven(`the branch ${kind}`, branch)(variable) })] as const;
  });
  const sort = sortOf(entries[0]![1].body);
  for (const [, { body }] of entries) asTerm(sort, body);
  const made: Readonly<Record<string, Branch>> = Object.freeze(Object.fromEntries(entries));
  return node({ kind: 'cases', sort, of, branches: made } as Term<Result>);
}

type Branches<Result extends Sort> = Readonly<Record<string, ((element: Term<OpenSort>) => Term<Result>) | undefined>>;

/** variableNamed makes a variable; two of one name are two variables. */
export function variableNamed<S extends Sort>(name: string, sort: S): Variable<S> & Term<S> {
  return Object.freeze({ kind: 'variable', sort, name }) as Variable<S> & Term<S>;
}

export type Bound = Readonly<Record<string, OpenSort | Enumeration>>;
export type TermsOf<Names extends Bound> = { readonly [Name in keyof Names]: Term<Names[Name]> };

/** bind makes variables of these names and sorts. */
export function bind<Names extends Bound>(names: Names): { variables: readonly Variable[]; terms: TermsOf<Names> } {
  const made = Object.entries(recordGiven('what variables range over', names)).map(([name, sort]) => {
    refuseName(name, 'a variable');
    if (sort?.kind !== 'open' && sort?.kind !== 'enumeration')
      throw new QuiesceError('QSC430', `the variable ${name} ranges over no open sort or enumeration`);
    return [name, variableNamed(name, sort)] as const;
  });
  const variables = Object.freeze(made.map(([, variable]) => variable as Variable));
  return { variables, terms: Object.freeze(Object.fromEntries(made)) as TermsOf<Names> };
}

/**
 * forAll holds where the body holds for all elements.
 *
 * @example
 * forAll({}, () => not(false)).kind // => 'forAll'
 */
export function forAll<Names extends Bound>(names: Names, body: (terms: TermsOf<Names>) => Given<Truth>): Formula {
  return quantified('forAll', names, body);
}

/** exists holds where the body holds for some elements. */
export function exists<Names extends Bound>(names: Names, body: (terms: TermsOf<Names>) => Given<Truth>): Formula {
  return quantified('exists', names, body);
}

function quantified<Names extends Bound>(
  kind: 'forAll' | 'exists',
  names: Names,
  body: (terms: TermsOf<Names>) => Given<Truth>,
): Formula {
  const { variables, terms } = bind(names);
  return node({
    kind,
    sort: truthSort,
    variables,
    body: asTerm(truthSort, functionGiven(`the body of ${kind}`, body)(terms)),
  });
}
