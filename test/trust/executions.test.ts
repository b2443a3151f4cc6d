// Execution by execution: as many as the literature counts, none given up, and none missed. The counts are of Mazurkiewicz
// traces (section 6 of the papers that engine/executions/optimal.ts names; Nidhugg's and GenMC's own suites). On random programs
// they are counted again by taking every interleaving and comparing what happened before what, pair by pair.

import { describe, expect, it } from 'vitest';
import { Happenings, touchesOf } from '../../engine/executions/happenings.js';
import { OptimalExploration } from '../../engine/executions/optimal.js';
import { type ExecutionsOptions, executions, outcomes } from '../../engine/index.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import { viaOf } from '../../engine/multiprocessor/via.js';
import { cell } from '../../engine/program/cell.js';
import { kill } from '../../engine/program/faults.js';
import { again, atomically, loop, type Turn } from '../../engine/program/nesting.js';
import {
  add,
  choose,
  isNot,
  load,
  type Program,
  store,
  view,
  wait,
  waitUntil,
} from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { systemOf } from '../secondOpinions/smallLanguage.js';
import { randomFrom, smallFrom } from '../secondOpinions/smallPrograms.js';
import { published } from './published.js';

/** By name of the program: traces, and how many of them are deadlocks. */
const known: Readonly<Record<string, number>> = {
  'readers(2)': 4,
  'readers(8)': 256,
  'lastzero(1)': 2,
  'lastzero(2)': 5,
  'lastzero(3)': 12,
  'lastzero(4)': 28,
  'lastzero(5)': 64,
  'lastzero(6)': 144,
  'indexer(2) of 128': 1,
  'filesystem(2) of 32': 1,
  'ainc(2)': 2,
  'ainc(3)': 6,
  'ainc(4)': 24,
  'ainc(5)': 120,
  'binc(2)': 4,
  'binc(3)': 36,
  'binc(4)': 576,
  'cinc(2)': 8,
  'cinc(3)': 216,
  'rw(2)': 4,
  'rw(3)': 36,
  'rw(4)': 576,
  'inc(2)': 4,
  'inc(3)': 36,
  'inc(4)': 576,
  'casw(2)': 6,
  'casw(3)': 66,
  'casw(4)': 1200,
  'casrot(2)': 2,
  'casrot(3)': 5,
  'casrot(4)': 14,
  'casrot(5)': 43,
  'casrot(6)': 144,
  'cas(2)': 2,
  'cas(4)': 4,
  'cas(8)': 8,
  'wcas(2)': 5,
  'wcas(4)': 33,
  'wcas(6)': 193,
  'CoA(1)': 4,
  'CoA(2)': 15,
  'CoA(3)': 130,
  'N-writers(5)': 720,
  SB: 3,
  MP: 3,
  LB: 3,
  '2+2W': 3,
  IRIW: 15,
  'fib_bench(1)': 11,
  'fib_bench(2)': 140,
  'fib_bench(3)': 1698,
  'counter/master(2)': 4,
  'counter/master(4)': 8,
  'mutex_deadlock(2)': 2,
  'mutex_deadlock(3)': 3,
  'trylock(2)': 4,
};

/** Random programs that are compared; with the deep tests, more. */
const wanted = process.env.QUIESCE_DEEP === undefined ? 60 : 150;

describe('one execution of each trace', () => {
  it.each(Object.entries(known))('of %s: %i, and none is given up half way', (name, traces) => {
    const program = published.find((each) => each.name === name)!;

    const found = executions(program.system, { of: program.of });

    expect(found).toMatchObject({ executions: traces, blocked: 0, complete: true });
    expect(found.outcomes).toEqual(outcomes(program.system, program.of).outcomes);
  });

  it('ends in every outcome and in deadlocks where there are any, of every program of the literature', () => {
    for (const { name, system, of } of published) {
      const found = executions(system, { of });
      const known = outcomes(system, of);

      expect([name, found.outcomes, found.blocked]).toEqual([name, known.outcomes, 0]);
      expect([name, found.deadlocks > 0]).toEqual([name, known.deadlocks > 0]);
    }
  });

  it('is all that there are of random programs, by every interleaving and what happened before what', () => {
    let compared = 0;

    for (let seed = 1; compared < wanted; seed++) {
      const system = systemOf(smallFrom(randomFrom(seed)));
      if (system.processors && typeof system.processors !== 'number' && system.processors.includes('cooperative'))
        continue;
      const all = tracesOf(system);
      if (!all) continue;
      compared++;

      const found = exploredTraces(system);

      expect([seed, found.traces.length, found.blocked]).toEqual([seed, all.traces.size, 0]);
      expect([seed, new Set(found.traces)]).toEqual([seed, all.traces]);
      expect([seed, found.ends]).toEqual([seed, all.ends]);
    }
  });
});

/** GenMC's expected.cb.in and expected.rb.in: how many traces need at most 0, 1, 2, … */
const bounded: readonly [string, NonNullable<ExecutionsOptions['bound']>, readonly number[]][] = [
  ['ainc(3)', 'preemptions', [6]],
  ['ainc(4)', 'preemptions', [24]],
  ['binc(2)', 'preemptions', [2, 4]],
  ['binc(3)', 'preemptions', [6, 24, 36]],
  ['rw(2)', 'preemptions', [2, 4]],
  ['rw(3)', 'preemptions', [6, 24, 36]],
  ['CoA(1)', 'preemptions', [2, 4]],
  ['CoA(2)', 'preemptions', [6, 15]],
  ['CoA(3)', 'preemptions', [24, 90, 130]],
  ['ainc(3)', 'rounds', [1, 5, 6]],
  ['ainc(4)', 'rounds', [1, 12, 23, 24]],
  ['ainc(5)', 'rounds', [1, 27, 93, 119, 120]],
  ['binc(2)', 'rounds', [1, 4]],
  ['binc(3)', 'rounds', [1, 16, 34, 36]],
  ['rw(2)', 'rounds', [1, 4]],
  ['rw(3)', 'rounds', [1, 17, 35, 36]],
  ['CoA(1)', 'rounds', [1, 4]],
  ['CoA(2)', 'rounds', [1, 13, 15]],
  ['casrot(5)', 'rounds', [1, 27, 43]],
  ['casrot(6)', 'rounds', [1, 58, 138, 144]],
];

describe('the kindest equivalent order', () => {
  it.each(bounded)('of %s needs few %s: %j', (name, bound, within) => {
    const { system } = published.find((each) => each.name === name)!;

    expect(executions(system, { bound }).within).toEqual(within);
  });
});

const x = cell('x', 0);
const y = cell('y', 0);

function* addsTen(): Program {
  yield* add(x, 10);
}
function* addsOneAndLooks(): Program {
  yield* add(x, 1);
  if ((yield* load(x)) === 1) yield* store(x, 7);
}
function* beat(): Program<Turn<null, void>> {
  yield* add(y, 1);
  return again(null);
}
function* spins(): Program {
  yield* loop(null, beat);
}
function* draws(): Program {
  yield* store(x, yield* choose(3));
}
function* waits(): Program {
  yield* wait(x, isNot(0));
  yield* store(y, 1);
}

const bothSet = view('both are set', ([one, other]: readonly [number, number]) => one + other === 2);
function* waitsForBoth(): Program {
  yield* waitUntil([x, y], bothSet);
}
function* twoStores(): Program {
  yield* store(x, 1);
  yield* store(y, 1);
}
function* atOnce(): Program {
  yield* atomically(twoStores);
}
function* kills(): Program {
  yield* kill('t');
}

describe('executions', () => {
  it('find what a reduction by values of a reduced search would miss', () => {
    const system = { cells: [x], threads: [thread('t', addsTen), thread('u', addsOneAndLooks)] };

    expect(executions(system, { of: (state) => state.read(x) }).outcomes).toEqual(['11', '17', '7'].sort());
  });

  it('take every choice, and let what waits go on from each that allows it', () => {
    const system = { cells: [x, y], threads: [thread('t', draws), thread('u', waits)] };

    expect(executions(system, { of: (state) => state.read(x) })).toMatchObject({
      executions: 3,
      deadlocks: 1,
      outcomes: ['1', '2'],
    });
  });

  it('are cut where one has no end', () => {
    const system = { cells: [y], threads: [thread('t', spins)] };

    expect(executions(system, { limits: { steps: 50 } }).complete).toBe(false);
  });

  it('are cut at a number of them', () => {
    const { system } = published.find(({ name }) => name === 'ainc(5)')!;

    expect(executions(system, { limits: { executions: 100 } })).toMatchObject({ executions: 100, complete: false });
  });

  it('of a cooperative processor are refused', () => {
    const system = { cells: [x], threads: [thread('t', addsTen)], processors: ['cooperative'] as const };

    expect(() => executions(system)).toThrow(/QSC134 .*cooperative/);
  });
});

describe('what touches more than one cell in a step', () => {
  const crashing = { crashes: 1, threads: ['t'] };
  it.each([
    ['a wait for a predicate', { cells: [x, y], threads: [thread('t', waitsForBoth)] }],
    ['an atomic section', { cells: [x, y], threads: [thread('t', atOnce)] }],
    ['a store buffer', { cells: [x], threads: [thread('t', addsTen)], memory: 'tso' as const }],
    ['a kill, a crash or a restart', { cells: [x], threads: [thread('t', addsTen), thread('k', kills)] }],
    ['a kill, a crash or a restart', { cells: [x], threads: [thread('t', addsTen)], faults: crashing }],
  ])('is refused, and named: %s', (what, system) => {
    expect(() => executions(system)).toThrow(new RegExp(`QSC134 [^]*: ${what}`));
  });
});

/** All traces of a small system, by all of its interleavings; undefined where there are too many, or one goes wrong. */
function tracesOf(system: Parameters<typeof executions>[0]) {
  const multiprocessor = new Multiprocessor(system);
  const { state } = multiprocessor.initial();
  const happenings = new Happenings(multiprocessor);
  const traces = new Set<string>();
  const ends = new Set<string>();
  let count = 0;
  const isWhole = (): boolean => {
    const enabled = multiprocessor.enabled(state);
    if (enabled === 0) {
      traces.add(partialOrder(happenings));
      ends.add(state.join());
      return ++count < 2000;
    }
    if (happenings.length > 13) return false;
    for (let slot = 0; enabled >>> slot !== 0; slot++) {
      for (let choice = 0; (enabled >>> slot) & 1 && choice < multiprocessor.choices(state, slot); choice++) {
        happenings.take(state, viaOf(slot, choice));
        if (!isWhole()) return false;
        happenings.takeBack(state);
      }
    }
    return true;
  };
  try {
    return isWhole() ? { traces, ends } : undefined;
  } catch {
    return undefined;
  }
}

function exploredTraces(system: Parameters<typeof executions>[0]) {
  const multiprocessor = new Multiprocessor(system);
  const { state } = multiprocessor.initial();
  const traces: string[] = [];
  const ends = new Set<string>();
  const ended = () => {
    traces.push(partialOrder(exploration.happenings));
    ends.add(state.join());
    return true;
  };
  const exploration = new OptimalExploration(multiprocessor, state, ended, 1000);
  exploration.run();
  return { traces, ends, blocked: exploration.blocked };
}

/** What happened before what, from pairs that depend, without clocks. */
function partialOrder(happenings: Happenings): string {
  const before: Set<number>[] = [];
  for (let event = 0; event < happenings.length; event++) {
    before.push(new Set());
    for (let other = 0; other < event; other++) {
      if (!dependent(happenings, other, event)) continue;
      before[event]!.add(other);
      for (const earlier of before[other]!) before[event]!.add(earlier);
    }
  }
  const named = (event: number) => `${happenings.via[event]}#${happenings.ordinal[event]}`;
  return before
    .map((events, event) => `${named(event)}<${[...events].map(named).sort()}`)
    .sort()
    .join(';');
}

function dependent({ thread: threads, previous, slot, wrote }: Happenings, one: number, other: number): boolean {
  if (threads[one] === threads[other] || previous[other] === one) return true;
  for (let touch = one * touchesOf; touch < (one + 1) * touchesOf; touch++) {
    for (let second = other * touchesOf; second < (other + 1) * touchesOf; second++)
      if (slot[touch]! >= 0 && slot[touch] === slot[second] && wrote[touch]! + wrote[second]! > 0) return true;
  }
  return false;
}
