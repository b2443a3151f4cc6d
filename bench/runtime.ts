// npm run bench -- runtime: what a call of a swappable component costs, with no swap on and behind a mediator, beside what
// people use in its place. Nanoseconds, the best of several rounds; for instructions see instructions.ts. Not pinned: run it alone.

import { Mutex } from 'async-mutex';
import { runActivity, swap, swappable } from '../runtime/index.js';
import { Counter } from './runtimeCounter.js';

const rounds = 7;
const times = 200_000;

export interface RuntimeCost {
  readonly name: string;
  readonly nanoseconds: number;
}

/** runtimeCosts measures them, one after the other. */
export async function runtimeCosts(): Promise<readonly RuntimeCost[]> {
  const plain = new Counter();
  const holder = { current: new Counter() };
  const proxy = new Proxy(new Counter(), {});
  const swapped = swappable('bench', new Counter());
  const lock = new Mutex();
  const costs: RuntimeCost[] = [];
  const sync = (name: string, run: () => unknown) => costs.push({ name, nanoseconds: best(run) });
  const async = async (name: string, run: () => Promise<unknown>) =>
    costs.push({ name, nanoseconds: await bestAwaited(run) });
  sync('synchronous: the object itself', () => plain.add(1));
  sync('synchronous: one mutable variable', () => holder.current.add(1));
  sync('synchronous: Proxy', () => proxy.add(1));
  sync('synchronous: swappable, no swap on', () => swapped.add(1));
  await async('asynchronous: the object itself', () => plain.addLater(1));
  await async('asynchronous: a mutex (async-mutex)', () => lock.runExclusive(() => plain.addLater(1)));
  await runActivity('bench', async () => {
    await async('asynchronous, in an activity: the object itself', () => plain.addLater(1));
    await async('asynchronous, in an activity: swappable, no swap on', () => swapped.addLater(1));
  });
  await mediated(swapped, sync, async);
  costs.push({ name: 'idle swap, transfer by value', nanoseconds: await idleSwap() });
  return costs;
}

/** An activity that goes on holds the swap in forward: every call goes through the mediator. */
async function mediated(
  swapped: Counter,
  sync: (name: string, run: () => unknown) => unknown,
  async: (name: string, run: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  let release = () => {};
  const holding = runActivity('holder', () => new Promise<void>((resolve) => (release = resolve)));
  const swapping = swap(swapped, new Counter(), { warnAfter: 600_000 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  sync('synchronous: swappable, mediated', () => swapped.add(1));
  await runActivity('bench', () =>
    async('asynchronous, in an activity: swappable, mediated', () => swapped.addLater(1)),
  );
  release();
  await Promise.all([holding, swapping]);
}

async function idleSwap(): Promise<number> {
  const swapped = swappable('idle', new Counter());
  const begun = process.hrtime.bigint();
  for (let index = 0; index < 1000; index++) await swap(swapped, new Counter(), { warnAfter: 600_000 });
  return Number(process.hrtime.bigint() - begun) / 1000;
}

function best(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const begun = process.hrtime.bigint();
    for (let index = 0; index < times; index++) run();
    least = Math.min(least, Number(process.hrtime.bigint() - begun) / times);
  }
  return least;
}

async function bestAwaited(run: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const begun = process.hrtime.bigint();
    for (let index = 0; index < times / 10; index++) await run();
    least = Math.min(least, Number(process.hrtime.bigint() - begun) / (times / 10));
  }
  return least;
}

/** runtimeText prints them. */
export function runtimeText(costs: readonly RuntimeCost[]): string {
  const lines = costs.map(({ name, nanoseconds }) => `${name.padEnd(54)} ${nanoseconds.toFixed(1).padStart(9)} ns`);
  return `${lines.join('\n')}\n`;
}
