// Long programs cost in proportion to their length. Counted is work, not time: how often the compiled thread is looked
// at, and how often the program's own text is run.

import { describe, expect, it } from 'vitest';
import { auditMerges } from '../../engine/drivers/liveRuns.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import { cell } from '../../engine/program/cell.js';
import { again, done, loop, type Turn } from '../../engine/program/nesting.js';
import { add, choose, load, type Program } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { Search } from '../../engine/search/search.js';
import { Checks } from '../../engine/watch/checks.js';

const x = cell('x', 0);
/** Counts runs of a body; it has no influence on what the body does. */
let runs = 0;

interface Countdown {
  readonly left: number;
  readonly from: number;
}
type Body = (locals: Countdown) => Program<Turn<Countdown, void>>;

function next({ left, from }: Countdown): Turn<Countdown, void> {
  return left > 1 ? again({ left: left - 1, from }) : done();
}

function* addOnce(locals: Countdown): Program<Turn<Countdown, void>> {
  runs++;
  yield* add(x, 1);
  return next(locals);
}

/** Two results at every position, and one place to go. */
function* chooseOnce(locals: Countdown): Program<Turn<Countdown, void>> {
  runs++;
  yield* choose(2);
  return next(locals);
}

/** What is read is below zero, so that no row of a table holds the edge. */
function* readOnce(locals: Countdown): Program<Turn<Countdown, void>> {
  runs++;
  yield* add(x, -1);
  yield* load(x);
  return next(locals);
}

/** Every position may lead back to the first. */
function* fallBack(locals: Countdown): Program<Turn<Countdown, void>> {
  runs++;
  return (yield* choose(2)) === 1 ? again({ ...locals, left: locals.from }) : next(locals);
}

/** Every position may be the last. */
function* giveUp(locals: Countdown): Program<Turn<Countdown, void>> {
  runs++;
  return (yield* choose(2)) === 1 ? done() : next(locals);
}

function* goRound({ body, times }: { readonly body: Body; readonly times: number }): Program<void> {
  yield* loop({ left: times, from: times }, body);
}

/** What it takes to explore `times` iterations, audits included. */
function workOf(body: Body, times: number): { readonly looks: number; readonly runs: number } {
  const multiprocessor = new Multiprocessor({ cells: [x], threads: [thread('t', goRound, { body, times })] });
  let looks = 0;
  const [automaton] = multiprocessor.automata as unknown as [{ nodes: readonly object[] }];
  automaton.nodes = new Proxy(automaton.nodes, {
    get(nodes, key, receiver) {
      looks++;
      return Reflect.get(nodes, key, receiver);
    },
  });
  runs = 0;
  const search = new Search(multiprocessor, new Checks(multiprocessor, []), {});
  search.run();
  auditMerges(multiprocessor);
  expect(search.store.count).toBeGreaterThan(times);
  return { looks, runs };
}

/** Iterations; with the deep tests more. */
const length = process.env.QUIESCE_DEEP === undefined ? 200 : 1000;

describe('twice as many iterations of a loop', () => {
  it.each([
    ['of one operation each', addOnce],
    ['of a choice each', chooseOnce],
    ['of far results', readOnce],
    ['of which each may fall back to the first', fallBack],
    ['of which each may be the last', giveUp],
  ])('%s take about twice the work', (_, body) => {
    const once = workOf(body, length);

    const twice = workOf(body, 2 * length);

    expect(twice.looks / once.looks).toBeLessThan(2.4);
    expect(twice.runs / once.runs).toBeLessThan(2.4);
  });
});
