// Random small programs that are mostly daemons: where executions end, by the engine and by brute force on the naive graph
// (from wherever daemons can go, they can come back). In both searches, under a monitor that makes many states of one, in
// walks, and where only a part was explored.

import { describe, expect, it } from 'vitest';
import { Walker } from '../../engine/drivers/walk.js';
import { searchOf } from '../../engine/explore.js';
import { atEnd, explore, monitor, outcomes, type StateView, sample, violated } from '../../engine/index.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import { atMost, Ends } from '../../engine/search/ends.js';
import { Checks } from '../../engine/watch/checks.js';
import { productOf } from './naiveProduct.js';
import { cells, DoubleSpawn, type NaiveGraph, naiveGraph, type Small, systemOf, TooMany } from './smallLanguage.js';
import {
  type Automaton,
  automatonFrom,
  holdsInView,
  holdsNaively,
  predicateFrom,
  randomFrom,
  react,
  smallFrom,
} from './smallPrograms.js';

const perSeed = Number(process.env.REVIEW_COUNT ?? 120);
const seeds = (process.env.REVIEW_SEEDS ?? (process.env.QUIESCE_DEEP === undefined ? '31' : '31,32'))
  .split(',')
  .map(Number);
const statesMax = 300;

/** The first thread comes to an end soon, the others are daemons that go back more often than on. */
function mostlyDaemons(seed: number): { small: Small; random: ReturnType<typeof randomFrom> } {
  const random = randomFrom(seed);
  const made = smallFrom(random);
  const codes = made.codes.map((code, slot) =>
    slot === 0
      ? code.slice(0, 2)
      : code.map((each) => (random.chance(0.5) ? { ...each, next: [0, 0, each.next[2]] as const } : each)),
  );
  return { small: { ...made, codes, daemons: codes.map((_, slot) => slot > 0 || random.chance(0.2)) }, random };
}

interface Case {
  readonly seed: number;
  readonly small: Small;
  readonly graph: NaiveGraph;
  readonly random: ReturnType<typeof randomFrom>;
}

function casesOf(seed: number): Case[] {
  return Array.from({ length: perSeed }, (_, index) => seed * 1_000_003 + index).flatMap((each) => {
    const { small, random } = mostlyDaemons(each);
    try {
      return [{ seed: each, small, graph: naiveGraph(small, statesMax), random }];
    } catch (error) {
      if (error instanceof TooMany || error instanceof DoubleSpawn) return [];
      throw error;
    }
  });
}

const textOf = (view: StateView) => [
  ...cells.map((cell) => view.read(cell)),
  ...view.threads.map((name) => view.status(name)),
];

const on = (automaton: Automaton) => (state: number, event: unknown) => react(automaton, state, event as never) % 3;

describe.each(seeds)('random daemons from seed %i', (seed) => {
  const cases = casesOf(seed);

  it('are of all kinds: at work, at rest, and going round for ever', () => {
    const idle = ({ graph }: Case) =>
      graph.states.map((_, state) => state).filter((state) => graph.unfinished[state]!.length === 0);
    const some = (has: (one: Case, state: number) => boolean) =>
      cases.filter((one) => idle(one).some((state) => has(one, state))).length;

    expect(some(({ graph }, state) => !graph.normalEnd[state])).toBeGreaterThan(20);
    expect(some(({ graph }, state) => graph.normalEnd[state]! && graph.enabled[state]!.length > 0)).toBeGreaterThan(10);
    expect(some(({ graph }, state) => graph.normalEnd[state]! && graph.enabled[state]!.length === 0)).toBeGreaterThan(
      10,
    );
  });

  it.each(['breadthFirst', 'depthFirst'] as const)('end where brute force says, %s', (search) => {
    for (const { seed: each, small, graph } of cases) {
      const system = systemOf(small);

      const found = outcomes(system, (view) => textOf(view), { search });

      expect(found.states, `case ${each}`).toBe(graph.states.length);
      const { normalEnds } = searchOf(system, [], { search });
      expect(normalEnds.length, `case ${each}`).toBe(graph.normalEnd.filter(Boolean).length);
    }
  });

  it('end alike whatever a monitor remembers, and are judged in each of those states', () => {
    for (const { seed: each, small, graph, random } of cases) {
      const automaton = automatonFrom(random, false);
      const endsBadly = random.below(3);
      const claim = predicateFrom(random, small.codes.length);
      const remembers = monitor<number>('remembers', {
        init: 0,
        on: on(automaton),
        atEnd: (state) => (state === endsBadly ? violated('ends badly') : true),
        premise: () => true,
      });
      const properties = [remembers, atEnd('claim', (view) => holdsInView(claim, view))];

      const found = explore(systemOf(small), properties, { liveExecutions: 0, builtIn: false });

      const product = productOf(graph, [automaton], false);
      const ends = product.nodes.filter(({ state }) => graph.normalEnd[state]!);
      const isBad = {
        remembers: ends.some(({ automata }) => automata[0] === endsBadly),
        claim: ends.some(({ state }) => !holdsNaively(claim, small, graph.states[state]!)),
      };
      expect(found.states, `case ${each}`).toBe(product.nodes.length);
      for (const { property, verdict } of found.verdicts) {
        const good = ends.length === 0 ? 'vacuous' : 'proved';
        expect(verdict, `case ${each}, ${property}`).toBe(isBad[property as keyof typeof isBad] ? 'refuted' : good);
      }
      const walks = sample(systemOf(small), properties, {
        sampler: 'random',
        executions: 5,
        stepsMax: 40,
        builtIn: false,
      });
      for (const { property, verdict } of walks.verdicts)
        if (verdict === 'refuted')
          expect(isBad[property as keyof typeof isBad], `case ${each}, ${property}`).toBe(true);
    }
  });

  it('end alike for a walk that knows nothing beforehand, or cannot be told where too little was looked at', () => {
    for (const { seed: each, small, graph, random } of cases) {
      const multiprocessor = new Multiprocessor(systemOf(small));
      const [whole, part] = [new Ends(multiprocessor), new Ends(multiprocessor, atMost(1 + random.below(4)))];
      const walker = new Walker(multiprocessor, new Checks(multiprocessor, []));
      let state = 0;
      for (let steps = 0; steps < 30; steps++) {
        const { enabled } = walker;

        const isEnd = whole.isNormalEnd(walker.state, enabled);

        expect(isEnd, `case ${each}, step ${steps}`).toBe(graph.normalEnd[state]);
        expect([isEnd, undefined], `case ${each}, step ${steps}`).toContain(part.isNormalEnd(walker.state, enabled));
        const edges = graph.edges[state]!;
        if (edges.length === 0) break;
        const { thread, choice, target } = random.pick(edges);
        walker.step(thread | (choice << 5));
        state = target;
      }
    }
  });
});
