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
  /** Rounds of steps that come several times after each other: from a step on, so many steps, so often. */
  readonly rounds: readonly { readonly from: number; readonly rows: number; readonly times: number }[];
  /** What the cells hold before the first step. */
  readonly cells: readonly (readonly [cell: string, value: string])[];
  /** The step after which the claim is false; a lasso has none. */
  readonly breaksAt?: number;
  /** The step since which what is claimed to come is waited for; -1 from the start on. */
  readonly opensAt?: number;
  readonly loopStartsAt?: number;
  /** The two accesses of different threads that the failure comes from, as far as steps tell: the last before the fault. */
  readonly racing?: readonly [first: number, second: number];
}

/** A state of a chart, with those inside it. */
export interface ChartBox {
  readonly name: string;
  readonly path: string;
  readonly isParallel: boolean;
  readonly inner: readonly ChartBox[];
  /** Where it begins, of those inside. */
  readonly initial?: string;
}

/** An arrow of a chart from a state to another. */
export interface ChartArrow {
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

export interface PageChart {
  /** All of the outermost states are active at once. */
  readonly isParallel: boolean;
  readonly states: readonly ChartBox[];
  readonly arrows: readonly ChartArrow[];
}

/** A specification that follows the path: where it is before the first step, and after each. */
export interface PageModel {
  readonly kind: string;
  readonly name: string;
  readonly chart?: PageChart;
  readonly states: readonly {
    readonly name: string;
    readonly active: readonly string[];
    readonly fields: readonly (readonly [name: string, value: string])[];
  }[];
  readonly at: readonly number[];
  readonly made: readonly (readonly string[])[];
  readonly diverges?: { readonly step: number; readonly reason: string };
}

export interface PageRow {
  readonly scenario: string;
  readonly mechanism: string;
  readonly property: string;
  readonly statement: string;
  readonly verdict: string;
  readonly words: string;
  readonly asExpected: boolean;
  /** Neither as expected nor against it: cut, or only sampled. */
  readonly isUndecided?: boolean;
  readonly reason?: string;
  /** Which of the paths refutes it. */
  readonly path?: number;
}

export interface PagePath extends Diagram {
  /** What its page is called. */
  readonly title: string;
  readonly scenario: string;
  readonly mechanism: string;
  readonly property: string;
  readonly statement: string;
  readonly reason: string;
  /** The line that shows it again; empty where there is none. */
  readonly replay: string;
  /** Who waits for whom at the end, in words. */
  readonly waits: readonly string[];
  readonly models: readonly PageModel[];
}

/** A text that leads to a path. */
export interface PageLink {
  readonly text: string;
  readonly path: number;
}

/** A table of texts: what a command found besides verdicts. */
export interface PageTable {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | PageLink)[])[];
}

/** What an exploration cost. */
export interface PageCost {
  readonly name: string;
  readonly states: number;
  readonly elapsedMs?: number;
}

export interface PageData {
  readonly version: 1;
  readonly rows: readonly PageRow[];
  readonly paths: readonly PagePath[];
  readonly errors: readonly { readonly scenario: string; readonly mechanism: string; readonly message: string }[];
  readonly title: string;
  /** What came of it, in a few words. */
  readonly summary: string;
  readonly isGood: boolean;
  /** What a kind of verdict is called here. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly tables: readonly PageTable[];
  readonly costs: readonly PageCost[];
  readonly sources: Readonly<Record<string, string>>;
}
