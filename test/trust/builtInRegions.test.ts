// Use after free is looked for in every system with memory that can be freed, unless somebody says that it is not.

import { describe, expect, it } from 'vitest';
import { explore, replay, sample } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell, free, load, type Program, region, thread } from '../../engine/program/index.js';

const node = region('node', { kind: 'node' }, { initially: 'allocated' });
const value = cell('node.value', 0, { region: node });
const always = cell('always', 0, { region: region('globals', { kind: 'globals' }) });

function* reads(): Program {
  yield* load(value);
}
function* frees(): Program {
  yield* free(node);
}
function* readsAlways(): Program {
  yield* load(always);
}

const raced: System = { cells: [value], threads: [thread('reader', reads), thread('owner', frees)] };

describe('a system with memory that can be freed', () => {
  it('is searched for a use after free without being asked', () => {
    const verdicts = explore(raced).verdicts.map(({ property, verdict }) => [property, verdict]);

    expect(verdicts.at(-1)).toEqual(['noUseAfterFree', 'refuted']);
    expect(verdicts).toHaveLength(4);
  });

  it('is judged so by samples and replays too', () => {
    const sampled = sample(raced, [], { sampler: 'random', executions: 50, seed: 1 });
    const { violations } = replay(raced, {
      version: 1,
      name: 'system',
      choices: [{ thread: 'owner' }, { thread: 'reader' }],
    });

    expect(sampled.verdicts.find(({ property }) => property === 'noUseAfterFree')!.verdict).toBe('refuted');
    expect(violations.map(({ property }) => property)).toContain('noUseAfterFree');
  });

  it('is not where that is switched off, or others are chosen', () => {
    const off = explore(raced, [], { builtIn: false }).verdicts;
    const chosen = explore(raced, [], { builtIn: ['noFailure'] }).verdicts;

    expect([off.length, chosen.map(({ property }) => property)]).toEqual([0, ['noFailure']]);
  });

  it('is proved to use nothing after it was freed where nothing is freed', () => {
    const kept: System = { cells: [value], threads: [thread('reader', reads)] };

    expect(explore(kept).verdicts.at(-1)).toMatchObject({ property: 'noUseAfterFree', verdict: 'proved' });
  });
});

describe('a system whose memory is always there', () => {
  it('has no such claim', () => {
    const system: System = { cells: [always], threads: [thread('reader', readsAlways)] };

    expect(explore(system).verdicts.map(({ property }) => property)).toEqual(['noDeadlock', 'noStuck', 'noFailure']);
  });
});
