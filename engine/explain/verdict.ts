// Results: plain data from which every report is made. A verdict is one of five things, never a boolean.

import type { Step } from '../multiprocessor/step.js';
import type { MemoryModel } from '../multiprocessor/storeBuffers.js';
import type { LimitHit } from '../search/options.js';
import type { History } from '../watch/history.js';
import type { Seen } from '../watch/stateReader.js';
import type { Schedule } from './schedule.js';

export type { Seen } from '../watch/stateReader.js';

/**
 * proved: every state within the system's bounds was explored, and the claim's premise was reached. vacuous: explored
 * likewise, but the premise was never reached, so the claim says nothing. refuted: there is a path; it beats vacuous.
 * unrefuted: so many sampled executions showed nothing. inconclusive: a limit cut the search; it is never vacuous.
 */
export type VerdictKind = (typeof verdictKinds)[number];

/** All kinds of verdicts, in the order in which reports count them. */
export const verdictKinds = Object.freeze(['proved', 'vacuous', 'refuted', 'unrefuted', 'inconclusive'] as const);

/** memoryOf is what a verdict says of the memory model: nothing under 'sc'. */
export function memoryOf({ memory }: { readonly memory: MemoryModel }): Pick<Verdict, 'memory'> {
  return memory === 'sc' ? {} : { memory };
}

/**
 * onMemory says of which memory model a verdict is: nothing under 'sc', else ` on TSO` or ` on PSO`. A proof there is none
 * for weaker memory.
 *
 * @example
 * onMemory({ memory: 'tso' }) // => ' on TSO'
 */
export function onMemory({ memory }: Pick<Verdict, 'memory'>): string {
  return memory === undefined ? '' : ` on ${memory.toUpperCase()}`;
}

export interface Verdict {
  readonly property: string;
  readonly statement: string;
  readonly verdict: VerdictKind;
  /** The memory model that it is about, where stores are buffered. */
  readonly memory?: 'tso' | 'pso';
  /** Of the exploration that decided it. */
  readonly states: number;
  readonly transitions: number;
  /** Of samples, and execution by execution: how many. */
  readonly executions?: number;
  /** vacuous, and unrefuted likewise: why the premise was not reached, in words. */
  readonly reason?: string;
  readonly limit?: LimitHit;
  readonly counterexample?: Counterexample;
}

/** A failing path, shrunk. */
export interface Counterexample {
  readonly property: string;
  readonly reason: string;
  readonly schedule: Schedule;
  readonly steps: readonly StepRecord[];
  /**
   * Index into steps of the step after which the property was false; -1 when it was false at the start. What has to come
   * at last and does not is false of the whole path, so after its last step.
   */
  readonly turnedFalseAt: number;
  /** Of what has to come at last: index of the step since which it is waited for; -1 from the start on. */
  readonly opensAt?: number;
  /** 'fewest steps' only where breadth-first search proves it. */
  readonly length: 'shortest' | 'shortest found';
  /** Lassos: index of the first step of the loop, which ends with the last step. */
  readonly loopStartsAt?: number;
  /**
   * What the claim read where it is false: in the last state, of a lasso in the one where its loop starts. Nothing where
   * the claim reads no state.
   */
  readonly seen?: readonly Seen[];
  /** Deadlocks: who waits for whom. */
  readonly waits?: readonly WaitRecord[];
  /** Linearizability: the smallest part of the calls that no order explains. */
  readonly history?: History;
  /** All threads, as they are declared. */
  readonly threads?: readonly string[];
  /** Before and after shrinking. */
  readonly shrunkFrom: PathSize;
  readonly size: PathSize;
}

export interface PathSize {
  readonly steps: number;
  readonly switches: number;
  readonly threads: number;
}

export interface WaitRecord {
  readonly thread: string;
  /** What it waits at, in words: `wait lock is 0`. */
  readonly operation: string;
  readonly source?: string;
  /** Threads whose automaton still holds an operation that could satisfy the wait. Empty, and none not known: nobody can. */
  readonly waitsFor: readonly string[];
  /** Threads of which it is not known, as nobody has explored how they go on: in a replay, and where steps are chosen by hand. */
  readonly notKnown?: readonly string[];
}

/** A step of a path, as plain data. */
export interface StepRecord extends Step {
  readonly index: number;
  /** `file:line` of the operation. */
  readonly source?: string;
  /** Threads enabled before the step. */
  readonly enabled: readonly string[];
  /** It is the last of its thread, which has finished or failed with it. */
  readonly ends?: true;
}

/** What one exploration or sampling run found. */
export interface Exploration {
  readonly system: string;
  readonly mode: 'exhaustive' | 'sampled';
  /**
   * Who searched: execution by execution (states are then the steps that were taken), or state by state, the loop in
   * WebAssembly or the one in TypeScript, and why that one.
   */
  readonly engine?: 'executions' | 'kernel' | 'typescript';
  readonly whyTypescript?: string;
  readonly executions?: number;
  readonly states: number;
  readonly transitions: number;
  /** Under a reduction, which; where one was asked for and does not suit: why every step of every state was taken. */
  readonly reduction?: 'persistent';
  readonly inFull?: string;
  /** Longest shortest path, in steps (breadth-first in full only). */
  readonly depth: number;
  readonly complete: boolean;
  readonly limit?: LimitHit;
  readonly verdicts: readonly Verdict[];
  /** Thread automata sizes and memory, for reports and benchmarks. */
  readonly nodes: number;
  readonly bytesPerState: number;
  readonly elapsedMs: number;
  /** Fingerprint store only: the probability that some state was taken for another. */
  readonly collisionProbability?: number;
}
