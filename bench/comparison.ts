// The comparison with the peer: interleaved runs of both on each size, medians, ratios. States must agree.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineRun } from './engineProcess.js';
import { run } from './processes.js';
import type { Size } from './protocol.js';
import { nameOf, sizes } from './sizes.js';
import { type SpinRun, soonestOfSpin, verdictMsOf, verifyWithSpin } from './spin.js';

/** What this engine is to reach, against the peer in the same run. */
export const targets = Object.freeze({
  /** States per second, all of them looked at, over the peer's; on the smallest size, where starting up is what is measured. */
  rateRatio: 1.5,
  rateRatioOfSmallest: 1,
  /** Time to verdict in whatever way has it first, over the peer's likewise. */
  soonestRatio: 0.25,
});

/** rateTargetOf is what is to be reached on a size. */
export function rateTargetOf(size: Size): number {
  return size === sizes[sizes.length - 1] ? targets.rateRatioOfSmallest : targets.rateRatio;
}

/** Medians of one size. */
export interface Comparison {
  readonly size: Size;
  readonly states: number;
  readonly runs: number;
  readonly engine: Measured;
  readonly spin?: Measured & { readonly generateMs: number; readonly compileMs: number };
  /** This engine's states per second over Spin's. */
  readonly rateRatio?: number;
  /** This engine's time to verdict over Spin's: below 1 is faster. */
  readonly verdictRatio?: number;
  /** Time to verdict in whatever way has it first: this engine in full or with steps left out; Spin compiled in one of four ways. */
  readonly soonestMs: number;
  readonly soonestOfSpinMs?: number;
  readonly soonestRatio?: number;
  /** States that are left where steps are left out. */
  readonly statesReduced: number;
  readonly reached: boolean;
}

export interface Measured {
  /** Per second of processor time. */
  readonly statesPerSecond: number;
  /** Processor time of the search. */
  readonly searchMs: number;
  /** On the clock, from the command to the verdict: process start, and for Spin generation and compilation. */
  readonly verdictMs: number;
}

interface Timed<R> {
  readonly result: R;
  readonly verdictMs: number;
}

/** exploreInProcess runs this engine on one thing, in a process of its own. */
export function exploreInProcess(...args: readonly (string | number)[]): Timed<EngineRun> {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'engineProcess.js');
  const { stdout, elapsedMs } = run(process.execPath, [script, ...args.map(String)]);
  return { result: JSON.parse(stdout) as EngineRun, verdictMs: elapsedMs };
}

/** compare measures both on one size, `runs` times each in turn; the engine alone where `withSpin` is false. */
export function compare(size: Size, runs: number, withSpin: boolean, out: string): Comparison {
  const engine: Timed<EngineRun>[] = [];
  const reduced: Timed<EngineRun>[] = [];
  const spin: Timed<SpinRun>[] = [];
  const soonest: number[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    engine.push(checkedEngine(size, exploreInProcess('protocol', size.clients, size.calls)));
    reduced.push(checkedEngine(size, exploreInProcess('reduced', size.clients, size.calls)));
    if (!withSpin) continue;
    spin.push(spinOn(size, engine[0]!.result.states, out));
    soonest.push(soonestOfSpin(size, hashBitsFor(engine[0]!.result.states), out, spin[turn]!.result));
  }
  const { states } = engine[0]!.result;
  const soonestMs = Math.min(...[engine, reduced].map((timed) => median(timed.map(({ verdictMs }) => verdictMs))));
  return judged(size, {
    ...{ states, runs, engine: medians(engine), soonestMs, statesReduced: reduced[0]!.result.states },
    ...(withSpin ? { spin: spinMedians(spin), soonestOfSpinMs: median(soonest) } : {}),
  });
}

/** The hash table of the peer has a few places a state. */
function hashBitsFor(states: number): number {
  return Math.ceil(Math.log2(states)) + 2;
}

function spinOn(size: Size, states: number, out: string): Timed<SpinRun> {
  const result = verifyWithSpin(size, hashBitsFor(states), out);
  if (result.errors > 0) throw new Error(`Spin finds an error on ${nameOf(size)}`);
  if (result.states !== states) {
    throw new Error(
      `on ${nameOf(size)} this engine has ${states} states and Spin ${result.states}: not the same protocol`,
    );
  }
  return { result, verdictMs: verdictMsOf(result) };
}

function checkedEngine(size: Size, timed: Timed<EngineRun>): Timed<EngineRun> {
  const wrong = Object.entries(timed.result.verdicts).filter(([, verdict]) => verdict !== 'proved');
  if (wrong.length > 0) throw new Error(`on ${nameOf(size)}: ${wrong.map((one) => one.join(' is ')).join(', ')}`);
  return timed;
}

function medians(timed: readonly Timed<Pick<EngineRun, 'states' | 'searchMs'>>[]): Measured {
  const searchMs = median(timed.map(({ result }) => result.searchMs));
  return {
    statesPerSecond: Math.round((timed[0]!.result.states / searchMs) * 1000),
    searchMs,
    verdictMs: median(timed.map(({ verdictMs }) => verdictMs)),
  };
}

function spinMedians(timed: readonly Timed<SpinRun>[]) {
  return {
    ...medians(timed),
    generateMs: median(timed.map(({ result }) => result.generateMs)),
    compileMs: median(timed.map(({ result }) => result.compileMs)),
  };
}

type Figures = Omit<Comparison, 'size' | 'rateRatio' | 'verdictRatio' | 'soonestRatio' | 'reached'>;

function judged(size: Size, measured: Figures): Comparison {
  const { engine, spin, soonestMs, soonestOfSpinMs } = measured;
  if (!spin) return { size, ...measured, reached: true };
  const rateRatio = engine.statesPerSecond / spin.statesPerSecond;
  const verdictRatio = engine.verdictMs / spin.verdictMs;
  const soonestRatio = soonestMs / soonestOfSpinMs!;
  const reached = rateRatio >= rateTargetOf(size) && soonestRatio <= targets.soonestRatio;
  return { size, ...measured, rateRatio, verdictRatio, soonestRatio, reached };
}

/** median of an odd number of values; of the two in the middle, the lower. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
