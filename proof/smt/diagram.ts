// A finite instance and a state of it, described to the solver in full: after this it has one model, up to the elements
// of unions that nobody asks for.

import type { SymbolData } from '../form/term.js';
import { type Instance, pointsOf, type State, valueText } from '../instance/instance.js';
import { declareElements, distinctElements, equalities } from './names.js';

/** describeInstance declares the elements of each open sort, different ones, and says that there are no others. */
export function describeInstance({ elements }: Instance): readonly string[] {
  return Object.entries(elements).flatMap(([sort, own]) => [
    declareElements(sort, own.length),
    distinctElements(sort, own.length),
  ]);
}

/** describeState says what each symbol is at each point. */
export function describeState(instance: Instance, state: State): readonly string[] {
  return describeSymbols(instance, state, [...instance.system.fixed, ...instance.system.state]);
}

/** describeSymbols says what some symbols are at each point, before the step or (marked) after it. */
export function describeSymbols(
  instance: Instance,
  state: State,
  symbols: readonly SymbolData[],
  mark = '',
): readonly string[] {
  return symbols.flatMap((symbol) =>
    pointsOf(instance, symbol).flatMap((point) =>
      equalities(symbol, point, valueText(instance, state, symbol, point), instance.elements, mark),
    ),
  );
}
