// The peer: Spin (Holzmann, The SPIN Model Checker) on the same protocol in Promela, as a compiled checker: in full, so that it
// visits every state as this engine does, and in the ways in which it may have its verdict sooner.

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled, run, runAccounted } from './processes.js';
import type { Size } from './protocol.js';

/** The protocol in Promela: in bench/ of the source tree, wherever this runs from. */
export const source = join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'bench', 'peers', 'protocol.pml');

/** How the checker is compiled, all states looked at. */
const inFull = ['-O3', '-DSAFETY', '-DNOREDUCE'];
/** Without partial order reduction or with it; and compiled sooner, for a slower search. */
const otherwise = [
  ['-O1', '-DSAFETY', '-DNOREDUCE'],
  ['-O3', '-DSAFETY'],
  ['-O1', '-DSAFETY'],
];

/** One verification by Spin. */
export interface SpinRun {
  readonly states: number;
  readonly transitions: number;
  readonly errors: number;
  /** Processor time of the compiled checker. */
  readonly searchMs: number;
  readonly generateMs: number;
  readonly compileMs: number;
  readonly runMs: number;
}

/** whySpinIsSkipped says what is missing, or nothing. */
export function whySpinIsSkipped(): string | undefined {
  if (!isInstalled('spin')) return 'there is no spin here';
  if (!isInstalled('cc')) return 'there is no C compiler here';
  return undefined;
}

/** verifyWithSpin generates, compiles and runs the checker for one size, in a folder of its own. */
export function verifyWithSpin(
  { clients, calls }: Size,
  hashBits: number,
  out: string,
  flags: readonly string[] = inFull,
): SpinRun {
  const folder = join(out, `spin-${clients}-${calls}`);
  mkdirSync(folder, { recursive: true });
  const generated = run('spin', [`-DCLIENTS=${clients}`, `-DCALLS=${calls}`, '-a', source], folder);
  const compiled = run('cc', [...flags, '-o', 'pan', 'pan.c'], folder);
  const ran = runAccounted(join(folder, 'pan'), ['-m100000', `-w${hashBits}`], folder);
  return {
    ...parsed(ran.stdout),
    searchMs: ran.processorMs,
    generateMs: generated.elapsedMs,
    compileMs: compiled.elapsedMs,
    runMs: ran.elapsedMs,
  };
}

/** soonestOfSpin is the time to the verdict, by the way that had it first. */
export function soonestOfSpin(size: Size, hashBits: number, out: string, first: SpinRun): number {
  const runs = [first, ...otherwise.map((flags) => verifyWithSpin(size, hashBits, out, flags))];
  return Math.min(...runs.map(verdictMsOf));
}

export function verdictMsOf({ generateMs, compileMs, runMs }: SpinRun): number {
  return generateMs + compileMs + runMs;
}

function parsed(report: string): Pick<SpinRun, 'states' | 'transitions' | 'errors'> {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(report)?.[1];
    if (found === undefined) throw new Error(`Spin's report has no ${pattern}:\n${report}`);
    return Number(found);
  };
  if (/search was not completed|max search depth too small/.test(report)) throw new Error(`Spin was cut:\n${report}`);
  return {
    states: number(/([\d.e+]+) states, stored/),
    transitions: number(/([\d.e+]+) transitions/),
    errors: number(/errors: (\d+)/),
  };
}

/** The nearest folder above that holds peers/ in bench/: the build has its own copy of bench/ without it. */
function packageRoot(from: string): string {
  return from.endsWith(join('dist', 'bench')) ? join(from, '..', '..') : join(from, '..');
}
