// The abstraction as a report shows it: for every variable of the specification how it is read off the implementation,
// for every event what it is there, and how often that was asked.

import type { GraphSpecification } from './specification.js';

/** How a variable or an event is read across, and how often that was done. */
export interface Reading {
  readonly what: string;
  readonly reads: string;
  readonly uses?: number;
}

/** readingsOfVariables lists every variable once: those that are compared, then the others with the reason. */
export function readingsOfVariables({
  abstraction,
  elsewhere,
}: Pick<GraphSpecification, 'abstraction' | 'elsewhere'>): readonly Reading[] {
  const claims = abstraction.kind === 'claims' ? abstraction.claims : [];
  const compared = new Map(claims.map(({ field, reads }) => [field, reads]));
  return [...compared, ...Object.entries(elsewhere)].map(([what, reads]) => ({ what, reads }));
}

/** readingsOfEvents lists every event with what it is in the specification, and its uses over all workloads. */
export function readingsOfEvents(
  { rules }: Pick<GraphSpecification, 'rules'>,
  uses: readonly ReadonlyMap<string, number>[],
): readonly Reading[] {
  return rules.map(({ name, kind, why = '' }) => ({
    what: name,
    reads: kind === 'step' ? why : `observed: ${why}`,
    uses: uses.reduce((sum, each) => sum + (each.get(name) ?? 0), 0),
  }));
}
