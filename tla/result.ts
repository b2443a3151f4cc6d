// What a comparison of implementation, machine and specification found: plain data from which the reports are made.
// States of the specification are numbered as in the committed graph; nothing else that is printed is a number of ours.

import type { Counterexample } from '../engine/explain/verdict.js';
import type { Divergence } from '../model/result.js';

export type Side = 'implementation' | 'machine' | 'specification';

export type ComparisonVerdict = 'conforms' | 'diverges' | 'inconclusive';

/** One edge of two graphs that are laid upon each other. */
export interface Edge {
  /** The name of the action or event, without parameters: edges are counted by it. */
  readonly action: string;
  /** With parameters. */
  readonly label: string;
  /** Where it leaves from, and where it leads if that is of the specification. */
  readonly at: string;
  readonly in: 'both' | 'first' | 'second';
}

/** How the edges of one action compare. */
export interface EdgeRow {
  readonly action: string;
  readonly inBoth: number;
  readonly onlyInFirst: number;
  readonly onlyInSecond: number;
}

/** Two of the three sides, edge by edge: every step of the first has to be one of the second. */
export interface PairComparison {
  readonly first: Side;
  readonly second: Side;
  readonly verdict: ComparisonVerdict;
  /** What was compared, counted. */
  readonly extent: string;
  readonly rows: readonly EdgeRow[];
  /** Every edge, where they are asked for. */
  readonly edges?: readonly Edge[];
  readonly divergence?: PairDivergence;
}

/** Why the pair diverges, in the words of the two sides that do. */
export type PairDivergence =
  | ({ readonly kind: 'implementation and specification' } & SpecificationDivergence)
  | ({ readonly kind: 'specification and machine' } & MachineRefusal)
  | ({ readonly kind: 'implementation and machine' } & Divergence);

/** A step of the implementation that is none of the specification's. */
export interface SpecificationDivergence {
  readonly reason: string;
  /** Index of the step that diverges; -1 is the start. */
  readonly step: number;
  /** The events of that step. */
  readonly told: readonly string[];
  /** The states that the specification can be in before it: the last ones that both sides have in common. */
  readonly common: readonly CommonState[];
  readonly specificationEnabled: readonly string[];
  readonly implementationEnabled: readonly string[];
  /** Where an action is refused: the conjuncts of its definition that are false. */
  readonly conjuncts: readonly FalseConjunct[];
  /** Where no conjunct could be evaluated. */
  readonly unexplained?: string;
  /** Where the step is allowed and the states do not fit: what differs. */
  readonly variables: readonly VariableDifference[];
  readonly implementationSource: string | undefined;
  readonly schedule: string;
  readonly counterexample: Counterexample;
}

export interface CommonState {
  readonly state: number;
  /** A line per variable. */
  readonly variables: readonly string[];
}

export interface FalseConjunct {
  readonly state: number;
  /** `HotSwap.tla:210` */
  readonly place: string;
  readonly text: string;
}

export interface VariableDifference {
  readonly variable: string;
  readonly specification: string;
  readonly implementation: string;
}

/** A step of the specification that the machine refuses. */
export interface MachineRefusal {
  readonly reason: string;
  readonly common: CommonState;
  readonly machine: string;
  readonly specificationEnabled: readonly string[];
  readonly machineEnabled: readonly string[];
  readonly guards: readonly string[];
  readonly machineSource: readonly string[];
}

/** One configuration with the workload that has its shape. */
export interface ConfigurationComparison {
  readonly configuration: string;
  readonly scenario: string;
  readonly mechanism: string;
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

/** How a variable or an event is read across, and how often that was done. */
export interface Reading {
  readonly what: string;
  readonly reads: string;
  readonly uses?: number;
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
