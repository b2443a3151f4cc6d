// Corners in which the engine once said 'proved' or 'refuted' wrongly, or fell over: each has to give the right verdict
// or a coded error.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  eventually,
  explore,
  formatSchedule,
  invariant,
  monitor,
  noDeadlock,
  noFailure,
  noStuck,
  type Property,
  parseSchedule,
  replay,
  sample,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { closes, happened, opens } from '../../engine/program/event.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import { add, choose, is, load, type Program, park, store, view, wait } from '../../engine/program/operation.js';
import { type ProgramFunction, thread } from '../../engine/program/thread.js';
import type { Value } from '../../engine/program/value.js';

const [x, y, z] = [cell('x', 0), cell('y', 0), cell('z', 0)];
const data = cell<Value>('data', null) as Cell<Value>;
const shared = [x, y, z, data];

const alone = (program: ProgramFunction): System => ({ cells: shared, threads: [thread('t', program)] });
const verdictOf = (system: System, property: Property) => explore(system, [property]).verdicts[0]!.verdict;

/** The code of the error, or what came out instead. */
function refusal(attempt: () => unknown): ErrorCode | unknown {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
}

function* loadsOnce(): Program<void> {
  yield* load(x);
}

/** Passes twelve loads of y only if they alternate: few schedules do. */
function* passesRarely(): Program<boolean> {
  for (let index = 0; index < 12; index++) if ((yield* load(y)) !== index % 2) return false;
  return true;
}

function* alternates(): Program<void> {
  for (let index = 0; index < 14; index++) yield* store(y, index % 2);
}

function* looksAgain(): Program<Turn<Record<never, never>, void>> {
  yield* load(y);
  return again({});
}

function* spins(): Program<void> {
  yield* loop({}, looksAgain);
}

describe('cells', () => {
  it('of a modulo that a field cannot hold are refused', () => {
    expect(refusal(() => cell('big', 0, { modulo: 2 ** 31 - 1 }))).toBe('QSC112');
  });

  it('of the largest modulo keep their value through widening', () => {
    const big = cell('big', 0, { modulo: 2 ** 29 });
    const system: System = {
      cells: [big, x],
      threads: [
        thread('t', function* () {
          yield* add(big, -1);
          yield* load(x);
          yield* store(x, (yield* load(big)) === 2 ** 29 - 1 ? 1 : 2);
        }),
      ],
    };

    expect(
      verdictOf(
        system,
        atEnd('seen', (state) => state.read(x) === 1),
      ),
    ).toBe('proved');
  });

  it.each([31, 32, -33, 100_000, -(2 ** 29) + 1])('may start at %i, wider than a field does', (initial) => {
    const wide = cell('wide', initial);
    function* changes(): Program<void> {
      yield* add(wide, 1);
      yield* add(wide, -1);
    }
    const property = atEnd('itIsAsBefore', (state) => state.read(wide) === initial);

    const found = explore({ cells: [wide], threads: [thread('t', changes)] }, [property]);

    expect([found.states, found.verdicts[0]!.verdict]).toEqual([3, 'proved']);
  });

  it('may be wide where a replay looks for stuck threads', () => {
    function* stores(): Program<void> {
      yield* store(x, 100_000);
      yield* park();
    }
    const stepsOn = thread('d', spins, undefined, { daemon: true, processor: 1 });
    const system: System = { cells: shared, threads: [thread('t', stores), stepsOn] };
    const { counterexample } = explore(system, [noStuck]).verdicts[0]!;

    const again = replay(system, parseSchedule(formatSchedule(counterexample!.schedule)), { properties: [noStuck] });

    expect(again.reproduced).toBe(true);
  });

  it('give the same value whichever of two equal ones was stored first', () => {
    const system = alone(function* () {
      yield* store(data, { b: -0, a: 1 });
      yield* store(data, null);
      yield* store(data, { a: 1, b: 0 });
      const seen = (yield* load(data)) as { a: number; b: number };
      yield* store(x, Object.is(seen.b, 0) && Object.keys(seen)[0] === 'a' ? 1 : 2);
    });

    expect(
      verdictOf(
        system,
        atEnd('alike', (state) => state.read(x) === 1),
      ),
    ).toBe('proved');
  });
});

describe('hidden state', () => {
  it('cannot pass through the inside of an argument that is frozen outside', () => {
    const args = Object.freeze({ box: { value: 0 } });
    function* writer({ box }: typeof args): Program<void> {
      if (!(yield* passesRarely())) return;
      box.value = 1;
      yield* store(x, 1);
    }
    function* reader({ box }: typeof args): Program<void> {
      yield* wait(x, is(1));
      yield* store(z, box.value);
    }
    const threads = [thread('writer', writer, args), thread('reader', reader, args), thread('other', alternates)];

    expect(verdictOf({ cells: shared, threads }, noFailure)).toBe('refuted');
  });

  it('past a merge is found though it is looked at two operations later, on a rare schedule', () => {
    let flag = 0;
    function* notes(): Program<void> {
      if ((yield* load(x)) === 1) flag = 1;
    }
    function* main(): Program<void> {
      flag = 0;
      yield* scope(notes, {});
      yield* load(z);
      yield* load(z);
      yield* store(y, flag);
    }
    function* setter(): Program<void> {
      for (let index = 0; index < 14; index++) yield* store(x, 2);
      yield* store(x, 1);
      yield* store(x, 0);
    }
    const system: System = { cells: shared, threads: [thread('main', main), thread('setter', setter)] };

    expect(refusal(() => verdictOf(system, noFailure))).toBe('QSC212');
  });
});

describe('events', () => {
  it('named as the engine names failures are refused', () => {
    const system = alone(function* () {
      yield* load(x);
      yield* happened('failed', { what: 'a transfer' });
    });

    expect(refusal(() => verdictOf(system, noFailure))).toBe('QSC510');
  });

  it('of a span without an operation are refused rather than told backwards', () => {
    const system = alone(function* () {
      yield* load(x);
      yield* opens('invoke');
      yield* closes('return');
    });

    expect(refusal(() => verdictOf(system, noFailure))).toBe('QSC511');
  });

  it('cannot be changed after they were said', () => {
    const system = alone(function* () {
      const said = { number: 0 };
      yield* load(x);
      yield* happened('said', said);
      said.number = 1;
    });

    expect(verdictOf(system, noFailure)).toBe('refuted');
  });
});

describe('a property', () => {
  const throws = () => {
    throw new Error('not total');
  };

  it.each<readonly [string, Property]>([
    ['atEnd', atEnd('p', throws)],
    ['atEnd of a monitor', monitor('p', { init: null, on: (state) => state, atEnd: throws })],
    ['premise of a monitor', monitor('p', { init: null, on: (state) => state, premise: throws })],
    ['invariant', invariant('p', throws)],
  ])('that throws is a coded error: %s', (_what, property) => {
    expect(refusal(() => verdictOf(alone(loadsOnce), property))).toBe('QSC509');
    expect(
      refusal(() => sample(alone(loadsOnce), [property], { sampler: 'random', executions: 1 }).verdicts[0]!.verdict),
    ).toBe('QSC509');
  });

  it('whose view throws is a coded error', () => {
    const bad = view('bad', throws as (value: Value) => Value);

    expect(
      refusal(() =>
        verdictOf(
          alone(function* () {
            yield* load(data, bad);
          }),
          noFailure,
        ),
      ),
    ).toBe('QSC509');
  });

  it('is violated by an atEnd that is just false', () => {
    const property = monitor('p', { init: null, on: (state) => state, atEnd: (() => false) as never });

    expect(verdictOf(alone(loadsOnce), property)).toBe('refuted');
  });

  it('with a memory that forgets to return is an error, not a proof', () => {
    const property = invariant('p', (state) => state.read(x) === 0, {
      memory: { init: 0, on: (() => undefined) as never },
    });
    const system = alone(function* () {
      yield* load(x);
      yield* happened('said');
      yield* store(x, 1);
    });

    expect(refusal(() => verdictOf(system, property))).toBe('QSC509');
  });

  it('keeps its name through the printed schedule, whatever it is', () => {
    for (const name of ['a:b', '100%', 'é (ü)', 'x\ny', ' first', '{"a":1}', '%28', 't*3']) {
      const system = { ...alone(setsX), name };
      const property = invariant(name, (state) => state.read(x) === 0);

      const line = formatSchedule(explore(system, [property]).verdicts[0]!.counterexample!.schedule);

      const parsed = parseSchedule(line);
      expect([parsed.name, parsed.property]).toEqual([name, name]);
      expect(replay(system, parsed, { properties: [property] }).reproduced).toBe(true);
    }
  });
});

function* setsX(): Program<void> {
  yield* store(x, 1);
}

describe('noStuck of named threads', () => {
  const system: System = {
    cells: shared,
    threads: [
      thread('a', function* () {
        yield* wait(y, is(7));
      }),
      thread('c', setsX),
    ],
  };
  const ofC: Property = { ...noStuck, threads: ['c'] };

  it('is not violated by a deadlock of others, explored or sampled', () => {
    expect(verdictOf(system, ofC)).toBe('proved');
    expect(sample(system, [ofC], { sampler: 'random', executions: 3 }).verdicts[0]!.verdict).toBe('unrefuted');
  });
});

describe('a sampled liveness claim', () => {
  it('is refuted by an execution on which it really stays open', () => {
    const system: System = {
      cells: shared,
      threads: [
        thread('t', function* () {
          yield* store(y, 1);
          if ((yield* load(z)) === 0) yield* store(x, 1);
          yield* park();
        }),
        thread('u', function* () {
          yield* wait(y, is(0));
          yield* store(z, 1);
        }),
      ],
    };
    const claim = eventually('x', (state) => state.read(x) === 1);

    const { counterexample } = sample(system, [claim], { sampler: 'random', executions: 50 }).verdicts[0]!;

    expect(replay(system, counterexample!.schedule, { properties: [claim] }).reproduced).toBe(true);
  });
});

describe('input', () => {
  it('of processors that are no list, or misspelt, is a coded error', () => {
    for (const processors of ['cooperative', ['coperative']] as never[]) {
      expect(refusal(() => verdictOf({ ...alone(loadsOnce), processors }, noDeadlock))).toBe('QSC108');
    }
  });

  it('of a schedule with too many steps is refused before they are made', () => {
    const bomb = `v1 demo ${'t*999999 '.repeat(3000)}`;

    expect(refusal(() => parseSchedule(bomb))).toBe('QSC201');
  });

  it('of a value that contains itself is a coded error', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;

    expect(
      refusal(() =>
        verdictOf(
          alone(function* () {
            yield* store(data, cycle as Value);
          }),
          noFailure,
        ),
      ),
    ).toBe('QSC503');
  });
});

describe('a limit of states', () => {
  it('is hit before an error in a state beyond it, and keeps what was refuted', () => {
    function* goesWrongLate(): Program<void> {
      const isLate = (yield* choose(20)) === 15;
      yield* choose(20);
      if (isLate) yield* happened('wrong');
      yield* load(x);
    }
    const throws = monitor('throws', {
      init: 0,
      on: () => {
        throw new Error('as told');
      },
    });
    const refuted = invariant('refuted', (state) => state.status('t') === 'dormant');

    const options = { limits: { states: 30 }, liveExecutions: 0, builtIn: false };
    const found = explore(alone(goesWrongLate), [throws, refuted], options);

    expect(found.verdicts.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'refuted']);
    expect(() => explore(alone(goesWrongLate), [throws], { liveExecutions: 0 })).toThrow('QSC509');
  });
});

describe('a limit of seconds', () => {
  function* countDown(left: number): Program<Turn<number, void>> {
    yield* store(x, left % 2);
    return left > 0 ? again(left - 1) : done();
  }

  it('is kept while a long thread is compiled', () => {
    const system = alone(function* () {
      yield* loop(100_000, countDown);
    });

    const { complete, elapsedMs } = explore(system, [noDeadlock], { limits: { seconds: 0.5 } });

    expect(complete).toBe(false);
    expect(elapsedMs).toBeLessThan(60_000);
  });
});
