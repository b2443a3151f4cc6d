// An action: parameters, named guards, and what it writes. All changes read the state before the step and happen at once.
// What an action writes is declared besides being done, so that a change that nobody meant is refused (QSC431).

import { QuiesceError } from '../../engine/program/errors.js';
import {
  and,
  asTerm,
  type Bound,
  bind,
  type Callable,
  choose,
  equal,
  symbolOf,
  type TermsOf,
  variableNamed,
} from './build.js';
import { functionGiven, listGiven, recordGiven } from './given.js';
import { refuseName, type Sort, type Truth, truthSort } from './sort.js';
import type { Formula, Given, SymbolData, Term, Variable } from './term.js';

export type AnyCallable = { readonly symbol: SymbolData };

/** One change: of a whole symbol, or of its value at one point. */
export type Change =
  | { readonly kind: 'point'; readonly symbol: SymbolData; readonly args: readonly Term[]; readonly value: Term }
  | {
      readonly kind: 'whole';
      readonly symbol: SymbolData;
      readonly variables: readonly Variable[];
      readonly value: Term;
    };

/** After the step, `symbol` at `variables` is `value`, which reads the state before. */
export interface Update {
  readonly symbol: SymbolData;
  readonly variables: readonly Variable[];
  readonly value: Term;
}

export interface Action {
  readonly name: string;
  readonly says: string;
  readonly parameters: readonly Variable[];
  readonly guards: Readonly<Record<string, Formula>>;
  readonly writes: readonly SymbolData[];
  readonly updates: readonly Update[];
}

export interface ActionInput<Names extends Bound> {
  /** What it does, as a sentence without its subject's name. */
  readonly says: string;
  readonly parameters?: Names;
  /** It can be taken where all of them hold. */
  readonly guards: (terms: TermsOf<Names>) => Readonly<Record<string, Given<Truth>>>;
  readonly writes: readonly AnyCallable[];
  readonly changes: (terms: TermsOf<Names>) => readonly Change[];
}

/** set changes a symbol at one point: `set(at(c), 'inside')`. Throws QSC430. */
export function set<S extends Sort>(place: Term<S>, value: Given<NoInfer<S>>): Change {
  if (place?.kind !== 'apply' || place.primed || place.symbol.kind !== 'state')
    throw new QuiesceError('QSC430', 'set takes a state symbol, applied, as its place');
  const { symbol, args } = place;
  return Object.freeze({ kind: 'point', symbol, args, value: asTerm(place.sort as Sort, value) });
}

/** setEach changes a symbol everywhere: `setEach(generation, (t) => choose(…, 'previous', generation(t)))`. */
export function setEach<Parameters extends readonly Sort[], Result extends Sort>(
  callable: Callable<Parameters, Result>,
  value: (...at: { readonly [Index in keyof Parameters]: Term<Parameters[Index]> }) => Given<Result>,
): Change {
  const symbol = symbolOf(callable);
  if (symbol.kind !== 'state')
    throw new QuiesceError('QSC430', `setEach takes a state symbol, and ${symbol.name} is fixed`);
  const variables = symbol.parameters.map((sort, index) => variableNamed(`x${index + 1}`, sort));
  const given = functionGiven(
    `what ${symbol.name} becomes`,
    value,
  )(...(variables as unknown as Parameters_<Parameters>));
  return Object.freeze({
    kind: 'whole',
    symbol,
    variables: Object.freeze(variables),
    value: asTerm(symbol.result, given),
  });
}

type Parameters_<Sorts extends readonly Sort[]> = { readonly [Index in keyof Sorts]: Term<Sorts[Index]> };

/** action declares an action. Throws QSC430 for misfitting sorts, QSC431 for what it writes or declares too much. */
export function action<Names extends Bound = Record<never, never>>(name: string, input: ActionInput<Names>): Action {
  refuseName(name, 'an action');
  const { says, parameters = {}, guards, changes, writes } = recordGiven(`the action ${name}`, input);
  const { variables, terms } = bind(parameters as Names);
  const made = {
    ...{ name, says, parameters: variables },
    guards: guardsOf(name, functionGiven(`guards of ${name}`, guards)(terms)),
    writes: Object.freeze(listGiven(`writes of ${name}`, writes).map(symbolOf)),
    updates: updatesOf(listGiven(`what ${name} changes`, functionGiven(`changes of ${name}`, changes)(terms))),
  };
  refuseUndeclared(made);
  return Object.freeze(made);
}

function guardsOf(name: string, given: Readonly<Record<string, Given<Truth>>>): Action['guards'] {
  const guards = Object.entries(recordGiven(`what guards ${name}`, given)).map(([guard, formula]) => {
    refuseName(guard, `a guard of ${name}`);
    return [guard, asTerm(truthSort, formula)] as const;
  });
  return Object.freeze(Object.fromEntries(guards));
}

/** refuseUndeclared throws QSC431 unless an action writes each symbol that it declares, once, and no other. */
export function refuseUndeclared({ name, writes, updates }: Pick<Action, 'name' | 'writes' | 'updates'>): void {
  const written = updates.map(({ symbol }) => symbol);
  const undeclared = written.filter((symbol) => !writes.includes(symbol)).map((symbol) => symbol.name);
  const idle = writes.filter((symbol) => !written.includes(symbol)).map((symbol) => symbol.name);
  if (undeclared.length > 0)
    throw new QuiesceError('QSC431', `${name} writes ${undeclared.join(', ')} and does not declare it`);
  const twice = written.find((symbol, index) => written.indexOf(symbol) !== index);
  if (twice) throw new QuiesceError('QSC431', `${name} writes ${twice.name} twice`);
  if (idle.length > 0) throw new QuiesceError('QSC431', `${name} declares ${idle.join(', ')} and does not write it`);
}

/** updatesOf gathers changes by symbol; where two concern one point, the later one counts. */
export function updatesOf(changes: readonly Change[]): readonly Update[] {
  const updates = new Map<SymbolData, Update>();
  for (const change of changes) {
    const { symbol } = recordGiven('a change', change);
    if (change.kind === 'whole') updates.set(symbol, change);
    else updates.set(symbol, changedAt(updates.get(symbol) ?? unchanged(symbol), change));
  }
  return Object.freeze([...updates.values()].map(({ symbol, variables, value }) => ({ symbol, variables, value })));
}

function unchanged(symbol: SymbolData): Update {
  const variables = symbol.parameters.map((sort, index) => variableNamed(`x${index + 1}`, sort));
  const value = Object.freeze({ kind: 'apply', sort: symbol.result, symbol, primed: false, args: variables }) as Term;
  return { symbol, variables, value };
}

function changedAt(
  { symbol, variables, value }: Update,
  { args, value: then }: Extract<Change, { kind: 'point' }>,
): Update {
  if (variables.length === 0) return { symbol, variables, value: then };
  const here = and(...variables.map((variable, index) => equal(variable as Term, args[index]!)));
  return { symbol, variables, value: choose(here, then, value) };
}

/** enabled is the formula that holds where an action can be taken with its parameters. */
export function enabled({ guards }: Action): Formula {
  return and(...Object.values(guards));
}
