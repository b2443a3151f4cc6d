// The kernel against the loop in TypeScript: the same states under the same ids in the same order, the same ways to them,
// the same verdicts, counterexamples and errors; and what the kernel does not suit is searched in TypeScript, and says why.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { protocol } from '../../bench/protocol.js';
import * as engine from '../../engine/explore.js';
import { type ExploreOptions, explore, invariant, type Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { claimsOf, counter, counting, failing, foundBy, leaping, meeting, randomly, x } from './kernelAgrees.js';
import { published } from './published.js';

const isDeep = process.env.QUIESCE_DEEP !== undefined;
const numRuns = isDeep ? Number(process.env.QUIESCE_RANDOM ?? 2000) : 40;
const limits = { states: 3000 };

/** Whether there were states to agree on: not an error. */
function agree(system: System, claims: readonly Property[], options: ExploreOptions = {}): boolean {
  const kernel = foundBy(engine, 'kernel', system, claims, options);
  const typescript = foundBy(engine, 'typescript', system, claims, options);
  expect(kernel.why).toBeUndefined();
  expect(kernel.found).toEqual(typescript.found);
  expect(kernel.said).toEqual(typescript.said);
  return 'states' in kernel.found;
}

describe('the kernel and the loop in TypeScript', () => {
  it.each(isDeep ? [20_261_201, 20_261_202] : [20_261_201])(
    'find the same of random systems from seed %i',
    (seed) => {
      let explored = 0;
      fc.assert(
        fc.property(randomly, fc.nat(8), (random, some) => {
          explored += agree(random, claimsOf(random).slice(some), { limits }) ? 1 : 0;
        }),
        { seed, numRuns },
      );
      expect(explored).toBeGreaterThan(numRuns / 2);
    },
    1_200_000,
  );

  it.each(isDeep ? [20_261_127, 20_261_128] : [20_261_127])(
    'find the same of random systems from seed %i where steps are left out',
    (seed) => {
      let [explored, leftOut] = [0, 0];
      fc.assert(
        fc.property(randomly, fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8]), (random, which) => {
          const sequential: System = { ...random, memory: 'sc' };
          const claims = which.map((index) => claimsOf(sequential)[index]!);
          if (!agree(sequential, claims, { limits, reduction: 'persistent' })) return;
          explored++;
          leftOut += explore(sequential, claims, { limits, reduction: 'persistent' }).reduction === undefined ? 0 : 1;
        }),
        { seed, numRuns },
      );
      expect(Math.min(explored, leftOut)).toBeGreaterThan(numRuns / 2);
    },
    1_200_000,
  );

  it.each([
    [2, 1, 3_510],
    [3, 1, 49_042],
  ])('leave out the same of the bench protocol with %i clients', (clients, calls, states) => {
    const { system, properties: claims } = protocol({ clients, calls });

    agree(system, claims, { reduction: 'persistent' });

    const { engine, states: found } = explore(system, claims, { reduction: 'persistent', engine: 'kernel' });
    expect([engine, found]).toEqual(['kernel', states]);
  });

  it('find the same where a thread counts far, waits for several cells, chooses, or goes through a section', () => {
    agree(counting(300), claimsOf(counting(300)));
    agree(meeting, claimsOf(meeting));
  });

  it('find the same where a step meets numbers that are far apart', () => {
    agree(leaping(120), claimsOf(leaping(120)));
  });

  it('find the same where what a step threw, or a limit, ends the search', () => {
    agree(failing, claimsOf(failing));
    for (const states of [1, 17, 100, 333]) agree(counting(40), claimsOf(meeting), { limits: { states } });
  });

  it.each(published.map((program) => [program.name, program] as const))('find the same of %s', (_name, { system }) => {
    agree(system, claimsOf(system), { limits: { states: isDeep ? 20_000 : 600 } });
  });
});

describe('an exploration', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.resetModules();
  });

  it('goes on in the kernel where there are many states, and says so', () => {
    const { system, properties: claims } = protocol({ clients: 2, calls: 1 });

    const found = explore(system, claims, { liveExecutions: 0 });

    expect([found.engine, found.whyTypescript, found.states, found.transitions]).toEqual([
      'kernel',
      undefined,
      10_341,
      25_676,
    ]);
  });

  it.each<readonly [string, ExploreOptions, readonly Property[]]>([
    ['it was asked for', { engine: 'typescript' }, []],
    ['the search goes by depth', { search: 'depthFirst' }, []],
    ['states are compared by fingerprints', { store: 'fingerprint' }, []],
    ['every edge is recorded', { keepGraph: true }, []],
    [
      'steps are left out, and no checkpoint knows of them',
      { reduction: 'persistent', checkpoints: { seconds: 1, save: () => {}, saved: () => undefined, drop: () => {} } },
      [],
    ],
    [
      'a premise is looked for in every state',
      {},
      [invariant('small', (state) => state.read(x) < 100, { premise: (state) => state.read(x) > 1 })],
    ],
    ['there are at most 4096 states', {}, []],
  ])('says that %s', (why, options, claims) => {
    const { engine, whyTypescript } = explore(counting(3), claims, { ...options, liveExecutions: 0 });

    expect([engine, whyTypescript]).toEqual(['typescript', why]);
  });

  it('says that a processor is cooperative', () => {
    const cooperative: System = { ...counting(3), processors: ['cooperative'] };

    expect(explore(cooperative, [], { engine: 'kernel' }).whyTypescript).toBe('a processor is cooperative');
  });

  it.each<readonly [string, () => void]>([
    ['there is no WebAssembly here', () => vi.stubGlobal('WebAssembly', undefined)],
    ['the built kernel is not there', () => vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)],
  ])('is the same where %s', async (why, takeAway) => {
    vi.resetModules();
    const anew = await import('../../engine/explore.js');
    takeAway();

    const found = anew.explore(counting(30), [], { engine: 'kernel', liveExecutions: 0 });

    expect([found.engine, found.whyTypescript]).toEqual(['typescript', why]);
    expect(found.states).toBe(explore(counting(30), [], { engine: 'typescript', liveExecutions: 0 }).states);
  });

  it('needs no more room where each step meets another number', () => {
    const limits = { memoryMiB: 64 };

    const found = explore(counter(6000), [], { engine: 'kernel', limits, liveExecutions: 0 });

    expect([found.engine, found.limit, found.states]).toEqual(['kernel', undefined, 6001]);
  });

  it('is inconclusive where the memory of WebAssembly ends, and where it leaves no room goes on in TypeScript', () => {
    const { system, properties: claims } = protocol({ clients: 3, calls: 1 });
    const within = (memoryMiB: number) =>
      explore(system, claims, { engine: 'kernel', limits: { memoryMiB }, liveExecutions: 0 });

    const [none, some] = [within(1), within(5)];

    expect(none.whyTypescript).toBe('the limit of memory leaves the kernel no room');
    expect([some.engine, some.limit]).toEqual(['kernel', { limit: 'memory', text: '5 MiB' }]);
    expect(some.states).toBeGreaterThan(10_000);
    expect(some.verdicts.map(({ verdict }) => verdict)).toContain('inconclusive');
  });
});
