// Atomic sections that never end, or that hold what may block: refused wherever the section is performed, and in no time.

import { describe, expect, it } from 'vitest';
import { explore, outcomes, parseSchedule, replay, sample } from '../../engine/index.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import { pendingStep } from '../../engine/multiprocessor/step.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  acquire,
  again,
  atomically,
  cell,
  done,
  load,
  loop,
  mutex,
  type Program,
  type ProgramFunction,
  release,
  type Self,
  select,
  store,
  type Turn,
  thread,
} from '../../engine/program/index.js';

const x = cell('x', 0);
const lock = mutex('lock');
const of = (...programs: readonly ProgramFunction[]): System => ({
  cells: [x, lock],
  threads: programs.map((program, index) => thread(`t${index}`, program)),
});

describe.each([
  ['of new places', spinsAtOnce],
  ['of one loop', loopsAtOnce],
] as const)('an endless section, %s,', (_, program) => {
  it.each<readonly [string, () => unknown]>([
    ['explored', () => explore(of(program))],
    ['explored within a second', () => explore(of(program), [], { limits: { seconds: 1 } })],
    ['asked for outcomes', () => outcomes(of(program), () => null)],
    ['sampled', () => sample(of(program), [], { sampler: 'random', executions: 1, seed: 1 })],
  ])('is refused when it is %s', (__, run) => {
    expect(run).toThrow('QSC526');
  });

  it('ends a replay', () => {
    expect(replay(of(program), parseSchedule('v1 system:QSC526 t0'))).toMatchObject({ misuse: { code: 'QSC526' } });
  });

  it('is described as far as it goes', () => {
    const multiprocessor = new Multiprocessor(of(program));

    const { operation } = pendingStep(multiprocessor, multiprocessor.initial().state, 0);

    expect(operation).toContain('store x <- 1');
  });
});

describe('a section that is long', () => {
  it('is performed up to 400 operations', () => {
    const { verdicts } = explore(of(storesOften(399)));

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
    expect(() => explore(of(storesOften(401)))).toThrow('QSC526');
  });
});

describe('what has to wait in a section', () => {
  it('is refused, with what to do: a mutex that another holds', () => {
    expect(() => explore(of(takesAtOnce, takes))).toThrow(/QSC523.*wait lock is 0[\s\S]*acquire, atomically, release/);
  });

  it('is allowed where it never has to', () => {
    expect(explore(of(takesAtOnce, takesAtOnce)).verdicts[0]!.verdict).toBe('proved');
  });
});

describe('a select of nothing', () => {
  it('is refused, with what to do', () => {
    expect(() => explore(of(selectsNothing))).toThrow(/QSC507.*select of 0 alternatives[\s\S]*select\(when\(/);
  });
});

function* spins(): Program {
  while ((yield* load(x)) < 5) yield* store(x, 1);
}
function* spinsAtOnce(): Program {
  yield* atomically(spins);
}
function* turn(): Program<Turn<number, void>> {
  yield* store(x, 1);
  return (yield* load(x)) < 5 ? again(0) : done();
}
function* loops(): Program {
  yield* loop(0, turn);
}
function* loopsAtOnce(): Program {
  yield* atomically(loops);
}
function* storesTimes(times: number): Program {
  for (let time = 0; time < times; time++) yield* store(x, 1);
}
function storesOften(times: number): ProgramFunction {
  return function* stores(): Program {
    yield* atomically(storesTimes, times);
  };
}
function* takeAndGive(_: undefined, self: Self): Program {
  yield* acquire(lock, self);
  yield* release(lock);
}
function* takesAtOnce(): Program {
  yield* atomically(takeAndGive);
}
function* takes(_: undefined, self: Self): Program {
  yield* takeAndGive(_, self);
}
function* selectsNothing(): Program {
  yield* select();
}
