// npm run bench [-- --json] [-- runtime | peers | protocols [--write] | workers RESULT...]: what a running service pays
// (runtime.ts), the peers in Rust (rustPeers.ts), how long the library of protocols takes (protocols.ts), what a queue of workers
// would make of it (workers.ts), or this engine against Spin on the same protocol in one run, and what is printed beside it.
// Exit code 0 when every target is reached or there is no peer; 1 when one is missed or the two disagree.

import { join } from 'node:path';
import { compare } from './comparison.js';
import { measure } from './measurements.js';
import { pinning } from './processes.js';
import { type BenchResult, benchText } from './report.js';
import { sizes } from './sizes.js';
import { whySpinIsSkipped } from './spin.js';

const runs = 5;

function bench(): BenchResult {
  const skipped = whySpinIsSkipped();
  const out = join(process.cwd(), 'out', 'bench');
  const comparisons = sizes.map((size) => compare(size, runs, skipped === undefined, out));
  return {
    version: 1,
    ...(skipped === undefined ? {} : { skipped }),
    pinning: pinning(),
    comparisons,
    measurements: measure(),
    reached: comparisons.every(({ reached }) => reached),
  };
}

const isJson = process.argv.includes('--json');

if (process.argv.includes('runtime')) {
  const { runtimeCosts, runtimeText } = await import('./runtime.js');
  const costs = runtimeCosts();
  const { instructionCounts, instructionsText } = await import('./instructions.js');
  const instructions = instructionCounts();
  const text = runtimeText(costs) + instructionsText(instructions);
  process.stdout.write(isJson ? `${JSON.stringify({ costs, instructions }, null, 2)}\n` : text);
} else if (process.argv.includes('peers')) {
  const { buildPeers, comparePeers, peersText } = await import('./rustPeers.js');
  const built = buildPeers(join(process.cwd(), 'out', 'bench'));
  const rows = typeof built === 'string' ? [] : comparePeers(built.programs, 3);
  const text = typeof built === 'string' ? `skipped: ${built}\n` : peersText(rows);
  process.stdout.write(isJson ? `${JSON.stringify({ version: 1, rows }, null, 2)}\n` : text);
} else if (process.argv.includes('workers')) {
  const { workersText } = await import('./workers.js');
  process.stdout.write(workersText(process.argv.slice(process.argv.indexOf('workers') + 1)));
} else if (process.argv.includes('protocols')) {
  const { protocolTimes, protocolsText, writeTimes } = await import('./protocols.js');
  const times = await protocolTimes(runs);
  if (process.argv.includes('--write')) writeTimes(times);
  process.stdout.write(isJson ? `${JSON.stringify(times, null, 2)}\n` : protocolsText(times));
} else {
  const result = bench();
  process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : benchText(result));
  process.exitCode = result.reached ? 0 : 1;
}
