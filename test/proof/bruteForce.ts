// A third reading of a form, as plain as can be, for tests: values are words, a state is a table of them, and all states of
// a small world are listed. Written apart from proof/instance/ and proof/smt/, and slow: what it says is looked up.

import type { Action, Update } from '../../proof/form/action.js';
import type { Sort } from '../../proof/form/sort.js';
import type { System } from '../../proof/form/system.js';
import type { Formula, SymbolData, Term } from '../../proof/form/term.js';

/** By symbol and arguments, `hue a1`: the value there. */
export type Table = Readonly<Record<string, string>>;

/** How many of each open sort there are, by name, and what the fixed symbols are. */
export interface World {
  readonly elements: Readonly<Record<string, readonly string[]>>;
  readonly fixed: Table;
}

export interface Step {
  readonly action: string;
  readonly args: readonly string[];
  readonly after: Table;
}

/** What terms are read with. */
interface Moment {
  readonly world: World;
  readonly before: Table;
  readonly after: Table;
  readonly bound: ReadonlyMap<unknown, string>;
}

function valuesIn({ elements }: World, sort: Sort): readonly string[] {
  if (sort.kind === 'open') return elements[sort.name]!;
  if (sort.kind === 'enumeration') return sort.values;
  if (sort.kind === 'truth') return ['true', 'false'];
  return Object.entries(sort.alternatives).flatMap(([kind, of]) => elements[of.name]!.map((each) => `${kind} ${each}`));
}

function allTuples(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first, ...others] = lists;
  if (!first) return [[]];
  return first.flatMap((each) => allTuples(others).map((rest) => [each, ...rest]));
}

function placesOf(world: World, { name, parameters }: SymbolData): readonly (readonly string[])[] {
  return allTuples(parameters.map((sort) => valuesIn(world, sort))).map((args) => [name, ...args]);
}

/** tablesOf lists every table that symbols can have in a world. */
export function tablesOf(world: World, symbols: readonly SymbolData[]): readonly Table[] {
  const places = symbols.flatMap((symbol) =>
    placesOf(world, symbol).map((place) => [place.join(' '), valuesIn(world, symbol.result)] as const),
  );
  return allTuples(places.map(([, values]) => values)).map((tuple) =>
    Object.fromEntries(tuple.map((value, index) => [places[index]![0], value])),
  );
}

function read(term: Term, moment: Moment): string {
  const isTrue = (each: Term, bound = moment.bound) => read(each, { ...moment, bound }) === 'true';
  switch (term.kind) {
    case 'variable':
      return moment.bound.get(term)!;
    case 'value':
      return term.value;
    case 'truth':
      return `${term.value}`;
    case 'apply': {
      const place = [term.symbol.name, ...term.args.map((arg) => read(arg, moment))].join(' ');
      const table = term.symbol.kind === 'fixed' ? moment.world.fixed : term.primed ? moment.after : moment.before;
      return table[place]!;
    }
    case 'inject':
      return `${term.alternative} ${read(term.of, moment)}`;
    case 'equal':
      return `${read(term.left, moment) === read(term.right, moment)}`;
    case 'not':
      return `${!isTrue(term.of)}`;
    case 'and':
      return `${term.of.every((each) => isTrue(each))}`;
    case 'or':
      return `${term.of.some((each) => isTrue(each))}`;
    case 'implies':
      return `${!isTrue(term.left) || isTrue(term.right)}`;
    case 'choose':
      return read(isTrue(term.test) ? term.chosen : term.otherwise, moment);
    case 'cases': {
      const [kind, element] = read(term.of, moment).split(' ') as [string, string];
      const { variable, body } = term.branches[kind]!;
      return read(body, { ...moment, bound: new Map([...moment.bound, [variable, element]]) });
    }
    case 'forAll':
    case 'exists': {
      const tuples = allTuples(term.variables.map(({ sort }) => valuesIn(moment.world, sort)));
      const bodies = tuples.map((tuple) => boundTo(term.variables, tuple, moment.bound));
      const holds = (bound: ReadonlyMap<unknown, string>) => isTrue(term.body, bound);
      return `${term.kind === 'forAll' ? bodies.every(holds) : bodies.some(holds)}`;
    }
  }
}

function boundTo(
  variables: readonly unknown[],
  values: readonly string[],
  bound: ReadonlyMap<unknown, string> = new Map(),
): ReadonlyMap<unknown, string> {
  return new Map([...bound, ...variables.map((variable, index) => [variable, values[index]!] as const)]);
}

/** isSo tells whether a formula holds in a state, or over a step. */
export function isSo(formula: Formula, world: World, before: Table, after: Table = before): boolean {
  return read(formula, { world, before, after, bound: new Map() }) === 'true';
}

/** allSo tells whether all claims of a list hold. */
export function allSo(
  claims: Readonly<Record<string, { readonly holds: Formula }>>,
  world: World,
  state: Table,
): boolean {
  return Object.values(claims).every(({ holds }) => isSo(holds, world, state));
}

function written(updates: readonly Update[], world: World, before: Table, bound: ReadonlyMap<unknown, string>): Table {
  const changes = updates.flatMap(({ symbol, variables, value }) =>
    placesOf(world, symbol).map((place) => {
      const [, ...args] = place;
      return [
        place.join(' '),
        read(value, { world, before, after: before, bound: boundTo(variables, args, bound) }),
      ] as const;
    }),
  );
  return { ...before, ...Object.fromEntries(changes) };
}

/** firstState is the one that a system begins in. */
export function firstState({ initially }: System, world: World): Table {
  return written(initially, world, {}, new Map());
}

/** stepsFrom lists all steps out of a state. */
export function stepsFrom(system: System, world: World, before: Table): readonly Step[] {
  return system.actions.flatMap((action) => stepsOf(action, world, before));
}

/** stepsOf lists the steps of one action out of a state. */
export function stepsOf({ name, parameters, guards, updates }: Action, world: World, before: Table): readonly Step[] {
  return allTuples(parameters.map(({ sort }) => valuesIn(world, sort))).flatMap((args) => {
    const bound = boundTo(parameters, args);
    const isOpen = Object.values(guards).every(
      (guard) => read(guard, { world, before, after: before, bound }) === 'true',
    );
    return isOpen ? [{ action: name, args, after: written(updates, world, before, bound) }] : [];
  });
}

/** textOfTable is the same for equal tables. */
export function textOfTable(table: Table): string {
  return Object.keys(table)
    .sort()
    .map((place) => `${place}=${table[place]}`)
    .join(';');
}

export interface Reached {
  readonly states: ReadonlyMap<string, Table>;
  readonly steps: readonly { readonly before: Table; readonly step: Step }[];
}

/** reachedFrom visits all states that a system can come to. */
export function reachedFrom(system: System, world: World): Reached {
  const first = firstState(system, world);
  const states = new Map([[textOfTable(first), first]]);
  const steps: { before: Table; step: Step }[] = [];
  for (const before of states.values()) {
    for (const step of stepsFrom(system, world, before)) {
      steps.push({ before, step });
      states.set(textOfTable(step.after), step.after);
    }
  }
  return { states, steps };
}
