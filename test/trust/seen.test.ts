// What a violated claim read: the values by which it is false, as data and in every report.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type Counterexample,
  eventually,
  explore,
  formatSchedule,
  invariant,
  monitor,
  type Property,
  parseSchedule,
  replay,
  type SampleOptions,
  sample,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { at, happened } from '../../engine/program/event.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { is, load, type Program, store, wait } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import type { Value } from '../../engine/program/value.js';
import { counterexampleMarkdown, counterexampleText } from '../../reports/counterexample.js';

const x = cell('x', 0);
const data = cell<Value>('data', 'none');
const never = cell('never', 0);

function* writes(): Program<void> {
  yield* at('writing', { depth: 1 });
  yield* store(x, 2);
  yield* at('resting');
  yield* store(data, { of: [1, null] });
  yield* happened('written');
}

function* waits(): Program<void> {
  yield* wait(never, is(1));
}

function* spins(): Program<void> {
  yield* loop(null, turn);
}

function* turn(): Program<Turn<null, void>> {
  yield* load(x);
  return again(null);
}

const system: System = {
  name: 'seen',
  cells: [x, data, never],
  threads: [thread('t', writes), thread('w', waits, undefined, { daemon: true })],
};

const found = (property: Property, of = system): Counterexample =>
  explore(of, [property], { builtIn: false }).verdicts[0]!.counterexample!;

describe('a violated claim', () => {
  it('shows the cells, labels and statuses that it read, each once and in its order', () => {
    const claim = invariant('claim', (state) => {
      const isRead = state.read(x) !== 2 || state.read(x) + 1 === 0;
      return (
        isRead || state.label('t') === undefined || state.status('w') !== 'blocked' || state.label('w') !== undefined
      );
    });

    expect(found(claim).seen).toEqual([
      { what: 'x', value: 2 },
      { what: 'label of t', value: 'resting' },
      { what: 'status of w', value: 'blocked' },
      { what: 'label of w', value: null },
    ]);
  });

  it('shows only what it read in the very state in which it is false', () => {
    const claim = invariant('claim', (state) => state.read(x) === 0 || state.label('t')?.name !== 'resting');
    const atTheStart = invariant('at the start', (state) => state.label('t')?.data.depth !== 1);

    expect(found(claim).seen).toEqual([
      { what: 'x', value: 2 },
      { what: 'label of t', value: 'resting' },
    ]);
    expect(found(atTheStart).seen).toEqual([{ what: 'label of t', value: { name: 'writing', data: { depth: 1 } } }]);
  });

  it('about an end shows the data of the end, and a monitor its state there', () => {
    const claim = atEnd('claim', (state) => state.read(data) === 'none');
    const remembers = monitor<readonly string[]>('heard', {
      init: [],
      on: (heard, { name }) => [...heard, name],
      atEnd: (heard) => heard.length === 0,
    });

    expect(found(claim).seen).toEqual([{ what: 'data', value: { of: [1, null] } }]);
    expect(found(remembers).seen).toEqual([{ what: 'state of heard', value: ['written'] }]);
  });

  it('shows what it remembers beside what it reads', () => {
    const memory = { init: 0, on: (count: Value) => (count as number) + 1 };
    const claim = invariant('claim', (state, heard) => state.read(x) === 0 || heard === 0, { memory });

    expect(found(claim).seen).toEqual([
      { what: 'x', value: 2 },
      { what: 'memory', value: 1 },
    ]);
  });

  it('of liveness shows what it read where the loop starts', () => {
    const endless: System = { name: 'endless', cells: [x], threads: [thread('t', spins)] };

    expect(
      found(
        eventually('claim', (state) => state.read(x) === 9),
        endless,
      ).seen,
    ).toEqual([{ what: 'x', value: 0 }]);
  });

  it('that reads no state shows nothing', () => {
    const stuck: System = { name: 'stuck', cells: [never], threads: [thread('w', waits)] };

    const refuted = explore(stuck).verdicts.flatMap(({ counterexample }) => counterexample ?? []);

    expect(refuted).toHaveLength(2);
    for (const counterexample of refuted) expect(counterexample).not.toHaveProperty('seen');
  });
});

describe('the values seen', () => {
  const claim = atEnd('claim', (state) => state.read(data) === 'none' && state.status('t') === 'ready');
  const line = 'what the claim read there: data = {"of":[1,null]}';

  it('stand in the text and in the Markdown of a counterexample', () => {
    const counterexample = found(claim);
    const schedule = formatSchedule(counterexample.schedule);

    expect(counterexampleText(counterexample, schedule, 'quiesce')).toContain(line);
    expect(counterexampleMarkdown(counterexample, schedule, 'quiesce')).toContain(
      '- what the claim read there: data = {"of":&#91;1,null&#93;}',
    );
  });

  it('are those of a replay and of a sampled execution too', () => {
    const options: SampleOptions = { sampler: 'random', executions: 1, builtIn: false };
    const counterexample = found(claim);
    const again = replay(system, parseSchedule(formatSchedule(counterexample.schedule)), { properties: [claim] });

    expect(again.violations).toMatchObject([{ property: 'claim', seen: counterexample.seen }]);
    expect(sample(system, [claim], options).verdicts[0]!.counterexample!.seen).toEqual(counterexample.seen);
  });
});
