// How much of a specification an exploration realises: its states and transitions within what the system does, the arrows
// of its text, each named condition as true and as false, and pairs of arrows one after the other.
// Committed figures are a floor: a ratio that falls below one makes a check fail.

import { type ExploredGraph, explored } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { ofGiven, recordGiven } from '../engine/program/given.js';
import type { Event, Value } from '../engine/program/index.js';
import { invariant, Violation } from '../engine/watch/property.js';
import type { Conformance } from './conformance.js';
import type { Made, Memory } from './following.js';
import type { SpecificationGraph } from './graph.js';
import { type Realised, transitionKey } from './realised.js';
import { type Coverage, type CoverageKind, type Covered, coverageKinds } from './result.js';

/** States of an exploration up to which pairs are measured: they take an exploration of their own. */
export const pairsMax = 250_000;

/** Names of what is covered, and of what there is, by kind; sets, so that several can be joined. */
export type CoverageSets = {
  readonly [K in CoverageKind]:
    | { readonly realised: ReadonlySet<string>; readonly all: ReadonlySet<string> }
    | undefined;
};

/** coverageSets compares what an exploration has realised with the specification's graph. */
export function coverageSets<S>(
  { specification: { automaton } }: Conformance<S>,
  realised: Realised,
  graph: SpecificationGraph,
  pairs: ReadonlySet<string> | undefined,
): CoverageSets {
  const made = [...realised.transitions.values()];
  const reached = [...new Set([...automaton.initial, ...made.map(({ to }) => to)])];
  const said = conditionsSaid(automaton, reached, realised);
  const conditions = new Set(automaton.conditions);
  return {
    states: { realised: texts(reached), all: texts(graph.states) },
    transitions: {
      realised: new Set(realised.transitions.keys()),
      all: new Set(graph.transitions.map(transitionKey)),
    },
    arrows: { realised: new Set(made.flatMap(({ arrows }) => arrows)), all: new Set(automaton.arrows) },
    guardsTrue: { realised: said.true, all: conditions },
    guardsFalse: { realised: said.false, all: conditions },
    pairs: pairs && { realised: pairs, all: pairsOf(graph) },
  };
}

function texts(states: readonly number[]): ReadonlySet<string> {
  return new Set(states.map(String));
}

/** In every state that is realised, what each condition says to each step that the system takes. */
function conditionsSaid(
  automaton: Conformance['specification']['automaton'],
  states: readonly number[],
  { alphabet }: Realised,
) {
  const said = { true: new Set<string>(), false: new Set<string>() };
  for (const state of states) {
    for (const step of alphabet.values()) {
      const { conditions } = automaton.next(state, step);
      for (const name of conditions.true) said.true.add(name);
      for (const name of conditions.false) said.false.add(name);
    }
  }
  return said;
}

/** Pairs of arrows that the specification allows one after the other. */
function pairsOf({ transitions }: SpecificationGraph): ReadonlySet<string> {
  const into = new Map<number, Set<string>>();
  for (const { to, arrows } of transitions) {
    const known = into.get(to) ?? new Set();
    for (const arrow of arrows) known.add(arrow);
    into.set(to, known);
  }
  return new Set(transitions.flatMap(({ from, arrows }) => pairsAfter([...(into.get(from) ?? [])], arrows)));
}

function pairsAfter(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.flatMap((one) => after.map((other) => `${one} > ${other}`));
}

/** The memory of a specification, and the arrows of its last step. */
type Remembering = readonly [memory: Memory, last: readonly string[]];

/**
 * realisedPairs explores once more, the specification remembering the arrows of its last step: a pair counts when some
 * interleaving takes the second right after the first.
 */
export function realisedPairs<S>({ following }: Conformance<S>, system: System): ReadonlySet<string> {
  const on = ([memory, last]: Remembering, event: Event): Remembering | Violation => {
    const next = following.after(memory, event);
    if (next instanceof Violation) return next;
    const arrows = arrowsOf(following.made(memory, event));
    return [next, arrows.length > 0 ? arrows : last];
  };
  const remembering = invariant('pairs', () => true, {
    memory: {
      init: [following.initial, []],
      on: (memory: Value, event: Event) => on(memory as unknown as Remembering, event) as Value | Violation,
    },
  });
  return pairsIn(following, explored(system, [remembering]));
}

function pairsIn<S>(following: Conformance<S>['following'], graph: ExploredGraph): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const { from, events } of graph.transitionsOf('pairs')) {
    let [memory, last] = from as unknown as Remembering;
    for (const event of events) {
      const next = following.after(memory, event);
      if (next instanceof Violation) break;
      const arrows = arrowsOf(following.made(memory, event));
      for (const pair of pairsAfter(last, arrows)) pairs.add(pair);
      memory = next;
      if (arrows.length > 0) last = arrows;
    }
  }
  return pairs;
}

function arrowsOf(made: readonly Made[]): readonly string[] {
  return [...new Set(made.flatMap(({ arrows }) => arrows))].sort();
}

/** coverageOf counts. */
export function coverageOf(sets: CoverageSets | undefined): Coverage {
  const count = (kind: CoverageKind): Covered | undefined => {
    const set = sets?.[kind];
    return set && { realised: [...set.realised].filter((name) => set.all.has(name)).length, of: set.all.size };
  };
  return Object.fromEntries(coverageKinds.map((kind) => [kind, count(kind)])) as Coverage;
}

/** joined puts the sets of one text together: arrows, conditions and pairs have the same names everywhere. */
export function joined(list: readonly CoverageSets[]): CoverageSets {
  return ofGiven('QSC408', 'a list of what is covered', () => {
    const join = (kind: CoverageKind) => {
      const some = list.flatMap((sets) => (sets[kind] ? [sets[kind]] : []));
      return {
        realised: new Set(some.flatMap(({ realised }) => [...realised])),
        all: new Set(some.flatMap(({ all }) => [...all])),
      };
    };
    const text = { arrows: join('arrows'), guardsTrue: join('guardsTrue'), guardsFalse: join('guardsFalse') };
    return { states: undefined, transitions: undefined, ...text, pairs: join('pairs') };
  });
}

/** What is committed for one check: by kind, how many of how many. */
export type Floor = { readonly [K in CoverageKind]?: readonly [realised: number, of: number] };

/** below lists the kinds whose ratio is lower than the committed one. What is not committed has no floor. */
export function below(coverage: Coverage, floor: Floor | undefined): readonly CoverageKind[] {
  return ofGiven('QSC408', 'what is covered', () =>
    coverageKinds.filter((kind) => {
      const committed = floor?.[kind];
      const now = recordGiven('QSC408', 'what is covered', coverage)[kind];
      return committed !== undefined && now !== undefined && now.realised * committed[1] < committed[0] * now.of;
    }),
  );
}
