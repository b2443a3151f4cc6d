// The fields that each kind of property has, so that one that is nearly one of them (`hold`, `atend`, `witnes`) is not
// passed over in silence.

import { refuseMisspelt } from '../program/misspelt.js';
import type {
  AtEndProperty,
  BuiltInProperty,
  InvariantProperty,
  LeadsToProperty,
  Memory,
  MonitorProperty,
  Premise,
  Property,
} from './property.js';

type Fields<T> = Readonly<Record<keyof T, true>>;

const named = { kind: true, name: true, statement: true, premise: true } as const;

const monitor: Fields<MonitorProperty> = { ...named, init: true, on: true, atEnd: true, witness: true, history: true };
const invariant: Fields<InvariantProperty> = { ...named, memory: true, holds: true, witness: true };
const atEnd: Fields<AtEndProperty> = { ...named, holds: true, witness: true };
const builtIn: Fields<BuiltInProperty> = { ...named, threads: true };
const leadsTo: Fields<LeadsToProperty> = { ...named, memory: true, from: true, onlyAtStart: true, to: true };
const memory: Fields<Memory> = { init: true, on: true };
const premise: Fields<Premise> = { init: true, on: true, reached: true };

const byKind: Readonly<Record<Property['kind'], object>> = {
  ...{ monitor, invariant, atEnd, leadsTo },
  ...{ noDeadlock: builtIn, noFailure: builtIn },
};

/** refuseMisspeltFields throws QSC113 for a field of a property, its memory or its premise that is nearly another. */
export function refuseMisspeltFields(property: Property): void {
  const fields = Object.hasOwn(byKind, property.kind) ? Object.keys(byKind[property.kind]) : [];
  refuseMisspelt(`property ${property.name}`, property, fields);
  if ('memory' in property && isObject(property.memory))
    refuseMisspelt(`the memory of ${property.name}`, property.memory, Object.keys(memory));
  if (isObject(property.premise))
    refuseMisspelt(`the premise of ${property.name}`, property.premise, Object.keys(premise));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
