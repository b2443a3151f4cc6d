// How properties have to be declared: kinds that the engine knows, with the parts that the kind needs, under names that can
// be written into a schedule and read back. A property that nobody evaluates would be proved by everything.
// What is nearly a part and is none is looked for first (propertyFields.ts).

import { QuiesceError } from '../program/errors.js';
import type { Property } from './property.js';
import { refuseMisspeltFields } from './propertyFields.js';

/** What the properties of a kind need and may have, by part: the types that it may be of. */
type Parts = Readonly<Record<string, readonly Part[]>>;
type Part = 'function' | 'automaton' | 'along' | 'names' | 'boolean' | 'absent';

const onEvents: Parts = { premise: ['automaton', 'absent'], threads: ['names', 'absent'] };
const optional: readonly Part[] = ['function', 'absent'];
const onStates: Parts = { holds: ['function'], premise: ['function', 'automaton', 'absent'] };

const partsOf: Readonly<Record<Property['kind'], Parts>> = Object.freeze({
  monitor: {
    ...{ on: ['function'], handles: ['names', 'absent'], atEnd: optional, history: optional },
    premise: ['function', 'automaton', 'absent'],
  },
  invariant: { ...onStates, along: ['along', 'absent'] },
  atEnd: onStates,
  noDeadlock: onEvents,
  noStuck: onEvents,
  noFailure: onEvents,
  leadsTo: { from: ['function'], to: ['function'], onlyAtStart: ['boolean', 'absent'] },
});

/** refuseMisdeclared throws QSC112 for names that cannot stand, QSC131 for misspelt parts, QSC522 for unknown kinds and wrong parts. */
export function refuseMisdeclared(properties: readonly Property[]): void {
  for (const property of properties) {
    if (typeof property !== 'object' || property === null) throw wrong(String(property), 'which is no property');
    refuseUnspeakable(property);
    if (!isKind(property.kind)) throw wrong(property.name, `kind ${JSON.stringify(property.kind)}`);
    refuseMisspeltFields(property);
    refuseWrongParts(property);
  }
  refuseDuplicates(properties);
}

/** A list of one kind reads like that kind, and is none. */
function isKind(kind: unknown): boolean {
  return typeof kind === 'string' && Object.hasOwn(partsOf, kind);
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

function refuseWrongParts(property: Property): void {
  const { kind, name } = property;
  const known = partsOf[kind];
  const values = property as unknown as Readonly<Record<string, unknown>>;
  const bad = Object.keys(known).find((part) => !known[part]!.some((type) => is(values[part], type)));
  if (bad !== undefined) throw wrong(name, `${kind} whose ${bad} is ${inWords(values[bad])}`);
}

function is(value: unknown, type: Part): boolean {
  switch (type) {
    case 'function':
    case 'boolean':
      return typeof value === type;
    case 'automaton':
      return hasFunctions(value, 'on', 'holds');
    case 'along':
      return hasFunctions(value, 'isOpen', 'after');
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string');
    case 'absent':
      return value === undefined;
  }
}

function hasFunctions(value: unknown, ...names: readonly string[]): boolean {
  const parts = (value ?? {}) as Partial<Record<string, unknown>>;
  return names.every((name) => typeof parts[name] === 'function');
}

function inWords(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'object' ? Object.prototype.toString.call(value) : `a ${typeof value}`;
}

function wrong(name: string, what: string): QuiesceError {
  return new QuiesceError('QSC522', `property ${name}, ${what}`);
}
