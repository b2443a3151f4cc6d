// What the page is given: the contract between what is worked out on this side and what is drawn in the browser. It imports
// nothing, so that the browser's side is compiled by itself.

export interface DiagramStep {
  readonly lane: number;
  readonly text: string;
  readonly events: readonly string[];
  readonly enabled: readonly string[];
  readonly source?: string;
  /** What the cells hold from this step on, in words. */
  readonly writes: readonly (readonly [cell: string, value: string])[];
}

/** From a step to a step, both included, in a lane; `to` is the last step where it does not end. */
export interface Bar {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly text: string;
  readonly kind: 'call' | 'suspended';
}

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly phase: string;
}

export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly kind: 'value' | 'wake';
}

export interface Diagram {
  readonly lanes: readonly { readonly name: string; readonly processor: number }[];
  readonly steps: readonly DiagramStep[];
  readonly bars: readonly Bar[];
  readonly bands: readonly Band[];
  readonly arrows: readonly Arrow[];
  /** What the cells hold before the first step. */
  readonly cells: readonly (readonly [cell: string, value: string])[];
  readonly turnedFalseAt: number;
  readonly loopStartsAt?: number;
}

export interface PageRow {
  readonly scenario: string;
  readonly mechanism: string;
  readonly property: string;
  readonly statement: string;
  readonly verdict: string;
  readonly words: string;
  readonly asExpected: boolean;
  readonly states: number;
  readonly reason?: string;
  /** Which of the paths refutes it. */
  readonly path?: number;
}

export interface PagePath extends Diagram {
  readonly scenario: string;
  readonly mechanism: string;
  readonly property: string;
  readonly reason: string;
  readonly replay: string;
}

/** Counts, as the result has them. */
export interface PageTotals {
  readonly verdicts: number;
  readonly states: number;
  readonly unexpected: number;
  readonly undecided: number;
  readonly errors: number;
}

export interface PageData {
  readonly version: 1;
  readonly rows: readonly PageRow[];
  readonly paths: readonly PagePath[];
  readonly errors: readonly { readonly scenario: string; readonly mechanism: string; readonly message: string }[];
  readonly totals: PageTotals;
  readonly sources: Readonly<Record<string, string>>;
}
