// How properties have to be declared: kinds that the engine knows, with the functions that the kind needs, under names
// that can be written into a schedule and read back. A property that nobody evaluates would be proved by everything.

import { QuiesceError } from '../program/errors.js';
import type { Property } from './property.js';

/** By kind, the functions that a property must have, and those that it may have. */
const functionsOf: Readonly<Record<Property['kind'], { must: readonly string[]; may: readonly string[] }>> =
  Object.freeze({
    monitor: { must: ['on'], may: ['atEnd', 'history'] },
    invariant: { must: ['holds'], may: [] },
    atEnd: { must: ['holds'], may: [] },
    noDeadlock: { must: [], may: [] },
    noStuck: { must: [], may: [] },
    noFailure: { must: [], may: [] },
    leadsTo: { must: ['from', 'to'], may: [] },
  });

/** refuseMisdeclared throws QSC112 for names that cannot stand, and QSC522 for kinds and functions that are not there. */
export function refuseMisdeclared(properties: readonly Property[]): void {
  for (const property of properties) {
    refuseUnspeakable(property);
    refuseUnknown(property);
    refusePremise(property);
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
  const { kind, name } = property;
  if (!Object.hasOwn(functionsOf, kind)) throw wrong(name, `kind ${JSON.stringify(kind)}`);
  const parts = property as unknown as Readonly<Record<string, unknown>>;
  const { must, may } = functionsOf[kind];
  const bad =
    must.find((part) => typeof parts[part] !== 'function') ??
    may.find((part) => parts[part] !== undefined && typeof parts[part] !== 'function');
  if (bad !== undefined) throw wrong(name, `${kind} whose ${bad} is ${typeof parts[bad]}`);
}

function refusePremise(property: Property): void {
  if (property.kind === 'leadsTo' || property.premise === undefined) return;
  const { name, kind, premise } = property;
  if (typeof premise === 'function') {
    if (functionsOf[kind].must.length === 0) throw wrong(name, `${kind} whose premise is a predicate`);
    return;
  }
  const isAutomaton = typeof premise?.on === 'function' && typeof premise.holds === 'function';
  if (!isAutomaton) throw wrong(name, 'premise that is neither a predicate nor { init, on, holds }');
}

function wrong(name: string, what: string): QuiesceError {
  return new QuiesceError('QSC522', `property ${name}, ${what}`);
}
