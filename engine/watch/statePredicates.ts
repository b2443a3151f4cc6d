// The predicates that a search follows, as bits in this order: invariants, then their premises, then `from` and `to` of
// every leadsTo.

import { judgementOf, truthOf } from './answers.js';
import type { Checks } from './checks.js';
import type { Predicate } from './predicates.js';
import type { Property, StateView } from './property.js';
import type { StateReader } from './stateReader.js';

/** leadsToBit is the bit of `from` of the i-th leadsTo; `to` is the next. */
export function leadsToBit(checks: Checks, index: number): number {
  return checks.invariants.length + invariantPremises(checks).length + 2 * index;
}

/** statePredicates lists them. */
export function statePredicates(checks: Checks): { name: string; predicate: Predicate }[] {
  const memoryOf = (index: number) => {
    const component = checks.memoryComponent(index);
    return (reader: StateReader) => (component === undefined ? null : reader.memory(component));
  };
  const invariants = checks.invariants.map(({ property, index }) => {
    const memory = memoryOf(index);
    const asked = `holds of ${property.name}`;
    const predicate: Predicate = (reader) => {
      const remembered = memory(reader);
      const isOver = property.memory !== undefined && remembered === undefined;
      return isOver || judgementOf(asked, property.holds(reader, remembered)) === true;
    };
    return { name: property.name, predicate };
  });
  const premises = invariantPremises(checks).map(({ property, premise }) => {
    const name = `premise of ${property.name}`;
    return { name, predicate: noting(checks, property, (reader) => truthOf(name, premise(reader))) };
  });
  const leadsTos = checks.leadsTos.flatMap(({ property, index }) => {
    const memory = memoryOf(index);
    const { name, from, to } = property;
    const opens: Predicate = (reader) => truthOf(`from of ${name}`, from(reader, memory(reader)));
    const closes: Predicate = (reader) => truthOf(`to of ${name}`, to(reader, memory(reader)));
    return [
      { name: `from of ${name}`, predicate: noting(checks, property, opens) },
      { name: `to of ${name}`, predicate: closes },
    ];
  });
  return [...invariants, ...premises, ...leadsTos];
}

/** The invariants that declare a premise as a predicate over states. */
function invariantPremises(checks: Checks): { property: Property; premise: (state: StateView) => boolean }[] {
  return checks.invariants.flatMap(({ property }) =>
    typeof property.premise === 'function' ? [{ property, premise: property.premise }] : [],
  );
}

/** A predicate that, where it is true, shows that the premise of a property was reached. */
function noting(checks: Checks, property: Property, predicate: Predicate): Predicate {
  return (reader) => {
    const holds = predicate(reader);
    if (holds) checks.premises.hold(property);
    return holds;
  };
}
