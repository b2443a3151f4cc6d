// The labelled state graph of a TLA+ specification: which action, with which parameters, leads from which state to which.

import type { Label } from './label.js';
import type { TlaValue } from './value.js';

export interface LabelledGraph {
  readonly variables: readonly string[];
  /** The value of each variable, in the order of `variables`. */
  readonly states: readonly (readonly TlaValue[])[];
  readonly initial: readonly number[];
  readonly edges: readonly LabelledEdge[];
}

export interface LabelledEdge {
  readonly from: number;
  readonly label: Label;
  readonly to: number;
}

/** A step of a graph in which ways to some steps are looked for. */
export interface LabelledStep {
  /** None where the specification has no word for it. */
  readonly label?: Label;
  readonly to: number;
  /** Whether it is one of those that are looked for. */
  readonly isEnd: boolean;
}
