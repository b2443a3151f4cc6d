// What a proof comes to, as plain data. A row is one action and one claim; nothing but "inductive" counts for a proof.

/** inductive: whoever takes the action keeps the claim. lost: not always. unknown: the solver did not say in time. */
export type RowOutcome = 'inductive' | 'lost' | 'unknown';

export interface ProofRow {
  /** An action, or `initially`, or `always` for what has to follow from the invariant. */
  readonly action: string;
  /** A conjunct of the invariant, a claim about every state, or one about every step. */
  readonly claim: string;
  readonly outcome: RowOutcome;
  readonly elapsedMs: number;
}

/**
 * What has to be possible, lest everything is "proved" of nothing, or of a few: the assumptions, many elements of each
 * open sort (`many threads`), each action from a state of the invariant (the solver says so), its guards where there are
 * any number of everything (`enter among many`; unknown where there may be a bound), and each action in some instance
 * (exploration says so); and
 * that a claim is false of something, or it would say nothing (`not exclusion`), and its condition met in some instance
 * (`if exclusion`). And the solver has to have an
 * answer wherever its reading of the system is compared with the evaluation (`readings`).
 */
export interface Premise {
  readonly name: string;
  readonly by: 'solver' | 'exploration';
  readonly outcome: 'possible' | 'impossible' | 'unknown';
}

/**
 * proved: every row is inductive, and every premise possible. vacuous: a premise is impossible. refuted: a state or step
 * that is reachable breaks a claim or a conjunct. inconclusive: a row is lost and nothing reachable was found to break
 * it, or the solver said "unknown".
 */
export type ProofVerdict = 'proved' | 'vacuous' | 'refuted' | 'inconclusive';

/** A step of a schedule of the protocol. */
export interface ScheduleStep {
  readonly action: string;
  readonly args: readonly string[];
}

/** A value that a symbol has at a point, before and after the step. */
export interface PictureLine {
  readonly term: string;
  readonly before: string;
  readonly after: string;
  readonly isChanged: boolean;
}

/** A step that loses a claim, from a state in which the whole invariant holds. */
export interface CounterexampleToInduction {
  readonly action: string;
  readonly args: readonly string[];
  readonly claim: string;
  readonly says: string;
  /** What never changes, where it says something: `threadOf c1 is t1`. */
  readonly background: readonly string[];
  readonly lines: readonly PictureLine[];
  readonly reached: Reached;
  /** Where the invariant is too weak: what may be missing in it, the best first. Absent where that was not looked for. */
  readonly proposals?: readonly Proposal[];
}

/** Whether the state before was found by exploring the picture's own instance from its initial state. */
export interface Reached {
  readonly outcome: 'reached' | 'not reached' | 'not reached within the limit';
  readonly states: number;
}

/** A conjunct with which the lost row is inductive. */
export interface Proposal {
  readonly text: string;
  /** The actions by which it would be lost itself; none if it can be added as it stands. */
  readonly loses: readonly string[];
}

/** A reachable violation: where, and the steps that lead there. */
export interface Refutation {
  readonly instance: string;
  /** The claim that is false at the end; of a conjunct, the invariant is wrong but no claim was seen to fail. */
  readonly claim: string;
  readonly kind: 'claim' | 'conjunct';
  readonly says: string;
  readonly schedule: readonly ScheduleStep[];
  readonly lines: readonly PictureLine[];
}

/** An instance that was explored for a violation: the whole, up to the limit of states, or up to a false claim. */
export interface Explored {
  readonly instance: string;
  readonly states: number;
  readonly extent: 'whole' | 'cut' | 'violation';
}

export interface ProofResult {
  readonly version: 1;
  readonly name: string;
  readonly statement: string;
  readonly solver: string;
  readonly verdict: ProofVerdict;
  readonly premises: readonly Premise[];
  readonly rows: readonly ProofRow[];
  /** Steps of small instances on which evaluation and translation were compared. */
  readonly stepsCompared: number;
  readonly counterexamples: readonly CounterexampleToInduction[];
  readonly explored: readonly Explored[];
  readonly refutation?: Refutation;
  readonly elapsedMs: number;
}
