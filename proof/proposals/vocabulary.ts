// The facts that a proposed conjunct may speak of: what the symbols of a system say of up to two elements, and of what is
// reached from them by functions (the thread of a call, and its processor; the mediator of the swap, and its object).

import { apply, equal, inject, not, variableNamed } from '../form/build.js';
import type { Enumeration, OpenSort, Sort, Union } from '../form/sort.js';
import { truthSort } from '../form/sort.js';
import type { System } from '../form/system.js';
import { applicationsIn, type Formula, type SymbolData, type Term, type Variable } from '../form/term.js';
import { tuples } from '../instance/instance.js';

/** Something that has exactly one of several values; of each value, the formula that says so. */
export interface Observation {
  readonly values: readonly Formula[];
  /** It speaks of no state symbol: it is the same in all states of an instance. */
  readonly isBackground: boolean;
}

export interface Vocabulary {
  readonly variables: readonly (Variable & Term)[];
  readonly observations: readonly Observation[];
}

/** How often a function is applied to what another one gave. */
const depthMax = 2;

/** vocabularyOf lists what can be observed of elements of these sorts. */
export function vocabularyOf(system: System, sorts: readonly OpenSort[]): Vocabulary {
  const variables = sorts.map((sort, index) => variableNamed(nameOf(sort, sorts, index), sort) as Variable & Term);
  const elements = elementsReached(system, variables);
  const observed = [...system.state, ...system.fixed].flatMap((symbol) => observationsOf(symbol, elements));
  const all = [...observed, ...unionsOf(system, elements), ...equalitiesOf(elements)];
  return { variables, observations: all.map((values) => ({ values, isBackground: isBackground(values[0]!) })) };
}

/** `c` for the first variable of sort Call, `c2` for the second. */
function nameOf({ name }: OpenSort, sorts: readonly OpenSort[], index: number): string {
  const letter = name[0]!.toLowerCase();
  const earlier = sorts.slice(0, index).filter((sort) => sort.name[0] === name[0]).length;
  return earlier === 0 ? letter : `${letter}${earlier + 1}`;
}

function isBackground(formula: Formula): boolean {
  return applicationsIn(formula).every(({ symbol }) => symbol.kind === 'fixed');
}

/** The elements that functions lead to, the variables first. What is fixed for all elements is no way to one. */
function elementsReached({ fixed, state }: System, variables: readonly Term[]): readonly Term[] {
  const leads = [...state, ...fixed.filter(({ parameters }) => parameters.length > 0)];
  const functions = leads.filter(({ result }) => result.kind === 'open');
  let found: readonly Term[] = variables;
  for (let depth = 0; depth < depthMax; depth++) {
    const known = new Set(found.map(keyOf));
    const more = functions.flatMap((symbol) => applications(symbol, found));
    found = [...found, ...more.filter((term) => !known.has(keyOf(term)))];
  }
  return found;
}

/** A term as a text that is the same for equal terms: variables by name, which are told apart here. */
function keyOf(term: Term): string {
  return term.kind === 'apply' ? `${term.symbol.name}(${term.args.map(keyOf).join(',')})` : (term as Variable).name;
}

function applications(symbol: SymbolData, elements: readonly Term[]): readonly Term[] {
  const choices = symbol.parameters.map((sort) => elements.filter((term) => term.sort.name === sort.name));
  return tuples(choices).map((args) => apply(symbol, args));
}

type Values = Observation['values'];

function observationsOf(symbol: SymbolData, elements: readonly Term[]): readonly Values[] {
  const { result } = symbol;
  if (result.kind === 'truth') return applications(symbol, elements).map((term) => yesOrNo(term as Formula));
  if (result.kind !== 'enumeration') return [];
  return applications(symbol, elements).map((term) =>
    result.values.map((value) => equal(term as Term<Enumeration>, value)),
  );
}

function yesOrNo(formula: Formula): Values {
  return [formula, not(formula)];
}

/** Which element a term of a union is. */
function unionsOf({ state, fixed }: System, elements: readonly Term[]): readonly Values[] {
  const terms = [...state, ...fixed]
    .filter(({ result }) => result.kind === 'union')
    .flatMap((symbol) => applications(symbol, elements) as readonly Term<Union>[]);
  return terms.flatMap((term) =>
    Object.entries(term.sort.alternatives).flatMap(([kind, sort]) =>
      elements
        .filter((element) => element.sort.name === sort.name)
        .map((element) => yesOrNo(isElement(term, kind, element))),
    ),
  );
}

function isElement(term: Term<Union>, kind: string, element: Term): Formula {
  return equal(term, inject(term.sort, kind, element as Term<OpenSort>));
}

function equalitiesOf(elements: readonly Term[]): readonly Values[] {
  return elements.flatMap((one, index) =>
    elements
      .slice(index + 1)
      .filter((other) => isComparable(one.sort, other.sort) && (one.kind === 'apply' || other.kind === 'apply'))
      .map((other) => yesOrNo(equal(one, other as Term))),
  );
}

function isComparable(one: Sort, other: Sort): boolean {
  return one.name === other.name && one !== truthSort;
}
