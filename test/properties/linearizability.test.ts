// The linearizability checker against published histories, its own definition by brute force, and the laws it rests on.
// Histories are written as the papers write them: one line a thread, time from left to right.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../engine/program/event.js';
import type { Value } from '../../engine/program/value.js';
import { monitor } from '../../engine/watch/property.js';
import type { SequentialSpecification } from '../../impl/specification.js';
import { linearizable, statePreserved } from '../../properties/index.js';
import { judge, said } from './judge.js';
import { history, type Line } from './notation.js';
import { account, counter, lossyCounter, queue, register } from './objects.js';
import { type CallRecord, explains } from './permutations.js';

function isLinearizable(specification: SequentialSpecification, ...lines: readonly Line[]): boolean {
  const refs = new Set(lines.map(([, , ref]) => ref));
  const specifications = Object.fromEntries([...refs].map((ref) => [ref, specification]));
  return judge(monitor('linearizable', linearizable(specifications)), history(...lines)).violation === undefined;
}

describe('the queues of Herlihy and Wing', () => {
  test('H1: overlapping enqueues may take effect in either order', () => {
    const answer = isLinearizable(
      queue,
      ['call', 'A', 'q', 'enq', 'x'],
      ['call', 'B', 'q', 'enq', 'y'],
      ['ok', 'B', 'q'],
      ['ok', 'A', 'q'],
      ['call', 'B', 'q', 'deq'],
      ['ok', 'B', 'q', 'x'],
      ['call', 'A', 'q', 'deq'],
      ['ok', 'A', 'q', 'y'],
      ['call', 'A', 'q', 'enq', 'z'],
    );

    expect(answer).toBe(true);
  });

  test('H2: a queue does not give the younger of two items that were put in one after the other', () => {
    const answer = isLinearizable(
      queue,
      ['call', 'A', 'q', 'enq', 'x'],
      ['ok', 'A', 'q'],
      ['call', 'B', 'q', 'enq', 'y'],
      ['ok', 'B', 'q'],
      ['call', 'A', 'q', 'deq'],
      ['ok', 'A', 'q', 'y'],
    );

    expect(answer).toBe(false);
  });

  test('H3: a pending enqueue may have taken effect', () => {
    const answer = isLinearizable(
      queue,
      ['call', 'A', 'q', 'enq', 'x'],
      ['call', 'B', 'q', 'deq'],
      ['ok', 'B', 'q', 'x'],
    );

    expect(answer).toBe(true);
  });

  test('H4: no item comes out twice', () => {
    const answer = isLinearizable(
      queue,
      ['call', 'A', 'q', 'enq', 'x'],
      ['call', 'B', 'q', 'enq', 'y'],
      ['ok', 'A', 'q'],
      ['ok', 'B', 'q'],
      ['call', 'A', 'q', 'deq'],
      ['call', 'C', 'q', 'deq'],
      ['ok', 'A', 'q', 'y'],
      ['ok', 'C', 'q', 'y'],
    );

    expect(answer).toBe(false);
  });

  test('locality: two queues, each in order, are linearizable together', () => {
    const answer = isLinearizable(
      queue,
      ['call', 'A', 'p', 'enq', 'x'],
      ['call', 'B', 'q', 'enq', 'y'],
      ['ok', 'B', 'q'],
      ['ok', 'A', 'p'],
      ['call', 'B', 'p', 'deq'],
      ['call', 'A', 'q', 'deq'],
      ['ok', 'B', 'p', 'x'],
      ['ok', 'A', 'q', 'y'],
    );

    expect(answer).toBe(true);
  });

  test('a history that is sequentially consistent, but not in its real-time order, is refuted', () => {
    const answer = isLinearizable(
      queue,
      ['call', 'A', 'p', 'enq', 'x'],
      ['ok', 'A', 'p'],
      ['call', 'B', 'p', 'enq', 'y'],
      ['ok', 'B', 'p'],
      ['call', 'B', 'p', 'deq'],
      ['ok', 'B', 'p', 'y'],
    );

    expect(answer).toBe(false);
  });
});

describe('registers', () => {
  test('a read that overlaps a write may see the old or the new value', () => {
    for (const seen of [0, 1]) {
      const lines: Line[] = [
        ['call', 'A', 'r', 'write', 1],
        ['call', 'B', 'r', 'read'],
        ['ok', 'B', 'r', seen],
        ['ok', 'A', 'r'],
      ];

      expect(isLinearizable(register, ...lines)).toBe(true);
    }
  });

  test('a stale read, begun after a write has returned, is refuted', () => {
    const answer = isLinearizable(
      register,
      ['call', 'A', 'r', 'write', 1],
      ['ok', 'A', 'r'],
      ['call', 'B', 'r', 'read'],
      ['ok', 'B', 'r', 0],
    );

    expect(answer).toBe(false);
  });

  test('new and then old: two reads may not see a pending write come and go', () => {
    const answer = isLinearizable(
      register,
      ['call', 'A', 'r', 'write', 1],
      ['call', 'B', 'r', 'read'],
      ['ok', 'B', 'r', 1],
      ['call', 'C', 'r', 'read'],
      ['ok', 'C', 'r', 0],
    );

    expect(answer).toBe(false);
  });

  test('a pending write may take effect, be read, and be overwritten', () => {
    const answer = isLinearizable(
      register,
      ['call', 'A', 'r', 'write', 1],
      ['call', 'B', 'r', 'read'],
      ['ok', 'B', 'r', 1],
      ['call', 'C', 'r', 'write', 2],
      ['ok', 'C', 'r'],
      ['call', 'B', 'r', 'read'],
      ['ok', 'B', 'r', 2],
      ['ok', 'A', 'r'],
    );

    expect(answer).toBe(true);
  });

  test('a value that nobody wrote is refuted', () => {
    expect(isLinearizable(register, ['call', 'A', 'r', 'read'], ['ok', 'A', 'r', 7])).toBe(false);
  });
});

describe('what a swap may spoil', () => {
  test('a lost update is refuted', () => {
    const answer = isLinearizable(
      counter,
      ['call', 'A', 'c', 'add', 1],
      ['ok', 'A', 'c'],
      ['call', 'B', 'c', 'read'],
      ['ok', 'B', 'c', 0],
    );

    expect(answer).toBe(false);
  });

  test('an update that counts twice is refuted', () => {
    const answer = isLinearizable(
      counter,
      ['call', 'A', 'c', 'add', 1],
      ['call', 'B', 'c', 'read'],
      ['ok', 'B', 'c', 2],
    );

    expect(answer).toBe(false);
  });

  test('two calls may not see the same value before', () => {
    const answer = isLinearizable(
      counter,
      ['call', 'A', 'c', 'fetchAdd', 1],
      ['call', 'B', 'c', 'fetchAdd', 1],
      ['ok', 'A', 'c', 0],
      ['ok', 'B', 'c', 0],
    );

    expect(answer).toBe(false);
  });

  test('a nested call is an operation of its own, before or after the effect of the outer one', () => {
    for (const seen of [0, 1]) {
      const id = { ref: 'c' };
      const events = [
        said('A', 'invoke', { ...id, call: 'A.0', method: 'add', args: 1 }),
        said('A', 'invoke', { ...id, call: 'A.0/1', method: 'fetchAdd', args: 1 }),
        said('A', 'return', { ...id, call: 'A.0/1', result: seen }),
        said('A', 'return', { ...id, call: 'A.0', result: null }),
        said('A', 'invoke', { ...id, call: 'A.1', method: 'read', args: null }),
        said('A', 'return', { ...id, call: 'A.1', result: 2 }),
      ];

      expect(judge(statePreserved({ c: counter }), events).violation).toBeUndefined();
    }
  });

  test('names the call that no order explains', () => {
    const events = history(['call', 'A', 'c', 'fetchAdd', 1], ['ok', 'A', 'c', 5]);

    expect(judge(statePreserved({ c: counter }), events).violation).toBe(
      'no order of the calls of c explains that A, fetchAdd(1), returned 5',
    );
  });
});

describe('calls that throw', () => {
  const afterThrow = (seen: number): Line[] => [
    ['call', 'A', 'c', 'add', 1],
    ['throws', 'A', 'c', 'oops'],
    ['call', 'B', 'c', 'read'],
    ['ok', 'B', 'c', seen],
  ];

  test('may or may not have had their effect where the specification says nothing', () => {
    expect(isLinearizable(counter, ...afterThrow(0))).toBe(true);
    expect(isLinearizable(counter, ...afterThrow(1))).toBe(true);
    expect(isLinearizable(counter, ...afterThrow(2))).toBe(false);
  });

  test('do not change their mind: a read that saw the effect is not followed by one that does not', () => {
    const lines: Line[] = [...afterThrow(1), ['call', 'B', 'c', 'read'], ['ok', 'B', 'c', 0]];

    expect(isLinearizable(counter, ...lines)).toBe(false);
  });

  test('throw what the specification applies, where it says so', () => {
    const withdraw = (amount: number): Line[] => [['call', 'A', 'a', 'withdraw', amount]];

    expect(isLinearizable(account, ...withdraw(2), ['throws', 'A', 'a', 'too little'])).toBe(true);
    expect(isLinearizable(account, ...withdraw(1), ['throws', 'A', 'a', 'too little'])).toBe(false);
    expect(isLinearizable(account, ...withdraw(2), ['throws', 'A', 'a', 'oops'])).toBe(false);
    expect(isLinearizable(account, ...withdraw(2), ['ok', 'A', 'a'])).toBe(false);
  });

  test('one of two withdrawals that overlap is refused', () => {
    const both = (first: Line, second: Line) =>
      isLinearizable(account, ['call', 'A', 'a', 'withdraw', 1], ['call', 'B', 'a', 'withdraw', 1], first, second);

    expect(both(['ok', 'A', 'a'], ['throws', 'B', 'a', 'too little'])).toBe(true);
    expect(both(['throws', 'A', 'a', 'too little'], ['ok', 'B', 'a'])).toBe(true);
    expect(both(['ok', 'A', 'a'], ['ok', 'B', 'a'])).toBe(false);
  });
});

describe('specifications with a choice', () => {
  test('allow either outcome, and stay with it', () => {
    const reads = (...seen: number[]) => {
      const lines = seen.flatMap((value): Line[] => [
        ['call', 'B', 'c', 'read'],
        ['ok', 'B', 'c', value],
      ]);
      return isLinearizable(lossyCounter, ['call', 'A', 'c', 'add'], ['ok', 'A', 'c'], ...lines);
    };

    expect([reads(0, 0), reads(1, 1), reads(0, 1), reads(1, 0), reads(2)]).toEqual([true, true, false, false, false]);
  });
});

describe('the state of the checker', () => {
  const automaton = statePreserved({ c: counter });

  test('is the same whichever of two equal calls came first', () => {
    const before = history(['call', 'A', 'c', 'add', 1], ['call', 'B', 'c', 'add', 1]);
    const either = [history(['ok', 'A', 'c'], ['ok', 'B', 'c']), history(['ok', 'B', 'c'], ['ok', 'A', 'c'])].map(
      (ends) => judge(automaton, [...before, ...ends]).state,
    );

    expect(either[0]).toEqual(either[1]);
  });

  test('is the value of the counter and nothing else when no call is under way', () => {
    const events = history(['call', 'A', 'c', 'add', 2], ['ok', 'A', 'c']);

    expect(judge(automaton, events).state).toEqual({ c: { open: {}, possible: [{ state: 2, effective: {} }] } });
  });

  test('holds no effect that no return has asked for', () => {
    const pending = history(['call', 'A', 'c', 'add', 1], ['call', 'B', 'c', 'add', 1], ['call', 'C', 'c', 'read']);
    const state = (seen: number) => judge(automaton, [...pending, ...history(['ok', 'C', 'c', seen])], 'goes on').state;

    expect(state(0)).toMatchObject({ c: { possible: [{ state: 0, effective: {} }] } });
    expect(state(2)).toMatchObject({ c: { possible: [{ state: 2, effective: { A: {}, B: {} } }] } });
  });

  test('grows with the overlap only: a thousand calls in turn leave one candidate', () => {
    const turns = Array.from({ length: 1000 }, () => history(['call', 'A', 'c', 'add', 1], ['ok', 'A', 'c'])).flat();

    expect(judge(automaton, turns).state).toEqual({ c: { open: {}, possible: [{ state: 1000, effective: {} }] } });
  });

  test('ignores references without a specification, and answers to no call', () => {
    const events = history(['call', 'A', 'unknown', 'add', 1], ['ok', 'A', 'unknown', 99], ['ok', 'B', 'c', 99]);

    expect(judge(automaton, events)).toMatchObject({ state: automaton.kind === 'monitor' ? automaton.init : null });
  });

  test('has its premise reached by a call whose answer depends on earlier calls, and by no other', () => {
    const added = history(['call', 'A', 'c', 'add', 1], ['ok', 'A', 'c']);

    expect(judge(automaton, [...added, ...history(['call', 'B', 'c', 'add', 1])]).says).toBe(false);
    expect(judge(automaton, history(['call', 'B', 'c', 'read'])).says).toBe(false);
    expect(judge(automaton, [...added, ...history(['call', 'B', 'c', 'read'])]).says).toBe(true);
  });
});

describe('against the definition', () => {
  interface Subject {
    readonly name: string;
    readonly specification: SequentialSpecification;
    readonly calls: readonly (readonly [method: string, args: Value])[];
    readonly results: readonly Value[];
  }

  const subjects: readonly Subject[] = [
    {
      name: 'a register',
      specification: register,
      calls: [
        ['read', null],
        ['write', 1],
        ['write', 2],
      ],
      results: [null, 0, 1, 2],
    },
    {
      name: 'a queue',
      specification: queue as SequentialSpecification,
      calls: [
        ['enq', 1],
        ['enq', 2],
        ['deq', null],
      ],
      results: [null, 1, 2],
    },
    {
      name: 'a counter',
      specification: counter as SequentialSpecification,
      calls: [
        ['add', 1],
        ['fetchAdd', 1],
        ['read', null],
      ],
      results: [null, 0, 1, 2],
    },
    {
      name: 'a lossy counter',
      specification: lossyCounter as SequentialSpecification,
      calls: [
        ['add', null],
        ['read', null],
      ],
      results: [null, 0, 1, 2],
    },
  ];

  /** A call: which, when it begins and ends (an end before the beginning: pending), and how. */
  const arbitraryCall = (subject: Subject) =>
    fc.record({
      which: fc.constantFrom(...subject.calls),
      from: fc.integer({ min: 0, max: 9 }),
      length: fc.integer({ min: 0, max: 6 }),
      result: fc.constantFrom(...subject.results),
      threw: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    });

  const arbitraryHistory = (subject: Subject): fc.Arbitrary<CallRecord[]> =>
    fc.array(arbitraryCall(subject), { minLength: 1, maxLength: 5 }).map((calls) =>
      calls.map(({ which: [method, args], from, length, result, threw }, index) => {
        const pending = length === 0;
        // Odd and even times: no call begins at the moment another ends.
        const begin = from * 20 + index;
        const times = { from: begin, to: pending ? Number.POSITIVE_INFINITY : begin + length * 20 - 10 };
        const plausible = method === 'read' || method === 'deq' || method === 'fetchAdd' ? result : null;
        const ended = threw ? { threw: 'oops' } : { result: plausible };
        return { name: `c${index}`, method, args, ...times, ...(pending ? {} : { ended }) };
      }),
    );

  function told(calls: readonly CallRecord[]): Event[] {
    const moments = calls.flatMap(({ name, method, args, from, to, ended }) => {
      const begins = { time: from, event: said(name, 'invoke', { call: name, ref: 'x', method, args }) };
      if (!ended) return [begins];
      const end = 'threw' in ended ? { result: null, threw: ended.threw } : ended;
      return [begins, { time: to, event: said(name, 'return', { call: name, ref: 'x', ...end }) }];
    });
    return moments.sort((a, b) => a.time - b.time).map(({ event }) => event);
  }

  test.each(subjects.map((subject) => [subject.name, subject] as const))(
    'gives the same answers for %s as trying every order',
    (_name, subject) => {
      const answers = { yes: 0, no: 0 };
      const checker = monitor('linearizable', linearizable({ x: subject.specification }));

      fc.assert(
        fc.property(arbitraryHistory(subject), (calls) => {
          const expected = explains(subject.specification, calls);
          answers[expected ? 'yes' : 'no'] += 1;
          return (judge(checker, told(calls)).violation === undefined) === expected;
        }),
        { seed: 20_260_101, numRuns: 1500 },
      );

      expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(150);
    },
  );
});
