// The result of a verification: one versioned value of plain data, from which every report is made.
// It holds no machine path and no random order, so that a second run gives the same bytes, but for measured times;
// withoutTimings leaves these out.

import type { ModelAlong } from '../conformance/index.js';
import type { Counterexample, VerdictKind } from '../engine/explain/verdict.js';
import { ofGiven } from '../engine/program/given.js';
import type { LimitHit } from '../engine/search/options.js';

/** What a scenario expects of a property. */
export type Expected = Exclude<VerdictKind, 'unrefuted'>;

/** Stands for the mechanism of a program of the user's own, which has none. */
export const noMechanism = 'none';

/** One property of one scenario with one mechanism. */
export interface ResultRow {
  readonly scenario: string;
  readonly mechanism: string;
  readonly property: string;
  readonly statement: string;
  /** The file that declares the scenario or the program: from the user's folder, of this package's own from its root. */
  readonly file?: string;
  /** The line of it that declares it, where it is found. */
  readonly line?: number;
  readonly verdict: VerdictKind;
  /** The memory model that it is about, where stores are buffered. */
  readonly memory?: 'tso' | 'pso';
  readonly expected: Expected;
  readonly asExpected: boolean;
  /** Of the exploration that decided it, where there was one and it was counted. */
  readonly states?: number;
  readonly transitions?: number;
  /** Of samples, and execution by execution. */
  readonly executions?: number;
  /** vacuous, and unrefuted likewise: why the premise was not reached, in words. */
  readonly reason?: string;
  readonly limit?: LimitHit;
  /** What its verdict is called, where the command that found it has another word for it: `diverges`. */
  readonly words?: string;
  /** The failing schedule in text, as `replay` takes it. */
  readonly schedule?: string;
  readonly counterexample?: Counterexample;
}

/** One exploration or sampling run: several rows share it. */
export interface ResultExploration {
  readonly scenario: string;
  readonly mechanism: string;
  readonly kind: 'safety' | 'liveness';
  readonly mode: 'exhaustive' | 'sampled';
  readonly states: number;
  /** Where the command counted them; so with its depth, and whether it saw every state. */
  readonly transitions?: number;
  readonly depth?: number;
  readonly complete?: boolean;
  /** Measured: another one in every run. */
  readonly elapsedMs?: number;
  readonly limit?: LimitHit;
  /** Execution by execution: how many were judged. States are the steps that were taken. */
  readonly engine?: 'executions';
  readonly executions?: number;
  /** Which reduction was used, and where one was asked for and does not suit, why every step of every state was taken. */
  readonly reduction?: 'persistent';
  readonly inFull?: string;
  readonly collisionProbability?: number;
  /** Sampling only: what it takes to sample the same again. */
  readonly sampler?: string;
  readonly seed?: number;
}

/** A coded error that kept a scenario from being decided. */
export interface ResultError {
  readonly scenario: string;
  readonly mechanism: string;
  readonly code: string;
  readonly message: string;
  readonly exitCode: 2 | 3 | 4;
  /** Where it takes an interleaving: the steps that lead to it. */
  readonly schedule?: string;
}

/** An operation or branch of impl/ that no scenario reached. Without a reason it makes the verification fail. */
export interface Unreached {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly reason?: string;
}

/** An entry of the committed list that no longer stands: its text is reached now, or is gone from the file. */
export interface StaleUnreached {
  readonly file: string;
  readonly text: string;
  readonly problem: 'reached' | 'gone';
}

export interface Totals {
  readonly verdicts: number;
  readonly proved: number;
  readonly vacuous: number;
  readonly refuted: number;
  readonly unrefuted: number;
  readonly inconclusive: number;
  /** Verdicts that contradict their scenario. */
  readonly unexpected: number;
  /** Verdicts that neither agree with their scenario nor contradict it: inconclusive, or only sampled. */
  readonly undecided: number;
  readonly errors: number;
  /** Of all explorations together. */
  readonly states: number;
  /** Left out where there are explorations and none counted them. */
  readonly transitions?: number;
}

/** A text of a table; with the number of a path, from 0 among those of the findings, it leads there. */
export type FindingText = string | { readonly text: string; readonly path: number };

export interface FindingTable {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly FindingText[])[];
}

/** A path that is no verdict's: of a mutant, for example. */
export interface FindingPath extends Pick<ResultRow, 'scenario' | 'mechanism' | 'property' | 'statement' | 'schedule'> {
  readonly title: string;
  readonly counterexample: Counterexample;
  /** What specifications make of it, where that is known already. */
  readonly models?: readonly ModelAlong[];
}

/** What another command than `verify` found besides verdicts, and what it calls what it found. */
export interface Findings {
  readonly title?: string;
  readonly summary?: string;
  readonly isGood?: boolean;
  /** What a kind of verdict is called, where it is not `proved` or `refuted`. */
  readonly kinds?: Readonly<Record<string, string>>;
  readonly tables?: readonly FindingTable[];
  readonly paths?: readonly FindingPath[];
}

export interface VerificationResult {
  readonly version: 1;
  readonly verdicts: readonly ResultRow[];
  readonly explorations: readonly ResultExploration[];
  readonly errors: readonly ResultError[];
  /** Undefined when coverage of impl/ was not measured (a part of the scenarios, a sample, a user's file). */
  readonly unreached?: readonly Unreached[];
  readonly staleUnreached?: readonly StaleUnreached[];
  readonly findings?: Findings;
  readonly totals: Totals;
}

export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** isUndecided is true of a verdict that neither agrees with its scenario nor contradicts it. */
export function isUndecided(row: ResultRow): boolean {
  return !row.asExpected && (row.verdict === 'inconclusive' || row.verdict === 'unrefuted');
}

/** isUnexpected is true of a verdict that contradicts its scenario. */
export function isUnexpected(row: ResultRow): boolean {
  return !row.asExpected && !isUndecided(row);
}

/** placeOf names a scenario with its mechanism, for people. */
export function placeOf({ scenario, mechanism }: { readonly scenario: string; readonly mechanism: string }): string {
  return mechanism === noMechanism ? scenario : `${scenario} with ${mechanism}`;
}

/** makeResult puts the parts together and counts them. The order of the parts is kept. */
export function makeResult(
  parts: Pick<VerificationResult, 'verdicts' | 'explorations' | 'errors' | 'unreached' | 'staleUnreached'>,
): VerificationResult {
  return { version: 1, ...parts, totals: totalsOf(parts) };
}

/** withoutTimings is a result as every run of the same verification gives it. */
export function withoutTimings(result: VerificationResult): VerificationResult {
  return { ...result, explorations: result.explorations.map(({ elapsedMs: _, ...rest }) => rest) };
}

function totalsOf({
  verdicts,
  explorations,
  errors,
}: Pick<VerificationResult, 'verdicts' | 'explorations' | 'errors'>): Totals {
  const transitions = explorations.flatMap((one) => one.transitions ?? []);
  const isCounted = explorations.length === 0 || transitions.length > 0;
  const ofKind = (kind: VerdictKind) => verdicts.filter((row) => row.verdict === kind).length;
  return {
    verdicts: verdicts.length,
    proved: ofKind('proved'),
    vacuous: ofKind('vacuous'),
    refuted: ofKind('refuted'),
    unrefuted: ofKind('unrefuted'),
    inconclusive: ofKind('inconclusive'),
    unexpected: verdicts.filter(isUnexpected).length,
    undecided: verdicts.filter(isUndecided).length,
    errors: errors.length,
    states: sum(explorations.map((one) => one.states)),
    ...(isCounted ? { transitions: sum(transitions) } : {}),
  };
}

/** exitCodeOf: 0 all as expected, 1 one is not, 3 inconclusive or only sampled; errors say 2 or 4. First wins: 2 4 1 3. */
export function exitCodeOf(result: VerificationResult): ExitCode {
  return ofGiven('QSC136', 'a result as verify gives it', () => {
    const errorCodes = result.errors.map((error) => error.exitCode);
    if (errorCodes.includes(2)) return 2;
    if (errorCodes.includes(4)) return 4;
    if (result.totals.unexpected > 0 || hasUnexplainedCode(result)) return 1;
    return result.totals.undecided > 0 || errorCodes.includes(3) ? 3 : 0;
  });
}

/** hasUnexplainedCode: some of impl/ is unreached without a reason, or the list of reasons is out of date. */
export function hasUnexplainedCode(result: VerificationResult): boolean {
  const unexplained = (result.unreached ?? []).some((one) => one.reason === undefined);
  return unexplained || (result.staleUnreached ?? []).length > 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
