// Mutants of checkpoints: each is a copy of the compiled engine with a defect in what is kept, in what is answered again or in
// what is taken over, and some search that is killed and resumed tells it apart from one that is not.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExploreOptions, Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { copyOf, type Defect, type Engine, replaceIn, root } from './engineCopies.js';
import { claimsOf, counting, foundBy, leaping, meeting, randomly } from './kernelAgrees.js';
import { announcing, Kept, killed } from './killed.js';

const copies = join(root, 'out', 'checkpointMutants', `run${process.pid}`, 'node_modules');

const defects: readonly Defect[] = [
  ['what was told is not told again', 'search/search.ts', 'this.#journal?.hear(told, this.store.count);', ''],
  ['who waits is forgotten', 'search/search.ts', 'this.graph.waiting?.restore(saved.lists.waiting);', ';'],
  ['parents are forgotten', 'search/resume.ts', 'chunk.parents.set(kept.parents);', ''],
  ['vias are forgotten', 'search/resume.ts', 'chunk.vias.set(kept.vias);', ''],
  ['another answer will do', 'search/resume.ts', 'throw another(stepText(entry.states));', 'at += 0;'],
  [
    'questions are not asked again',
    'search/resume.ts',
    'if (entry.asked) kernel.answer(entry.asked);',
    'if (entry.asked) void entry;',
  ],
  [
    'how many there were is forgotten',
    'search/resume.ts',
    'saved.count = entry.states;',
    'saved.count = saved.now.states;',
  ],
  [
    'transitions are counted anew',
    'search/resume.ts',
    'kernel.goOn(states, expanded, transitions, statesMost)',
    'kernel.goOn(states, expanded, 0, statesMost)',
  ],
  [
    'states are expanded once more',
    'search/resume.ts',
    'kernel.goOn(states, expanded, transitions, statesMost)',
    'kernel.goOn(states, Math.max(0, expanded - 1), transitions, statesMost)',
  ],
];

type Case = readonly [System, readonly Property[], number, ExploreOptions?];

const cases: readonly Case[] = [
  [counting(300), claimsOf(counting(300)), 9],
  [leaping(60), claimsOf(leaping(60)), 5],
  [meeting, claimsOf(meeting), 3],
  ...fc
    .sample(fc.tuple(randomly, fc.integer({ min: 1, max: 12 })), { seed: 20_261_128, numRuns: 30 })
    .map(([system, saves]) => [system, claimsOf(system), saves, { limits: { states: 2000 } }] as const),
];

/** Whether a search that was killed finds other things when it is resumed, or takes a checkpoint of another program. */
function isApart(judged: Engine): boolean {
  const asked = { engine: 'kernel', builtIn: false } as const;
  return (
    takesAnother(judged) ||
    cases.some(([system, claims, saves, options]) => {
      const bytes = killed(judged, system, claims, saves, { ...options, ...asked });
      if (!bytes) return false;
      const checkpoints = new Kept(undefined, bytes);
      const resumed = foundBy(judged, 'kernel', system, claims, { ...options, ...asked, checkpoints });
      return (
        JSON.stringify(resumed) !== JSON.stringify(foundBy(judged, 'kernel', system, claims, { ...options, ...asked }))
      );
    })
  );
}

function takesAnother(judged: Engine): boolean {
  const asked = { engine: 'kernel', builtIn: false, liveExecutions: 0 } as const;
  const bytes = killed(judged, counting(300), [], 9, asked)!;
  try {
    judged.explore(announcing, [], { ...asked, checkpoints: new Kept(undefined, bytes) });
    return true;
  } catch (error) {
    return !/QSC14[34]/.test(String(error));
  }
}

beforeAll(() => mkdirSync(copies, { recursive: true }));
afterAll(() => rmSync(join(copies, '..'), { recursive: true, force: true }), 60_000);

describe('checkpoints', () => {
  it('as they are, are told apart by no search', async () => {
    expect(isApart(await copyOf(copies, 'as it is'))).toBe(false);
  });
});

describe('a defect of checkpoints is told apart:', () => {
  it.each(defects)('%s', async (what, file, find, replace) => {
    const copy = await copyOf(copies, what, (folder) => replaceIn(folder, file, find, replace));

    expect(isApart(copy)).toBe(true);
  });
});
