// Linearizability, one object (Herlihy & Wing 1990): the search of Wing & Gong (1993), kept as an automaton.
// The state is every way in which the history so far may still be linearized: a state of the specification and the open
// calls that have taken effect in it, with their outcomes. As in Lowe's just-in-time linearization (2017) a call takes
// effect no earlier than a return asks for it: only the least advanced candidates are kept, the others follow from
// them. That set is a canonical form: two histories that allow the same linearizations have the same state.

import { canonical, type Value } from '../../engine/program/value.js';
import type { Effect, SequentialSpecification } from '../../impl/specification.js';
import { drop, put, type Table } from '../plainData.js';

export type OpenCall = { readonly method: string; readonly args: Value };
export type Ended = { readonly result: Value } | { readonly threw: Value };
export type Candidate = { readonly state: Value; readonly effective: Table<Ended> };

/** Calls under way, and the least advanced candidates, sorted. No candidate: the history is not linearizable. */
export type Candidates = { readonly open: Table<OpenCall>; readonly possible: readonly Candidate[] };

/** initially is the state before any call. */
export function initially(specification: SequentialSpecification): Candidates {
  return { open: {}, possible: [{ state: specification.initial, effective: {} }] };
}

/** invoked opens a call. */
export function invoked(candidates: Candidates, call: string, made: OpenCall): Candidates {
  return { ...candidates, open: put(candidates.open, call, made) };
}

/** returned closes a call and keeps the candidates in which it has ended as seen. */
export function returned(
  specification: SequentialSpecification,
  { open, possible }: Candidates,
  call: string,
  seen: Ended,
): Candidates {
  const agreeing = advance(specification, open, possible)
    .all.filter((candidate) => agrees(specification, candidate.effective[call], seen))
    .map((candidate) => ({ ...candidate, effective: drop(candidate.effective, call) }));
  const rest = drop(open, call);
  return { open: rest, possible: leastAdvanced(specification, rest, agreeing) };
}

/** isTelling is true when an open call would end otherwise than in the initial state: its answer tells of earlier ones. */
export function isTelling(specification: SequentialSpecification, { open, possible }: Candidates): boolean {
  const endIn = (state: Value, { method, args }: OpenCall) => canonical(ends(specification, state, method, args));
  const tells = (made: OpenCall) =>
    possible.some(({ state }) => endIn(state, made) !== endIn(specification.initial, made));
  return Object.values(open).some(tells);
}

function ends(specification: SequentialSpecification, state: Value, method: string, args: Value): readonly Ended[] {
  return [specification.apply(state, method, args)].flat().map(endOf);
}

function agrees(specification: SequentialSpecification, outcome: Ended | undefined, seen: Ended): boolean {
  if ('threw' in seen && specification.exceptions !== 'asApplied') return true;
  return outcome !== undefined && canonical(outcome) === canonical(seen);
}

function leastAdvanced(
  specification: SequentialSpecification,
  open: Table<OpenCall>,
  possible: readonly Candidate[],
): readonly Candidate[] {
  const { all, advanced } = advance(specification, open, possible);
  const keyed = all.map((candidate) => [canonical(candidate), candidate] as const);
  const least = keyed.filter(([key]) => !advanced.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  return least.map(([, candidate]) => candidate);
}

/** All candidates that follow from the given ones, and the keys of those that one more effect has led to. */
function advance(specification: SequentialSpecification, open: Table<OpenCall>, from: readonly Candidate[]) {
  const all = new Map(from.map((candidate) => [canonical(candidate), candidate]));
  const advanced = new Set<string>();
  // A Map yields the entries that are added while it is walked.
  for (const candidate of all.values()) {
    for (const next of oneMoreEffect(specification, open, candidate)) {
      const key = canonical(next);
      advanced.add(key);
      if (!all.has(key)) all.set(key, next);
    }
  }
  return { all: [...all.values()], advanced };
}

function oneMoreEffect(
  specification: SequentialSpecification,
  open: Table<OpenCall>,
  { state, effective }: Candidate,
): readonly Candidate[] {
  const waiting = Object.entries(open).filter(([call]) => !(call in effective));
  return waiting.flatMap(([call, { method, args }]) =>
    [specification.apply(state, method, args)].flat().map((outcome: Effect) => ({
      state: outcome.state,
      effective: put<Ended>(effective, call, endOf(outcome)),
    })),
  );
}

function endOf(outcome: Effect): Ended {
  return 'threw' in outcome ? { threw: outcome.threw } : { result: outcome.result };
}
