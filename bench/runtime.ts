// npm run bench -- runtime: what a call of a swappable component costs, with no swap on and behind a mediator, beside what
// people use in its place. Nanoseconds, the best of several rounds, each in a process of its own; for instructions see
// instructions.ts.

import { join } from 'node:path';
import { run } from './processes.js';
import { runtimeCalls } from './runtimeCalls.js';

export interface RuntimeCost {
  readonly name: string;
  readonly nanoseconds: number;
}

const loop = join(import.meta.dirname, 'runtimeLoop.js');

/** What a synchronous call may cost while no swap is on. */
const idleAtMost = 5;

/** runtimeCosts measures them, one after the other. */
export function runtimeCosts(): readonly RuntimeCost[] {
  return Object.keys(runtimeCalls).map((name) => JSON.parse(run(process.execPath, [loop, name]).stdout) as RuntimeCost);
}

/** runtimeText prints them. */
export function runtimeText(costs: readonly RuntimeCost[]): string {
  const lines = costs.map(({ name, nanoseconds }) => `${name.padEnd(54)} ${nanoseconds.toFixed(1).padStart(9)} ns`);
  const { nanoseconds } = costs.find(({ name }) => name === 'synchronous: swappable, no swap on')!;
  const verdict = nanoseconds <= idleAtMost ? 'kept' : 'MISSED';
  return `${lines.join('\n')}\nno swap on: at most ${idleAtMost} ns: ${verdict}\n`;
}
