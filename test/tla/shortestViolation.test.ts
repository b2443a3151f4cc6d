import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { check, type EngineChoice } from '../../tla/check.js';
import { loadNamed } from '../../tla/manifest.js';
import type { TlaResult } from '../../tla/result.js';
import { folderWith } from '../cli/run.js';

const ownFolder = join(import.meta.dirname, '../../tla');
const skipped = whyTlcIsSkipped();

/** A counter with a list of what it may do, one step each, from 0 on. */
function walking(steps: string, claims: string): string {
  return `---- MODULE Walk ----
EXTENDS Naturals
VARIABLES x, n
vars == <<x, n>>
Init == x = 0 /\\ n = 0
Next ==
  ${steps}
Spec == Init /\\ [][Next]_vars
${claims}
====
`;
}

/** Per case: the module, the invariants, and what both engines have to tell. */
const cases = {
  'an invariant that is violated in a state without successors': {
    steps: "n < 2 /\\ n' = n + 1 /\\ x' = x + 1",
    claims: 'Low == x < 2',
    invariants: ['Low'],
    told: { verdict: 'invariant violated', violated: 'Low', depth: 3 },
  },
  'a deadlock that is nearer than the violated invariant': {
    steps:
      "\\/ n = 0 /\\ n' = 1 /\\ x' = 7\n  \\/ n = 0 /\\ n' = 2 /\\ x' = 0\n  \\/ n = 2 /\\ n' = 3 /\\ x' = 9\n  \\/ n = 3 /\\ n' = 3 /\\ x' = 9",
    claims: 'Low == x < 9',
    invariants: ['Low'],
    told: { verdict: 'deadlock', depth: 2 },
  },
  'the first named of two that are violated on one level': {
    steps: "\\/ n = 0 /\\ n' = 1 /\\ x' = 5\n  \\/ n = 0 /\\ n' = 2 /\\ x' = 0\n  \\/ n > 0 /\\ UNCHANGED vars",
    claims: 'Two == n # 2\n\nLow == x < 5',
    invariants: ['Two', 'Low'],
    told: { verdict: 'invariant violated', violated: 'Two', depth: 2 },
  },
} as const;

async function outcomesOf({ steps, claims, invariants }: (typeof cases)[keyof typeof cases], engine: EngineChoice) {
  const folder = folderWith({
    'Walk.tla': walking(steps, claims),
    'Walk.cfg': `SPECIFICATION Spec\n${invariants.map((name) => `INVARIANT ${name}`).join('\n')}\n`,
  });
  const [loaded] = loadNamed(ownFolder, folder, ['Walk.cfg']);
  return (await check(loaded!, engine)).outcomes;
}

function told({ verdict, violated, depth }: TlaResult) {
  return violated === undefined ? { verdict, depth } : { verdict, violated, depth };
}

describe('of several violations the shortest is told, an invariant before a deadlock:', () => {
  for (const [what, one] of Object.entries(cases)) {
    it(`${what}, by the engine without Java`, async () => {
      expect((await outcomesOf(one, 'embedded')).map(told)).toEqual([one.told]);
    });

    it.skipIf(skipped)(`${what}, by both engines${skipped === undefined ? '' : ` (skipped: ${skipped})`}`, async () => {
      expect((await outcomesOf(one, 'both')).map(told)).toEqual([one.told, one.told]);
    });
  }
});
