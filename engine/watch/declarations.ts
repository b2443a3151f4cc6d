// How properties have to be declared: kinds that the engine knows, with the functions that the kind needs and nothing
// that it does not know, under names that can be written into a schedule and read back. A property that nobody evaluates
// would be proved by everything, and a premise under a misspelt name would be no premise.

import { QuiesceError } from '../program/errors.js';
import type { Property } from './property.js';

/** What the properties of a kind are made of, besides kind, name and statement: by part, the types that it may have. */
type Parts = Readonly<Record<string, readonly Part[]>>;
type Part = 'function' | 'automaton' | 'names' | 'boolean' | 'any' | 'absent';

const onEvents: Parts = { premise: ['automaton', 'absent'], threads: ['names', 'absent'] };
const optional: readonly Part[] = ['function', 'absent'];
const onStates: Parts = { holds: ['function'], premise: ['function', 'automaton', 'absent'] };

const partsOf: Readonly<Record<Property['kind'], Parts>> = Object.freeze({
  monitor: {
    ...{ init: ['any'], on: ['function'], handles: ['names', 'absent'], atEnd: optional, history: optional },
    premise: ['function', 'automaton', 'absent'],
  },
  invariant: { ...onStates, memory: ['any'] },
  atEnd: onStates,
  noDeadlock: onEvents,
  noStuck: onEvents,
  noFailure: onEvents,
  leadsTo: { from: ['function'], to: ['function'], memory: ['any'], onlyAtStart: ['boolean', 'absent'] },
});

/** refuseMisdeclared throws QSC112 for names that cannot stand, and QSC522 for kinds and parts that are not what they should be. */
export function refuseMisdeclared(properties: readonly Property[]): void {
  for (const property of properties) {
    if (typeof property !== 'object' || property === null) throw wrong(String(property), 'which is no property');
    refuseUnspeakable(property);
    refuseUnknown(property);
  }
  refuseDuplicates(properties);
}

function refuseUnspeakable({ name }: Property): void {
  if (typeof name !== 'string' || name === '' || /[\uD800-\uDFFF]/u.test(name))
    throw new QuiesceError('QSC112', `a property named ${JSON.stringify(name)}`);
}

function refuseDuplicates(properties: readonly Property[]): void {
  const names = properties.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new QuiesceError('QSC112', `two properties named ${twice}`);
}

function refuseUnknown(property: Property): void {
  const { kind, name, statement: _statement, ...parts } = property;
  if (!Object.hasOwn(partsOf, kind)) throw wrong(name, `kind ${JSON.stringify(kind)}`);
  const known = partsOf[kind];
  const unknown = Object.keys(parts).find((part) => !Object.hasOwn(known, part));
  if (unknown !== undefined) throw wrong(name, `${kind} with ${unknown}, not one of ${Object.keys(known).join(', ')}`);
  const values = parts as Readonly<Record<string, unknown>>;
  const bad = Object.keys(known).find((part) => !known[part]!.some((type) => is(values[part], type)));
  if (bad !== undefined) throw wrong(name, `${kind} whose ${bad} is ${inWords(values[bad])}`);
}

function is(value: unknown, type: Part): boolean {
  switch (type) {
    case 'function':
    case 'boolean':
      return typeof value === type;
    case 'automaton':
      return isAutomaton(value);
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string');
    case 'any':
      return true;
    case 'absent':
      return value === undefined;
  }
}

function isAutomaton(value: unknown): boolean {
  const { on, holds } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof on === 'function' && typeof holds === 'function';
}

function inWords(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'object' ? Object.prototype.toString.call(value) : `a ${typeof value}`;
}

function wrong(name: string, what: string): QuiesceError {
  return new QuiesceError('QSC522', `property ${name}, ${what}`);
}
