// Instructions of a synchronous call, counted by valgrind's cachegrind where that is there: the difference of two processes
// that make more and fewer calls, so that starting and compiling cancel out.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface InstructionCount {
  readonly name: string;
  readonly instructions: number;
}

/** The paper's figure of a mediated call. */
export const paperMediated = 633;

const [few, many] = [400_000, 1_400_000];
const names = {
  direct: 'synchronous: the object itself',
  idle: 'synchronous: swappable, no swap on',
  mediated: 'synchronous: swappable, mediated',
} as const;

/** instructionCounts counts them; a sentence that says why where it cannot. */
export function instructionCounts(): readonly InstructionCount[] | string {
  if (spawnSync('valgrind', ['--version']).status !== 0)
    return 'instructions are not counted: there is no valgrind here';
  const counts = Object.entries(names).map(([kind, name]) => {
    const [before, after] = [executed(kind, few), executed(kind, many)];
    return { name, instructions: Math.round((after - before) / (many - few)) };
  });
  const isCounted = counts.every(({ instructions }) => Number.isFinite(instructions));
  return isCounted ? counts : 'instructions are not counted: valgrind does not run this Node';
}

function executed(kind: string, times: number): number {
  const tool = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null', '--smc-check=all-non-file'];
  const loop = [
    process.execPath,
    '--single-threaded',
    join(import.meta.dirname, 'runtimeLoop.js'),
    kind,
    String(times),
  ];
  const { stderr } = spawnSync('valgrind', [...tool, ...loop], { encoding: 'utf8' });
  const [, count] = /I +refs: +([\d,]+)/.exec(stderr) ?? [];
  return Number(count?.replaceAll(',', ''));
}

/** instructionsText prints them, with the paper's figure. */
export function instructionsText(counted: readonly InstructionCount[] | string): string {
  if (typeof counted === 'string') return `${counted}\n`;
  const lines = counted.map(({ name, instructions }) => `${name.padEnd(54)} ${instructions}`);
  const mediated = counted.find(({ name }) => name === names.mediated)!.instructions;
  const verdict = mediated <= paperMediated ? 'kept' : 'MISSED';
  return `\ninstructions\n${lines.join('\n')}\nmediated at most ${paperMediated}, as in the paper: ${verdict}\n`;
}
