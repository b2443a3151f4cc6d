// A search that is killed and resumed from its checkpoint finds what one finds that was never interrupted: the same states under
// the same ids, the same ways to them, ends, verdicts and counterexamples. What is no checkpoint of it is refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protocol } from '../../bench/protocol.js';
import * as engine from '../../engine/explore.js';
import { type ExploreOptions, explore, invariant, type Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { add, thread } from '../../engine/program/index.js';
import type { Checkpoints } from '../../engine/search/checkpoint.js';
import { claimsOf, counting, failing, foundBy, leaping, meeting, randomly, x } from './kernelAgrees.js';
import { announcing, Kept, killed } from './killed.js';

const isDeep = process.env.QUIESCE_DEEP !== undefined;
const numRuns = isDeep ? 300 : 25;

/** Whether it was resumed: then it found the same. */
function agree(system: System, claims: readonly Property[], saves: number, options: ExploreOptions = {}): boolean {
  const asked = { ...options, engine: 'kernel', builtIn: false } as const;
  const bytes = killed(engine, system, claims, saves, asked);
  if (!bytes) return false;
  const resumed = foundBy(engine, 'kernel', system, claims, { ...asked, checkpoints: new Kept(undefined, bytes) });
  const atOnce = foundBy(engine, 'kernel', system, claims, asked);
  expect(resumed).toEqual(atOnce);
  return true;
}

describe('a search that was killed and is resumed', () => {
  it('finds of random systems what it finds at once', () => {
    let resumed = 0;
    fc.assert(
      fc.property(randomly, fc.nat(8), fc.integer({ min: 1, max: 12 }), (system, some, saves) => {
        resumed += agree(system, claimsOf(system).slice(some), saves, { limits: { states: 3000 } }) ? 1 : 0;
      }),
      { seed: 20_261_127, numRuns },
    );
    expect(resumed).toBeGreaterThan(numRuns / 2);
  });

  it.each(isDeep ? [1, 2, 5, 9, 14] : [2, 9])('finds the same wherever it was killed: %i', (saves) => {
    expect(agree(counting(300), claimsOf(counting(300)), saves)).toBe(true);
    expect(agree(leaping(60), claimsOf(leaping(60)), saves)).toBe(true);
    agree(meeting, claimsOf(meeting), saves);
    agree(failing, claimsOf(failing), saves);
  });

  it('goes on after the loop in TypeScript has begun it, from chunk to chunk, and drops what was kept', () => {
    const { system, properties } = protocol({ clients: isDeep ? 3 : 2, calls: 1 });
    const bytes = killed(engine, system, properties, isDeep ? 300 : 20);
    const kept = new Kept(undefined, bytes);

    const {
      elapsedMs: _,
      bytesPerState: _bytes,
      ...resumed
    } = explore(system, properties, {
      liveExecutions: 0,
      checkpoints: kept,
    });

    const { elapsedMs: _e, bytesPerState: _b, ...atOnce } = explore(system, properties, { liveExecutions: 0 });
    expect(bytes?.length).toBeGreaterThan(isDeep ? 2 ** 20 : 2 ** 16);
    expect(resumed).toEqual(atOnce);
    expect(kept.dropped).toBe(true);
  });

  it('goes on where a limit of time has cut it', () => {
    const kept = new Kept();
    let asked = 0;
    const cut = explore(counting(300), [], {
      ...{ engine: 'kernel', liveExecutions: 0, checkpoints: { ...methodsOf(kept), seconds: 1000 } },
      interrupted: () => ++asked > 3,
    });

    const resumed = explore(counting(300), [], { engine: 'kernel', liveExecutions: 0, checkpoints: kept });

    expect([cut.complete, kept.saves > 0, resumed.complete]).toEqual([false, true, true]);
    expect(resumed.states).toBe(explore(counting(300), [], { liveExecutions: 0 }).states);
  });
});

/** Is `counting` but for what each of its steps adds. */
const adding = (by: number): System => ({
  cells: counting(300).cells,
  threads: (['a', 'b'] as const).map((name, index) =>
    thread(name, function* () {
      for (let time = 0; time < [300, 2][index]!; time++) yield* add(x, time < 5 ? 3 : by);
    }),
  ),
});

/** Takes the steps of `counting`; but it may end before its daemon does. */
const withDaemon: System = {
  ...counting(300),
  threads: counting(300).threads.map((each, index) => ({ ...each, daemon: index === 1 })),
};

function methodsOf(kept: Kept): Omit<Checkpoints, 'seconds'> {
  return { save: (parts) => kept.save(parts), saved: () => kept.saved(), drop: () => kept.drop() };
}

describe('a checkpoint', () => {
  const claims = [invariant('x is small', (state) => state.read(x) < 10_000)];
  const bytes = killed(engine, counting(300), claims, 9, { engine: 'kernel' })!;
  const resume = (system: System, properties: readonly Property[], from = bytes) =>
    explore(system, properties, { engine: 'kernel', liveExecutions: 0, checkpoints: new Kept(undefined, from) });

  it('proves nothing of properties that it was not kept with: they are asked of every state again', () => {
    const smaller = [invariant('x is small', (state) => state.read(x) < 100)];

    expect(resume(counting(300), claims).verdicts[0]!.verdict).toBe('proved');
    expect(resume(counting(300), smaller).verdicts[0]!.verdict).toBe('refuted');
    expect(() => resume(counting(300), [])).toThrow(/QSC144/);
    expect(() => resume(counting(300), [invariant('blind', () => true)])).toThrow(/QSC144/);
  });

  it.each<readonly [string, System]>([
    ['adds another number', adding(4)],
    ['announces something', announcing],
    ['has a daemon where there was none', withDaemon],
    ['counts less far', counting(4)],
    ['is another one', leaping(300)],
  ])('is refused by a program that %s', (_what, system) => {
    expect(() => resume(system, claims)).toThrow(/QSC14[34]/);
  });

  it('is refused where it is none', () => {
    const noise = new TextEncoder().encode('{"checkpoint":1}\n');
    for (const length of [0, 1, 40, 200, bytes.length - 4, bytes.length - 1])
      expect(() => resume(counting(300), claims, bytes.slice(0, length))).toThrow(/QSC143/);
    expect(() => resume(counting(300), claims, noise)).toThrow(/QSC143/);
    expect(() => resume(counting(300), claims, new Uint8Array(3000))).toThrow(/QSC143/);
  });
});
