// The token of deferred destruction (impl/clustered/token.ts), as a scenario family: what is destroyed is freed when nobody can be at
// it any more, which is judged by who uses whose memory, and its reference leads nobody astray. That each of its rules is
// missed: the mutants of the token (mutants/token.ts). Here: an order that makes no difference.

import { describe, expect, test } from 'vitest';
import { explore } from '../../engine/index.js';
import { tokenTask } from '../../runner/token.js';
import { type TokenWorkload, tokenWorkloads } from '../../scenarios/token/index.js';

function verdictsOf(workload: TokenWorkload): Readonly<Record<string, string>> {
  const { system, safety, liveness } = tokenTask(workload);
  const found = [safety, liveness].flatMap((properties) => explore(system, properties, { builtIn: false }).verdicts);
  return Object.fromEntries(found.map(({ property, verdict }) => [property, verdict]));
}

const sound = {
  noUseAfterFree: 'proved',
  leadsNobodyAstray: 'proved',
  noDeadlock: 'proved',
  noStuck: 'proved',
  noFailure: 'proved',
  usedAnew: 'proved',
};

describe('the token', () => {
  test.each(tokenWorkloads.map((workload) => [workload.statement, workload] as const))(
    'frees what nobody is at, and has its reference used anew in the end: %s',
    (_statement, workload) => {
      expect(verdictsOf(workload)).toEqual(sound);
    },
  );

  test('would free nothing if its daemon on one processor were not there', () => {
    const [workload] = tokenWorkloads;
    const threads = workload!.threads.filter(({ name }) => name !== 'token1');

    expect(verdictsOf({ ...workload!, threads }).usedAnew).toBe('refuted');
  });
});
