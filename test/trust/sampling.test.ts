// Samplers: seeded, repeatable, honest about what they show, and able to find what they are made to find.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type Exploration,
  explore,
  invariant,
  noDeadlock,
  replay,
  type SampleOptions,
  sample,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { add, choose, load, type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';

const x = cell('x', 0);
const y = cell('y', 0);
const [ready, pointer] = [cell('ready', 0), cell('pointer', 0)];
const cells = [x, y, ready, pointer];
const samplers = ['random', 'pct', 'roundRobin'] as const;

function* increment(): Program<void> {
  yield* store(x, (yield* load(x)) + 1);
}

const lostUpdate: System = { name: 'lostUpdate', cells, threads: [thread('a', increment), thread('b', increment)] };
const bothCount = atEnd('both count', (state) => state.read(x) === 2);

/** A bug of depth two behind many steps: the pointer must be read between two stores of another thread. */
function* publishTooEarly(steps: number): Program<void> {
  for (let index = 0; index < steps; index += 1) yield* add(y, 1);
  yield* store(ready, 1);
  yield* store(pointer, 1);
}

function* consume(steps: number): Program<void> {
  for (let index = 0; index < steps; index += 1) yield* add(y, 1);
  if ((yield* load(ready)) === 1 && (yield* load(pointer)) === 0) yield* store(x, -1);
}

const deep: System = {
  name: 'deep',
  cells,
  threads: [thread('publisher', publishTooEarly, 12), thread('consumer', consume, 12)],
};
const neverTorn = invariant('never torn', (state) => state.read(x) !== -1);

const without = ({ elapsedMs: _elapsedMs, ...rest }: Exploration) => rest;

describe.each(samplers)('the sampler %s', (sampler) => {
  const options: SampleOptions = { sampler, executions: 200, seed: 7 };

  it('gives the same result for the same seed', () => {
    const properties = [bothCount, noDeadlock];

    expect(without(sample(lostUpdate, properties, options))).toEqual(without(sample(lostUpdate, properties, options)));
  });

  it('finds a lost update, with a schedule that replays', () => {
    const [verdict] = sample(lostUpdate, [bothCount], options).verdicts;

    expect(verdict).toMatchObject({ verdict: 'refuted', executions: 200 });
    const again = replay(lostUpdate, verdict!.counterexample!.schedule, { properties: [bothCount] });
    expect(again.reproduced).toBe(true);
  });

  it('proves nothing: what it has not refuted is unrefuted, with the number of executions', () => {
    const found = sample(lostUpdate, [], options);

    expect(found.mode).toBe('sampled');
    expect(found.verdicts).toMatchObject([
      { property: 'noDeadlock', verdict: 'unrefuted', executions: 200 },
      { property: 'noStuck', verdict: 'unrefuted', executions: 200 },
      { property: 'noFailure', verdict: 'unrefuted', executions: 200 },
    ]);
  });

  it('goes through the choices too', () => {
    const system: System = { cells, threads: [thread('a', choosesOfFour)] };

    const [verdict] = sample(system, [invariant('never 3', (state) => state.read(x) !== 3)], options).verdicts;

    expect(verdict!.verdict).toBe('refuted');
  });

  it('cuts an execution without end', () => {
    const system: System = { cells, threads: [thread('a', forEver), thread('b', increment)] };

    const found = sample(system, [noDeadlock], { ...options, executions: 3, stepsMax: 50, builtIn: false });

    expect(found).toMatchObject({ depth: 50, verdicts: [{ verdict: 'inconclusive', limit: { limit: 'steps' } }] });
  });
});

function* choosesOfFour(): Program<void> {
  yield* store(x, yield* choose(4));
}

function* turn(): Program<Turn<null, void>> {
  yield* load(x);
  return again(null);
}

function* forEver(): Program<void> {
  yield* loop(null, turn);
}

describe('different seeds', () => {
  it('give different executions', () => {
    const look = (seed: number) => {
      const [verdict] = sample(deep, [neverTorn], { sampler: 'random', executions: 2000, seed }).verdicts;
      return JSON.stringify(verdict!.counterexample?.shrunkFrom ?? null);
    };

    expect(new Set([1, 2, 3, 4, 5].map(look)).size).toBeGreaterThan(1);
  });
});

describe('PCT', () => {
  it('finds a bug of depth two in far fewer executions than its bound asks for', () => {
    const bound = 2 * 28;

    const found = [11, 12, 13, 14, 15].map(
      (seed) =>
        sample(deep, [neverTorn], { sampler: 'pct', depth: 2, executions: 10 * bound, seed }).verdicts[0]!.verdict,
    );

    expect(found).toEqual(found.map(() => 'refuted'));
  });

  it('cannot find it with depth one, which never preempts', () => {
    const [verdict] = sample(deep, [neverTorn], { sampler: 'pct', depth: 1, executions: 500, seed: 5 }).verdicts;

    expect(verdict!.verdict).toBe('unrefuted');
    expect(explore(deep, [neverTorn]).verdicts[0]!.verdict).toBe('refuted');
  });
});

describe('a limit', () => {
  it('makes a sampled verdict inconclusive', () => {
    const found = sample(lostUpdate, [], { sampler: 'random', executions: 1000, interrupted: () => true });

    expect(found.complete).toBe(false);
    expect(found.verdicts.map(({ verdict }) => verdict)).toEqual(found.verdicts.map(() => 'inconclusive'));
  });

  it.each<Partial<SampleOptions>>([
    { executions: 0 },
    { executions: 1.5 },
    { stepsMax: -1 },
    { depth: 0 },
    { seed: 0.5 },
  ])('that makes no sense is refused: %o', (wrong) => {
    const act = () => sample(lostUpdate, [noDeadlock], { sampler: 'pct', executions: 1, ...wrong });

    expect(codeOf(act)).toBe('QSC104');
  });
});

function codeOf(act: () => unknown): ErrorCode | 'accepted' {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
}
