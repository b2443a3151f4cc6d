// Random programs of the small language under random properties: the engine's verdicts, its numbers and its
// counterexamples against a product, a fair-lasso search and a stuck-thread definition that are as naive as can be.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  explore,
  formatSchedule,
  invariant,
  type LeadsToProperty,
  leadsTo,
  monitor,
  noDeadlock,
  noFailure,
  noStuck,
  type Property,
  parseSchedule,
  replay,
  violated,
} from '../../engine/index.js';
import { deadlockedIn, graphFrom, lassoExists, productOf, stuckIn, walk } from './naiveProduct.js';
import { systemOf, threadNames } from './smallLanguage.js';
import {
  type Automaton,
  automatonFrom,
  holdsInView,
  holdsNaively,
  type Predicate,
  predicateFrom,
  react,
} from './smallPrograms.js';

const statesMax = Number(process.env.REVIEW_STATES ?? 150);
const perSeed = Number(process.env.REVIEW_COUNT ?? (process.env.QUIESCE_DEEP === undefined ? 30 : 60));
const seeds = (process.env.REVIEW_SEEDS ?? '1').split(',').map(Number);

/** The first has a premise and an end, the second only an end, the third names its events. */
const monitorFrom = (index: number, automaton: Automaton, endsBadly: number): Property =>
  monitor(`m${index}`, {
    init: 0 as number,
    on: (state, event) => {
      const next = react(automaton, state as number, event as never);
      return next === 3 ? violated('as the table says') : next;
    },
    ...(automaton.handles ? { handles: automaton.handles } : {}),
    ...(index < 2 ? { atEnd: (state: number) => (state === endsBadly ? violated('ends badly') : true) } : {}),
    ...(index === 0 ? { premise: (state: number) => state === 2 } : {}),
  });

const cases = (seed: number) => Array.from({ length: perSeed }, (_, index) => seed * 1_000_003 + index);

const quick = { liveExecutions: 2 };

describe.each(seeds)('random programs from seed %i', (seed) => {
  it.each(['breadthFirst', 'depthFirst'] as const)('have the safety verdicts of a naive product, %s', (search) => {
    for (const each of cases(seed)) {
      const made = graphFrom(each, statesMax);
      if (!made) continue;
      const { small, graph, random } = made;
      const system = systemOf(small);
      if (graph === 'QSC506') {
        expect(() => explore(system, [noDeadlock], quick), `case ${each}`).toThrow('QSC506');
        continue;
      }
      const threads = small.codes.length;
      const predicates = Array.from({ length: 4 }, () => predicateFrom(random, threads));
      const ends = Array.from({ length: 2 }, () => predicateFrom(random, threads));
      const automata = Array.from({ length: 3 }, (_, index) => ({
        ...automatonFrom(random, true),
        ...(index === 2 ? { handles: ['a', 'd'] } : {}),
      }));
      const endsBadly = random.below(4);
      const named = random.below(threads);
      const properties: Property[] = [
        ...predicates.map((p, i) =>
          invariant(`i${i}`, (s) => holdsInView(p, s), { premise: (s) => holdsInView(ends[i % 2]!, s) }),
        ),
        ...ends.map((p, i) =>
          atEnd(`e${i}`, (s) => holdsInView(p, s), { premise: (s) => holdsInView(predicates[i]!, s) }),
        ),
        ...automata.map((a, i) => monitorFrom(i, a, endsBadly)),
        noFailure,
        noDeadlock,
        noStuck,
        { ...noDeadlock, name: 'deadlockOfNamed', threads: [threadNames[named]!] },
        { ...noStuck, name: 'named', threads: [threadNames[named]!] },
      ];
      const order = properties
        .map((p, i) => ({ p, key: random.below(1000) + i / 100 }))
        .sort((a, b) => a.key - b.key)
        .map(({ p }) => p);

      const found = explore(system, order, { search, ...quick });

      const product = productOf(graph, automata, true);
      expect([found.states, found.transitions], `case ${each}`).toEqual([
        product.nodes.length,
        product.edges.flat().length,
      ]);
      const all = product.nodes.map((_, node) => node);
      const state = (node: number) => graph.states[product.nodes[node]!.state]!;
      const normal = (node: number) => graph.normalEnd[product.nodes[node]!.state]!;
      const isStuck = (node: number, concerned: (thread: number) => boolean) =>
        stuckIn(graph, product, node).some(concerned);
      const violates: Record<string, (node: number) => boolean> = {
        noFailure: (node) => product.nodes[node]!.automata[automata.length] === 3,
        noDeadlock: (node) => deadlockedIn(graph, product, node).length > 0,
        deadlockOfNamed: (node) => deadlockedIn(graph, product, node).includes(named),
        noStuck: (node) => isStuck(node, () => true),
        named: (node) => isStuck(node, (thread) => thread === named),
      };
      predicates.forEach((p, i) => {
        violates[`i${i}`] = (node) => !holdsNaively(p, small, state(node));
      });
      ends.forEach((p, i) => {
        violates[`e${i}`] = (node) => normal(node) && !holdsNaively(p, small, state(node));
      });
      automata.forEach((_, i) => {
        violates[`m${i}`] = (node) =>
          product.nodes[node]!.automata[i] === 3 ||
          (i < 2 && normal(node) && product.nodes[node]!.automata[i] === endsBadly);
      });
      const says: Record<string, () => boolean> = {
        m0: () => all.some(normal) && product.passed[0]!.has(2),
        m1: () => all.some(normal) && product.heard[1]!,
        m2: () => product.heard[2]!,
      };
      predicates.forEach((_, i) => {
        says[`i${i}`] = () => all.some((node) => holdsNaively(ends[i % 2]!, small, state(node)));
      });
      ends.forEach((_, i) => {
        says[`e${i}`] = () => all.some((node) => normal(node) && holdsNaively(predicates[i]!, small, state(node)));
      });
      for (const verdict of found.verdicts) {
        const what = `case ${each}, ${verdict.property}`;
        const bad = all.filter(violates[verdict.property]!);
        const isVacuous = says[verdict.property]?.() === false;
        expect(verdict.verdict, what).toBe(bad.length > 0 ? 'refuted' : isVacuous ? 'vacuous' : 'proved');
        expect(verdict.reason !== undefined, what).toBe(verdict.verdict === 'vacuous');
        if (bad.length === 0) continue;
        const counterexample = verdict.counterexample!;
        const nodes = walk(product, counterexample);
        expect(violates[verdict.property]!(nodes[nodes.length - 1]!), `${what}: the path violates`).toBe(true);
        const least = Math.min(...bad.map((node) => product.distance[node]!));
        if (counterexample.length === 'shortest') expect(nodes.length - 1, `${what}: shortest`).toBe(least);
        const again = replay(system, parseSchedule(formatSchedule(counterexample.schedule)), { properties });
        expect(again.reproduced, `${what}: replayed`).toBe(true);
      }
    }
  });

  it('have the liveness verdicts of a naive search for fair lassos', () => {
    for (const each of cases(seed + 50).slice(0, 30)) {
      const made = graphFrom(each, statesMax);
      if (!made || made.graph === 'QSC506') continue;
      const { small, graph, random } = made;
      const system = systemOf(small);
      const threads = small.codes.length;
      for (let claim = 0; claim < 4; claim++) {
        const memory = automatonFrom(random, false);
        const [p, q]: Predicate[] = [predicateFrom(random, threads, true), predicateFrom(random, threads, true)];
        const onlyAtStart = random.chance(0.3);
        const property: LeadsToProperty = {
          ...leadsTo(
            'claim',
            (s, m) => onlyAtStart || holdsInView(p!, s, m),
            (s, m) => holdsInView(q!, s, m),
            {
              memory: { init: 0, on: (s, event) => react(memory, s as number, event as never) },
            },
          ),
          onlyAtStart,
        };
        const search = random.chance(0.5) ? 'breadthFirst' : 'depthFirst';

        const { verdicts, states } = explore(system, [property], { search, ...quick });

        const product = productOf(graph, [memory], false);
        const truth = (predicate: Predicate) => (node: number) =>
          holdsNaively(predicate, small, graph.states[product.nodes[node]!.state]!, product.nodes[node]!.automata[0]);
        const expected = lassoExists(
          small,
          graph,
          product,
          onlyAtStart ? () => true : truth(p!),
          truth(q!),
          onlyAtStart,
        );
        const what = `case ${each}, claim ${claim}`;
        expect(states, what).toBe(product.nodes.length);
        const opens = onlyAtStart || product.nodes.some((_, node) => truth(p!)(node));
        expect(verdicts[0]!.verdict, what).toBe(expected ? 'refuted' : opens ? 'proved' : 'vacuous');
        const { counterexample } = verdicts[0]!;
        if (!counterexample) continue;
        const nodes = walk(product, counterexample);
        const { loopStartsAt, opensAt = NaN } = counterexample;
        expect(counterexample.turnedFalseAt, what).toBe(counterexample.steps.length - 1);
        expect(nodes.slice(opensAt + 1).some(truth(q!)), `${what}: stays open`).toBe(false);
        expect(onlyAtStart ? opensAt === -1 : truth(p!)(nodes[opensAt + 1]!), `${what}: opens`).toBe(true);
        if (loopStartsAt === undefined) expect(product.edges[nodes[nodes.length - 1]!]!, what).toEqual([]);
        else {
          expect(nodes[nodes.length - 1], `${what}: closes`).toBe(nodes[loopStartsAt]);
          const loop = nodes.slice(loopStartsAt);
          const stepping = counterexample.schedule.choices.slice(loopStartsAt).map(({ thread }) => thread);
          for (const thread of small.codes.keys()) {
            expect(
              stepping.includes(threadNames[thread]!) ||
                loop.some((node) => !graph.enabled[product.nodes[node]!.state]!.includes(thread)),
              `${what}: fair`,
            ).toBe(true);
          }
        }
        const again = replay(system, parseSchedule(formatSchedule(counterexample.schedule)), {
          properties: [property],
        });
        expect(again.reproduced, `${what}: replayed`).toBe(true);
      }
    }
  });
});
