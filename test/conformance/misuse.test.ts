// What is not meant as it is written: a misspelt option, an answer that is no answer, a machine that never comes to rest. Each
// is an error with a code, never a pass and never a hang.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, raise } from 'xstate';
import {
  conforms,
  drive,
  keepsTo,
  mapping,
  pathItf,
  specification,
  testPaths,
  validate,
} from '../../conformance/index.js';
import { quintModule, tlaModule } from '../../conformance.js';
import { cell } from '../../engine/program/cell.js';
import { happened } from '../../engine/program/event.js';
import { type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';

const any = (value: unknown) => value as never;
const x = cell('x', 0);
function* saying(...events: readonly string[]): Program<void> {
  for (const event of events) {
    yield* store(x, 0);
    yield* happened(event, { by: event });
  }
}
const says = (...events: readonly string[]) => ({ cells: [x], threads: [thread('t', () => saying(...events))] });
const turns = { init: { at: 0 }, actions: { turn: ({ at }: { at: number }) => (at === 0 ? { at: 1 } : { at: 0 }) } };
const verdictOf = (spec: unknown, ...events: readonly string[]) => conforms(says(...events), any(spec)).verdict;

describe('a declaration', () => {
  it.each<[string, object, string]>([
    ['an option that nobody reads', { abstracton: () => ({ at: 7 }) }, 'the options have no abstracton'],
    ['fairness, misspelt', { fairnes: ['turn'] }, 'the options have no fairnes'],
    ['a list', [], 'the options are to be an object, and are a list'],
    ['a rule that says nothing', { events: { turn: {} } }, 'the event turn is none of a step'],
    ['a rule with a misspelt word', { events: { turn: { hiden: 'x' } } }, 'the event turn is none of a step'],
    [
      'a rule with a word too many',
      { events: { turn: { hidden: 'x', whi: '' } } },
      'of the event turn the words have no whi',
    ],
    ['a rule that is nothing', { events: { turn: null } }, 'the event turn is none of a step'],
  ])('refuses %s', (_what, options, seen) => {
    expect(() => specification(turns, any(options))).toThrow(seen);
    expect(() => specification(createMachine({ on: { turn: {} } }), any(options))).toThrow(seen);
  });

  it.each([null, undefined, 'turns', 3])('refuses %s for a specification', (source) => {
    expect(() => specification(any(source))).toThrow('QSC407');
    expect(() => conforms(says('turn'), any(source))).toThrow('QSC407');
    expect(() => conforms(any(source), specification(turns))).toThrow('QSC407');
    expect(() => validate('', any(source))).toThrow('QSC407');
    expect(() => keepsTo(any(source))).toThrow('QSC407');
    expect(() => testPaths(any(source))).toThrow('QSC407');
    expect(() => mapping(says('turn'), any(source))).toThrow('QSC407');
    expect(() => mapping(any(source), specification(turns))).toThrow('QSC407');
    expect(() => pathItf(any(source), 'a')).toThrow('QSC407');
  });

  it.each([null, 'turns', 3, []])('refuses %j for options and the like', async (options) => {
    const turning = specification(turns);

    expect(() => conforms(says('turn'), turning, any(options))).toThrow('QSC407');
    expect(() => conforms(turning, turning, any(options))).toThrow('QSC407');
    expect(() => testPaths(turning, any(options))).toThrow('QSC407');
    expect(() => validate('', turning, any(options))).toThrow('QSC407');
    await expect(drive(turning, any(options))).rejects.toThrow('QSC407');
    await expect(tlaModule(any(options), 'MCLock.cfg')).rejects.toThrow(/QSC4/);
    await expect(quintModule(any(options))).rejects.toThrow(/QSC/);
  });
});

describe('an answer', () => {
  it('that is false or null where the action is not allowed is no state', () => {
    const actions = { turn: ({ at }: { at: number }) => any(at === 0 && { at: 1 }) };
    const orNull = { turn: ({ at }: { at: number }) => any(at === 0 ? { at: 1 } : null) };
    for (const each of [actions, orNull])
      expect(() => verdictOf(specification({ init: { at: 0 }, actions: each }), 'turn', 'turn')).toThrow('QSC407');
    expect(verdictOf(specification({ init: false, actions: { turn: (on: boolean) => !on } }), 'turn')).toBe('conforms');
  });

  it('of an observation that is a promise is not taken for true', () => {
    const spec = specification(turns, { events: { seen: { observes: any(async () => false) } } });
    expect(() => verdictOf(spec, 'seen')).toThrow('QSC405');
  });
});

describe('a machine', () => {
  it('that never comes to rest is refused', () => {
    const round = createMachine({ initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } });
    const again = createMachine({ on: { turn: { actions: raise({ type: 'turn' }) } } });
    expect(() => specification(round)).toThrow('QSC405');
    expect(() => verdictOf(specification(again), 'turn')).toThrow('QSC405');
  });

  it('whose timers count for ever is refused', () => {
    const count = assign({ n: ({ context }: { context: { n: number } }) => context.n + 1 });
    const polling = createMachine({
      context: { n: 0 },
      initial: 'a',
      states: { a: { after: { 100: { target: 'a', reenter: true, actions: count } }, on: { stop: 'b' } }, b: {} },
    });
    expect(() => verdictOf(specification(polling), 'stop')).toThrow('QSC301');
    expect(() => validate('{"event":"stop"}', specification(polling))).toThrow('QSC301');
  });

  it('with a circle in its context is refused', () => {
    const circle: { own?: unknown } = {};
    circle.own = circle;
    expect(() => specification(createMachine({ context: circle, on: { turn: {} } }))).toThrow('QSC401');
  });
});

describe('nothing', () => {
  const driver = { start: () => {}, step: () => {} };

  it('asked of a specification is no pass', async () => {
    const spec = specification({
      init: 0,
      actions: { go: (at: number) => (at === 0 ? 1 : undefined), back: () => undefined },
    });
    for (const alphabet of [{}, { go: [] }, { back: [{}] }]) {
      await expect(drive(spec, driver, { alphabet })).rejects.toThrow('QSC407');
      expect(() => testPaths(spec, { alphabet })).toThrow('QSC407');
    }
    expect(() => conforms(spec, specification(turns), { alphabet: {} })).toThrow('QSC407');
  });
});

describe('a recorded run', () => {
  it('may say nothing that is not specified, by whatever name', () => {
    expect(() => validate('{"event":"turn"}\n{"event":"failed"}', specification(turns))).toThrow('QSC402');
  });

  it.each([null, 3, {}, [null], [{ event: 'turn' }]])('that is %j is refused', (run) => {
    expect(() => validate(any(run), specification(turns))).toThrow('QSC406');
  });

  it('in an order that there is none of is refused', () => {
    expect(() => validate('{"event":"turn"}', specification(turns), any({ order: 'thread' }))).toThrow('QSC406');
    expect(() => validate('{"event":"turn"}', specification(turns), {}, { nodesMax: Number.NaN })).toThrow('QSC406');
  });
});

describe('a hidden step', () => {
  it('is one of the specification, by name or with data', () => {
    expect(() => specification(turns, any({ hidden: ['trun'] }))).toThrow('trun is to be hidden, and it has turn');
    expect(() => specification(turns, any({ hidden: 'turn' }))).toThrow("'hidden' is to be a list of steps");
    expect(() => specification(turns, any({ hidden: [{ step: 'turn' }] }))).toThrow('a hidden step is a name, or');
    expect(() => specification(turns, any({ hidden: [{ step: 'turn', with: [1] }] }))).toThrow('QSC407');
    expect(specification(turns, { hidden: ['turn'] }).hidden!.map(({ text }) => text)).toEqual(['turn']);
  });
});
