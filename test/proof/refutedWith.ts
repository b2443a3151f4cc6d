// What every defect of a system that is proved must come to: a state that can be reached in which its claim is false, and a
// schedule of the implementation with the same defect along which something turns false, or the reason why there is none.

import { expect } from 'vitest';
import { replayOf } from '../../cli/proofReplay.js';
import { mutantOf, type ProvedSystem } from '../../proof/catalogue.js';
import type { ProtocolMutant } from '../../proof/hotSwap/mutants.js';
import { prove } from '../../proof/prove.js';
import { quickSolver } from './asking.js';
import { violationsOf } from './replaying.js';

/** expectRefuted proves the system with a mutant, and replays what is found. */
export async function expectRefuted(own: ProvedSystem, mutant: ProtocolMutant): Promise<void> {
  const system = mutantOf(own, mutant);

  const { verdict, refutation, rows } = await prove(system, { picturesMax: 0, solver: quickSolver });
  const replay = await replayOf({ system, own, mutant }, { refutation: refutation! });

  const schedule = refutation?.schedule.map(({ action, args }) => [action, ...args].join(' '));
  expect([verdict, refutation?.claim, refutation?.kind]).toEqual(['refuted', mutant.breaks, 'claim']);
  expect(rows.some(({ outcome }) => outcome === 'lost')).toBe(true);
  expect({ instance: refutation?.instance, schedule, replay }).toMatchSnapshot();
  if (mutant.onlyHere === undefined) expect(await violationsOf(replay)).not.toEqual([]);
  else expect(replay).toEqual({ why: mutant.onlyHere });
}
