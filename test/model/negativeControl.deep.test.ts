// The machine and the implementation against each other count only when a defect on either side shows.

import { describe, expect, it } from 'vitest';
import { conformMutants } from '../../runner/mutants/conformance.js';

describe('the negative control', () => {
  it('gives away every mutant of the machine and of the implementation', async () => {
    const { rows } = await conformMutants();

    expect(rows.filter(({ killed }) => !killed)).toEqual([]);
    expect(rows.filter(({ side }) => side === 'machine').length).toBeGreaterThanOrEqual(10);
    expect(rows.filter(({ side }) => side === 'implementation').length).toBeGreaterThanOrEqual(10);
  }, 600_000);
});
