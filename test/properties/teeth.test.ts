// Teeth: every property is refuted by a mechanism with one deliberate defect, in a scenario where the paper's mechanism
// keeps it. The exhaustive list of mutants has a command of its own; this is one example for each property.

import { describe, expect, test } from 'vitest';
import { explore } from '../../engine/index.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import type { Deviation, HotSwapOptions } from '../../impl/hotswap/options.js';
import { alwaysAsking, answering, refusing, repeating } from '../../mutants/calls.js';
import { livenessProperties, noDeadlock, propertyCatalogue, safetyProperties } from '../../properties/index.js';
import { buildSystemWith, contextOf, type Scenario, scenarios } from '../../scenarios/index.js';

type Tooth = readonly [property: string, mutant: MechanismVariant, scenario: string, sound: MechanismVariant];

const asItIs = hotSwap('asItIs', 'the mechanism of the paper');
const abortAnywhere = hotSwap('abortAnywhere', 'a swap may be given up anywhere', { abort: 'anywhere' });

const teeth: readonly Tooth[] = [
  ['quiescence', mutant('forwardSkipped'), 'selfSwap', asItIs],
  ['quiescence', hotSwap('oneAdvance', 'one generation only', { advances: 1 }), 'selfSwap', asItIs],
  ['statePreserved', mutant('forwardSkipped'), 'mediatorPointerInHand', asItIs],
  ['noUseAfterFree', mutant('freeMediatorAtOnce'), 'mediatorPointerInHand', asItIs],
  ['transparency', refusing, 'selfSwap', asItIs],
  ['oneVersionPerCall', mutant('abortAfterCommit', { abort: 'anywhere' }), 'abortBeforeCommit', abortAnywhere],
  ['noCallLost', answering, 'selfSwap', asItIs],
  ['noCallLost', repeating, 'selfSwap', asItIs],
  ['phaseMonotone', mutant('abortAfterCommit', { abort: 'anywhere' }), 'mediatorPointerInHand', abortAnywhere],
  ['countMatches', mutant('noFinally'), 'exceptionInFlight', asItIs],
  ['countMatches', mutant('countAfterUnlock'), 'mediatorPointerInHand', asItIs],
  ['transferOnce', mutant('commitBeforeTransfer'), 'mediatorPointerInHand', asItIs],
  ['zeroCost', alwaysAsking, 'selfSwap', asItIs],
  ['isolation', mutant('registerAfterUnlock'), 'lockBesideTheComponent', asItIs],
  ['noDeadlock', mutant('dekkerReversedInEpilog'), 'mediatorPointerInHand', asItIs],
  ['noStuck', mutant('registerAfterUnlock'), 'lockBesideTheComponent', asItIs],
  ['swapEnds', mutant('workerActive'), 'oldPointerInHand', asItIs],
  ['everyBlockedCallReleased', mutant('registerAfterUnlock'), 'lockBesideTheComponent', asItIs],
  ['everythingFreed', mutant('registerAfterUnlock'), 'callBackThroughAnotherThread', asItIs],
  ['generationsAdvance', mutant('workerActive'), 'oldPointerInHand', asItIs],
];

describe('every property has teeth', () => {
  test.each(teeth.map((tooth) => [tooth[0], tooth[1].name, tooth[2], tooth] as const))(
    '%s is refuted by %s in %s, and kept by the mechanism without the defect',
    (property, _mutant, name, [, broken, , sound]) => {
      const scenario = scenarioNamed(name);

      expect(verdictOf(scenario, sound, property)).toBe('proved');
      expect(verdictOf(scenario, broken, property)).toBe('refuted');
    },
  );

  test('no property is left out', () => {
    const bitten = new Set(teeth.map(([property]) => property));

    expect([...bitten].sort()).toEqual(propertyCatalogue.map(({ name }) => name).sort());
  });
});

test('a recursive call is let through while the component is blocked, and does not deadlock', () => {
  const system = buildSystemWith(scenarioNamed('callBackThroughPartner'), asItIs);

  const [verdict] = explore(system, [noDeadlock({ recursive: true })]).verdicts;

  expect(verdict!.verdict).toBe('proved');
});

function mutant(deviation: Deviation, options: Partial<HotSwapOptions> = {}): MechanismVariant {
  return hotSwap(deviation, `the mechanism with ${deviation}`, { ...options, deviations: [deviation] });
}

function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
}

function verdictOf(scenario: Scenario, mechanism: MechanismVariant, name: string): string {
  const system = buildSystemWith(scenario, mechanism);
  const context = contextOf(scenario, system);
  const properties = [...safetyProperties(context), ...livenessProperties(context)];
  const property = properties.find((one) => one.name === name);
  if (!property) throw new Error(`no property ${name} in ${scenario.name}`);
  return explore(system, [property]).verdicts[0]!.verdict;
}
