// The effectively propositional fragment: what is asked of the solver has a finite model whenever it has one, so that it
// always answers, and a "no" is a finite picture. It is kept if no chain of functions leads from a sort back to itself:
// functions are the symbols of the form, and those that a "for all … there is" stands for. A cycle is refused by name.

import { QuiesceError } from '../../engine/program/errors.js';
import { enabled, type Update } from '../form/action.js';
import type { Sort } from '../form/sort.js';
import type { System } from '../form/system.js';
import { type Formula, freeVariables, type SymbolData, type Term, type Variable } from '../form/term.js';

/** A function from one sort to another, and what makes it one. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/** Whether a formula is assumed, denied, or both (a condition inside a term). */
type Polarity = 'assumed' | 'denied' | 'both';

/** The universal variables that the value of a variable depends on. */
type Dependence = ReadonlyMap<unknown, ReadonlySet<Variable>>;

interface Scope {
  readonly polarity: Polarity;
  readonly on: Dependence;
  /** What the symbols that the step writes are after it. */
  readonly updates: readonly Update[];
  /** Whether unprimed symbols are read after the step. */
  readonly shifted: boolean;
  readonly by: string;
}

/** refuseOutside throws QSC433 where the questions about a system leave the fragment. */
export function refuseOutside(system: System): void {
  const cycle = cycleIn(arrowsOf(system));
  if (!cycle) return;
  const path = cycle.map(({ from, to, by }) => `${from} to ${to} (${by})`).join(', ');
  throw new QuiesceError('QSC433', `${system.name}: ${path}`);
}

/** arrowsOf lists the functions that the questions about a system speak of. */
export function arrowsOf(system: System): readonly Arrow[] {
  const arrows = [...system.fixed, ...system.state].flatMap(symbolArrows);
  const walk = (formula: Formula, polarity: Polarity, by: string, updates: readonly Update[] = [], shifted = false) =>
    arrows.push(...quantifierArrows(formula, { polarity, by, updates, shifted, on: new Map() }));
  for (const [name, { holds }] of Object.entries({ ...system.axioms, ...system.invariant }))
    walk(holds, 'assumed', name);
  for (const [name, { holds }] of Object.entries(system.claims)) walk(holds, 'denied', name);
  for (const [name, { holds }] of Object.entries(system.invariant)) {
    walk(holds, 'denied', `${name}, initially`, system.initially, true);
    for (const action of system.actions) walk(holds, 'denied', `${name}, after ${action.name}`, action.updates, true);
  }
  for (const action of system.actions) {
    walk(enabled(action), 'assumed', `the guards of ${action.name}`);
    for (const [name, { holds }] of Object.entries(system.steps))
      walk(holds, 'denied', `${name}, over ${action.name}`, action.updates);
  }
  return arrows;
}

function symbolArrows({ name, parameters, result }: SymbolData): readonly Arrow[] {
  return parameters.flatMap((parameter) =>
    parameter.kind === 'open' ? openSortsOf(result).map((to) => ({ from: parameter.name, to, by: name })) : [],
  );
}

function openSortsOf(sort: Sort): readonly string[] {
  if (sort.kind === 'union') return Object.values(sort.alternatives).map(({ name }) => name);
  return sort.kind === 'open' ? [sort.name] : [];
}

function quantifierArrows(term: Term, scope: Scope): readonly Arrow[] {
  const within = (each: Term, polarity: Polarity = 'both') => quantifierArrows(each, { ...scope, polarity });
  switch (term.kind) {
    case 'variable':
    case 'value':
    case 'truth':
      return [];
    case 'apply':
      return [...term.args.flatMap((arg) => within(arg)), ...updateArrows(term, scope)];
    case 'inject':
      return within(term.of);
    case 'equal':
      return [...within(term.left), ...within(term.right)];
    case 'not':
      return within(term.of, opposite(scope.polarity));
    case 'and':
    case 'or':
      return term.of.flatMap((each) => within(each, scope.polarity));
    case 'implies':
      return [...within(term.left, opposite(scope.polarity)), ...within(term.right, scope.polarity)];
    case 'choose':
      return [...within(term.test), ...within(term.chosen, scope.polarity), ...within(term.otherwise, scope.polarity)];
    case 'cases':
      return casesArrows(term, scope);
    case 'forAll':
    case 'exists':
      return boundArrows(term, scope);
  }
}

function opposite(polarity: Polarity): Polarity {
  return polarity === 'both' ? 'both' : polarity === 'assumed' ? 'denied' : 'assumed';
}

/** What a symbol is after the step may be said with quantifiers: they stand where the symbol stands. */
function updateArrows({ symbol, primed, args }: Extract<Term, { kind: 'apply' }>, scope: Scope): readonly Arrow[] {
  const update = primed || scope.shifted ? scope.updates.find((each) => each.symbol === symbol) : undefined;
  if (!update) return [];
  const on = new Map(scope.on);
  for (const [index, variable] of update.variables.entries()) on.set(variable, dependenceOf(args[index]!, scope));
  return quantifierArrows(update.value, { ...scope, on, polarity: 'both', updates: [], shifted: false });
}

function casesArrows(term: Extract<Term, { kind: 'cases' }>, scope: Scope): readonly Arrow[] {
  const on = new Map(scope.on);
  for (const { variable } of Object.values(term.branches)) on.set(variable, dependenceOf(term.of, scope));
  const branches = Object.values(term.branches).flatMap(({ body }) => quantifierArrows(body, { ...scope, on }));
  return [...quantifierArrows(term.of, { ...scope, polarity: 'both' }), ...branches];
}

/**
 * A variable bound by "for all" in what is assumed is universal; bound by "there is", it stands for a function of the
 * universal variables that its formula speaks of. In what is denied it is the other way round; under "both", both.
 */
function boundArrows(term: Extract<Term, { kind: 'forAll' | 'exists' }>, scope: Scope): readonly Arrow[] {
  const isUniversal = scope.polarity === 'both' || (term.kind === 'forAll') === (scope.polarity === 'assumed');
  const isFunction = scope.polarity === 'both' || !isUniversal;
  const needed = dependenceOf(term, scope);
  const on = new Map(scope.on);
  for (const variable of term.variables)
    on.set(variable, new Set([...(isFunction ? needed : []), ...(isUniversal ? [variable] : [])]));
  const arrows = isFunction ? term.variables.flatMap((variable) => functionArrows(needed, variable, scope.by)) : [];
  return [...arrows, ...quantifierArrows(term.body, { ...scope, on })];
}

function functionArrows(needed: ReadonlySet<Variable>, { sort, name }: Variable, by: string): readonly Arrow[] {
  if (sort.kind !== 'open') return [];
  return [...needed].flatMap((variable) =>
    variable.sort.kind === 'open'
      ? [{ from: variable.sort.name, to: sort.name, by: `for all ${variable.name} there is ${name}: ${by}` }]
      : [],
  );
}

/** The universal variables that a term speaks of, also through what its symbols are after the step. */
function dependenceOf(term: Term, { on }: Scope): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  for (const variable of freeVariables(term)) for (const each of on.get(variable) ?? []) found.add(each);
  return found;
}

/** cycleIn finds a shortest way from a sort back to itself. */
function cycleIn(arrows: readonly Arrow[]): readonly Arrow[] | undefined {
  const sorts = [...new Set(arrows.map(({ from }) => from))];
  const cycles = sorts.flatMap((sort) => {
    const way = wayBack(sort, arrows);
    return way ? [way] : [];
  });
  return cycles.sort((one, other) => one.length - other.length)[0];
}

function wayBack(sort: string, arrows: readonly Arrow[]): readonly Arrow[] | undefined {
  const ways = new Map<string, readonly Arrow[]>();
  const queue: (readonly [string, readonly Arrow[]])[] = [[sort, []]];
  for (const [at, way] of queue) {
    for (const arrow of arrows.filter(({ from }) => from === at)) {
      if (arrow.to === sort) return [...way, arrow];
      if (ways.has(arrow.to)) continue;
      ways.set(arrow.to, [...way, arrow]);
      queue.push([arrow.to, [...way, arrow]]);
    }
  }
  return undefined;
}
