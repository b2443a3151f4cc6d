// The graph that an exploration went through, as a value: its states, edges, paths, and what a monitor made of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExploredGraph,
  explore,
  explored,
  invariant,
  monitor,
  parseSchedule,
  replay,
  violated,
  walk,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { type Event, happened } from '../../engine/program/event.js';
import { choose, load, type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { canonical, type Value } from '../../engine/program/value.js';
import { everythingOf, randomSystem } from './randomPrograms.js';

const x = cell('x', 0);

function* write(value: number): Program<void> {
  yield* store(x, value);
  yield* happened('wrote', { value });
}

function* chooseAndRead(): Program<void> {
  const which = yield* choose(2);
  const seen = yield* load(x);
  yield* happened('saw', { which, seen });
}

const system: System = { cells: [x], threads: [thread('w', write, 1), thread('r', chooseAndRead)] };

/** Remembers the last event. */
const last = monitor('last', { init: null as Value, on: (_state: Value, { name, data }: Event) => ({ name, data }) });

function states({ states: count }: ExploredGraph): readonly number[] {
  return Array.from({ length: count }, (_, state) => state);
}

/** Distances from the initial state along the edges. */
function distances(graph: ExploredGraph): readonly number[] {
  const found = [0];
  for (let queue = [0]; queue.length > 0; ) {
    const next: number[] = [];
    for (const state of queue) {
      for (const { target } of graph.edges(state)!) {
        if (found[target] !== undefined) continue;
        found[target] = found[state]! + 1;
        next.push(target);
      }
    }
    queue = next;
  }
  return found;
}

function tried(run: () => ExploredGraph): ExploredGraph | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
}

describe('the graph of an exploration', () => {
  it('has the edges that the search counted, and its paths are shortest', () => {
    const property = fc.property(randomSystem, (random) => {
      const graph = tried(() => explored(random, [last], { limits: { states: 2000 } }));
      fc.pre(typeof graph !== 'string' && graph.complete);
      const reached = distances(graph as ExploredGraph);
      const { transitions } = graph as ExploredGraph;

      const edges = states(graph as ExploredGraph).map((state) => (graph as ExploredGraph).edges(state)!.length);

      expect(edges.reduce((sum, count) => sum + count, 0)).toBe(transitions);
      expect(states(graph as ExploredGraph).map((state) => (graph as ExploredGraph).pathTo(state).length)).toEqual(
        reached,
      );
    });

    fc.assert(property, { seed: 20_260_201, numRuns: 60 });
  });

  it('has paths that a walk takes to the very state', () => {
    const property = fc.property(randomSystem, (random) => {
      const graph = tried(() => explored(random, [], { limits: { states: 300 } }));
      fc.pre(typeof graph !== 'string');

      for (const state of states(graph as ExploredGraph)) {
        const { view } = walk(random, (graph as ExploredGraph).scheduleTo(state).choices);

        expect(canonical(everythingOf(view))).toBe(canonical(everythingOf((graph as ExploredGraph).view(state))));
      }
    });

    fc.assert(property, { seed: 20_260_202, numRuns: 20 });
  });

  it('says of a step which events ride on it, and has a schedule through it that replays', () => {
    const { graph } = explore(system);
    const [state, edge] = states(graph)
      .flatMap((from) => graph.edges(from)!.map((each) => [from, each] as const))
      .find(([, { events }]) => events.some(({ data }) => data.which === 1 && data.seen === 1))!;

    const schedule = graph.scheduleTo(state, [edge]);

    expect(graph.edges(0)).toEqual([
      { thread: 'w', events: [{ name: 'wrote', thread: 'w', data: { value: 1 } }], target: expect.any(Number) },
      { thread: 'r', choice: 0, events: [], target: expect.any(Number) },
      { thread: 'r', choice: 1, events: [], target: expect.any(Number) },
    ]);
    expect(replay(system, parseSchedule(JSON.stringify(schedule))).steps.at(-1)!.events).toEqual([
      { name: 'saw', thread: 'r', data: { seen: 1, which: 1 } },
    ]);
  });

  it('is no part of the result as data', () => {
    const exploration = explore(system);

    expect(Object.keys(exploration)).not.toContain('graph');
    expect(structuredClone(exploration)).toEqual({ ...exploration });
  });
});

describe('the transitions of a monitor', () => {
  it('are those that the edges of the graph make, each with its first step', () => {
    const property = fc.property(randomSystem, (random) => {
      const graph = tried(() => explored(random, [last], { limits: { states: 2000 } }));
      fc.pre(typeof graph !== 'string' && graph.complete);
      const { edges, memory } = walkable(graph as ExploredGraph);
      const made = edges
        .filter(({ events }) => events.length > 0)
        .map(({ from, events }) => canonical([memory(from), events]));

      const listed = (graph as ExploredGraph).transitionsOf('last').filter(({ first }) => first !== undefined);

      expect(listed.map(({ from, events }) => canonical([from, events])).sort()).toEqual([...new Set(made)].sort());
      for (const { from, events, to, first } of listed) {
        const edge = (graph as ExploredGraph)
          .edges(first!.state)!
          .find(({ thread: name, choice }) => name === first!.step.thread && choice === first!.step.choice)!;
        expect([memory(first!.state), edge.events, memory(edge.target)]).toEqual([from, events, to]);
      }
    });

    fc.assert(property, { seed: 20_260_203, numRuns: 60 });
  });

  it('end in nothing where they refute', () => {
    const refusing = invariant('refusing', () => true, {
      memory: { init: 0, on: (state, { name }) => (name === 'saw' ? violated('seen') : state) },
    });

    const transitions = explored(system, [refusing]).transitionsOf('refusing');

    expect(transitions.filter(({ to }) => to === undefined).map(({ events }) => events[0]!.name)).toContain('saw');
    expect(transitions.filter(({ to }) => to !== undefined).flatMap(({ events }) => events)).toEqual([
      expect.objectContaining({ name: 'wrote' }),
    ]);
  });

  it('do not grow when the graph is walked: a walk is no search', () => {
    const graph = explored(system, [last]);
    const before = graph.transitionsOf('last').length;

    for (const state of states(graph)) graph.edges(state);
    graph.pathTo(graph.states - 1);

    expect(graph.transitionsOf('last')).toHaveLength(before);
  });
});

describe('a graph that cannot tell', () => {
  it('says so of the states that a limit kept it from looking at', () => {
    const graph = explored(system, [], { limits: { states: 3 } });

    expect(graph.complete).toBe(false);
    expect(graph.edges(0)).toBeDefined();
    expect(graph.edges(graph.states - 1)).toBeUndefined();
  });

  it.each([
    [
      'only fingerprints are kept',
      () => explored(system, [], { store: 'fingerprint' }).view(0),
      /QSC104 .*fingerprint/,
    ],
    ['there is no such state', () => explored(system).view(99_999), /QSC104 .*state 99999 of/],
    ['there is no such monitor', () => explored(system, [last]).memory('first', 0), /QSC102 .*first/],
    ['the thread may not step', () => walk(system, [{ thread: 'r', choice: 2 }]), /QSC203 .*enabled now: w, r/],
    ['there is no such thread', () => walk(system, [{ thread: 'nobody' }]), /QSC203 .*nobody/],
  ])('says so where %s', (_what, run, error) => {
    expect(run).toThrow(error);
  });
});

describe('a walk', () => {
  it('looks ahead with a copy, and stays where it is', () => {
    const here = walk(system, [{ thread: 'r', choice: 0 }]);
    const ahead = here.copy();

    const step = ahead.step({ thread: 'w' });

    expect(step.operation).toBe('store x <- 1');
    expect(ahead.events).toHaveLength(1);
    expect([here.view.read(x), ahead.view.read(x)]).toEqual([0, 1]);
    expect(here.enabled.map(({ thread: name, operation, choices }) => [name, operation, choices])).toEqual([
      ['w', 'store x <- 1', 1],
      ['r', 'load x', 1],
    ]);
  });
});

function walkable(graph: ExploredGraph) {
  const edges = states(graph).flatMap((from) => graph.edges(from)!.map((edge) => ({ from, ...edge })));
  return { edges, memory: (state: number) => graph.memory('last', state) };
}
