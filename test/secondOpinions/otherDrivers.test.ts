// What the drivers beside a complete exploration say of random small programs: samplers, searches that are cut, the
// fingerprint store, a second run, and measurements of the automata. None may claim more than is so.

import { describe, expect, it } from 'vitest';
import { searchOf } from '../../engine/explore.js';
import {
  atEnd,
  compiledThreads,
  type Exploration,
  explore,
  formatSchedule,
  invariant,
  leadsTo,
  monitor,
  noDeadlock,
  noFailure,
  noStuck,
  type Property,
  parseSchedule,
  recompile,
  replay,
  sample,
  violated,
} from '../../engine/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { minimisedStates } from '../../engine/search/minimise.js';
import { deadlockedIn, graphFrom, lassoExists, productOf, stuckIn, walk } from './naiveProduct.js';
import { systemOf, threadNames } from './smallLanguage.js';
import {
  type Automaton,
  automatonFrom,
  holdsInView,
  holdsNaively,
  predicateFrom,
  randomFrom,
  react,
} from './smallPrograms.js';

const perSeed = Number(process.env.REVIEW_COUNT ?? (process.env.QUIESCE_DEEP === undefined ? 10 : 20));
const seeds = (process.env.REVIEW_SEEDS ?? '11,12').split(',').map(Number);
const quick = { liveExecutions: 1 };

const on = (automaton: Automaton) => (state: unknown, event: unknown) => {
  const next = react(automaton, state as number, event as never);
  return next === 3 ? violated('as the table says') : next;
};

function casesOf(seed: number) {
  return Array.from({ length: perSeed }, (_, index) => seed * 1_000_003 + index).flatMap((each) => {
    const made = graphFrom(each, 200);
    if (!made || made.graph === 'QSC506') return [];
    const { small, graph, random } = made;
    const threads = small.codes.length;
    const [p, r, s] = Array.from({ length: 3 }, () => predicateFrom(random, threads, true));
    const [plain, last] = [predicateFrom(random, threads), predicateFrom(random, threads)];
    const automata = Array.from({ length: 3 }, (_, index) => automatonFrom(random, index !== 2));
    const named = random.below(threads);
    const properties: Property[] = [
      monitor('monitor', { init: 0 as number, on: on(automata[0]!) as never }),
      invariant('remembers', (state, memory) => holdsInView(p!, state, memory), {
        memory: { init: 0, on: on(automata[1]!) as never },
      }),
      leadsTo(
        'claim',
        (state, memory) => holdsInView(r!, state, memory),
        (state, memory) => holdsInView(s!, state, memory),
        {
          memory: { init: 0, on: on(automata[2]!) as never },
        },
      ),
      invariant('plain', (state) => holdsInView(plain, state)),
      atEnd('ends', (state) => holdsInView(last, state)),
      noFailure,
      noDeadlock,
      noStuck,
      { ...noStuck, name: 'named', threads: [threadNames[named]!] },
    ];
    const product = productOf(graph, automata, true);
    const state = (node: number) => graph.states[product.nodes[node]!.state]!;
    const memory = (node: number, index: number) => product.nodes[node]!.automata[index]!;
    const violates: Record<string, (node: number) => boolean> = {
      monitor: (node) => memory(node, 0) === 3,
      remembers: (node) => memory(node, 1) === 3 || !holdsNaively(p!, small, state(node), memory(node, 1)),
      plain: (node) => !holdsNaively(plain, small, state(node)),
      ends: (node) => graph.normalEnd[product.nodes[node]!.state]! && !holdsNaively(last, small, state(node)),
      noFailure: (node) => memory(node, 3) === 3,
      noDeadlock: (node) => deadlockedIn(graph, product, node).length > 0,
      noStuck: (node) => stuckIn(graph, product, node).length > 0,
      named: (node) => stuckIn(graph, product, node).includes(named),
    };
    const lasso = lassoExists(
      small,
      graph,
      product,
      (node) => holdsNaively(r!, small, state(node), memory(node, 2)),
      (node) => holdsNaively(s!, small, state(node), memory(node, 2)),
      false,
    );
    const refuted = (name: string) =>
      name === 'claim' ? lasso : product.nodes.some((_, node) => violates[name]!(node));
    const says: Record<string, () => boolean> = {
      monitor: () => product.heard[0]!,
      claim: () => product.nodes.some((_, node) => holdsNaively(r!, small, state(node), memory(node, 2))),
      ends: () => product.nodes.some(({ state: of }) => graph.normalEnd[of]!),
    };
    const expected = (name: string) => (refuted(name) ? 'refuted' : says[name]?.() === false ? 'vacuous' : 'proved');
    return [{ each, system: systemOf(small), properties, product, violates, refuted, expected }];
  });
}

type Case = ReturnType<typeof casesOf>[number];

/** Every refutation is one: its path violates in the naive product, and its printed line is replayed. */
function checkRefutations(
  { each, system, properties, product, violates, refuted }: Case,
  { verdicts }: Exploration,
): void {
  for (const { property, verdict, counterexample } of verdicts) {
    if (verdict !== 'refuted') continue;
    const what = `case ${each}, ${property}`;
    expect(refuted(property), what).toBe(true);
    const nodes = walk(product, counterexample!);
    if (property !== 'claim')
      expect(violates[property]!(nodes[nodes.length - 1]!), `${what}: the path violates`).toBe(true);
    const line = formatSchedule(counterexample!.schedule);
    expect(replay(system, parseSchedule(line), { properties }).reproduced, `${what}: ${line}`).toBe(true);
  }
}

/** What only a search that saw everything may say. */
const isFinal = ([, verdict]: readonly string[]) => verdict === 'proved' || verdict === 'vacuous';

const verdictsOf = ({ verdicts }: Exploration) => verdicts.map(({ property, verdict }) => [property, verdict]);

describe.each(seeds)('random programs from seed %i', (seed) => {
  const all = casesOf(seed);

  it.each(['breadthFirst', 'depthFirst'] as const)(
    'are judged rightly with safety and liveness in one product, %s',
    (search) => {
      for (const one of all) {
        const found = explore(one.system, one.properties, { search, ...quick });

        expect(found.states, `case ${one.each}`).toBe(one.product.nodes.length);
        expect(verdictsOf(found), `case ${one.each}`).toEqual(
          one.properties.map(({ name }) => [name, one.expected(name)]),
        );
        checkRefutations(one, found);
      }
    },
  );

  it('are never refuted wrongly by samplers', () => {
    for (const one of all) {
      for (const sampler of ['random', 'pct', 'roundRobin'] as const) {
        const found = sample(one.system, one.properties, { sampler, executions: 6, seed: one.each, stepsMax: 60 });

        expect(verdictsOf(found).some(isFinal)).toBe(false);
        checkRefutations(one, found);
      }
    }
  });

  it('are neither proved nor refuted wrongly by a search that is cut', () => {
    for (const one of all) {
      const states = 1 + (one.each % one.product.nodes.length);
      const found = explore(one.system, one.properties, { limits: { states }, ...quick });

      if (!found.complete) expect(verdictsOf(found).some(isFinal), `case ${one.each}`).toBe(false);
      checkRefutations(one, found);
    }
  });

  it('are never proved by fingerprints, and never refuted wrongly', () => {
    for (const one of all) {
      const found = explore(one.system, one.properties, { store: 'fingerprint', ...quick });

      expect(found.states).toBe(one.product.nodes.length);
      expect(verdictsOf(found).some(isFinal)).toBe(false);
      checkRefutations(one, found);
    }
  });

  it('give the same result twice, but for the time it took', () => {
    for (const one of all.slice(0, 20)) {
      const [first, second] = [1, 2].map(() => ({ ...explore(one.system, one.properties, quick), elapsedMs: 0 }));

      expect(JSON.stringify(second), `case ${one.each}`).toBe(JSON.stringify(first));
    }
  });

  it('compile again along recorded edges, and have at most as many states minimised', () => {
    for (const one of all.slice(0, 20)) {
      const search = searchOf(one.system, [], {});

      expect(minimisedStates(search)).toBeLessThanOrEqual(search.store.count);
      expect(() => recompile(one.system, structuredClone(compiledThreads(search)))).not.toThrow();
    }
  });

  it('replay damaged schedules to a result or a coded error', () => {
    const r = randomFrom(seed);
    const damage = (text: string) => {
      const at = r.below(text.length);
      const sign = r.pick(['', ' ', '*', '?', '9', '(', ')', ':', '%', 't', 'é', '-', '\n', '{', '*99999', '?255']);
      return text.slice(0, at) + sign + text.slice(at + r.below(3));
    };
    for (const one of all) {
      const line = `v1 small:claim ${one.product.edges[0]!.map(({ thread }) => `${threadNames[thread]}*2`).join(' ')} ( t0 )`;
      for (let round = 0; round < 10; round++) {
        const text = damage(damage(line));
        try {
          replay(one.system, parseSchedule(text), { properties: one.properties });
        } catch (error) {
          expect(error, `case ${one.each}: ${text}`).toBeInstanceOf(QuiesceError);
        }
      }
    }
  });
});
