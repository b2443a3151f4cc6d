// Two specifications held to each other, step by step: both run side by side from their initial states, and in every pair
// of states that they reach together each step of the first is asked of both. The second may be the coarser of the two and
// allow what the first does not; the reverse is a divergence.

import { functionGiven, isRecord, listGiven, recordGiven } from '../engine/program/given.js';
import { allowed, type SpecificationAutomaton, type Step } from './automaton.js';
import { commonState, falseIn } from './divergence.js';
import type { Edge } from './edges.js';
import type { Refusal } from './result.js';

/** How the steps of one specification are read as steps of the other. */
export interface Reading<S> {
  readonly leader: SpecificationAutomaton<S>;
  readonly follower: SpecificationAutomaton;
  /** Every step that the first may make. */
  readonly alphabet: readonly Step[];
  /** What a step of the first, in a state, is for the second: its steps, in order; none where it sees nothing. */
  readonly steps: (shown: S, step: Step) => readonly Step[];
  /** Pairs of states after which the comparison ends without a verdict; 100,000 unless told. */
  readonly pairsMax?: number;
}

export interface Compared {
  /** vacuous: the second was never asked for a step. inconclusive: there were more pairs than were allowed. */
  readonly verdict: 'conforms' | 'diverges' | 'vacuous' | 'inconclusive';
  /** Pairs of states reached together. */
  readonly pairs: number;
  /** First the leader, second the follower. */
  readonly edges: readonly Edge[];
  /** The first pair where the leader goes on and the follower does not. */
  readonly refusal?: Refusal;
}

/** Where steps lead an automaton; or the first that it refuses, and in which states. */
export type Played =
  | { readonly states: readonly number[] }
  | { readonly states: undefined; readonly refused: Step; readonly from: readonly number[] };

/** play takes steps one after the other, from any of some states. */
export function play(automaton: SpecificationAutomaton, from: readonly number[], steps: readonly Step[]): Played {
  functionGiven('QSC407', 'next of an automaton', automaton?.next);
  for (const given of [from, steps]) listGiven('QSC407', 'states and steps: two lists', given);
  let states = from;
  for (const step of steps) {
    const next = [...new Set(states.flatMap((state) => automaton.next(state, step).targets.map((each) => each.state)))];
    if (next.length === 0) return { states: undefined, refused: step, from: states };
    states = next.sort((a, b) => a - b);
  }
  return { states };
}

/** whyRefused says which conditions are false in words; and where that is written. */
export function whyRefused(automaton: SpecificationAutomaton, played: Extract<Played, { states: undefined }>) {
  functionGiven('QSC407', 'next of an automaton', automaton?.next);
  const { refused, from } = recordGiven('QSC407', 'what play gives', played);
  listGiven('QSC407', 'from: a list of states', from);
  const answers = from.map((state) => ({ state, ...automaton.next(state, refused) }));
  const conditions = answers.flatMap((answer) => falseIn(automaton, answer.state, refused, answer.conditions));
  const names = [...new Set(conditions.map(({ text }) => text))];
  const places = answers.flatMap(({ state, conditions: asked }) =>
    automaton.placesOf(state, { step: refused, conditions: asked }),
  );
  return {
    conditions,
    why: names.length === 0 ? 'it has no arrow for it there' : `${names.join(' and ')} is false`,
    places: [...new Set(places)],
  };
}

/** compare runs two specifications side by side. */
export function compare<S>(reading: Reading<S>): Compared {
  const { leader, follower, alphabet, steps } = recordGiven('QSC407', 'a reading', reading);
  for (const automaton of [leader, follower]) functionGiven('QSC407', 'next of an automaton', automaton?.next);
  listGiven('QSC407', 'an alphabet: a list of steps', alphabet, isRecord);
  functionGiven('QSC407', 'steps', steps);
  const comparison = new Comparison(reading);
  comparison.run();
  const { edges, pairs, refusal, isCut, isAsked } = comparison;
  const verdict = refusal ? 'diverges' : isCut ? 'inconclusive' : isAsked ? 'conforms' : 'vacuous';
  return { verdict, pairs, edges, ...(refusal ? { refusal } : {}) };
}

interface Pair {
  readonly leads: number;
  readonly follows: readonly number[];
}

class Comparison<S> {
  readonly edges: Edge[] = [];
  refusal: Refusal | undefined;
  isCut = false;
  /** Whether some step of the first was one of the second. */
  isAsked = false;
  readonly #reading: Reading<S>;
  readonly #seen = new Map<string, Pair>();

  constructor(reading: Reading<S>) {
    this.#reading = reading;
  }

  get pairs(): number {
    return this.#seen.size;
  }

  run(): void {
    const { leader, follower, alphabet, pairsMax = 100_000 } = this.#reading;
    for (const leads of leader.initial) this.#reach({ leads, follows: follower.initial });
    for (const pair of this.#seen.values()) {
      for (const step of alphabet) this.#compare(pair, step);
      this.isCut = this.#seen.size > pairsMax;
      if (this.isCut) return;
    }
  }

  #reach(pair: Pair): void {
    const key = `${pair.leads} ${pair.follows.join()}`;
    if (!this.#seen.has(key)) this.#seen.set(key, pair);
  }

  #compare(pair: Pair, step: Step): void {
    const { leader, follower } = this.#reading;
    const { targets } = leader.next(pair.leads, step);
    const asked = this.#asked(pair, step);
    if (asked.length === 0 && targets.length === 0) return;
    const played = play(follower, pair.follows, asked);
    if (targets.length === 0 && !played.states) return;
    const side = targets.length === 0 ? 'second' : played.states ? 'both' : 'first';
    this.edges.push({ action: step.name, label: step.text, at: this.#place(pair), in: side });
    if (targets.length > 0 && asked.length > 0) this.isAsked = true;
    if (!played.states) this.refusal ??= this.#refusalOf(pair, step, played);
    else for (const { state } of targets) this.#reach({ leads: state, follows: played.states });
  }

  #asked({ leads }: Pair, step: Step): readonly Step[] {
    return this.#reading.steps(this.#reading.leader.show(leads), step);
  }

  #place({ leads, follows }: Pair): string {
    const { leader, follower } = this.#reading;
    return `${leader.textOf(leads)}, ${follower.kind} ${follows.map((state) => follower.textOf(state)).join(' or ')}`;
  }

  #refusalOf(pair: Pair, step: Step, played: Extract<Played, { states: undefined }>): Refusal {
    const { leader, follower, alphabet } = this.#reading;
    const { conditions, why, places } = whyRefused(follower, played);
    const offers = (each: Step) => play(follower, pair.follows, this.#asked(pair, each)).states !== undefined;
    return {
      reason: `the ${leader.kind} allows ${step.text}, and the ${follower.kind} refuses ${played.refused.text}: ${why}`,
      common: commonState(leader, pair.leads),
      follower: played.from.map((state) => follower.textOf(state)).join(' or '),
      leaderAllows: allowed(leader, pair.leads, alphabet)
        .map(({ text }) => text)
        .sort(),
      followerAllows: alphabet
        .filter(offers)
        .map(({ text }) => text)
        .sort(),
      conditions,
      followerSource: places,
    };
  }
}
