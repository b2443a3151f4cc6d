// Replaying a liveness violation: whether given steps are a fair lasso, or a maximal execution, without `to`.

import { Walker } from '../drivers/walk.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { threadOf } from '../multiprocessor/via.js';
import { Checks } from '../watch/checks.js';
import type { LeadsToProperty } from '../watch/property.js';

/** Why the steps violate the claim; undefined when they do not. It is false of them all, so at the last. */
export function lassoViolation(
  multiprocessor: Multiprocessor,
  property: LeadsToProperty,
  vias: readonly number[],
  loopStartsAt: number | undefined,
): { readonly reason: string; readonly step: number } | undefined {
  const checks = new Checks(multiprocessor, [property]);
  const walker = new Walker(multiprocessor, checks);
  const everyone = (2 ** multiprocessor.layout.threads.length - 1) & ~multiprocessor.optional;
  let opened = opening(checks, property, walker.state, -1, undefined);
  let atLoop: State | undefined;
  let due = everyone;
  vias.forEach((via, index) => {
    if (index === loopStartsAt) {
      atLoop = walker.state.slice();
      due = everyone & walker.enabled;
    }
    walker.step(via);
    if (atLoop) due &= ~(1 << threadOf(via)) & walker.enabled;
    opened = opening(checks, property, walker.state, index, opened);
  });
  if (opened === undefined) return undefined;
  const step = vias.length - 1;
  if (loopStartsAt === undefined)
    return (walker.enabled & everyone) === 0 ? { reason: 'the execution ends without it', step } : undefined;
  const closed = atLoop !== undefined && opened < loopStartsAt && due === 0 && sameState(atLoop, walker.state);
  return closed ? { reason: `${forEver(vias.length - loopStartsAt)} without it`, step } : undefined;
}

/** openedAt is the step since which the claim is open at the end of a path; -1 at the start, undefined when it is not. */
export function openedAt(
  multiprocessor: Multiprocessor,
  property: LeadsToProperty,
  vias: readonly number[],
): number | undefined {
  const checks = new Checks(multiprocessor, [property]);
  const walker = new Walker(multiprocessor, checks);
  let opened = opening(checks, property, walker.state, -1, undefined);
  for (const [index, via] of vias.entries()) {
    walker.step(via);
    opened = opening(checks, property, walker.state, index, opened);
  }
  return opened;
}

/** The step since which the claim is open in this state; undefined when it is not. */
function opening(
  checks: Checks,
  property: LeadsToProperty,
  state: State,
  index: number,
  opened: number | undefined,
): number | undefined {
  const { from, to } = checks.claim(property, 0, state);
  if (to) return undefined;
  const opens = from && (!property.onlyAtStart || index === -1);
  return opened ?? (opens ? index : undefined);
}

function sameState(one: State, other: State): boolean {
  return one.every((value, slot) => value === other[slot]);
}

/** forEver says that so many steps are the loop of a lasso. */
export function forEver(steps: number): string {
  return steps === 1 ? '1 step repeats for ever' : `${steps} steps repeat for ever`;
}
