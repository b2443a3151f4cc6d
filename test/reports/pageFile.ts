// Pages to look at in tests: results with one failing path, and the page of a result as a file on the disk.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Counterexample, StepRecord } from '../../engine/explain/verdict.js';
import { htmlReport, type PageOptions, type PageSubject } from '../../reports/html.js';
import { makeResult, type VerificationResult } from '../../runner/result.js';
import { folderWith } from '../cli/run.js';
import { lostUpdate, sampleResult } from './sampleResult.js';

const root = join(import.meta.dirname, '..', '..');
/** Debian's package, or CHROMIUM names another. */
export const browserFile = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const pageOptions = {
  command: 'npx quiesce',
  script: readFileSync(join(root, 'dist/reports/page/client.js'), 'utf8'),
  style: readFileSync(join(root, 'reports/page/style.css'), 'utf8'),
  sources: { 'lost.ts': Array.from({ length: 12 }, (_, line) => `line ${line + 1}`).join('\n') },
};

/** resultOf is a result that is refuted by this path alone. */
export function resultOf(counterexample: Counterexample): VerificationResult {
  const row = sampleResult.verdicts.find(({ verdict }) => verdict === 'refuted')!;
  return makeResult({ verdicts: [{ ...row, counterexample }], explorations: [], errors: [] });
}

/** pathOf is a path of these steps; what they leave out is as usual. */
export function pathOf(steps: readonly Partial<StepRecord>[]): Counterexample {
  const usual = {
    agent: 't1',
    processor: 0,
    kind: 'load',
    operation: 'load x',
    reads: [],
    writes: [],
    events: [],
  } as const;
  const made = steps.map((step, index) => ({ index, ...usual, enabled: ['t1'], ...step }));
  return { ...lostUpdate, steps: made, turnedFalseAt: steps.length - 1 };
}

/** A small swap: two calls, one held back, two phases, a value and a wake-up that go from thread to thread. */
export const swap = pathOf(
  [
    { events: [{ name: 'invoke', thread: 't1', data: { call: 'a', ref: 'A', method: 'outer' } }] },
    { events: [{ name: 'invoke', thread: 't1', data: { call: 'b', ref: 'A', method: 'inner' } }] },
    { events: [{ name: 'phase', thread: 't1', data: { ref: 'A', mediator: 0, phase: 'block' } }] },
    { events: [{ name: 'suspended', thread: 't1', data: { call: 'b', ref: 'A' } }] },
    {
      agent: 't2',
      processor: 1,
      kind: 'store',
      operation: 'store x <- 1',
      writes: [{ cell: 'x', before: 0, value: 1 }],
    },
    { agent: 't2', processor: 1, kind: 'unpark', operation: 'unpark t1' },
    { reads: [{ cell: 'x', value: 1 }], events: [{ name: 'resumed', thread: 't1', data: { call: 'b', ref: 'A' } }] },
    { events: [{ name: 'return', thread: 't1', data: { call: 'b', result: 1 } }] },
    { events: [{ name: 'phase', thread: 't1', data: { ref: 'A', mediator: 0, phase: 'completed' } }] },
  ].map((step) => step as Partial<StepRecord>),
);

/** pageUrl writes the page of a result to the disk. */
export function pageUrl(result: VerificationResult | PageSubject, more: Partial<PageOptions> = {}): string {
  const folder = folderWith({ 'report.html': '' });
  const file = join(folder, 'report.html');
  writeFileSync(file, htmlReport(result, { ...pageOptions, ...more }));
  return pathToFileURL(file).href;
}
