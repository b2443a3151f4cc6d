// A defect of ClusteredHotSwap shows when the per-processor form is held to it: those that larger workloads alone reach.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLabel } from '../../conformance/tla/label.js';
import { conformToGraph } from '../../runner/conformance/configuration.js';
import { workloadsNamed } from '../../scenarios/configurations.js';
import { readGraph } from '../../tla/graphFile.js';

const folder = join(import.meta.dirname, '../../tla');
const [abort, firstTouch] = workloadsNamed(['ClusteredRecursionAbort', 'ClusteredFirstTouch']);

describe('its specification without an action', () => {
  it.each(['swapAbandoned', 'workerArrives'])('%s is missed where swaps may be given up', (action) => {
    const whole = readGraph(folder, 'MCClusteredRecursionAbort');
    const edges = whole.edges.filter(({ label }) => label.action !== action);

    expect(conformToGraph({ ...whole, edges }, abort!).check.verdict).toBe('diverges');
  });

  it.each(['generation(0)', 'generation(1)', 'workerArrives(1)', 'completed(1)'])(
    '%s is missed where a worker is born',
    (text) => {
      const whole = readGraph(folder, 'MCClusteredFirstTouch');
      const edges = whole.edges.filter(({ label }) => writeLabel(label) !== text);

      expect(conformToGraph({ ...whole, edges }, firstTouch!).check.verdict).toBe('diverges');
    },
  );
});
