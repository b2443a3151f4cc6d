// The elements of a finite picture as constants of the solver, and terms about them.

import type { Sort } from '../form/sort.js';
import type { SymbolData } from '../form/term.js';
import { lines, partsOf, valueName } from './translate.js';

/** elementName is the constant of an element of an open sort. */
export function elementName(sort: string, index: number): string {
  return `e.${sort}.${index}`;
}

/** declareElements declares so many constants of a sort and says that it has no other elements. They may be equal. */
export function declareElements(sort: string, count: number): string {
  return boundBy(
    sort,
    Array.from({ length: count }, (_, index) => elementName(sort, index)),
  );
}

/** boundTo says that a sort has no more than so many elements, which nobody speaks of. */
export function boundTo(sort: string, count: number): string {
  return boundBy(
    sort,
    Array.from({ length: count }, (_, index) => `few.${sort}.${index}`),
  );
}

function boundBy(sort: string, names: readonly string[]): string {
  const isOne = names.map((name) => `(= ?x ${name})`).join(' ');
  return lines(
    ...names.map((name) => `(declare-const ${name} $${sort})`),
    `(assert (forall ((?x $${sort})) (or ${isOne} false)))`,
  );
}

/** declareSome declares so many different elements of a sort, of which there may be others. */
export function declareSome(sort: string, count: number): string {
  const names = Array.from({ length: count }, (_, index) => elementName(sort, index));
  return lines(...names.map((name) => `(declare-const ${name} $${sort})`), distinctElements(sort, count));
}

/** distinctElements says that the constants of a sort are different elements. */
export function distinctElements(sort: string, count: number): string {
  if (count < 2) return '';
  return `(assert (distinct ${Array.from({ length: count }, (_, index) => elementName(sort, index)).join(' ')}))`;
}

/** valueTerm is the solver's term for a value, as instances write it, of a sort. */
export function valueTerm(sort: Sort, text: string, elements: Readonly<Record<string, readonly string[]>>): string {
  if (sort.kind === 'truth') return text;
  if (sort.kind === 'open') return elementName(sort.name, elements[sort.name]!.indexOf(text));
  return valueName(sort.name, text);
}

/**
 * pointTerms are the terms of a symbol at a point: one, or of a union which alternative it is and the element of each.
 */
export function pointTerms(
  symbol: SymbolData,
  point: readonly string[],
  elements: Readonly<Record<string, readonly string[]>>,
  mark = '',
): readonly string[] {
  const args = symbol.parameters.map((sort, index) => valueTerm(sort, point[index]!, elements));
  return partsOf(symbol, mark).map(({ name }) => (args.length === 0 ? name : `(${name} ${args.join(' ')})`));
}

/** equalities say that the terms of a symbol at a point have a value: of a union only the alternative that it is. */
export function equalities(
  symbol: SymbolData,
  point: readonly string[],
  text: string,
  elements: Readonly<Record<string, readonly string[]>>,
  mark = '',
): readonly string[] {
  const [whole, ...parts] = pointTerms(symbol, point, elements, mark);
  const { result } = symbol;
  if (result.kind !== 'union') return [`(= ${whole} ${valueTerm(result, text, elements)})`];
  const [kind, element] = text.split(' ') as [string, string];
  const alternatives = Object.entries(result.alternatives);
  const index = alternatives.findIndex(([name]) => name === kind);
  return [
    `(= ${whole} ${valueName(result.name, kind)})`,
    `(= ${parts[index]} ${valueTerm(alternatives[index]![1], element, elements)})`,
  ];
}
