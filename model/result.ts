// What a conformance check found: plain data from which the reports are made. No clock, and no number of a state.

import type { Counterexample } from '../engine/explain/verdict.js';
import type { FieldDifference } from './conformance.js';

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

/** What the machine may do and the implementation does: in this order on both sides. */
export interface Divergence {
  readonly reason: string;
  /** The machine's state before the step that diverges, as both sides have it. */
  readonly common: { readonly state: string; readonly context: string };
  /** The step: what the implementation does, and what the machine is told of it. */
  readonly step: number;
  readonly told: readonly string[];
  /** What the machine accepts there. */
  readonly machineEnabled: readonly string[];
  /** What the implementation's enabled threads would do there, and what the machine would be told. */
  readonly implementationEnabled: readonly string[];
  /** Guards that are false, where the machine refuses. */
  readonly guards: readonly string[];
  /** Fields that differ, where the states do. */
  readonly fields: readonly FieldDifference[];
  /** `file:line` on both sides. */
  readonly machineSource: readonly string[];
  readonly implementationSource: string | undefined;
  readonly schedule: string;
  readonly counterexample: Counterexample;
}

/** A transition of the machine: the state, the event, and the schedule that makes the implementation take it. */
export interface RealisedTransition {
  readonly state: string;
  readonly event: string;
  readonly arrow: string;
  readonly schedule: string;
}

/** A transition within the bounds that no interleaving makes, and the machine's shortest way to it. */
export interface UnreachedTransition {
  readonly state: string;
  readonly event: string;
  readonly arrow: string;
  readonly path: readonly string[] | undefined;
}

export interface RuleUse {
  readonly rule: string;
  readonly kind: string;
  readonly uses: number;
  readonly why?: string;
}

/** One machine beside one exploration. */
export interface ConformanceRow {
  readonly scenario: string;
  readonly mechanism: string;
  readonly ref: string;
  /** Of the exploration. */
  readonly states: number;
  readonly transitions: number;
  /** inconclusive: a limit cut the exploration. */
  readonly verdict: 'conforms' | 'diverges' | 'inconclusive';
  readonly expected: 'conforms' | 'diverges';
  /** Why it is expected to diverge. */
  readonly why?: string;
  readonly divergence?: Divergence;
  readonly coverage: Coverage;
  /** Kinds of coverage that fall below the committed figure. */
  readonly below: readonly CoverageKind[];
  readonly realised: readonly RealisedTransition[];
  readonly unreached: readonly UnreachedTransition[];
  /** The machine's graph was too large to be traversed. */
  readonly untraversed: boolean;
  readonly rules: readonly RuleUse[];
  /** Calls into xstate: questions to the machine. */
  readonly calls: number;
}

export interface ConformanceResult {
  readonly version: 1;
  readonly rows: readonly ConformanceRow[];
  /** Of the chart, over all rows that conform: arrows, guards and pairs that some scenario covers. */
  readonly total: Coverage;
  readonly below: readonly CoverageKind[];
  /** Arrows, guards and pairs of the chart that no scenario covers. */
  readonly uncovered: readonly string[];
}

/** conformanceExitCode: 0 as expected, 1 a divergence or a figure below the committed one, 3 inconclusive. */
export function conformanceExitCode({ rows, below }: ConformanceResult): 0 | 1 | 3 {
  const wrong = rows.some((row) => row.verdict !== 'inconclusive' && row.verdict !== row.expected);
  if (wrong || below.length > 0 || rows.some((row) => row.below.length > 0)) return 1;
  return rows.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0;
}

export interface ConformanceMutantRow {
  readonly side: 'machine' | 'implementation';
  readonly name: string;
  readonly statement: string;
  readonly ground: string;
  readonly killed: boolean;
  /** What gave it away. */
  readonly by: string;
}

export interface ConformanceMutantResult {
  readonly version: 1;
  readonly rows: readonly ConformanceMutantRow[];
}

/** conformanceMutantsExitCode: 0 when every mutant is given away, 1 when one survives. */
export function conformanceMutantsExitCode({ rows }: ConformanceMutantResult): 0 | 1 {
  return rows.every(({ killed }) => killed) ? 0 : 1;
}
