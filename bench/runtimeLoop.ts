// One call of runtimeCalls.ts in a process of its own: node runtimeLoop.js NAME prints the nanoseconds of one, the best of
// several rounds; node runtimeLoop.js NAME TIMES makes so many and nothing else, for instructions.ts, which counts them.

import { runActivity } from '../runtime/index.js';
import { type Measured, runtimeCalls } from './runtimeCalls.js';

const rounds = 9;
const perRound = 200_000;

async function loop({ call, isAwaited }: Measured, times: number): Promise<void> {
  if (isAwaited) for (let index = 0; index < times; index++) await call();
  else for (let index = 0; index < times; index++) call();
}

async function timed(measured: Measured): Promise<number> {
  const times = measured.isAwaited ? perRound / 20 : perRound;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const begun = process.hrtime.bigint();
    await loop(measured, times);
    least = Math.min(least, Number(process.hrtime.bigint() - begun) / times);
  }
  return least;
}

const [name, times] = [process.argv[2]!, process.argv[3]];
const measured = await runtimeCalls[name]!();
const run = async () => {
  if (times !== undefined) await loop(measured, Number(times));
  else process.stdout.write(JSON.stringify({ name: measured.name, nanoseconds: await timed(measured) }));
};
await (measured.isInActivity ? runActivity('bench', run) : run());
process.exit(0);
