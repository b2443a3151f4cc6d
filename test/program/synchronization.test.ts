// The synchronization of the language: each against its sequential specification over all interleavings, by the
// linearizability monitor where it has one, and each with a use that shows that it is needed.

import { describe, expect, it } from 'vitest';
import { explore, invariant, monitor, outcomes, type Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import * as language from '../../engine/program/index.js';
import {
  type Cell,
  cell,
  closes,
  type Data,
  load,
  opens,
  type Program,
  type ProgramFunction,
  type Self,
  store,
  thread,
  type Value,
} from '../../engine/program/index.js';
import type { SequentialSpecification } from '../../impl/specification.js';
import { linearizable } from '../../properties/index.js';

/** One call of an object, with the events that the linearizability monitor listens to. */
interface Call {
  readonly method: string;
  readonly args?: Value;
  readonly run: (args: Value) => Program<unknown>;
}

function* calling({ calls }: { readonly calls: readonly Call[] }, self: Self): Program {
  for (const [index, { method, args = null, run }] of calls.entries()) {
    const call = `${self.name}.${index}`;
    yield* opens('invoke', { call, ref: 'A', method, args } as Data);
    const result = ((yield* run(args)) ?? null) as Value;
    yield* closes('return', { call, ref: 'A', result } as Data);
  }
}

function verdictOf(
  object: Cell<unknown>,
  specification: SequentialSpecification<never>,
  ...threads: readonly (readonly Call[])[]
): string {
  const system: System = {
    cells: [object],
    threads: threads.map((calls, index) => thread(`t${index}`, calling, { calls })),
  };
  const property = monitor('linearizable', linearizable({ A: specification as never }) as never);
  return explore(system, [property as Property], { builtIn: false }).verdicts[0]!.verdict;
}

const jobs = language.channel<number>('jobs', 1);
const sends = (value: number): Call => ({ method: 'trySend', args: value, run: sendOne });
const blockingSend = (value: number): Call => ({ method: 'send', args: value, run: sendBlocking });
const receives: Call = { method: 'tryReceive', run: receiveOne };
const closing: Call = { method: 'close', run: closeJobs };

function sendOne(value: Value): Program<unknown> {
  return language.trySend(jobs, value as number);
}
function sendBlocking(value: Value): Program<unknown> {
  return language.send(jobs, value as number);
}
function receiveOne(): Program<unknown> {
  return language.tryReceive(jobs);
}
function closeJobs(): Program<unknown> {
  return language.closeChannel(jobs);
}

type Queue = { readonly items: readonly Value[]; readonly closed: boolean };

/** A queue with room for one; `room` makes it another. */
const queueOf = (room: number): SequentialSpecification<Queue> => ({
  initial: { items: [], closed: false },
  apply: (state, method, args) => {
    const { items, closed } = state;
    if (method === 'close') return { state: { items, closed: true }, result: null };
    if (method === 'tryReceive') {
      const result = items.length > 0 ? { value: items[0]! } : closed ? { closed: true } : null;
      return { state: { items: items.slice(1), closed }, result };
    }
    if (closed) return { state, result: false };
    return items.length < room
      ? { state: { items: [...items, args], closed }, result: true }
      : { state, result: false };
  },
});

describe('a channel', () => {
  it('is linearizable to a bounded queue that can be closed', () => {
    const verdict = verdictOf(jobs, queueOf(1) as never, [sends(1), receives], [sends(2), closing, receives]);

    expect(verdict).toBe('proved');
  });

  it('is not linearizable to one with more room', () => {
    expect(verdictOf(jobs, queueOf(2) as never, [sends(1), receives], [sends(2), receives])).toBe('refuted');
  });

  it('makes who sends into a full one wait for room: every send is told that it was taken', () => {
    const verdict = verdictOf(jobs, queueOf(1) as never, [blockingSend(1), blockingSend(2)], [receives, receives]);

    expect(verdict).toBe('proved');
  });

  it('gives what is in it after it was closed, and then says so', () => {
    function* sender(): Program {
      yield* language.send(jobs, 1);
      yield* language.closeChannel(jobs);
    }
    function* receiver(): Program {
      const first = yield* language.receive(jobs);
      const second = yield* language.receive(jobs);
      yield* store(seen, [first, second] as never);
    }
    const seen = cell('seen', null as Value);

    const found = outcomes({ cells: [jobs, seen], threads: [thread('s', sender), thread('r', receiver)] }, (state) =>
      state.read(seen),
    );

    expect(found.outcomes).toEqual(['[{"value":1},{"closed":true}]']);
    expect(found.deadlocks).toBe(0);
  });

  it('is chosen by select where it can be received from', () => {
    const other = language.channel<number>('other', 1);
    const seen = cell('seen', '');
    function* sender({ to }: { readonly to: language.Channel<number> }): Program {
      yield* language.send(to, 1);
    }
    function* receiver(): Program {
      yield* language.select(
        language.whenReceivable(jobs, () => store(seen, 'jobs')),
        language.whenReceivable(other, () => store(seen, 'other')),
      );
    }
    const threads = [thread('a', sender, { to: jobs }), thread('b', sender, { to: other }), thread('r', receiver)];

    const found = outcomes({ cells: [jobs, other, seen], threads }, (state) => state.read(seen));

    expect(found.outcomes).toEqual(['"jobs"', '"other"']);
  });
});

const permits = language.semaphore('permits', 1);
const inside = cell('inside', 0);
const most = invariant('one at a time', (state) => state.read(inside) <= 1);

function guarded(enter: (self: Self) => Program<unknown>, leave: (self: Self) => Program<unknown>): ProgramFunction {
  return function* guardedBy(_: unknown, self: Self): Program {
    yield* enter(self);
    yield* language.add(inside, 1);
    yield* language.add(inside, -1);
    yield* leave(self);
  };
}

function exclusion(cells: System['cells'], ...programs: readonly ProgramFunction[]): readonly string[] {
  const threads = programs.map((program, index) => thread(`t${index}`, program));
  return explore({ cells: [...cells, inside], threads }, [most]).verdicts.map(({ verdict }) => verdict);
}

const proved = ['proved', 'proved', 'proved', 'proved'];

describe('a semaphore', () => {
  const taken: Call = { method: 'tryTake', run: () => language.tryAcquirePermits(permits) };
  const given: Call = { method: 'give', run: () => language.releasePermits(permits) };
  const counting: SequentialSpecification<number> = {
    initial: 1,
    apply: (free, method) => {
      if (method === 'give') return { state: free + 1, result: null };
      return free > 0 ? { state: free - 1, result: true } : { state: free, result: false };
    },
  };

  it('is linearizable to a count that never falls below 0', () => {
    expect(verdictOf(permits, counting as never, [taken, given, taken], [taken, taken])).toBe('proved');
  });

  it('lets as many in as it has permits', () => {
    const program = guarded(
      () => language.acquirePermits(permits),
      () => language.releasePermits(permits),
    );

    expect(exclusion([permits], program, program, program)).toEqual(proved);
    expect(exclusion([language.semaphore('permits', 2)], program, program)[0]).toBe('refuted');
  });
});

describe('a reader-writer lock', () => {
  it.each(['readers', 'writers'] as const)('lets a writer be alone, with preference for %s', (prefers) => {
    const lock = language.readWriteLock('lock', prefers);
    const writer = guarded(
      () => language.acquireWrite(lock),
      () => language.releaseWrite(lock),
    );
    const reader = guarded(
      () => language.acquireRead(lock),
      () => language.releaseRead(lock),
    );

    expect(exclusion([lock], writer, writer, reader)).toEqual(proved);
    expect(exclusion([lock], reader, reader)[0]).toBe('refuted');
  });

  it('lets no reader in while a writer waits, where writers are preferred', () => {
    const entered = (prefers: 'readers' | 'writers') => {
      const lock = language.readWriteLock('lock', prefers);
      function* writer(): Program {
        yield* language.acquireWrite(lock);
      }
      function* reader(): Program {
        yield* language.acquireRead(lock);
        yield* language.acquireRead(lock);
        yield* language.releaseRead(lock);
        yield* language.releaseRead(lock);
      }
      return outcomes({ cells: [lock], threads: [thread('r', reader), thread('w', writer)] }, () => 0).deadlocks;
    };

    expect(entered('readers')).toBe(1);
    expect(entered('writers')).toBeGreaterThan(1);
  });
});

describe('a barrier', () => {
  const gate = language.barrier('gate', 2);
  const a = cell('a', 0);
  const b = cell('b', 0);
  function* rounds({ mine, other }: { readonly mine: Cell<number>; readonly other: Cell<number> }): Program {
    for (let round = 1; round <= 2; round++) {
      yield* store(mine, round);
      yield* language.passBarrier(gate);
      if ((yield* load(other)) < round) yield* language.fail('it has not come');
    }
  }

  it('is passed by nobody before all have come, round after round', () => {
    const threads = [thread('t0', rounds, { mine: a, other: b }), thread('t1', rounds, { mine: b, other: a })];

    const { verdicts } = explore({ cells: [gate, a, b], threads });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });

  it('holds who is alone', () => {
    const { verdicts } = explore({ cells: [gate, a, b], threads: [thread('t0', rounds, { mine: a, other: b })] });

    expect(verdicts[0]).toMatchObject({ property: 'noDeadlock', verdict: 'refuted' });
  });
});

describe('a latch', () => {
  it('opens when it is counted down', () => {
    const open = language.latch('open', 2);
    const ready = cell('ready', 0);
    function* counts(): Program {
      yield* language.add(ready, 1);
      yield* language.countDown(open);
    }
    function* waits(): Program {
      yield* language.awaitLatch(open);
      if ((yield* load(ready)) !== 2) yield* language.fail('too early');
    }
    const threads = [thread('c0', counts), thread('c1', counts), thread('w', waits)];

    const verdicts = explore({ cells: [open, ready], threads }).verdicts.map(({ verdict }) => verdict);

    expect(verdicts).toEqual(['proved', 'proved', 'proved']);
  });
});

describe('a condition variable', () => {
  const lock = language.mutex('lock');
  const full = cell('full', 0);
  interface Taking {
    readonly of: language.ConditionVariable;
  }

  function* takes({ of, looksAgain }: { of: language.ConditionVariable; looksAgain: boolean }, self: Self): Program {
    yield* language.acquire(lock, self);
    if (looksAgain) yield* language.loop({ of }, untilFull);
    else if ((yield* load(full)) === 0) yield* language.awaitCondition(of, lock, self);
    if ((yield* load(full)) === 0) yield* language.fail('there is nothing');
    yield* store(full, 0);
    yield* language.release(lock);
  }
  function* untilFull({ of }: Taking, self: Self): Program<language.Turn<Taking, void>> {
    if ((yield* load(full)) === 1) return language.done();
    yield* language.awaitCondition(of, lock, self);
    return language.again({ of });
  }
  function* puts({ of }: { of: language.ConditionVariable }, self: Self): Program {
    yield* language.acquire(lock, self);
    yield* store(full, 1);
    yield* language.notifyOne(of);
    yield* language.release(lock);
  }
  const verdicts = (spurious: boolean, looksAgain: boolean) => {
    const of = language.conditionVariable('filled', { spurious });
    const threads = [thread('taker', takes, { of, looksAgain }), thread('putter', puts, { of })];
    return explore({ cells: [lock, full, of], threads }).verdicts.map(({ verdict }) => verdict);
  };

  it('wakes who waits, and loses no notification', () => {
    expect(verdicts(false, true)).toEqual(['proved', 'proved', 'proved']);
    expect(verdicts(false, false)).toEqual(['proved', 'proved', 'proved']);
  });

  it('may wake for nothing where that is told: who does not look again is refuted', () => {
    expect(verdicts(true, true)).toEqual(['proved', 'proved', 'proved']);
    expect(verdicts(true, false)).toContain('refuted');
  });

  it('wakes one for a notification, whichever, and all for a notification of all', () => {
    const woken = (notify: typeof language.notifyOne) => {
      const of = language.conditionVariable('filled');
      const went = cell('went', 0);
      function* waits({ bit }: { readonly bit: number }, self: Self): Program {
        yield* language.acquire(lock, self);
        yield* language.awaitCondition(of, lock, self);
        yield* language.fetchOr(went, bit);
        yield* language.release(lock);
      }
      function* notifies(): Program {
        yield* language.waitUntil(
          [of],
          language.view('both wait', ([{ waiting }]: readonly [language.ConditionState]) => waiting.length === 2),
        );
        yield* notify(of);
      }
      const threads = [thread('w1', waits, { bit: 1 }), thread('w2', waits, { bit: 2 }), thread('n', notifies)];
      return outcomes({ cells: [lock, of, went], threads }, (state) => state.read(went));
    };

    const [one, all] = [woken(language.notifyOne), woken(language.notifyAll)];

    expect([one.outcomes, one.deadlocks]).toEqual([[], 2]);
    expect([all.outcomes, all.deadlocks]).toEqual([['3'], 0]);
  });
});

describe('an interrupt', () => {
  const ready = cell('ready', false);
  const interrupted = language.interruption('interrupted');
  const seen = cell('seen', 'nothing');

  function* look(): Program {
    try {
      yield* language.waitOrInterrupt(ready, language.is(true), interrupted);
      yield* store(seen, 'ready');
    } catch (error) {
      if (!(error instanceof language.Thrown)) throw error;
      yield* store(seen, 'interrupted');
    }
  }
  function* maskedThenLook(): Program {
    yield* language.wait(ready, language.is(true));
    yield* look();
  }
  function* getReady(): Program {
    yield* store(ready, true);
  }
  function* interrupt(): Program {
    yield* language.interrupt(interrupted);
  }
  const endsOf = (...programs: readonly ProgramFunction[]) =>
    outcomes(
      {
        cells: [ready, interrupted, seen],
        threads: programs.map((program, index) => thread(`t${index}`, program)),
      },
      (state) => [state.read(seen), state.read(interrupted)],
    );

  it('is thrown at a wait that looks for it, and used up', () => {
    expect(endsOf(look, interrupt)).toMatchObject({ outcomes: ['["interrupted",false]'], deadlocks: 0 });
  });

  it('comes before what is awaited, or after it, or is left over', () => {
    expect(endsOf(look, interrupt, getReady).outcomes).toEqual(['["interrupted",false]', '["ready",true]']);
  });

  it('is masked by a wait that does not look for it', () => {
    expect(endsOf(maskedThenLook, interrupt).deadlocks).toBeGreaterThan(0);
    expect(endsOf(maskedThenLook, interrupt, getReady).outcomes).toContain('["interrupted",false]');
  });
});
