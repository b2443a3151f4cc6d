// Whether and where a given list of steps violates a property: the test that shrinking repeats.

import { type Stop, Walker } from '../drivers/walk.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import type { Ends } from '../search/ends.js';
import type { Finding } from '../search/search.js';
import type { Checks } from '../watch/checks.js';
import type { Property } from '../watch/property.js';
import { concernedThreads, stuckReason } from '../watch/stuckThreads.js';

/** What is watched along a walk, and by what its end is known. */
export interface Watched {
  readonly multiprocessor: Multiprocessor;
  readonly checks: Checks;
  readonly ends: Ends;
}

/** How a violation of one property is recognised along a walk. Returns the reason, or undefined. */
export type Recognise = (stop: Stop, enabled: number) => string | undefined;

/**
 * What to look for, by kind of finding. `stuckIn` names the threads that are stuck in a state: an exhaustive search knows
 * them, a walk on its own only those of a deadlock (stuckInDeadlock).
 */
export function recogniser(
  { multiprocessor, checks, ends }: Watched,
  finding: Pick<Finding, 'property' | 'kind'>,
  stuckIn: (state: State) => readonly string[],
): Recognise {
  const property = checks.properties[finding.property]!;
  const { monitors } = multiprocessor.layout;
  switch (finding.kind) {
    case 'deadlock': {
      const concerned = concernedThreads(multiprocessor, property);
      return ({ state }, enabled) =>
        (enabled & ~multiprocessor.optional) === 0 && (ends.unfinished(state) & concerned) !== 0
          ? 'no thread can step'
          : undefined;
    }
    case 'stuck':
      return ({ state }) => stuckReason(stuckIn(state));
    case 'end':
      return ({ state }, enabled) =>
        ends.isNormalEnd(state, enabled) === true
          ? checks.reasonAtEnd(property, finding.property, state, state[monitors]!)
          : undefined;
    case 'state':
      return ({ refuted, state }) => {
        const broken = refuted.find(({ component }) => checks.refutes[component] === finding.property)?.reason;
        return broken ?? (property.kind === 'invariant' ? checks.reason(property, finding.property, state) : undefined);
      };
  }
}

/** What can violate a property along a path, as kinds of findings. It takes more than a path to see a lasso. */
export function kindsOf(property: Property): readonly Finding['kind'][] {
  switch (property.kind) {
    case 'noDeadlock':
      return ['deadlock'];
    case 'noStuck':
      return ['stuck'];
    case 'atEnd':
      return ['end'];
    case 'monitor':
      return property.atEnd ? ['state', 'end'] : ['state'];
    case 'invariant':
    case 'noFailure':
      return ['state'];
    case 'leadsTo':
      return [];
  }
}

/** stuckInDeadlock names the threads of a property that are stuck in a state because nothing is enabled there. */
export function stuckInDeadlock({ multiprocessor, ends }: Watched, property: Property): (state: State) => string[] {
  const concerned = concernedThreads(multiprocessor, property);
  return (state) =>
    (multiprocessor.enabled(state) & ~multiprocessor.optional) === 0
      ? threadNames(multiprocessor, ends.unfinished(state) & concerned)
      : [];
}

/** Where a list of steps first violates: the number of steps up to there, and the reason. Undefined when it does not. */
export function violationAlong(
  multiprocessor: Multiprocessor,
  checks: Checks,
  vias: readonly number[],
  recognise: Recognise,
): { readonly steps: number; readonly reason: string } | undefined {
  const walker = new Walker(multiprocessor, checks);
  let stop = walker.start;
  for (let steps = 0; ; steps++) {
    const reason = recognise(stop, walker.enabled);
    if (reason !== undefined) return { steps, reason };
    const via = vias[steps];
    if (via === undefined || !walker.allows(via)) return undefined;
    stop = walker.step(via);
  }
}
