// A group that may be given up, in the one-mediator form, held to the graph of GroupSwap where that is allowed: the graph is too
// large to be committed, and made by the embedded engine.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformToGraph } from '../../runner/conformance/configuration.js';
import { groupWorkloads } from '../../scenarios/configurations.js';
import { groupedAbortAnywhere } from '../../scenarios/mechanisms.js';
import { makeGraph } from '../../tla/graphFile.js';
import { loadNamed } from '../../tla/manifest.js';

const folder = join(import.meta.dirname, '../../tla');

describe('the swap of a group that may be given up', () => {
  it('takes only steps of MCGroupCallsTheOtherAbort, and every action of it but the one that changes nothing', async () => {
    const [loaded] = loadNamed(folder, folder, ['MCGroupCallsTheOtherAbort']);
    const graph = await makeGraph(loaded!, 'embedded');

    const { check, unexercised } = conformToGraph(graph, groupWorkloads[0]!, groupedAbortAnywhere);

    expect([check.verdict, check.diverging]).toEqual(['conforms', undefined]);
    expect(unexercised).toEqual(['finished']);
  });
});
