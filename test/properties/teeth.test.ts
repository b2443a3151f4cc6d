// What gives each property its teeth is in the catalogue of mutants: for every property one that it refutes, where the sound
// mechanism keeps it (test/mutants/). Here is the other half of one of them: a premise that is reached.

import { expect, test } from 'vitest';
import { explore } from '../../engine/index.js';
import { noDeadlock } from '../../properties/index.js';
import { callBackThroughPartner } from '../../scenarios/callBackThroughPartner.js';
import { buildSystem } from '../../scenarios/index.js';

test('a recursive call is let through while the component is blocked, and does not deadlock', () => {
  const system = buildSystem(callBackThroughPartner, callBackThroughPartner.variants[0]!);

  const [verdict] = explore(system, [noDeadlock({ recursive: true })]).verdicts;

  expect(verdict!.verdict).toBe('proved');
});
