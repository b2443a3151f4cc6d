// What conformance checks found: plain data from which the reports are made. No clock; and no number of a state, but those
// of the specification's committed graphs.

import type {
  ConformanceVerdict,
  Coverage,
  CoverageKind,
  Divergence,
  Edge,
  EdgeRow,
  RealisedEdge,
  Refusal,
  RuleUse,
  UnreachedEdge,
} from '../../conformance/index.js';
import type { LimitHit } from '../../engine/index.js';
import type { Reading } from '../../tla/conformance/readings.js';

export {
  type Coverage,
  type CoverageKind,
  type Covered,
  coverageKinds,
  type Divergence,
  type Refusal,
  type RuleUse,
  type UnreachedEdge,
} from '../../conformance/index.js';
export type { Reading } from '../../tla/conformance/readings.js';

/** One machine beside one exploration. */
export interface ConformanceRow {
  readonly scenario: string;
  readonly mechanism: string;
  /** Where the scenario is declared. */
  readonly file?: string;
  readonly line?: number;
  readonly ref: string;
  /** Of the exploration. */
  readonly states: number;
  readonly transitions: number;
  readonly verdict: ConformanceVerdict;
  readonly expected: 'conforms' | 'diverges';
  /** What cut the exploration, where it is inconclusive. */
  readonly limit?: LimitHit;
  /** Why it is expected to diverge. */
  readonly why?: string;
  readonly divergence?: Divergence;
  readonly coverage: Coverage;
  /** Kinds of coverage that fall below the committed figure. */
  readonly below: readonly CoverageKind[];
  /** Where they are asked for: every transition that some interleaving takes, with a schedule. */
  readonly realised: readonly RealisedEdge[];
  readonly unreached: readonly UnreachedEdge[];
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
  /** Where everything was checked: what has no committed figure, and committed figures of nothing. */
  readonly withoutFloor: readonly string[];
}

/** conformanceExitCode: 0 as expected, 1 a divergence or a figure below the committed one, 3 inconclusive. */
export function conformanceExitCode({ rows, below, withoutFloor }: ConformanceResult): 0 | 1 | 3 {
  const wrong = rows.some((row) => row.verdict !== 'inconclusive' && row.verdict !== row.expected);
  if (wrong || below.length > 0 || withoutFloor.length > 0 || rows.some((row) => row.below.length > 0)) return 1;
  return rows.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0;
}

export type Side = 'implementation' | 'machine' | 'specification';

/** Two of the three sides, edge by edge: every step of the first has to be one of the second. */
export interface PairComparison {
  readonly first: Side;
  readonly second: Side;
  readonly verdict: ConformanceVerdict;
  /** What was compared, counted. */
  readonly extent: string;
  /** Of the exploration of the implementation, where it is one of the two. */
  readonly states?: number;
  readonly transitions?: number;
  readonly rows: readonly EdgeRow[];
  /** Every edge, where they are asked for. */
  readonly edges?: readonly Edge[];
  /** Why the pair diverges: of the implementation from one of the others; or of these from each other. */
  readonly divergence?: Divergence;
  readonly refusal?: Refusal;
}

/** One configuration with the workload that has its shape. */
export interface ConfigurationComparison {
  readonly configuration: string;
  readonly scenario: string;
  readonly mechanism: string;
  /** Where the workload is declared. */
  readonly file?: string;
  readonly line?: number;
  readonly pairs: readonly PairComparison[];
  /** Actions that occur in the graph and that no interleaving takes. */
  readonly unexercised: readonly string[];
  /** The most states that the specification may have been in at once: how much the events leave open. */
  readonly membersMax: number;
}

/** An action of the specification that no interleaving of any workload takes. */
export interface UnexercisedAction {
  readonly action: string;
  /** Why that is expected; undefined where it is not. */
  readonly why?: string;
}

export interface ComparisonResult {
  readonly version: 1;
  readonly against: readonly ('model' | 'tla')[];
  readonly configurations: readonly ConfigurationComparison[];
  readonly unexercised: readonly UnexercisedAction[];
  /** The abstraction: every variable of the specification, and every event. */
  readonly variables: readonly Reading[];
  readonly events: readonly Reading[];
}

/** comparisonExitCode: 0 where all conforms, 1 a divergence or an action that is unexpectedly never taken, 3 inconclusive. */
export function comparisonExitCode({ configurations, unexercised }: ComparisonResult): 0 | 1 | 3 {
  const verdicts = configurations.flatMap(({ pairs }) => pairs.map(({ verdict }) => verdict));
  if (verdicts.includes('diverges') || unexercised.some(({ why }) => why === undefined)) return 1;
  return verdicts.includes('inconclusive') ? 3 : 0;
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
