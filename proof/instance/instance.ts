// A finite instance of a system: every open sort has so many elements, and every fixed symbol a value at each point. A
// state is one byte per point of each state symbol; a value is its index in its sort, and of a union the index in the
// list of all elements of all alternatives.

import { QuiesceError } from '../../engine/program/errors.js';
import { recordGiven } from '../form/given.js';
import type { FixedTable, FixedValue, InstanceInput } from '../form/instanceInput.js';
import type { Sort } from '../form/sort.js';
import type { System } from '../form/system.js';
import type { SymbolData } from '../form/term.js';

export type State = Uint8Array;

/** Where the values of a symbol lie, in a state or in the table of the fixed symbols. */
export interface Place {
  readonly offset: number;
  /** How far apart the values of neighbouring arguments lie, per parameter. */
  readonly strides: readonly number[];
  readonly size: number;
}

export interface Instance {
  readonly system: System;
  readonly name: string;
  readonly elements: Readonly<Record<string, readonly string[]>>;
  readonly places: ReadonlyMap<SymbolData, Place>;
  /** The values of the fixed symbols. */
  readonly fixed: Uint8Array;
  /** Bytes of a state. */
  readonly stateSize: number;
}

/** How many values a sort may have in an instance: a value is a byte. */
const valuesMax = 256;

/** How many values a state may have, or the fixed symbols together: it is a key among those that were seen. */
const pointsMax = 65_536;

/** instanceOf makes an instance of a system. Throws QSC432 for a sort that is not finite there, or a symbol without value. */
export function instanceOf(system: System, input: InstanceInput): Instance {
  recordGiven(`the elements of ${input.name}`, input.elements);
  for (const sort of system.sorts) refuseUnbounded(sort, input);
  for (const sort of system.sorts) refuseTooMany(sort, input);
  for (const symbols of [system.fixed, system.state]) refuseTooLarge(symbols, input);
  const unknown = Object.keys(input.fixed ?? {}).find((name) => !system.fixed.some((symbol) => symbol.name === name));
  if (unknown !== undefined) throw new QuiesceError('QSC432', `${input.name}: there is no fixed symbol ${unknown}`);
  const elements = input.elements;
  const places = new Map<SymbolData, Place>();
  const fixedSize = placed(system.fixed, elements, places);
  const stateSize = placed(system.state, elements, places);
  const instance: Instance = {
    system,
    name: input.name,
    elements,
    places,
    fixed: new Uint8Array(fixedSize),
    stateSize,
  };
  const tables = input.fixed ?? {};
  for (const symbol of system.fixed)
    fill(instance, symbol, Object.hasOwn(tables, symbol.name) ? tables[symbol.name] : undefined);
  return Object.freeze(instance);
}

function refuseUnbounded(sort: Sort, { name, elements }: InstanceInput): void {
  if (sort.kind !== 'open') return;
  const own = Object.hasOwn(elements, sort.name) ? elements[sort.name] : undefined;
  const refuse = (why: string) => {
    throw new QuiesceError('QSC432', `${name}: ${sort.name} ${why}`);
  };
  if (!Array.isArray(own)) return void refuse('is not finite: its elements are not listed');
  if (own.length === 0) refuse('has no element');
  if (own.length > valuesMax / 2) refuse(`has ${own.length} elements, more than ${valuesMax / 2}`);
  if (new Set(own).size < own.length) refuse('has an element twice');
  const odd = own.find((element) => typeof element !== 'string' || !/^[^\s]+$/.test(element));
  if (odd !== undefined) refuse(`has an element ${JSON.stringify(odd)}: a word is expected`);
}

function refuseTooMany(sort: Sort, { name, elements }: InstanceInput): void {
  const { length } = valuesOf(sort, elements);
  if (length > valuesMax)
    throw new QuiesceError('QSC432', `${name}: ${sort.name} has ${length} values, more than ${valuesMax}`);
}

function refuseTooLarge(symbols: readonly SymbolData[], { name, elements }: InstanceInput): void {
  const points = symbols.map(({ parameters }) =>
    parameters.reduce((product, sort) => product * valuesOf(sort, elements).length, 1),
  );
  const all = points.reduce((sum, each) => sum + each, 0);
  const largest = symbols[points.indexOf(Math.max(...points))];
  if (all > pointsMax)
    throw new QuiesceError(
      'QSC432',
      `${name}: the symbols have ${all} values (${largest!.name} most of them), more than ${pointsMax}`,
    );
}

function placed(
  symbols: readonly SymbolData[],
  elements: Instance['elements'],
  places: Map<SymbolData, Place>,
): number {
  let offset = 0;
  for (const symbol of symbols) {
    const sizes = symbol.parameters.map((sort) => valuesOf(sort, elements).length);
    const strides = sizes.map((_, index) => sizes.slice(index + 1).reduce((product, each) => product * each, 1));
    const size = sizes.reduce((product, each) => product * each, 1);
    places.set(symbol, Object.freeze({ offset, strides, size }));
    offset += size;
  }
  return offset;
}

/** valuesOf lists the values of a sort as text, in the order of their indices. Those of a union are `kind element`. */
export function valuesOf(sort: Sort, elements: Instance['elements']): readonly string[] {
  switch (sort.kind) {
    case 'open':
      return elements[sort.name] ?? [];
    case 'enumeration':
      return sort.values;
    case 'truth':
      return ['false', 'true'];
    case 'union':
      return Object.entries(sort.alternatives).flatMap(([kind, of]) =>
        (elements[of.name] ?? []).map((element) => `${kind} ${element}`),
      );
  }
}

function fill(instance: Instance, symbol: SymbolData, given: FixedTable | undefined): void {
  const points = pointsOf(instance, symbol);
  const { offset } = instance.places.get(symbol)!;
  const values = valuesOf(symbol.result, instance.elements);
  refuseForeignPoints(instance, symbol, given, points);
  for (const [index, point] of points.entries()) {
    const text = String(valueAt(symbol, given, point));
    const value = values.indexOf(text);
    if (value < 0) {
      const where = point.length > 0 ? ` at ${point.join(' ')}` : '';
      throw new QuiesceError('QSC432', `${instance.name}: ${symbol.name} has the value ${text}${where}`);
    }
    instance.fixed[offset + index] = value;
  }
}

function valueAt(
  { parameters, result }: SymbolData,
  given: FixedTable | undefined,
  point: readonly string[],
): FixedValue | undefined {
  if (parameters.length === 0) return given as FixedValue | undefined;
  if (result.kind === 'truth' && (given === undefined || Array.isArray(given))) {
    return (given ?? []).some((tuple) => tuple.join(' ') === point.join(' '));
  }
  return (given as Readonly<Record<string, FixedValue>> | undefined)?.[point.join(' ')];
}

function refuseForeignPoints(
  instance: Instance,
  symbol: SymbolData,
  given: FixedTable | undefined,
  points: readonly (readonly string[])[],
): void {
  if (typeof given !== 'object' || symbol.parameters.length === 0) return;
  const known = new Set(points.map((point) => point.join(' ')));
  const written = Array.isArray(given) ? given.map((tuple) => tuple.join(' ')) : Object.keys(given);
  const foreign = written.find((point) => !known.has(point));
  if (foreign !== undefined)
    throw new QuiesceError('QSC432', `${instance.name}: ${symbol.name} at ${foreign}, which is not there`);
}

/** pointsOf lists the arguments of a symbol, in the order of its values. */
export function pointsOf(
  instance: Pick<Instance, 'elements'>,
  { parameters }: SymbolData,
): readonly (readonly string[])[] {
  return tuples(parameters.map((sort) => valuesOf(sort, instance.elements)));
}

/** tuples lists all tuples with one item of each list, the last item turning fastest. */
export function tuples<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (found, list) => found.flatMap((tuple) => list.map((item) => [...tuple, item])),
    [[]],
  );
}

/** valueText is the value of a state symbol at a point, as text. */
export function valueText(instance: Instance, state: State, symbol: SymbolData, point: readonly string[]): string {
  const { offset, strides } = instance.places.get(symbol)!;
  const steps = symbol.parameters.map(
    (sort, index) => valuesOf(sort, instance.elements).indexOf(point[index]!) * strides[index]!,
  );
  const source = symbol.kind === 'fixed' ? instance.fixed : state;
  return valuesOf(symbol.result, instance.elements)[source[offset + steps.reduce((sum, each) => sum + each, 0)]!]!;
}

/** fixedTables gives the fixed symbols of an instance in the form that instanceOf reads. */
export function fixedTables(instance: Instance): Readonly<Record<string, FixedTable>> {
  const none = new Uint8Array(0);
  return Object.fromEntries(
    instance.system.fixed.map((symbol) => {
      const points = pointsOf(instance, symbol);
      const at = (point: readonly string[]) => valueText(instance, none, symbol, point);
      const value = (text: string): FixedValue => (symbol.result.kind === 'truth' ? text === 'true' : text);
      if (symbol.parameters.length === 0) return [symbol.name, value(at([]))];
      return [symbol.name, Object.fromEntries(points.map((point) => [point.join(' '), value(at(point))]))];
    }),
  );
}
