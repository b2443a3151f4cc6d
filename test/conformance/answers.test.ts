// Answers that are none, and questions that were none: each of these once passed for something, or crashed.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, fromPromise } from 'xstate';
import { conforms, drive, keepsTo, mapping, oneOf, specification, step, validate } from '../../conformance/index.js';
import { explore, replay, sample } from '../../engine/index.js';
import { begins, cell, happened, type Program, store, thread, type Value } from '../../engine/program/index.js';

/** A value as plain JavaScript gives it, where the types would refuse it. */
const untyped = (value: unknown) => value as never;
const x = cell('x', 0);
type Said = readonly [name: string, data?: { readonly [name: string]: Value }];

function* saying(events: readonly Said[]): Program<void> {
  for (const [name, data = {}] of events) {
    yield* begins(name, data);
    yield* store(x, 1);
  }
}
const says = (...events: readonly Said[]) => ({ cells: [x], threads: [thread('a', () => saying(events))] });

const lock = createMachine({
  id: 'lock',
  context: { owner: '' },
  initial: 'free',
  states: {
    free: { on: { take: { target: 'in use', actions: assign({ owner: ({ event }) => event.by ?? '' }) } } },
    'in use': {
      on: { leave: { target: 'free', guard: ({ context, event }) => event.by === context.owner } },
    },
  },
});

describe('what is read off a state of a system, for a machine', () => {
  it.each([
    [
      'fields of the context at the top',
      { owner: 'b' },
      'a state has no owner, only value, context, history, children',
    ],
    ['a promise', Promise.resolve({ value: 'free' }), 'an instance of Promise'],
    ['a text', 'free', 'it is free'],
    ['a list', ['free'], 'it is a list'],
    ['a value that is a list', { value: ['free'] }, 'its value is a text or a record'],
    ['a context that is a number', { context: 5 }, 'its context a record'],
  ])('is refused where it is %s', async (_what, answer, seen) => {
    const spec = specification(lock, { abstraction: untyped(() => answer) });

    expect(() => conforms(says(['take']), spec)).toThrow(/QSC403/);
    expect(() => conforms(says(['take']), spec)).toThrow(seen);
    const itf = JSON.stringify({ vars: ['v'], states: [{ v: 1 }, { v: 2, '#meta': { action: 'take' } }] });
    expect(() => validate(itf, specification(lock), { format: 'itf', state: untyped(() => answer) })).toThrow('QSC403');
  });

  it('may have its regions in any order', () => {
    const region = (from: string, to: string) => ({
      initial: from,
      states: { [from]: { on: { go: to } }, [to]: {} },
    });
    const both = createMachine({ type: 'parallel', states: { one: region('off', 'on'), two: region('shut', 'open') } });
    const spec = specification(both, {
      abstraction: untyped((state: { read(of: object): number }) =>
        state.read(x) === 0 ? { value: { two: 'shut', one: 'off' } } : { value: { two: 'open', one: 'on' } },
      ),
    });

    expect(conforms(says(['go']), spec).verdict).toBe('conforms');
  });

  it('is refused by a TLA+ state too where it is no record', () => {
    const module = { kind: 'tla', name: 'M', labels: 'with parameters' } as const;
    const graph = {
      variables: ['v'],
      initial: [0],
      states: [[1]],
      edges: [{ from: 0, label: { action: 'Go', parameters: [] }, to: 0 }],
    };
    const spec = specification(
      untyped({ ...module, graph }),
      untyped({ abstraction: () => Promise.resolve({ v: 7 }) }),
    );

    expect(() => conforms(says(['Go']), spec)).toThrow('QSC403');
  });
});

describe('an event', () => {
  it('is the one of its name, whatever type its data have', () => {
    const report = conforms(says(['take', { by: 'a' }], ['leave', { by: 'a', type: 'take' }]), specification(lock));
    const other = conforms(says(['take', { by: 'a' }], ['take', { by: 'a', type: 'leave' }]), specification(lock));

    expect([report.verdict, other.verdict]).toEqual(['conforms', 'diverges']);
  });

  it('has the data that it is read with, or is refused', () => {
    const counter = {
      init: 0,
      actions: { tick: (count: number, { by }: { by?: string }) => (by === 'z' ? undefined : count) },
    };
    const verdict = (reading: unknown) =>
      conforms(says(['tick', { by: 'z' }]), specification(untyped(counter), untyped({ events: { tick: reading } })))
        .verdict;

    expect(verdict({ step: 'tick', with: ['by'] })).toBe('diverges');
    expect(() => verdict({ step: 'tick', with: ['bye'] })).toThrow(/QSC407 .*tick is read with bye, and has/);
    expect(() => verdict({ step: 'tick', with: async () => ({ by: 'z' }) })).toThrow(/QSC405 .*tick is no record/);
    expect(() => verdict({ step: 'tick', with: () => 'z' })).toThrow('QSC405');
  });
});

describe('an action', () => {
  it('that leads to nothing by way of && is refused', () => {
    const spec = (leave: unknown) => specification(untyped({ init: { count: 0, name: '' }, actions: { leave } }));

    expect(() =>
      conforms(
        says(['leave']),
        spec((s: { count: number }) => s.count && s),
      ),
    ).toThrow(/QSC407 .*leads to 0/);
    expect(() =>
      conforms(
        says(['leave']),
        spec((s: { name: string }) => s.name && s),
      ),
    ).toThrow(/QSC407 .*leads to ""/);
  });

  it('leads to any of several states, whoever wrote the list', () => {
    const spec = (go: unknown) => specification(untyped({ init: 0, actions: { go } }));

    expect(
      conforms(
        says(['go']),
        spec(() => ({ oneOf: [] })),
      ).verdict,
    ).toBe('diverges');
    expect(
      conforms(
        says(['go']),
        spec(() => oneOf()),
      ).verdict,
    ).toBe('diverges');
    expect(
      conforms(
        says(['go'], ['go']),
        spec((at: number) => (at === 2 ? 0 : { oneOf: [1, 2] })),
      ).verdict,
    ).toBe('conforms');
  });
});

describe('the parameters of an action of TLA+', () => {
  const graph = {
    variables: ['at'],
    initial: [0],
    states: [[0], [1]],
    edges: [{ from: 0, label: { action: 'Move', parameters: ['a', 'b'] }, to: 1 }],
  };
  const spec = (options = {}) =>
    specification(
      untyped({ kind: 'tla', name: 'M', labels: 'with parameters', graph, formals: { Move: ['source', 'into'] } }),
      options,
    );
  const verdict = (data: NonNullable<Said[1]>, options = {}) => conforms(says(['Move', data]), spec(options)).verdict;

  it('are found by their names, in whatever order an event has them', () => {
    expect(verdict({ source: 'a', into: 'b' })).toBe('conforms');
    expect(verdict({ into: 'b', source: 'a', by: 'me' })).toBe('conforms');
    expect(verdict({ source: 'b', into: 'a' })).toBe('diverges');
    expect(verdict({ source: 'a', into: 'b' }, { events: { Move: { step: 'Move', with: ['into', 'source'] } } })).toBe(
      'conforms',
    );
  });

  it('have an order where the names are others, or are refused', () => {
    const told = { events: { Move: { step: 'Move', with: ['x', 'y'] } } };

    expect([verdict({ y: 'b', x: 'a' }, told), verdict({ y: 'a', x: 'b' }, told)]).toEqual(['conforms', 'diverges']);
    expect([verdict({ 1: 'a', 2: 'b' }), verdict({ 1: 'b', 2: 'a' })]).toEqual(['conforms', 'diverges']);
    expect(() => verdict({ x: 'a', y: 'b' })).toThrow(
      /QSC407 .*parameters of Move are source, into, and the event has/,
    );
  });
});

describe('a machine', () => {
  it('that answers otherwise when asked again is refused', () => {
    let asked = 0;
    const guarded = createMachine({ on: { go: { guard: () => asked++ % 3 === 0, actions: 'note' } } });
    const random = createMachine({ context: { at: 0 }, on: { go: { actions: assign({ at: () => ++asked }) } } });
    const refusing = createMachine({ on: { go: { guard: () => asked++ % 2 === 1 } } });
    asked = 0;

    for (const machine of [guarded, random, refusing])
      expect(() => conforms(says(['go'], ['go']), specification(machine))).toThrow(
        /QSC405 .*otherwise when asked again/,
      );
  });

  it.each([
    [
      'asked after both ways',
      [
        ['a', 'b'],
        ['b', 'a', 'first'],
      ],
    ],
    [
      'asked after either way',
      [
        ['a', 'b', 'first'],
        ['b', 'a'],
      ],
    ],
    [
      'asked in between',
      [
        ['a', 'b', 'first'],
        ['b', 'a', 'first'],
      ],
    ],
  ])('that answers by the order in which fields were put in is refused: %s', (_when, ways) => {
    const put = (name: string) => ({
      actions: assign({ m: ({ context }: { context: { m: object } }) => ({ ...context.m, [name]: 1 }) }),
    });
    const isFirst = ({ context }: { context: { m: object } }) => Object.keys(context.m)[0] === 'a';
    const machine = createMachine({
      context: { m: {} },
      on: { a: put('a'), b: put('b'), first: { guard: isFirst as never } },
    } as never);
    const follow = () => {
      const { automaton } = specification(machine);
      for (const way of ways) {
        let [at]: readonly number[] = automaton.initial;
        for (const name of way) at = automaton.next(at!, step(name)).targets[0]?.state ?? at;
      }
    };

    expect(follow).toThrow(/QSC405 .*otherwise for fields in another order at first/);
  });

  it('may put fields in in any order', () => {
    const put = (name: string) => ({
      actions: assign({ m: ({ context }: { context: { m: object } }) => ({ ...context.m, [name]: 1 }) }),
    });
    const machine = createMachine({ context: { m: {} }, on: { a: put('a'), b: put('b') } } as never);

    const either = [['a'], ['b']].map(([name]) => thread(name!, () => saying([[name!]])));

    expect(conforms({ cells: [x], threads: either }, specification(machine)).verdict).toBe('conforms');
  });

  it('may have guards that answer by what is there or not, as JavaScript takes it; a promise is no answer', () => {
    const leaving = (answer: unknown) => createMachine({ on: { leave: { guard: untyped(() => answer) } } });
    const verdict = (answer: unknown) => conforms(says(['leave']), specification(leaving(answer))).verdict;

    expect([undefined, '', 0, 'yes', 1].map(verdict)).toEqual([
      'diverges',
      'diverges',
      'diverges',
      'conforms',
      'conforms',
    ]);
    expect(() => verdict(Promise.resolve(false))).toThrow(/QSC405 .*answers with a promise/);
  });

  it.each([
    ['a hole', Object.assign([], { length: 1 }), 'm has more than its elements'],
    ['a list with a field', Object.assign([1], { of: 2 }), 'm has more than its elements'],
    ['a key that is a symbol', { [Symbol('of')]: 2 }, 'm has more than its fields'],
    ['a field that is not shown', Object.defineProperty({}, 'of', { value: 2 }), 'm has more than its fields'],
    [
      'a field that is computed',
      {
        get of() {
          return 2;
        },
      },
      'or one that is computed',
    ],
    ['-0', -0, 'm holds the number -0'],
  ])('that keeps %s is refused: no state shows it', (_what, m, seen) => {
    const machine = createMachine({ context: { m }, on: { go: {} } });

    expect(() => conforms(says(['go']), specification(machine))).toThrow(/QSC401/);
    expect(() => conforms(says(['go']), specification(machine))).toThrow(seen);
  });

  it('may invoke actors that have one name in the whole system', () => {
    const kid = { src: fromPromise(async () => 1), id: 'kid', systemId: 'theKid' };
    const machine = createMachine({
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { invoke: kid, on: { stop: 'a', again: { target: 'b', reenter: true } } } },
    });
    const spec = specification(machine, { environment: { 'xstate.done.actor.kid': [] } });

    expect(conforms(says(['go'], ['again'], ['stop'], ['go'], ['again']), spec).verdict).toBe('conforms');
  });

  it('may have states with spaces in their names', () => {
    const { events, unsaid } = mapping(says(['take', { by: 'a' }], ['leave', { by: 'a' }]), specification(lock));
    const asked = { alphabet: { take: [{ by: 'a' }], leave: [{ by: 'a' }] } };

    expect([events.map(({ is }) => is), unsaid]).toEqual([['take', 'leave'], []]);
    expect(conforms(specification(lock), specification(lock), asked).verdict).toBe('conforms');
  });
});

describe('two specifications', () => {
  const turns = (more = {}) => ({
    name: 'turns',
    init: 0,
    actions: {
      go: (at: number) => (at === 0 ? 1 : undefined),
      back: (at: number) => (at === 1 ? 0 : undefined),
      ...more,
    },
  });
  const graph = {
    variables: ['v'],
    initial: [0],
    states: [[1]],
    edges: [{ from: 0, label: { action: 'go', parameters: ['a'] }, to: 0 }],
  };
  const tla = specification(untyped({ kind: 'tla', name: 'M', labels: 'with parameters', graph }));

  it('are held to each other by all steps of the first, or it is said which are left out', () => {
    const stealing = specification(turns({ steal: () => 0 }));
    const asked = { go: [{}], back: [{}] };

    expect(() => conforms(stealing, specification(turns()), { alphabet: asked })).toThrow(/QSC407 .*leaves out steal/);
    expect(conforms(stealing, specification(turns()), { alphabet: { ...asked, steal: [] } }).verdict).toBe('conforms');
  });

  it('are vacuous where the second is asked for nothing', () => {
    const back = { alphabet: { go: [], back: [{}] } };

    expect(conforms(specification(turns()), specification(turns()), back)).toMatchObject({
      verdict: 'vacuous',
      rows: [],
    });
    const silent = { alphabet: { go: [{}], back: [{}] }, steps: () => [] };
    expect(conforms(specification(turns()), specification(turns()), silent).verdict).toBe('vacuous');
  });

  it('are not asked for parameters by position where they have names', () => {
    expect(() => conforms(specification(turns()), tla)).toThrow(/QSC407 .*turns does not know all of its steps/);
    expect(() => conforms(tla, specification(turns()))).toThrow(/QSC407 .*by position, and turns by name/);
    const named = { steps: () => [step('go')] };
    expect(conforms(tla, specification(turns()), named).verdict).toBe('diverges');
  });
});

describe('a path that strays before the state that violates', () => {
  const leads = (...to: readonly number[]) => (to.length > 0 ? oneOf(...to) : undefined);
  const next: Readonly<Record<string, readonly (readonly number[])[]>> = {
    p: [[], [3], [], [0]],
    q: [[1], [], [], []],
  };
  const spec = specification(
    {
      init: oneOf(1, 3),
      actions: {
        p: (at: number) => leads(...next.p![at]!),
        q: (at: number) => leads(...next.q![at]!),
        o: () => undefined,
      },
    },
    untyped({ abstraction: (state: { read(of: object): number }) => (state.read(x) === 0 ? 1 : {}) }),
  );
  function* straying(): Program<void> {
    yield* begins('p');
    yield* store(x, 1);
    yield* happened('q');
    yield* begins('o');
    yield* store(x, 1);
  }
  const system = { cells: [x], threads: [thread('a', straying)] };
  function* strayingSilently(): Program<void> {
    yield* begins('p');
    yield* store(x, 1);
    yield* happened('q');
  }

  it('is found by samples too', () => {
    const [found] = sample(system, [keepsTo(spec)], { executions: 1, sampler: 'random', builtIn: false }).verdicts;

    expect(found).toMatchObject({ verdict: 'refuted', counterexample: { steps: { length: 1 } } });
  });

  it('violates no state by itself, and is found by samples too', () => {
    const silent = { cells: [x], threads: [thread('a', strayingSilently)] };
    const [found] = sample(silent, [keepsTo(spec)], { executions: 1, sampler: 'random', builtIn: false }).verdicts;

    expect(explore(silent, [keepsTo(spec)], { builtIn: false }).verdicts[0]!.verdict).toBe('refuted');
    expect(found).toMatchObject({ verdict: 'refuted', counterexample: { steps: { length: 1 } } });
  });

  it('ends where it strays, and replays', () => {
    const { verdict, divergence } = conforms(system, spec);

    expect(verdict).toBe('diverges');
    expect(divergence!.counterexample).toMatchObject({ steps: { length: 1 }, length: 'shortest found' });
    expect(divergence!.reason).toContain('does not allow q in 3');
    const again = replay(system, divergence!.counterexample.schedule, { properties: [keepsTo(spec)] });
    expect(again).toMatchObject({ reproduced: true, violations: [{ step: 0, reason: divergence!.reason }] });
  });
});

describe('a driver', () => {
  it('whose state is none is no pass', async () => {
    const driver = { start: () => {}, step: () => {}, state: untyped(() => ({ owner: 'nobody' })) };
    const alphabet = { take: [{ by: 'a' }], leave: [{ by: 'a' }] };

    expect(await drive(specification(lock), driver, { alphabet })).toMatchObject({
      verdict: 'failed',
      failure: { reason: expect.stringContaining('QSC403') },
    });
  });
});
