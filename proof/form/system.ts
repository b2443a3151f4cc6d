// A protocol as a transition system over sorts of any size, with what is claimed of it. The *invariant* is a list of named
// conjuncts that every action keeps; *claims* follow from it in every state; *steps* are claims about every step.
// All that can be refused by looking is refused here, so that nothing that reads a system need ask again.

import { QuiesceError } from '../../engine/program/errors.js';
import { type Action, type AnyCallable, type Change, refuseUndeclared, type Update, updatesOf } from './action.js';
import { symbolOf } from './build.js';
import { listGiven, recordGiven } from './given.js';
import type { InstanceInput } from './instanceInput.js';
import { refuseHuge } from './size.js';
import { refuseName, refuseTwins, type Sort } from './sort.js';
import {
  applicationsIn,
  boundBy,
  boundTwice,
  childrenOf,
  type Formula,
  freeVariables,
  type SymbolData,
  type Term,
  type Variable,
} from './term.js';

/** A formula with the sentence that a person would say. */
export interface Claim {
  readonly says: string;
  readonly holds: Formula;
}

export interface Conjunct extends Claim {
  /** An action that would lose another conjunct without this one, or a claim that would not follow. */
  readonly neededFor: string;
}

export interface SystemInput {
  readonly name: string;
  /** What is proved, as a sentence. */
  readonly statement: string;
  readonly fixed: readonly AnyCallable[];
  readonly state: readonly AnyCallable[];
  /** What is assumed of the fixed symbols. */
  readonly axioms?: Readonly<Record<string, Claim>>;
  /** One change of the whole of each state symbol. */
  readonly initially: readonly Change[];
  readonly actions: readonly Action[];
  readonly invariant: Readonly<Record<string, Conjunct>>;
  readonly claims?: Readonly<Record<string, Claim>>;
  readonly steps?: Readonly<Record<string, Claim>>;
  /** Where a counterexample is looked for, and the evaluation held against the translation: small and finite. */
  readonly instances: readonly InstanceInput[];
}

export interface System {
  readonly kind: 'system';
  readonly name: string;
  readonly statement: string;
  readonly sorts: readonly Sort[];
  readonly fixed: readonly SymbolData[];
  readonly state: readonly SymbolData[];
  readonly axioms: Readonly<Record<string, Claim>>;
  readonly initially: readonly Update[];
  readonly actions: readonly Action[];
  readonly invariant: Readonly<Record<string, Conjunct>>;
  readonly claims: Readonly<Record<string, Claim>>;
  readonly steps: Readonly<Record<string, Claim>>;
  readonly instances: readonly InstanceInput[];
}

/** system declares a protocol. Throws QSC430 and QSC431 for whatever is not well-formed. */
export function system(input: SystemInput): System {
  const { name, statement, actions, invariant, instances } = recordGiven('what system() takes', input);
  const { fixed, state, initially, axioms = {}, claims = {}, steps = {} } = input;
  const made: System = {
    ...{ kind: 'system', name, statement, actions, invariant, instances, axioms, claims, steps },
    fixed: listGiven('fixed', fixed).map(symbolOf),
    state: listGiven('state', state).map(symbolOf),
    initially: updatesOf(listGiven('initially', initially)),
    sorts: [],
  };
  return wellFormed(() => {
    const whole = checked(made, initially);
    refuseNeededForNothing(whole);
    return whole;
  });
}

/** changed is a system with some of its parts replaced: how a mutant is made. Throws as system does. */
export function changed(base: System, parts: Partial<Omit<System, 'kind' | 'sorts'>>): System {
  return checked({ ...base, ...parts });
}

/** checkedAgain refuses what was put together, or altered, by hand. Throws as system does. */
export function checkedAgain(given: System): System {
  return wellFormed(() => changed(given, {}));
}

/** What stumbles over a part of a system has found something there that action(), forAll() and the like do not make. */
function wellFormed(make: () => System): System {
  try {
    return make();
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC430', 'a part of it was not made with the words of the form', { cause: error });
  }
}

function checked(made: System, initially: readonly Change[] = []): System {
  refuseName(made.name, 'a system');
  refuseNames(made);
  refuseUninitialised(made, initially);
  for (const action of made.actions) {
    refuseUndeclared(action);
    refuseUnknown(made, action);
  }
  for (const [place, term, allowed] of termsOf(made)) {
    if (typeof term?.kind !== 'string') throw new QuiesceError('QSC430', `${place} is no term`);
    refuseHuge(place, term);
    refuseForeign(made, place, term, allowed);
  }
  const sorts = sortsOf(made);
  refuseOddNames(made, sorts);
  refuseTwoSortsOfOneName(sorts);
  return Object.freeze({ ...made, sorts: Object.freeze(uniqueByName(sorts)) });
}

/** What was put together by hand has whatever name: in the text of a solver it could be a command. */
function refuseOddNames(made: System, sorts: readonly Sort[]): void {
  for (const sort of sorts) {
    refuseName(sort.name, 'a sort');
    if (sort.kind === 'enumeration') for (const value of sort.values) refuseName(value, `a value of ${sort.name}`);
    if (sort.kind === 'union')
      for (const kind of Object.keys(sort.alternatives)) refuseName(kind, `an alternative of ${sort.name}`);
  }
  for (const { name } of [...made.fixed, ...made.state]) refuseName(name, 'a symbol');
  for (const { name, parameters } of made.actions) {
    refuseName(name, 'an action');
    for (const variable of parameters) refuseName(variable.name, `a parameter of ${name}`);
  }
  for (const { variables } of [...made.initially, ...made.actions.flatMap(({ updates }) => updates)])
    for (const { name } of variables) refuseName(name, 'a variable');
  for (const [place, term] of termsOf(made))
    for (const { name } of variablesIn(term)) refuseName(name, `a variable in ${place}`);
}

function refuseUnknown({ state }: System, { name, writes }: Action): void {
  const unknown = writes.find((symbol) => !state.includes(symbol));
  if (unknown)
    throw new QuiesceError('QSC430', `${name} writes ${unknown.name}, which is no state symbol of the system`);
}

/** Rows and premises have these names: an action of such a name would be taken for what it is not. */
const reserved: readonly string[] = ['initially', 'always', 'axioms', 'invariant', 'readings'];

function refuseNames({ fixed, state, actions, axioms, invariant, claims, steps, instances }: System): void {
  const odd = actions.find(({ name }) => reserved.includes(name));
  if (odd)
    throw new QuiesceError('QSC430', `an action is named ${odd.name}, which is what a row of every proof is named`);
  for (const each of listGiven('instances', instances)) refuseNameless(recordGiven('an instance', each));
  const misplaced = [...fixed.filter(({ kind }) => kind !== 'fixed'), ...state.filter(({ kind }) => kind !== 'state')];
  if (misplaced.length > 0) throw new QuiesceError('QSC430', `${misplaced[0]!.name} is no symbol of that list`);
  const claimed = [axioms, invariant, claims, steps].flatMap((each) => Object.keys(each));
  for (const name of claimed) refuseName(name, 'a claim');
  refuseTwins(
    [...fixed, ...state].map(({ name }) => name),
    'a symbol',
  );
  refuseTwins(
    actions.map(({ name }) => name),
    'an action',
  );
  refuseTwins(claimed, 'a claim');
  refuseTwins(
    instances.map(({ name }) => name),
    'an instance',
  );
  for (const [what, list] of Object.entries({ actions, conjuncts: Object.keys(invariant), instances, state }))
    if (list.length === 0) throw new QuiesceError('QSC430', `a system without ${what}`);
}

function refuseNameless({ name }: InstanceInput): void {
  if (typeof name !== 'string' || name === '') throw new QuiesceError('QSC430', 'an instance has no name');
}

/** A mutant may have an action, or a claim, less than what its conjuncts are needed for: only system() asks. */
function refuseNeededForNothing({ actions, invariant, claims, steps }: System): void {
  const known = [...actions.map(({ name }) => name), ...Object.keys({ ...claims, ...steps })];
  const stray = Object.entries(invariant).find(([, { neededFor }]) => !known.includes(neededFor));
  if (!stray) return;
  const [name, { neededFor }] = stray;
  throw new QuiesceError('QSC430', `${name} is needed for ${neededFor}, which is no action and no claim`);
}

function refuseUninitialised({ state, initially }: System, changes: readonly Change[]): void {
  const point = changes.find(
    ({ kind, args = [] }: Change & { args?: readonly Term[] }) => kind === 'point' && args.length > 0,
  );
  if (point) throw new QuiesceError('QSC430', `initially, ${point.symbol.name} is set at one point only: use setEach`);
  const missing = state.filter((symbol) => !initially.some((update) => update.symbol === symbol));
  if (missing.length > 0) throw new QuiesceError('QSC430', `initially, nothing is said of ${missing[0]!.name}`);
}

/** What a term may be made of, beside fixed symbols. */
interface Allowed {
  readonly state: boolean;
  readonly primed: boolean;
  readonly variables: readonly unknown[];
}

type Placed = readonly [place: string, term: Term, allowed: Allowed];

function termsOf(made: System): readonly Placed[] {
  const closed = (state: boolean, primed = false): Allowed => ({ state, primed, variables: [] });
  const claims = (list: Readonly<Record<string, Claim>>, allowed: Allowed): readonly Placed[] =>
    Object.entries(list).map(([name, { holds }]) => [name, holds, allowed]);
  const updates = (
    place: string,
    list: readonly Update[],
    state: boolean,
    variables: readonly unknown[],
  ): readonly Placed[] =>
    list.map(({ symbol, variables: own, value }) => [
      `${place}, ${symbol.name}`,
      value,
      { state, primed: false, variables: [...variables, ...own] },
    ]);
  return [
    ...claims(made.axioms, closed(false)),
    ...claims({ ...made.invariant, ...made.claims }, closed(true)),
    ...claims(made.steps, closed(true, true)),
    ...updates('initially', made.initially, false, []),
    ...made.actions.flatMap(({ name, parameters, guards, updates: own }) => [
      ...Object.entries(guards).map(
        ([guard, term]): Placed => [`${name}, ${guard}`, term, { state: true, primed: false, variables: parameters }],
      ),
      ...updates(name, own, true, parameters),
    ]),
  ];
}

function refuseForeign({ fixed, state }: System, place: string, term: Term, allowed: Allowed): void {
  const refuse = (why: string) => {
    throw new QuiesceError('QSC430', `${place}: ${why}`);
  };
  for (const { symbol, primed } of applicationsIn(term)) {
    if (![...fixed, ...state].includes(symbol)) refuse(`the symbol ${symbol.name} is not declared`);
    if (symbol.kind === 'state' && !allowed.state) refuse(`the state symbol ${symbol.name} has no value here`);
    if (primed && !allowed.primed) refuse(`there is no "after" here (${symbol.name})`);
  }
  const foreign = [...freeVariables(term)].find((variable) => !allowed.variables.includes(variable));
  if (foreign?.kind === 'variable') refuse(`the variable ${foreign.name} is not bound here`);
  const twice = boundTwice(term, allowed.variables);
  if (twice) refuse(`the variable ${twice.name} is bound again where it is bound already`);
}

function sortsOf(made: System): readonly Sort[] {
  const ofSymbols = [...made.fixed, ...made.state].flatMap(({ parameters, result }) => [...parameters, result]);
  const ofParameters = made.actions.flatMap(({ parameters }) => parameters.map(({ sort }) => sort));
  const inTerms = termsOf(made).flatMap(([, term]) => sortsIn(term));
  return [...ofSymbols, ...ofParameters, ...inTerms].flatMap((sort): readonly Sort[] =>
    sort.kind === 'union' ? [...Object.values(sort.alternatives), sort] : [sort],
  );
}

function sortsIn(term: Term): readonly Sort[] {
  return [term.sort, ...boundBy(term).map(({ sort }) => sort), ...childrenOf(term).flatMap(sortsIn)];
}

/** All that a term binds, and all that its parts bind. */
function variablesIn(term: Term): readonly Variable[] {
  return [...boundBy(term), ...childrenOf(term).flatMap(variablesIn)];
}

function refuseTwoSortsOfOneName(sorts: readonly Sort[]): void {
  const known = new Map<string, string>();
  for (const sort of sorts) {
    const text = JSON.stringify(sort);
    const other = known.get(sort.name) ?? text;
    if (other !== text) throw new QuiesceError('QSC430', `two sorts are named ${sort.name}`);
    known.set(sort.name, text);
  }
}

function uniqueByName(sorts: readonly Sort[]): readonly Sort[] {
  return [...new Map(sorts.filter(({ kind }) => kind !== 'truth').map((sort) => [sort.name, sort])).values()];
}
