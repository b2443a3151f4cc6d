// The predicates that a search follows, as bits in this order: invariants, then their witnesses, then `from` and `to` of
// every leadsTo.

import type { Checks } from './checks.js';
import type { Predicate } from './predicates.js';
import type { StateReader } from './stateReader.js';

/** leadsToBit is the bit of `from` of the i-th leadsTo; `to` is the next. */
export function leadsToBit(checks: Checks, index: number): number {
  const witnesses = checks.invariants.filter(({ property }) => property.witness).length;
  return checks.invariants.length + witnesses + 2 * index;
}

/** statePredicates lists them. */
export function statePredicates(checks: Checks): { name: string; predicate: Predicate }[] {
  const memoryOf = (index: number) => {
    const component = checks.memoryComponent(index);
    return (reader: StateReader) => (component === undefined ? null : reader.memory(component));
  };
  const invariants = checks.invariants.map(({ property, index }) => {
    const memory = memoryOf(index);
    const predicate: Predicate = (reader) => {
      const remembered = memory(reader);
      return (property.memory && remembered === undefined) || property.holds(reader, remembered) === true;
    };
    return { name: property.name, predicate };
  });
  const witnesses = checks.invariants.flatMap(({ property, index }) => {
    const { name, witness } = property;
    return witness
      ? [{ name: `witness of ${name}`, predicate: noting(checks, index, (reader) => witness(reader)) }]
      : [];
  });
  const leadsTos = checks.leadsTos.flatMap(({ property, index }) => {
    const memory = memoryOf(index);
    const { name, from, to } = property;
    return [
      { name, predicate: noting(checks, index, (reader) => from(reader, memory(reader))) },
      { name, predicate: ((reader) => to(reader, memory(reader))) satisfies Predicate },
    ];
  });
  return [...invariants, ...witnesses, ...leadsTos];
}

/** A predicate that, where it is true, shows that the premise of a property was reached. */
function noting(checks: Checks, index: number, predicate: Predicate): Predicate {
  return (reader) => {
    const holds = predicate(reader);
    if (holds) checks.witness(index);
    return holds;
  };
}
