// What a check against a specification found: plain data from which reports are made. No clock, and no number of a state
// that is not the specification's own.

import type { Counterexample } from '../engine/explain/verdict.js';
import type { FieldDifference } from './conformance.js';

/**
 * conforms: every step of every interleaving is one that the specification allows. diverges: there is a schedule with one
 * that is not. vacuous: nothing was ever said that the specification had to answer. inconclusive: a limit cut the
 * exploration.
 */
export type ConformanceVerdict = 'conforms' | 'diverges' | 'vacuous' | 'inconclusive';

/** realised of all that there is. */
export interface Covered {
  readonly realised: number;
  readonly of: number;
}

export const coverageKinds = Object.freeze([
  'states',
  'transitions',
  'arrows',
  'guardsTrue',
  'guardsFalse',
  'pairs',
] as const);
export type CoverageKind = (typeof coverageKinds)[number];

/** By kind; pairs are undefined where the exploration is too large for them. */
export type Coverage = { readonly [K in CoverageKind]: Covered | undefined };

/** A state of the specification that both sides have in common, with its parts in words. */
export interface CommonState {
  readonly state: string;
  readonly fields: readonly string[];
}

/** A condition of the specification that keeps a step from happening: a guard, a conjunct. */
export interface FalseCondition {
  /** The state in which it is false. */
  readonly state: string;
  readonly text: string;
  /** `file:line` */
  readonly place?: string;
}

/** A step of a system that is none of its specification's: for whoever has to decide which side is wrong. */
export interface Divergence {
  /** What the specification is called: `machine`, `specification`. */
  readonly kind: string;
  readonly reason: string;
  /** Index of the step that diverges; -1 is the start. */
  readonly step: number;
  /** What the step says, as the specification is told of it. */
  readonly told: readonly string[];
  /** The states that the specification can be in before what it cannot follow: the last ones in common. */
  readonly common: readonly CommonState[];
  readonly specificationAllows: readonly string[];
  /** What each thread of the system may do there, and what the specification would be told. */
  readonly implementationAllows: readonly string[];
  /** Where a step is refused: what is false. */
  readonly conditions: readonly FalseCondition[];
  /** Where a step is refused and nothing could be found that is false: why. */
  readonly unexplained?: string;
  /** Where the step is allowed and the states differ: in what. */
  readonly fields: readonly FieldDifference[];
  /** `file:line` on both sides. */
  readonly specificationSource: readonly string[];
  readonly implementationSource: string | undefined;
  readonly schedule: string;
  readonly counterexample: Counterexample;
}

/** A transition of the specification, and the schedule that makes the system take it. */
export interface RealisedEdge {
  readonly state: string;
  readonly step: string;
  readonly arrows: readonly string[];
  readonly schedule: string;
}

/** A transition that no interleaving makes, and the specification's shortest way to it. */
export interface UnreachedEdge {
  readonly state: string;
  readonly step: string;
  readonly arrows: readonly string[];
  readonly path: readonly string[];
}

export interface RuleUse {
  readonly rule: string;
  readonly kind: string;
  readonly uses: number;
  readonly why?: string;
}

/** A step of one specification that another refuses. */
export interface Refusal {
  readonly reason: string;
  readonly common: CommonState;
  /** The other's state, in full. */
  readonly follower: string;
  readonly leaderAllows: readonly string[];
  readonly followerAllows: readonly string[];
  readonly conditions: readonly FalseCondition[];
  readonly followerSource: readonly string[];
}
