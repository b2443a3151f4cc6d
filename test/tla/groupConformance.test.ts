// Swapping a group in the one-mediator form, held to the committed graph of GroupSwap on every transition of every
// interleaving. That a defect is seen: the mutants groupTracksOwnOnly and groupCommitsOneByOne, which it kills.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformConfiguration } from '../../runner/conformance/configuration.js';
import { groupWorkloads } from '../../scenarios/configurations.js';
import { groupedAbortAnywhere } from '../../scenarios/mechanisms.js';
import { elsewhere } from '../../tla/conformance/group/abstraction.js';
import { groupRules } from '../../tla/conformance/group/rules.js';
import { readGraph } from '../../tla/graphFile.js';

const folder = join(import.meta.dirname, '../../tla');
const workload = groupWorkloads[0]!;

describe('the swap of a group', () => {
  it('takes only steps of MCGroupCallsTheOther, and every action of it but the one that changes nothing', () => {
    const { check, unexercised } = conformConfiguration(folder, workload);

    expect([check.verdict, check.diverging]).toEqual(['conforms', undefined]);
    expect(unexercised).toEqual(['finished']);
  });

  it('is seen to be given up, which the configuration does not allow', () => {
    const { check } = conformConfiguration(folder, workload, groupedAbortAnywhere);

    expect(check.verdict).toBe('diverges');
    expect(check.diverging?.divergence.reason).toMatch(/swapAbandoned/);
  });

  it('has every variable of the specification read, or said where it is compared instead', () => {
    const { variables } = readGraph(folder, workload.configuration);
    const { check } = conformConfiguration(folder, workload);
    const { abstraction } = check.conformance.specification;

    const claimed = abstraction.kind === 'claims' ? abstraction.claims.map(({ field }) => field) : [];
    expect([...new Set([...claimed, ...Object.keys(elsewhere)])].sort()).toEqual([...variables].sort());
  });

  it('has no event that no rule is about', () => {
    const { check } = conformConfiguration(folder, workload);
    const unused = groupRules('A')
      .map(({ name }) => name)
      .filter((name) => !check.realised.uses.get(name));

    expect(unused).toMatchInlineSnapshot(`
      [
        "raised",
        "sleeps",
        "swapRefused",
        "swapAbandoned",
        "swapAbandoned besides",
      ]
    `);
  });
});
