// The fields that each kind of property has, so that one that is nearly one of them (`hold`, `atend`), or was called so
// once (`witness`), is not passed over in silence.

import { QuiesceError } from '../program/errors.js';
import { refuseMisspelt } from '../program/misspelt.js';
import type {
  Along,
  AtEndProperty,
  BuiltInProperty,
  FactHandler,
  InvariantProperty,
  LeadsToProperty,
  Memory,
  MonitorProperty,
  PremiseAutomaton,
  Property,
} from './property.js';

type Fields<T> = Readonly<Record<keyof T, true>>;

const named = { kind: true, name: true, statement: true } as const;

const monitor: Fields<MonitorProperty> = {
  ...named,
  ...{ init: true, on: true, facts: true, handles: true, atEnd: true, premise: true, history: true },
};
const invariant: Fields<InvariantProperty> = { ...named, memory: true, holds: true, along: true, premise: true };
const atEnd: Fields<AtEndProperty> = { ...named, holds: true, premise: true };
const builtIn: Fields<BuiltInProperty> = { ...named, threads: true, premise: true };
const leadsTo: Fields<LeadsToProperty> = { ...named, memory: true, from: true, onlyAtStart: true, to: true };
const memory: Fields<Memory & NonNullable<InvariantProperty['memory']>> = { init: true, on: true, facts: true };
const along: Fields<Along> = { isOpen: true, after: true };
const premise: Fields<PremiseAutomaton> = { init: true, on: true, facts: true, holds: true };
const facts: Fields<FactHandler> = { of: true, on: true };

const byKind: Readonly<Record<Property['kind'], object>> = {
  ...{ monitor, invariant, atEnd, leadsTo },
  ...{ noDeadlock: builtIn, noStuck: builtIn, noFailure: builtIn },
};

/** Parts that are objects with fields of their own. */
const partFields: Readonly<Record<string, object>> = { memory, along, premise, facts };

/** Fields that were called otherwise once. */
const formerly: Readonly<Record<string, string>> = { witness: 'premise', reached: 'holds' };

/** refuseMisspeltFields throws QSC131 for a field of a property, or of a part of it, that is nearly another. */
export function refuseMisspeltFields(property: Property): void {
  if (Object.hasOwn(byKind, property.kind)) refuse(`property ${property.name}`, property, byKind[property.kind]);
}

function refuse(what: string, declared: object, fields: object): void {
  for (const [name, part] of Object.entries(declared)) {
    const now = Object.hasOwn(fields, name) ? undefined : formerly[name];
    if (now !== undefined) throw new QuiesceError('QSC131', `${what} has "${name}"; it is called "${now}"`);
    const inner = Object.hasOwn(fields, name) ? partFields[name] : undefined;
    if (inner && typeof part === 'object' && part !== null) refuse(`${name} of ${what}`, part, inner);
  }
  refuseMisspelt(what, declared, Object.keys(fields));
}
