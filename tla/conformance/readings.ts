// The abstraction as a report shows it: for every variable of the specification how it is read off the implementation,
// for every event what it is there, and how often that was asked.

import type { Reading } from '../result.js';
import { type Claim, elsewhere } from './abstraction.js';
import { ruleTable } from './rules.js';

/** readingsOfVariables lists every variable once: those that are compared, then the others with the reason. */
export function readingsOfVariables(claims: readonly Claim[]): readonly Reading[] {
  const compared = new Map(claims.map(({ variable, reads }) => [variable, reads]));
  return [...compared, ...Object.entries(elsewhere)].map(([what, reads]) => ({ what, reads }));
}

/** readingsOfEvents lists every event with what it is in the specification, and its uses over all workloads. */
export function readingsOfEvents(uses: readonly ReadonlyMap<string, number>[]): readonly Reading[] {
  return ruleTable.map(([event, { kind, means }]) => ({
    what: event,
    reads: kind === 'action' ? means : `observed: ${means}`,
    uses: uses.reduce((sum, each) => sum + (each.get(event) ?? 0), 0),
  }));
}
