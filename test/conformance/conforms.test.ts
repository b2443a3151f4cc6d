// Systems held to specifications of one's own, through the public entry: an xstate machine, and a plain object.

import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import {
  conforms,
  keepsTo,
  mapping,
  oneOf,
  type PlainSpecification,
  type Step,
  specification,
} from '../../conformance/index.js';
import { explore, exploreExecutions, formatSchedule, parseSchedule, replay, violated } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { happened } from '../../engine/program/event.js';
import { load, type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { byThread, held, locking, lockMachine, mended, plainLock, racy, silent } from './lock.js';

const machineSpec = () =>
  specification(lockMachine, {
    events: byThread,
    abstraction: (state) => ({ value: state.read(held) === 1 ? 'held' : 'free' }),
    file: import.meta.filename.replace('conforms.test.ts', 'lock.ts'),
  });
const plainSpec = () => specification(plainLock, { events: byThread });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof QuiesceError) return `${error.code} ${error.seen}`;
    throw error;
  }
  return 'nothing thrown';
}

describe('a system', () => {
  it.each([
    ['an xstate machine', machineSpec],
    ['a plain object', plainSpec],
  ])('that keeps to %s conforms, and realises all of it', (_what, spec) => {
    const { verdict, unreached, coverage, rules } = conforms<never>(locking(mended), spec() as never);

    expect(verdict).toBe('conforms');
    expect(unreached).toEqual([]);
    expect(coverage.states).toEqual({ realised: 3, of: 3 });
    expect(coverage.transitions).toEqual({ realised: 4, of: 4 });
    expect(rules.find(({ rule }) => rule === 'acquired')!.uses).toBe(2);
  });

  it('that does not diverges, by a shortest schedule that replays', () => {
    const { verdict, divergence } = conforms(locking(racy), machineSpec());

    expect(verdict).toBe('diverges');
    expect(divergence!.counterexample.length).toBe('shortest');
    expect(divergence!.counterexample.steps).toHaveLength(4);
    expect(divergence).toMatchObject({
      kind: 'machine',
      common: [{ state: 'held' }],
      told: [expect.stringMatching(/^acquired \{"thread":"[ab]"\}$/)],
      conditions: [],
    });
    expect(divergence!.reason).toContain('does not allow acquired');
    expect(divergence!.specificationAllows).toHaveLength(1);
    expect(divergence!.specificationSource).toEqual([expect.stringMatching(/^test\/conformance\/lock\.ts:\d+$/)]);
    const again = replay(locking(racy), parseSchedule(divergence!.schedule), { properties: [keepsTo(machineSpec())] });
    expect(again.reproduced).toBe(true);
  });

  it('diverges where an event is allowed and the states differ, and says in what', () => {
    const wrong = specification(lockMachine, {
      events: byThread,
      abstraction: (state) => ({ value: 'free', context: { owner: state.read(held) === 1 ? 'a' : '' } }),
    });

    const { divergence } = conforms(locking(mended), wrong);

    expect(divergence!.fields).toContainEqual({ field: 'state', specification: 'held', implementation: 'free' });
  });

  it('diverges where the abstraction says that a state is like none', () => {
    const strict = specification(plainLock, {
      events: byThread,
      abstraction: (state) => (state.read(held) === 1 ? violated('nobody may hold it') : {}),
    });

    expect(conforms(locking(mended), strict).divergence!.reason).toBe('nobody may hold it');
  });

  it('that never says anything is vacuous, and one that a limit cut is inconclusive', () => {
    const cut = conforms(locking(mended), plainSpec(), { limits: { states: 3 } });

    expect(conforms(locking(silent), plainSpec()).verdict).toBe('vacuous');
    expect(cut.verdict).toBe('inconclusive');
    expect(cut.limit!.limit).toBe('states');
  });

  it('can be explored with the same claim beside others', () => {
    const verdicts = (program: () => Program<void>) =>
      explore(locking(program), [keepsTo(plainSpec())], { builtIn: false }).verdicts.map(({ verdict }) => verdict);

    expect(verdicts(mended)).toEqual(['proved']);
    expect(verdicts(racy)).toEqual(['refuted']);
  });
});

const buffer = cell('buffer', 0);

function* send(): Program<void> {
  yield* store(buffer, 1);
  yield* happened('sent');
}

function* receive(times: number): Program<void> {
  for (let time = 0; time < times; time++) {
    if ((yield* load(buffer)) === 1) yield* happened('received');
  }
}

const lossy: PlainSpecification<{ readonly inside: number }> = {
  name: 'lossy',
  init: { inside: 0 },
  actions: {
    sent: ({ inside }) => oneOf({ inside }, { inside: inside + 1 }),
    received: ({ inside }) => (inside > 0 ? { inside: inside - 1 } : undefined),
  },
};

const passing = (times: number): System => ({
  name: 'passing',
  cells: [buffer],
  threads: [thread('sender', send), thread('receiver', receive, times)],
});

describe('a specification that allows several ways to go on', () => {
  it('is followed along all of them at once', () => {
    const bounds = ({ inside }: { readonly inside: number }, { name }: Step) => name !== 'sent' || inside === 0;

    const report = conforms(passing(1), specification(lossy, { bounds }));

    expect(report.verdict).toBe('conforms');
    expect(report.coverage.transitions).toEqual({ realised: 3, of: 3 });
  });

  it('refuses what none of them allows, and shows every state that it could be in', () => {
    const { divergence } = conforms(passing(2), specification(lossy));

    expect(divergence!.counterexample.steps).toHaveLength(3);
    expect(divergence!.common).toEqual([{ state: '{"inside":0}', fields: ['inside 0'] }]);
  });

  it('is compared with what is seen in any of its states', () => {
    const seen = (inside: number) =>
      specification(lossy, { abstraction: (state) => (state.read(buffer) === 1 ? { inside } : {}) });

    expect([0, 1, 2].map((inside) => conforms(passing(0), seen(inside)).verdict)).toEqual([
      'conforms',
      'conforms',
      'diverges',
    ]);
  });
});

describe('a specification that is seen in one of several states', () => {
  const seen = cell('seen', 's');
  const forks = {
    init: { at: 's' },
    actions: {
      go: ({ at }: { readonly at: string }) => (at === 's' ? oneOf({ at: 'l' }, { at: 'r' }) : undefined),
      right: ({ at }: { readonly at: string }) => (at === 'r' ? { at: 'end' } : undefined),
    },
  };
  const spec = specification(forks, { abstraction: (state) => ({ at: state.read(seen) }) });
  function* going(way: string, then: string): Program {
    yield* store(seen, way);
    yield* happened('go');
    yield* store(seen, then);
    if (then === 'end') yield* happened('right');
  }
  const systemOf = (way: string, then: string) => ({ cells: [seen], threads: [thread('t', () => going(way, then))] });

  it('is in that one from then on, and not in another that would allow what comes', () => {
    expect(conforms(systemOf('r', 'end'), spec).verdict).toBe('conforms');

    const { verdict, divergence } = conforms(systemOf('l', 'end'), spec);

    expect(verdict).toBe('diverges');
    expect(divergence!.counterexample.steps).toHaveLength(2);
    expect(divergence!.common.map(({ state }) => state)).toEqual(['{"at":"l"}']);
  });

  it('is in that one along the replay too, and in every exploration that has the claim beside others', () => {
    const { divergence } = conforms(systemOf('l', 'end'), spec);
    const claim = keepsTo(spec);

    const again = replay(systemOf('l', 'end'), parseSchedule(divergence!.schedule), { properties: [claim] });
    const verdicts = [
      explore(systemOf('l', 'end'), [claim], { builtIn: false }),
      explore(systemOf('l', 'end'), [claim], { builtIn: false, reduction: 'persistent' }),
      exploreExecutions(systemOf('l', 'end'), [claim], { builtIn: false }),
      explore(systemOf('r', 'end'), [claim], { builtIn: false }),
    ].map((exploration) => exploration.verdicts[0]!.verdict);

    expect(again.reproduced).toBe(true);
    expect(again.violations).toEqual([{ property: claim.name, reason: divergence!.reason, step: 1 }]);
    expect(replay(systemOf('r', 'end'), parseSchedule('v1 system t*2'), { properties: [claim] }).violations).toEqual(
      [],
    );
    expect(verdicts).toEqual(['refuted', 'refuted', 'inconclusive', 'proved']);
  });

  it('may go on by hidden steps from there, between one state that is seen and the next', () => {
    const opening = {
      init: { at: 's' },
      actions: {
        unlock: ({ at }: { readonly at: string }) => (at === 's' ? { at: 'ajar' } : undefined),
        swing: ({ at }: { readonly at: string }) => (at === 'ajar' ? { at: 'open' } : undefined),
        enter: ({ at }: { readonly at: string }) => (at === 'open' ? { at: 'end' } : undefined),
      },
    };
    function* entering(): Program {
      yield* store(seen, 'ajar');
      yield* happened('unlock');
      yield* store(seen, 'open');
      yield* store(seen, 'end');
      yield* happened('enter');
    }
    function* falling(): Program {
      yield* store(seen, 'open');
      yield* happened('unlock');
      yield* store(seen, 'ajar');
    }
    const door = specification(opening, { abstraction: (state) => ({ at: state.read(seen) }), hidden: ['swing'] });

    expect(conforms({ cells: [seen], threads: [thread('t', entering)] }, door).verdict).toBe('conforms');
    expect(conforms({ cells: [seen], threads: [thread('t', falling)] }, door).verdict).toBe('diverges');
  });

  it('is not seen in one and then in another', () => {
    expect(conforms(systemOf('l', 'l'), spec).verdict).toBe('conforms');
    expect(conforms(systemOf('l', 'r'), spec).verdict).toBe('diverges');
  });
});

describe('the events of a system', () => {
  it('are laid upon the steps of a specification, and what is unmapped is named', () => {
    const other = specification(plainLock, { events: { acquired: byThread.acquired } });
    const bare = {
      ...plainLock,
      actions: { acquired: plainLock.actions.acquired, stolen: plainLock.actions.released },
    };

    expect(mapping(locking(mended), other)).toEqual({
      events: [
        { event: 'acquired', is: 'acquired' },
        { event: 'released', is: 'released' },
      ],
      unsaid: [],
    });
    expect(mapping(locking(mended), specification(bare))).toEqual({
      events: [
        { event: 'acquired', is: 'acquired' },
        { event: 'released', is: undefined },
      ],
      unsaid: ['stolen'],
    });
  });

  it('may be observations, whose truth is asked of the state, or hidden', () => {
    const observing = (holds: boolean) =>
      specification(plainLock, {
        events: {
          acquired: byThread.acquired,
          released: { observes: ({ owner }, { thread: by }) => (owner === by) === holds, why: 'the owner says it' },
        },
      });
    const once: System = { name: 'once', cells: [held], threads: [thread('a', mended)] };

    expect(conforms(once, observing(true)).verdict).toBe('conforms');
    expect(conforms(once, observing(false)).divergence!.reason).toBe(
      'the specification is in {"owner":"a"}, where released is not true: the owner says it',
    );
    expect(
      conforms(
        locking(mended),
        specification(plainLock, { events: { acquired: { hidden: '' }, released: { hidden: '' } } }),
      ).verdict,
    ).toBe('vacuous');
  });

  it('have to be steps that there are, as the compiler says too', () => {
    // @ts-expect-error the machine has no event "aquired"
    expect(codeOf(() => specification(lockMachine, { events: { got: 'aquired' } }))).toBe(
      'QSC407 the event got is to be aquired, and lock has acquired, released',
    );
    // @ts-expect-error the object has no action "aquired"
    expect(codeOf(() => specification(plainLock, { events: { got: 'aquired' } }))).toMatch(/^QSC407 /);
    // @ts-expect-error the machine's context has no "holder"
    specification(lockMachine, { events: byThread, abstraction: () => ({ context: { holder: 'a' } }) });
  });
});

describe('what cannot be a specification is refused with a code', () => {
  let calls = 0;

  it.each([
    ['what is neither', () => specification({ states: {} } as never), /^QSC407 neither .*: it has states$/],
    [
      'an action that is none',
      () => specification({ init: 0, actions: { go: 1 } } as never),
      /^QSC407 .*go is no function$/,
    ],
    [
      'a start that is nowhere',
      () => specification({ init: oneOf<number>(), actions: {} }),
      /^QSC407 .*no state to start in$/,
    ],
    [
      'a state that is no plain data',
      () => specification({ init: new Map(), actions: {} } as never),
      /^QSC503 an instance of Map$/,
    ],
    [
      'an action that counts its calls',
      () =>
        conforms(
          locking(mended),
          specification({
            ...plainLock,
            actions: { ...plainLock.actions, acquired: () => ({ owner: String(calls++) }) },
          }),
        ),
      /^QSC405 acquired of plainLock .*answers otherwise/,
    ],
    [
      'an action that changes its state in place',
      () =>
        conforms(
          locking(mended),
          specification({
            ...plainLock,
            actions: { ...plainLock.actions, acquired: (state) => Object.assign(state, { owner: 'a' }) },
          }),
        ),
      /^QSC405 acquired of plainLock .*threw TypeError/,
    ],
    [
      'a machine whose context holds a Set',
      () => specification(setup({}).createMachine({ id: 'm', context: { seen: new Set() } })),
      /^QSC401 m context\.seen holds an instance of Set$/,
    ],
    [
      'a machine that comes to hold one',
      () => {
        const machine = setup({ types: { context: {} as { at: unknown } } }).createMachine({
          id: 'm',
          context: { at: null },
          on: { acquired: { actions: assign({ at: () => new Date(0) }) } },
        });
        return conforms(locking(mended), specification(machine, { events: { released: { hidden: '' } } }));
      },
      /^QSC401 m context\.at holds an instance of Date$/,
    ],
    [
      'an event that nothing is said of',
      () =>
        conforms(
          locking(mended),
          specification(
            { ...plainLock, actions: { acquired: plainLock.actions.acquired } },
            { events: { acquired: byThread.acquired } },
          ),
        ),
      /^QSC402 released \{\}, said by [ab]$/,
    ],
    [
      'an abstraction that answers nothing',
      () =>
        conforms(
          locking(mended),
          specification(plainLock, { events: byThread, abstraction: () => undefined as never }),
        ),
      /^QSC403 it answered nothing/,
    ],
  ])('%s', (_what, run, error) => {
    expect(codeOf(run)).toMatch(error);
  });
});

describe('a schedule of a divergence', () => {
  it('names the system and the specification', () => {
    const { divergence } = conforms(locking(racy), plainSpec());

    expect(divergence!.schedule).toMatch(/^v1 locking:conformsTo\.plainLock /);
    expect(formatSchedule(parseSchedule(divergence!.schedule))).toBe(divergence!.schedule);
  });
});
