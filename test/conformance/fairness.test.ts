// Liveness: weakly fair steps of a specification, and systems that leave one allowed for ever.

import { describe, expect, it } from 'vitest';
import { conforms, oneOf, type PlainSpecification, specification } from '../../conformance/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { begins, happened } from '../../engine/program/event.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { load, type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { byThread, held, locking, mended, plainLock } from './lock.js';

/** Takes it and keeps it: the program ends. */
function* keeping(): Program<void> {
  yield* store(held, 1);
  yield* happened('acquired');
}

/** Takes it and goes round for ever. */
function* spinning(): Program<void> {
  yield* store(held, 1);
  yield* happened('acquired');
  yield* loop(0, turn);
}

function* turn(): Program<Turn<number, void>> {
  yield* load(held);
  return again(0);
}

/** Takes it and gives it back, for ever. */
function* endless(): Program<void> {
  yield* loop(0, round);
}

function* round(): Program<Turn<number, void>> {
  yield* store(held, 1);
  yield* happened('acquired');
  yield* begins('released');
  yield* store(held, 0);
  return again(0);
}

function* passing(): Program<void> {
  yield* loop(0, there);
}

/** One step that begins with one event and ends with another. */
function* there(): Program<Turn<number, void>> {
  yield* begins('leave');
  yield* store(held, 1);
  yield* happened('enter');
  return again(0);
}

function* beatingTwice(): Program<void> {
  yield* loop(0, twoBeats);
}

/** One step with which a beat begins, and by which another has happened. */
function* twoBeats(): Program<Turn<number, void>> {
  yield* begins('beat');
  yield* store(held, 1);
  yield* happened('beat');
  return again(0);
}

const alone = (program: () => Program<void>): System => ({
  name: 'alone',
  cells: [held],
  threads: [thread('a', program)],
});
const both = [{ thread: 'a' }, { thread: 'b' }];
const fair = () => specification(plainLock, { events: byThread, fairness: [{ step: 'released', with: both }] });

describe('a weakly fair step', () => {
  it('may be left for ever where it is not allowed in between, within one step too', () => {
    const spec = specification(
      {
        init: 'in' as string,
        actions: {
          leave: (at: string) => (at === 'in' ? 'out' : undefined),
          enter: (at: string) => (at === 'out' ? 'in' : undefined),
          rest: (at: string) => (at === 'in' ? at : undefined),
        },
      },
      { fairness: ['rest'] },
    );

    expect(conforms(alone(passing), spec).fairness).toEqual([{ step: 'rest', verdict: 'conforms' }]);
  });

  it('is taken whenever it stays allowed, by a system that conforms', () => {
    const report = conforms(locking(mended), fair());

    expect(report.verdict).toBe('conforms');
    expect(report.fairness).toEqual([{ step: 'released', verdict: 'conforms' }]);
    expect(conforms(alone(endless), fair()).fairness).toEqual([{ step: 'released', verdict: 'conforms' }]);
  });

  it.each([
    ['that ends', keeping],
    ['that goes round for ever', spinning],
  ])('is left allowed for ever by a system %s: a lasso says so', (_what, program) => {
    const { verdict, fairness, divergence } = conforms(alone(program), fair());

    expect(verdict).toBe('diverges');
    expect(divergence).toBeUndefined();
    expect(fairness).toMatchObject([
      {
        step: 'released',
        verdict: 'diverges',
        common: { fields: ['owner "a"'] },
        schedule: expect.stringMatching(/^v1 alone:/),
      },
    ]);
  });

  it('is missed when it is taken once and then never again', () => {
    const once: PlainSpecification<{ readonly beats: number }> = {
      name: 'beating',
      init: { beats: 0 },
      actions: { beat: ({ beats }) => ({ beats: 1 - beats }) },
    };
    const spec = specification(once, { fairness: ['beat'] });

    expect(conforms(alone(beatingOnce), spec).fairness).toMatchObject([{ verdict: 'diverges' }]);
    expect(conforms(alone(beating), spec).fairness).toEqual([{ step: 'beat', verdict: 'conforms' }]);
  });

  it('may be taken twice by one step, round and round', () => {
    const again = { name: 'beating', init: { beats: 0 }, actions: { beat: () => ({ beats: 0 }) } };
    const spec = specification(again, { fairness: ['beat'] });

    expect(conforms(alone(beatingTwice), spec).fairness).toEqual([{ step: 'beat', verdict: 'conforms' }]);
  });

  it('may be allowed for the first time after others that were not it', () => {
    const from = (state: string, to: string) => (at: string) => (at === state ? to : undefined);
    const spec: PlainSpecification<string> = {
      name: 'stairs',
      init: 'a',
      actions: { x: from('a', 'b'), y: from('b', 'c'), rest: from('c', 'd') },
    };
    function* climbing(): Program<void> {
      for (const name of ['x', 'y', 'rest']) {
        yield* store(held, 1);
        yield* happened(name);
      }
    }
    const system = { cells: [held], threads: [thread('a', climbing)] };

    const { verdict, fairness } = conforms(system, specification(spec, { fairness: ['rest'] }));

    expect([verdict, fairness?.map((each) => each.verdict)]).toEqual(['conforms', ['conforms']]);
  });

  it('may be fair for each of its parameters by itself, and is vacuous where it is never allowed', () => {
    const each = specification(plainLock, {
      events: byThread,
      fairness: [{ step: 'released', with: both, each: true }],
    });

    const [two, one] = [conforms(locking(mended), each), conforms(alone(mended), each)];

    expect(two.fairness!.map(({ step, verdict }) => [step, verdict])).toEqual([
      ['released {"thread":"a"}', 'conforms'],
      ['released {"thread":"b"}', 'conforms'],
    ]);
    expect(one.fairness!.map(({ verdict }) => verdict)).toEqual(['conforms', 'vacuous']);
    expect(one.verdict).toBe('vacuous');
  });

  it.each([
    ['strong fairness', () => specification(plainLock, { fairness: [{ strong: 'released' } as never] }), /QSC410/],
    [
      'a step that there is not',
      () => specification(plainLock, { fairness: ['freed' as never] }),
      /QSC407 .*freed is to be fair/,
    ],
    [
      'a specification that may be in several states',
      () =>
        conforms(
          alone(beating),
          specification({ name: 'either', init: 0, actions: { beat: () => oneOf(0, 1) } }, { fairness: ['beat'] }),
        ),
      /QSC410 .*either: it may be in 2 states at once/,
    ],
  ])('is refused with a code for %s', (_what, run, error) => {
    expect(run).toThrow(error);
  });
});

const pulse = cell('held', 0);

function* beatingOnce(): Program<void> {
  yield* store(pulse, 1);
  yield* happened('beat');
  yield* loop(0, turn);
}

function* beating(): Program<void> {
  yield* loop(0, beat);
}

function* beat(): Program<Turn<number, void>> {
  yield* store(pulse, 1);
  yield* happened('beat');
  return again(0);
}
