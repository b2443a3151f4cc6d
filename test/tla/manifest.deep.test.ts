// Every configuration does what the manifest says, in both engines, and the two agree.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { check } from '../../tla/check.js';
import { loadEntry, readManifest, shortName } from '../../tla/manifest.js';
import { refuseDisagreement, type TlaResult } from '../../tla/result.js';

const folder = join(import.meta.dirname, '../../tla');
const { entries } = readManifest(folder);
const skipped = whyTlcIsSkipped();

/** What the embedded engine takes long for is left to TLC here; `quiesce tla --engine both` does it all. */
const slow = [
  'TwoProcessors',
  'TwoProcessorsSmall',
  'RecursionAndCaller',
  'AbortTwoCallers',
  'LivenessTwoCallers',
  'LivenessEndless',
  'Refinement',
  'FailsLenient',
  'ClusteredSpread',
  'ClusteredRefinement',
  'ClusteredLivenessTwoProcessors',
];
const isQuick = (name: string) => !slow.includes(shortName(name));
const quick = entries.filter(({ configuration }) => isQuick(configuration));

describe('the manifest', () => {
  it('lists every configuration of the folder, and nothing else', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.cfg'));

    expect(files.map((name) => name.replace('.cfg', '')).sort()).toEqual(
      entries.map((each) => each.configuration).sort(),
    );
  });

  it('gives states and depth where the claims hold, and a reason where they must fail', () => {
    const holding = entries.filter(({ expected }) => expected === 'holds');
    const failing = entries.filter(({ expected }) => expected !== 'holds');

    expect(holding.filter(({ states, depth }) => states === undefined || depth === undefined)).toEqual([]);
    expect(failing.filter(({ drops }) => drops === undefined)).toEqual([]);
  });

  it('is what the page says', () => {
    const page = readFileSync(join(folder, 'README.md'), 'utf8');
    const rows = entries.map(({ configuration, mode, expected, violated, states = '', depth = '', drops = '' }) => {
      const verdict = violated === undefined ? expected : `${expected}: ${violated}`;
      const name = shortName(configuration);
      return `| ${name} | ${mode} | ${verdict} | ${states} | ${depth} | ${drops} |`;
    });

    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });

  it('has a failing configuration for the assumptions of the liveness claims', () => {
    const dropped = new Set(entries.flatMap(({ drops }) => (drops === undefined ? [] : [drops])));

    expect([...dropped].sort()).toEqual([
      'no condition across blocked calls',
      'no sleep inside the component',
      'short-lived threads',
      'strict admission',
    ]);
  });
});

/** QUIESCE_TLA=all asks both engines for every configuration, and takes minutes; where it does, nothing is asked twice. */
const all = process.env.QUIESCE_TLA === 'all' && skipped === undefined;

describe.skipIf(all)('the embedded engine', () => {
  it.each(quick)('finds that $configuration: $expected', async (entry) => {
    const { departures } = await check(loadEntry(folder, entry), 'embedded');

    expect(departures).toEqual([]);
  });
});

/** One of each kind. */
const kinds = [
  'Recursion',
  'Abort',
  'RefinementTwoSwaps',
  'Liveness',
  'FailsLingering',
  'FailsSleeping',
  'FailsCondition',
  'ClusteredOneCaller',
];
const asked = entries.filter(({ configuration }) => all || kinds.includes(shortName(configuration)));
const howMany = all ? '' : ` (${asked.length} of ${entries.length}; QUIESCE_TLA=all for all)`;

describe.skipIf(skipped)(`both engines${skipped === undefined ? howMany : ` (skipped: ${skipped})`}`, () => {
  it.each(asked)('agree that $configuration: $expected', async (entry) => {
    const { departures, outcomes } = await check(loadEntry(folder, entry), 'both');

    expect(outcomes.map(({ engine }) => engine)).toEqual(['embedded', 'tlc']);
    expect(departures).toEqual([]);
  });
});

describe('two engines', () => {
  const one: TlaResult = { engine: 'embedded', configuration: 'X', verdict: 'holds', states: 10, depth: 3 };

  it.each([
    ['states', { states: 11 }],
    ['depth', { depth: 4 }],
    ['verdict', { verdict: 'deadlock' as const }],
  ])('that differ in %s are an error', (_what, difference) => {
    expect(() => refuseDisagreement(one, { ...one, engine: 'tlc', ...difference })).toThrow(/QSC418/);
  });

  it('may stop at different times at a violation', () => {
    const bad: TlaResult = { ...one, verdict: 'deadlock' };

    expect(() => refuseDisagreement(bad, { ...bad, engine: 'tlc', states: 11 })).not.toThrow();
  });
});
