// How long the library of protocols takes, variant by variant: it is a benchmark too. Times are of a machine, so they are
// committed apart from all that is the same everywhere (docs/protocols.json), and `npm run docs:update` puts them in the table.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../runner/packageRoot.js';
import { type ProtocolTime, type ProtocolTimes, pathOfTimes, protocolFiles } from '../runner/protocolLibrary.js';
import { verify } from '../runner/verifyNamed.js';
import { median } from './comparison.js';

/** protocolTimes explores every variant so many times, one after the other, and takes medians. */
export async function protocolTimes(runs: number): Promise<ProtocolTimes> {
  const all: (readonly ProtocolTime[])[] = [];
  for (let run = 0; run < runs; run++) all.push(await oneRun());
  const rows = all[0]!.map((row, index) => ({ ...row, elapsedMs: median(all.map((one) => one[index]!.elapsedMs)) }));
  return { version: 1, runs, rows };
}

async function oneRun(): Promise<readonly ProtocolTime[]> {
  const { explorations } = await verify(protocolFiles(packageRoot), { from: packageRoot, lanes: 1 });
  const rows = new Map<string, ProtocolTime>();
  for (const { scenario: protocol, mechanism: variant, states, elapsedMs = 0 } of explorations) {
    const known = rows.get(`${protocol}#${variant}`);
    rows.set(`${protocol}#${variant}`, {
      ...{ protocol, variant },
      states: Math.max(states, known?.states ?? 0),
      elapsedMs: elapsedMs + (known?.elapsedMs ?? 0),
    });
  }
  return [...rows.values()].sort((one, other) =>
    one.protocol < other.protocol ? -1 : one.protocol > other.protocol ? 1 : 0,
  );
}

/** writeTimes commits them. */
export function writeTimes(times: ProtocolTimes): void {
  writeFileSync(join(packageRoot, pathOfTimes), `${JSON.stringify(times, null, 2)}\n`);
}

/** protocolsText is the report for people. */
export function protocolsText({ runs, rows }: ProtocolTimes): string {
  const states = rows.reduce((sum, row) => sum + row.states, 0);
  const elapsedMs = rows.reduce((sum, row) => sum + row.elapsedMs, 0);
  return [
    `Protocols: ${rows.length} variants, one at a time, all properties, medians of ${runs} runs.`,
    ...rows.map(
      (row) => `  ${row.protocol.replace(/^.*\//, '')}#${row.variant}: ${row.states} states, ${row.elapsedMs} ms`,
    ),
    `  together: ${states} states, ${(elapsedMs / 1000).toFixed(1)} s`,
    '',
  ].join('\n');
}
