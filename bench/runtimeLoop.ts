// So many calls and nothing else, for bench/instructions.ts, which counts what a process executes:
// node runtimeLoop.js direct|idle|mediated TIMES

import { runActivity, swap, swappable } from '../runtime/index.js';
import { Counter } from './runtimeCounter.js';

const [kind, times] = [process.argv[2], Number(process.argv[3])];
const plain = new Counter();
const swapped = swappable('loop', new Counter());
if (kind === 'mediated') {
  // An activity that goes on holds the swap in forward.
  void runActivity('holder', () => new Promise<void>(() => {}));
  void swap(swapped, new Counter(), { warnAfter: 600_000 });
  await new Promise((resolve) => setTimeout(resolve, 5));
}
const run = kind === 'direct' ? () => plain.add(1) : () => swapped.add(1);
for (let index = 0; index < times; index++) run();
process.exit(0);
