// Claims that say nothing, and claims that are no claims: vacuous verdicts with their reasons, what is checked without being
// asked for, answers that are no booleans, properties that the engine does not know.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type BuiltInChoice,
  eventually,
  explore,
  invariant,
  leadsTo,
  monitor,
  noDeadlock,
  type Property,
  replay,
  sample,
  type Verdict,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { happened } from '../../engine/program/event.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { above, choose, fail, is, load, type Program, store, wait } from '../../engine/program/operation.js';
import { type Thread, thread } from '../../engine/program/thread.js';

const x = cell('x', 0);
const of = (...threads: readonly Thread[]): System => ({ cells: [x], threads });

function* tells(): Program<void> {
  yield* store(x, 1);
  yield* happened('told', { x: 1 });
}

function* spins(): Program<void> {
  yield* loop(null, turn);
}

function* turn(): Program<Turn<null, void>> {
  yield* load(x);
  return again(null);
}

function* waitsForNine(): Program<void> {
  yield* wait(x, is(9));
}

/** Waits for ever or spins for ever. */
function* hangsOrSpins(): Program<void> {
  if ((yield* choose(2)) === 0) yield* wait(x, is(9));
  yield* loop(null, turn);
}

/** One of the two goes on for ever. */
function* decides(): Program<void> {
  const chosen = yield* choose(2);
  yield* store(x, 1 + chosen);
  if (chosen === 0) yield* loop(null, turn);
}

function* obeys(): Program<void> {
  yield* wait(x, above(0));
  if ((yield* load(x)) === 2) yield* loop(null, turn);
}

function* fails(): Program<void> {
  yield* fail('as expected');
}

const telling = of(thread('t', tells));
const deadlocking = of(thread('t', waitsForNine));
const endless = of(thread('t', spins));
const server = of(thread('s', spins, undefined, { daemon: true }), thread('t', tells));

const verdictOn = (system: System, property: Property): Verdict => explore(system, [property]).verdicts[0]!;
const isTold = (count: number) => count > 0;
const counts = { init: 0 as number, on: () => 1 };

describe('a claim that was never asked', () => {
  it.each<readonly [string, System, Property, string]>([
    [
      'its invariant declares a premise that holds nowhere',
      telling,
      invariant('p', () => true, { premise: (state) => state.read(x) === 2 }),
      'its premise holds in no reachable state',
    ],
    [
      'its premise is an automaton that is never led there',
      endless,
      invariant('p', () => true, { premise: { ...counts, holds: (count) => isTold(count as number) } }),
      'its premise holds in no reachable state',
    ],
    [
      'its premise holds at no end',
      telling,
      atEnd('p', () => true, { premise: (state) => state.read(x) === 0 }),
      'its premise holds in no reachable state',
    ],
    [
      'what leads to something never holds',
      telling,
      leadsTo(
        'p',
        (state) => state.read(x) === 2,
        () => false,
      ),
      'what it starts from holds in no reachable state',
    ],
    [
      'no event changed the state of its monitor',
      telling,
      monitor('p', { init: 0, on: (state) => state }),
      'no event ever changed its state (a monitor of one state says with `handles` which events it is about)',
    ],
    [
      'none of the events came that its monitor handles',
      telling,
      monitor('p', { init: 0, handles: ['asked', 'answered'], on: () => violated('it came') }),
      'none of the events that it handles ever came: asked, answered',
    ],
    [
      'it is about ends, and every execution deadlocks',
      deadlocking,
      atEnd('p', () => false),
      'no normal end is reached: every execution deadlocks',
    ],
    [
      'it is about ends, and a thread goes on for ever',
      endless,
      atEnd('p', () => false),
      'no normal end is reached: these threads never end: t (should one be a daemon?)',
    ],
    [
      'it is about ends, and one waits while another goes on',
      of(thread('t', waitsForNine), thread('u', spins), thread('v', tells)),
      atEnd('p', () => false),
      'no normal end is reached: these threads never end: t, u (should one be a daemon?)',
    ],
    [
      'it is about ends, and there are executions of both kinds',
      of(thread('t', hangsOrSpins)),
      atEnd('p', () => false),
      'no normal end is reached: every execution deadlocks or goes on for ever; these threads never end: t (should one be a daemon?)',
    ],
    [
      'it is about ends, and now this thread goes on, now that',
      of(thread('t', decides), thread('u', obeys)),
      atEnd('p', () => false),
      'no normal end is reached: some thread always goes on (should one be a daemon?)',
    ],
    [
      'its monitor is about ends too, and there are none',
      of(thread('t', spins), thread('u', tells)),
      monitor('p', { ...counts, atEnd: () => false }),
      'no normal end is reached: these threads never end: t (should one be a daemon?)',
    ],
  ])('is vacuous where %s', (_where, system, property, reason) => {
    expect(verdictOn(system, property)).toMatchObject({ verdict: 'vacuous', reason });
  });

  it.each<readonly [string, Property]>([
    ['the event that it handles', monitor('p', { init: 0, handles: ['told'], on: (state) => state })],
    ['an event that changes its state', monitor('p', counts)],
    ['nothing, but says that it needs nothing', monitor('p', { init: 0, on: (state) => state, premise: () => true })],
    ['an end', monitor('p', { ...counts, atEnd: isTold })],
  ])('is not one whose monitor hears %s', (_what, property) => {
    expect(verdictOn(telling, property)).not.toHaveProperty('reason');
    expect(verdictOn(telling, property).verdict).toBe('proved');
  });

  it('is refuted where it is false all the same, and open where the search was cut', () => {
    const refuted = invariant('p', (state) => state.read(x) === 0, { premise: () => false });
    const open = invariant('q', () => true, { premise: () => false });

    expect(verdictOn(telling, refuted).verdict).toBe('refuted');
    const { verdicts } = explore(telling, [open], { limits: { states: 1 }, builtIn: false });
    expect(verdicts).toMatchObject([{ verdict: 'inconclusive', limit: { limit: 'states' } }]);
  });

  it('is unrefuted by samples, which say that they did not come there', () => {
    const properties = [
      invariant('p', () => true, { premise: (state) => state.read(x) === 2 }),
      invariant('q', () => true, { premise: (state) => state.read(x) === 1 }),
      atEnd('r', () => true),
    ];

    const { verdicts } = sample(telling, properties, { sampler: 'random', executions: 3 });

    expect(verdicts.map(({ verdict, reason }) => [verdict, reason]).slice(0, 3)).toEqual([
      ['unrefuted', 'its premise holds in no state that was visited'],
      ['unrefuted', undefined],
      ['unrefuted', undefined],
    ]);
  });

  it('may be a built-in one only where it is given a premise', () => {
    const premise = { ...counts, holds: (count: unknown) => count === 2 };

    expect(verdictOn(telling, { ...noDeadlock, premise }).verdict).toBe('vacuous');
    expect(explore(deadlocking).verdicts.map(({ verdict }) => verdict)).toEqual(['refuted', 'refuted', 'proved']);
  });
});

describe('what is built in', () => {
  const failing = of(thread('t', fails));
  const named = (system: System, properties: readonly Property[], builtIn?: BuiltInChoice) => {
    const options = builtIn === undefined ? {} : { builtIn };
    const sampled = sample(system, properties, { sampler: 'random', executions: 1, ...options });
    const explored = explore(system, properties, options);
    const names = explored.verdicts.map(({ property }) => property);
    expect(sampled.verdicts.map(({ property }) => property)).toEqual(names);
    return names;
  };
  const own = invariant('own', () => true);

  it('is checked after what is given, whoever asks', () => {
    expect(named(telling, [own])).toEqual(['own', 'noDeadlock', 'noStuck', 'noFailure']);
    expect(named(telling, [])).toEqual(['noDeadlock', 'noStuck', 'noFailure']);
    expect(replay(failing, { version: 1, name: 'failing', choices: [{ thread: 't' }] }).violations).toMatchObject([
      { property: 'noFailure', step: 0 },
    ]);
  });

  it('is left out where that is said', () => {
    expect(named(telling, [own], false)).toEqual(['own']);
    expect(named(telling, [own], ['noFailure'])).toEqual(['own', 'noFailure']);
    expect(
      replay(failing, { version: 1, name: 'failing', choices: [{ thread: 't' }] }, { builtIn: false }).violations,
    ).toEqual([]);
  });

  it('gives way to the same property in a form of its own, and to no other of its name', () => {
    expect(named(telling, [{ ...noDeadlock, threads: ['t'] }])).toEqual(['noDeadlock', 'noStuck', 'noFailure']);
    expect(codeOf(() => explore(telling, [{ ...own, name: 'noDeadlock' }]))).toBe('QSC112');
  });

  it('adds no state, whatever else is explored', () => {
    for (const system of [telling, endless, server, failing, deadlocking]) {
      const { states, transitions } = explore(system, [own], { builtIn: false });

      expect(explore(system, [own])).toMatchObject({ states, transitions });
    }
  });

  it('is refused under a name that it does not have', () => {
    expect(codeOf(() => explore(telling, [], { builtIn: ['noDeadlok'] as never }))).toBe('QSC102');
    expect(codeOf(() => explore(telling, [], { builtIn: 'none' as never }))).toBe('QSC104');
  });
});

function failure(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof QuiesceError) return `${error.code} ${error.seen}`;
    throw error;
  }
}

function codeOf(act: () => unknown): string {
  return failure(act).slice(0, 6);
}

describe('an answer that is no boolean', () => {
  const wrong = <T>(answer: unknown): T => (() => answer) as T;

  it.each<readonly [string, unknown, string]>([
    ['a promise', Promise.resolve(true), 'a promise'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 1, '1'],
    ['a text', 'no', '"no"'],
    ['a function', () => true, 'a function'],
    ['data', { is: [true] }, '{"is":[true]}'],
    ['a map', new Map(), '[object Map]'],
  ])('is an error that names the property and what was returned: %s', (_what, answer, words) => {
    const asked: readonly (readonly [string, Property])[] = [
      ['holds of p', invariant('p', wrong(answer))],
      ['holds of p', atEnd('p', wrong(answer))],
      ['from of p', leadsTo('p', wrong(answer), () => true)],
      ['to of p', leadsTo('p', () => true, wrong(answer))],
      ['to of p', eventually('p', wrong(answer))],
      ['premise of p', invariant('p', () => true, { premise: wrong(answer) })],
      ['premise of p', atEnd('p', () => true, { premise: wrong(answer) })],
      ['premise of p', monitor('p', { ...counts, premise: wrong<() => boolean>(answer) })],
      ['premise of p', invariant('p', () => true, { premise: { ...counts, holds: wrong(answer) } })],
      ['atEnd of p', monitor('p', { ...counts, atEnd: wrong<() => boolean>(answer) })],
    ];

    for (const [what, property] of asked) {
      const text = `QSC521 ${what} returned ${words}`;
      expect(failure(() => explore(telling, [property]))).toBe(text);
      expect(failure(() => sample(telling, [property], { sampler: 'random', executions: 1 }))).toBe(text);
    }
  });

  it('is a reason, where a condition is asked for; a claim may give one', () => {
    const no = () => violated('no') as never;

    expect(failure(() => explore(telling, [eventually('p', no)]))).toBe('QSC521 to of p returned violated("no")');
    expect(failure(() => explore(telling, [invariant('p', () => true, { premise: no })]))).toContain('QSC521 premise');
    for (const property of [invariant('p', no), atEnd('p', no), monitor('p', { ...counts, atEnd: no })])
      expect(verdictOn(telling, property).counterexample!.reason).toBe('no');
  });

  it('is a violation without a reason, which nobody could tell from none', () => {
    const no = () => (violated as () => never)();

    for (const property of [
      invariant('p', no),
      atEnd('p', no),
      monitor('p', { ...counts, on: no }),
      monitor('p', { ...counts, atEnd: no }),
    ])
      expect(failure(() => explore(telling, [property]))).toBe('QSC521 violated() without a reason');
  });
});

describe('a property that the engine does not know', () => {
  it.each<readonly [string, unknown, string]>([
    ['of an unknown kind', { kind: 'invariants', holds: () => false }, 'kind "invariants"'],
    ['of a kind that every object has', { kind: 'toString' }, 'kind "toString"'],
    ['of a list of one kind, which reads like it', { kind: ['invariant'], holds: () => false }, 'kind ["invariant"]'],
    ['without its function', { kind: 'invariant' }, 'invariant whose holds is missing'],
    ['with something else in its place', { kind: 'monitor', init: 0, on: 1 }, 'monitor whose on is a number'],
    ['with a premise that is none', { kind: 'invariant', holds: () => true, premise: true }, 'invariant whose premise'],
    ['with a premise over states that it does not look at', { ...noDeadlock, premise: () => true }, 'noDeadlock whose'],
    [
      'with events that are no names',
      { kind: 'monitor', init: 0, on: () => 0, handles: 'told' },
      'monitor whose handles',
    ],
  ])('is refused: %s', (_what, parts, words) => {
    const property = { statement: 'p', ...(parts as object), name: 'p' } as unknown as Property;

    for (const act of [
      () => explore(telling, [property]),
      () => sample(telling, [property], { sampler: 'random', executions: 1 }),
      () => replay(telling, { version: 1, name: 'telling', choices: [] }, { properties: [property] }),
    ])
      expect(failure(act)).toContain(`QSC522 property p, ${words}`);
  });

  it('is refused where its premise stands under another name', () => {
    const witnessed = { ...atEnd('p', () => true), witness: () => false };

    expect(failure(() => explore(telling, [witnessed]))).toContain('"witness"; it is called "premise"');
  });

  it('is refused where it is no object', () => {
    expect(codeOf(() => explore(telling, [null as never]))).toBe('QSC522');
    expect(codeOf(() => explore(telling, [(() => true) as never]))).toBe('QSC522');
  });
});
