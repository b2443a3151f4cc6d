// The counterexample of a mutant of the specification: made in a copy of the package that has it.

import { join } from 'node:path';
import { mutantEdits } from '../../mutants/catalogue.js';
import { withCopy } from '../../runner/mutants/copiedPackage.js';
import { type LabelledTrace, labelledTrace } from '../../tla/labelledTrace.js';
import { loadNamed } from '../../tla/manifest.js';
import type { EngineName } from '../../tla/result.js';

/** counterexampleOf is `oneAdvance in OneCaller`, for example: that mutant, in that configuration. */
export async function counterexampleOf(ground: string, engine: EngineName = 'embedded'): Promise<LabelledTrace> {
  const [mutant, configuration] = ground.split(' in ') as [string, string];
  return await withCopy(mutantEdits('specification', mutant), async ({ folder }) => {
    const [loaded] = loadNamed(join(folder, 'tla'), folder, [configuration]);
    return { ...(await labelledTrace(loaded!, engine))!, mutant };
  });
}
