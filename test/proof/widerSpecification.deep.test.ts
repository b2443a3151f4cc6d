// Swaps that overlap: the form has the graph of ClusteredWider, which is too large to be committed and is made by the embedded
// engine; and no longer where the next swap may not begin early.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withGuard } from '../../proof/form/edit.js';
import { compareWider } from '../../proof/perProcessor/graphs.js';
import { perProcessor } from '../../proof/perProcessor/system.js';
import { rootIs } from '../../proof/perProcessor/vocabulary.js';
import { makeGraph } from '../../tla/graphFile.js';
import { loadNamed } from '../../tla/manifest.js';

const folder = join(import.meta.dirname, '../../tla');

describe('the per-processor form, where swaps overlap', () => {
  it('has the state graph of ClusteredWider, edge by edge', async () => {
    const specified = await makeGraph(loadNamed(folder, folder, ['MCClusteredOverlapping'])[0]!, 'embedded');
    const late = withGuard(perProcessor, 'swapIdle', 'isReclaimed', () => rootIs('reclaimed'));

    expect(specified.states).toHaveLength(7_430);
    expect(compareWider(perProcessor, 'Overlapping', specified).differences).toEqual([]);
    expect(compareWider(late, 'Overlapping', specified).differences).not.toEqual([]);
  }, 900_000);
});
