// Every deviation of the mechanism that is a defect is refuted by a scenario that proves the mechanism without it.

import { describe, expect, test } from 'vitest';
import { explore, noFailure } from '../../engine/index.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { type Deviation, deviations, type HotSwapOptions } from '../../impl/hotswap/options.js';
import { safetyProperties } from '../../properties/index.js';
import { abortBeforeCommit } from '../../scenarios/abortBeforeCommit.js';
import { backToBackSwaps } from '../../scenarios/backToBackSwaps.js';
import { buildSystemWith, contextOf } from '../../scenarios/build.js';
import { callBackThroughPartner } from '../../scenarios/callBackThroughPartner.js';
import { exceptionInFlight } from '../../scenarios/exceptionInFlight.js';
import { mediatorPointerInHand } from '../../scenarios/mediatorPointerInHand.js';
import { noCommonFormat } from '../../scenarios/noCommonFormat.js';
import { reusedThreadId } from '../../scenarios/reusedThreadId.js';
import { rivalRequests } from '../../scenarios/rivalRequests.js';
import type { Scenario } from '../../scenarios/scenario.js';
import { selfSwapAwaited } from '../../scenarios/selfSwapAwaited.js';

/** The names of the properties that the mechanism with these options violates. */
function refutedBy(scenario: Scenario, options: Partial<HotSwapOptions>): readonly string[] {
  const system = buildSystemWith(scenario, hotSwap('mutant', 'a mutant', options));
  const { verdicts } = explore(system, [...safetyProperties(contextOf(scenario, system)), noFailure], {
    liveExecutions: 2,
  });
  return verdicts.filter(({ verdict }) => verdict === 'refuted').map(({ property }) => property);
}

type Row = [deviation: Deviation, scenario: Scenario, property: string, options?: Partial<HotSwapOptions>];

const defects: readonly Row[] = [
  ['forwardSkipped', mediatorPointerInHand, 'quiescence'],
  ['countAfterUnlock', mediatorPointerInHand, 'quiescence'],
  ['registerAfterUnlock', mediatorPointerInHand, 'noDeadlock'],
  ['dekkerReversed', mediatorPointerInHand, 'noDeadlock'],
  ['dekkerReversedInEpilog', mediatorPointerInHand, 'noDeadlock'],
  ['staleZero', mediatorPointerInHand, 'quiescence'],
  ['noTicket', backToBackSwaps, 'quiescence'],
  ['freeMediatorAtOnce', mediatorPointerInHand, 'noUseAfterFree'],
  ['capturedTarget', backToBackSwaps, 'quiescence', { deviations: ['nextSwapBeforeSecondGrace', 'capturedTarget'] }],
  ['noFinally', exceptionInFlight, 'noDeadlock'],
  ['commitBeforeTransfer', mediatorPointerInHand, 'statePreserved'],
  ['releaseBeforeSwing', mediatorPointerInHand, 'noDeadlock'],
  ['tableKeyedByThread', callBackThroughPartner, 'noDeadlock'],
  ['phaseLockLeak', mediatorPointerInHand, 'noDeadlock'],
  ['oldReadBeforeSwitching', rivalRequests, 'noUseAfterFree'],
  ['abortAfterCommit', abortBeforeCommit, 'phaseMonotone', { abort: 'anywhere' }],
  ['completionAfterReclamation', selfSwapAwaited, 'noDeadlock', { abort: 'deadline' }],
  ['workerActive', mediatorPointerInHand, 'noDeadlock'],
  ['latePop', mediatorPointerInHand, 'countMatches'],
  ['entryLeaks', reusedThreadId, 'quiescence'],
  ['formatUnchecked', noCommonFormat, 'statePreserved'],
];

describe('a deviation', () => {
  test.each<Row>(defects)('%s is refuted', (deviation, scenario, property, options = {}) => {
    const refuted = refutedBy(scenario, { deviations: [deviation], ...options });

    expect(refuted).toContain(property);
  });

  test('every one has a row, but for the one that is harmless by itself', () => {
    const named = defects.map(([deviation]) => deviation);

    expect([...named, 'nextSwapBeforeSecondGrace'].sort()).toEqual(Object.keys(deviations).sort());
  });

  test('nextSwapBeforeSecondGrace harms nobody while released callers go through the pointer again', () => {
    expect(refutedBy(backToBackSwaps, { deviations: ['nextSwapBeforeSecondGrace'] })).toEqual([]);
  });
});

describe('a grace period', () => {
  test.each([0, 1] as const)('of %i advances misses a caller with the old pointer in hand', (advances) => {
    expect(refutedBy(mediatorPointerInHand, { advances })).toContain('quiescence');
  });
});
