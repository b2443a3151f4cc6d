// Which violation is told where there are several: the one with the shortest counterexample; of equal length an invariant
// before a deadlock, and of invariants the first that the configuration names. A search meets one or the other first as it
// happens to go: one engine looks for deadlocks before it looks at invariants, and states of one level come in any order.
// A state without successors that also violates an invariant is a violated invariant.

import type { Configuration } from './configuration.js';
import type { TlaResult } from './result.js';

/** Asks an engine for one claim of a configuration. */
export type AskClaim = (claim: {
  readonly invariants: readonly string[];
  readonly checksDeadlock: boolean;
}) => TlaResult | Promise<TlaResult>;

/** shortestViolation asks for each claim by itself, and tells the violation that any engine has to tell. */
export async function shortestViolation(
  found: TlaResult,
  { invariants, checksDeadlock }: Configuration,
  ask: AskClaim,
): Promise<TlaResult> {
  if (found.verdict !== 'invariant violated' && found.verdict !== 'deadlock') return found;
  const claims = invariants.map((name) => ({ invariants: [name], checksDeadlock: false }));
  const outcomes: TlaResult[] = [];
  for (const claim of claims) outcomes.push(await ask(claim));
  if (checksDeadlock) outcomes.push(await ask({ invariants: [], checksDeadlock: true }));
  const violated = outcomes.filter(({ verdict }) => verdict === 'invariant violated' || verdict === 'deadlock');
  const shortest = Math.min(...violated.map(({ depth }) => depth));
  const told = violated.find(({ depth }) => depth === shortest) ?? found;
  return isSame(told, found) ? found : told;
}

function isSame(one: TlaResult, other: TlaResult): boolean {
  return one.verdict === other.verdict && one.violated === other.violated && one.depth === other.depth;
}
