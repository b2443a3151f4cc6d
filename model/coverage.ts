// How much of the machine an exploration realises: its states and transitions within the scenario's bounds, the arrows of
// the chart, each guard as true and as false, and pairs of arrows one after the other.
// The committed figures, in coverage.json, are a floor: a ratio that falls below one makes `conform` fail.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Multiprocessor } from '../engine/multiprocessor/multiprocessor.js';
import type { System } from '../engine/multiprocessor/system.js';
import { Search } from '../engine/search/search.js';
import { Checks } from '../engine/watch/checks.js';
import { invariant, Violation } from '../engine/watch/property.js';
import { type Conformance, transitionKey } from './conformance.js';
import type { ModelGraph } from './graph.js';
import { type Coverage, type CoverageKind, type Covered, coverageKinds } from './result.js';

/** States of an exploration up to which pairs are measured: they take an exploration of their own. */
export const pairsMax = 250_000;

/** Names of what is covered, and of what there is, by kind; sets, so that several can be joined. */
export type CoverageSets = {
  readonly [K in CoverageKind]: { readonly realised: Set<string>; readonly all: Set<string> } | undefined;
};

/** coverageSets compares what an exploration has realised with the machine's graph within the same bounds. */
export function coverageSets(
  conformance: Conformance,
  graph: ModelGraph,
  pairs: ReadonlySet<string> | undefined,
): CoverageSets {
  const { realised, pairing } = conformance;
  const { automaton } = pairing;
  const reached = reachedStates(conformance);
  const guards = guardSets(conformance, reached);
  const names = [...new Set([...automaton.arrows.values()].flatMap(({ guard }) => (guard ? [guard] : [])))];
  return {
    states: { realised: texts(reached), all: texts([...graph.states]) },
    transitions: {
      realised: new Set(realised.keys()),
      all: new Set(graph.transitions.map(({ state, question }) => transitionKey(state, question))),
    },
    arrows: {
      realised: new Set([...realised.values()].map(({ arrow }) => arrow.name)),
      all: new Set(automaton.arrows.keys()),
    },
    guardsTrue: { realised: guards.true, all: new Set(names) },
    guardsFalse: { realised: guards.false, all: new Set(names) },
    pairs: pairs && { realised: new Set(pairs), all: pairsOf(graph) },
  };
}

function texts(ids: readonly number[]): Set<string> {
  return new Set(ids.map(String));
}

function reachedStates({ realised, pairing }: Conformance): readonly number[] {
  const targets = [...realised.values()].map(({ target }) => target);
  return [...new Set([pairing.automaton.initial, ...targets])];
}

/** In every state that is realised, what each guard says to each event of the scenario. */
function guardSets({ pairing, alphabet }: Conformance, states: readonly number[]) {
  const said = { true: new Set<string>(), false: new Set<string>() };
  for (const state of states) {
    for (const question of alphabet.values()) {
      const { guards } = pairing.automaton.next(state, question);
      for (const name of guards.true) said.true.add(name);
      for (const name of guards.false) said.false.add(name);
    }
  }
  return said;
}

/** Pairs of arrows that the machine allows one after the other. */
function pairsOf({ transitions }: ModelGraph): Set<string> {
  const into = new Map<number, Set<string>>();
  for (const { target, arrow } of transitions) into.set(target, (into.get(target) ?? new Set()).add(arrow));
  return new Set(
    transitions.flatMap(({ state, arrow }) => [...(into.get(state) ?? [])].map((before) => pairText(before, arrow))),
  );
}

function pairText(before: string, after: string): string {
  return `${before} > ${after}`;
}

/**
 * realisedPairs explores once more, the machine remembering its last arrow: a pair counts when some interleaving takes
 * the second arrow right after the first.
 */
export function realisedPairs(conformance: Conformance, system: System): ReadonlySet<string> {
  const { automaton } = conformance.pairing;
  const arrows = [...automaton.arrows.keys()];
  const position = new Map(arrows.map((name, index) => [name, index + 1]));
  const base = arrows.length + 1;
  const pairs = new Set<string>();
  const after = (memory: number, event: Parameters<Conformance['read']>[0]): number | Violation => {
    const { question } = conformance.read(event);
    if (!question) return memory;
    const answer = automaton.next(Math.floor(memory / base), question);
    if (!answer.accepted) return new Violation('diverges');
    if (memory % base > 0) pairs.add(pairText(arrows[(memory % base) - 1]!, answer.arrow.name));
    return answer.state * base + position.get(answer.arrow.name)!;
  };
  const remembering = invariant('pairs', () => true, {
    memory: { init: automaton.initial * base, on: (memory, event) => after(memory as number, event) },
  });
  const multiprocessor = new Multiprocessor(system);
  new Search(multiprocessor, new Checks(multiprocessor, [remembering]), {}).run();
  return pairs;
}

/** coverageOf counts. */
export function coverageOf(sets: CoverageSets | undefined): Coverage {
  const count = (kind: CoverageKind): Covered | undefined => {
    const set = sets?.[kind];
    return set && { realised: [...set.realised].filter((name) => set.all.has(name)).length, of: set.all.size };
  };
  return Object.fromEntries(coverageKinds.map((kind) => [kind, count(kind)])) as Coverage;
}

/** joined puts the sets of the chart together: arrows, guards and pairs have the same names everywhere. */
export function joined(list: readonly CoverageSets[]): CoverageSets {
  const join = (kind: CoverageKind) => {
    const some = list.flatMap((sets) => (sets[kind] ? [sets[kind]] : []));
    return {
      realised: new Set(some.flatMap(({ realised }) => [...realised])),
      all: new Set(some.flatMap(({ all }) => [...all])),
    };
  };
  const chart = { arrows: join('arrows'), guardsTrue: join('guardsTrue'), guardsFalse: join('guardsFalse') };
  return { states: undefined, transitions: undefined, ...chart, pairs: join('pairs') };
}

/** The committed figures, by `scenario@mechanism reference`, and `total`. */
export type CommittedCoverage = Readonly<Record<string, { readonly [K in CoverageKind]?: readonly [number, number] }>>;

/** committedCoverage reads the committed figures, from the package's folder. */
export function committedCoverage(packageRoot: string): CommittedCoverage {
  return JSON.parse(readFileSync(join(packageRoot, 'model/coverage.json'), 'utf8'));
}

/** below lists the kinds whose ratio is lower than the committed one. What is not committed has no floor. */
export function below(coverage: Coverage, committed: CommittedCoverage[string] | undefined): readonly CoverageKind[] {
  return coverageKinds.filter((kind) => {
    const floor = committed?.[kind];
    const now = coverage[kind];
    return floor !== undefined && now !== undefined && now.realised * floor[1] < floor[0] * now.of;
  });
}
