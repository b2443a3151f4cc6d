// What is asked of a copy of the package that has a mutant, and what it answers. Plain data: it goes between threads.

import type { Followed, LabelledStep } from '../../conformance/index.js';
import type { ReplayResult } from '../../engine/index.js';
import type { ErrorCode } from '../../engine/program/errors.js';
import type { Killer, MutantKind } from '../../mutants/mutant.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';
import type { ComparisonResult } from '../conformance/result.js';
import type { ThreeWayOptions } from '../conformance/threeWay.js';
import type { MutantKill } from './result.js';

export type Question =
  /**
   * Does this give the mutant away? `alone`: of the properties of a scenario, only the one that the killer names.
   * `unreached`: what nothing realises of the sound machine, for a mutant of it.
   */
  | {
      readonly ask: 'killer';
      readonly kind: MutantKind;
      readonly mutant: string;
      readonly killer: Killer;
      readonly alone?: boolean;
      readonly unreached?: readonly string[];
    }
  /** Does anything, in any scenario? Only of a mutant of the mechanism. */
  | { readonly ask: 'everywhere'; readonly kind: MutantKind; readonly mutant: string }
  /** What of the machine does nothing realise, in a scenario with a mechanism? */
  | { readonly ask: 'unreached'; readonly ground: string }
  /** A schedule of a mutant of the mechanism again. */
  | { readonly ask: 'replay'; readonly schedule: string; readonly continue: boolean }
  /** The schedule of a counterexample of the specification, with a mutant of the mechanism. */
  | {
      readonly ask: 'realise';
      readonly mutant: string;
      readonly configuration: string;
      readonly trace: LabelledTrace;
    }
  /** The schedule of some way to a violation, with a mutant of the mechanism. */
  | {
      readonly ask: 'realiseWithin';
      readonly mutant: string;
      readonly configuration: string;
      readonly ways: readonly (readonly LabelledStep[])[];
    }
  /** The shortest schedule along which any property turns false, in the workload of a configuration. */
  | { readonly ask: 'realiseAny'; readonly mutant: string; readonly configuration: string }
  /** A mutant of the mechanism held to the specification, and to the machine. */
  | {
      readonly ask: 'compare';
      readonly mutant: string;
      readonly configurations: readonly string[];
      readonly options: Omit<ThreeWayOptions, 'mechanism'>;
    };

export interface Answer {
  readonly kill?: MutantKill;
  /** What was thrown in the place of a verdict. */
  readonly error?: string;
  /** A limit or the user cut it short. */
  readonly undecided: boolean;
  readonly explorations: number;
  readonly states: number;
}

/** What each question is answered with. */
export interface Answers {
  readonly killer: Answer;
  readonly everywhere: Answer;
  readonly unreached: readonly string[];
  readonly replay: ReplayResult;
  readonly realise: Followed;
  readonly realiseWithin: Omit<Followed, 'steps'>;
  readonly realiseAny: { readonly text: string };
  readonly compare: ComparisonResult;
}

export type Ask = Question['ask'];
export type QuestionOf<A extends Ask> = Extract<Question, { readonly ask: A }>;

/** How a question is asked. */
export interface Asking {
  readonly interrupted: () => boolean;
}

/** An answer that took no exploration. */
export const unexplored: Answer = Object.freeze({ undecided: false, explorations: 0, states: 0 });

/** What the copy is started with. */
export interface CopySetup {
  /** One integer: 1 when the user wants to stop. */
  readonly stop: SharedArrayBuffer;
}

/** What the copy says: an answer, or the coded error that was thrown. */
export type FromCopy =
  | { readonly answer: Answers[Ask] }
  | { readonly code: ErrorCode; readonly seen: string; readonly next: string };
