// What a printed schedule of the implementation shows when it is replayed.

import type { ReplayLine } from '../../cli/proofReplay.js';
import { replaySchedule } from '../../cli/replaySchedule.js';
import { parseSchedule } from '../../engine/index.js';

/** violationsOf names what turns false along it, in a copy of the package that has the mutant. */
export async function violationsOf(replay: ReplayLine | undefined): Promise<readonly string[]> {
  if (!replay || !('line' in replay)) throw new Error(`no schedule of the implementation: ${replay?.why}`);
  const text = /replay '(.*)'$/.exec(replay.line)![1]!;
  const { violations } = await replaySchedule(parseSchedule(text), { continue: false });
  return violations.map(({ property }) => property);
}
