// What `quiesce tla` prints: a row per configuration and engine.

import { counted, drawTable, wrap } from '../reports/table.js';
import type { CheckedConfiguration } from '../tla/check.js';
import type { ManifestEntry } from '../tla/manifest.js';
import type { TlaResult } from '../tla/result.js';
import { terminal } from './terminal.js';

const columns = [
  { title: 'configuration' },
  { title: 'engine' },
  { title: 'verdict' },
  { title: 'states', align: 'right' },
  { title: 'depth', align: 'right' },
  { title: '' },
] as const;

/** checksText is the table of what the engines say, and which TLC it was. */
export function checksText(checks: readonly CheckedConfiguration[], tlc?: string): string {
  const rows = checks.flatMap((check) => check.outcomes.map((outcome) => row(check, outcome)));
  const wrong = checks.filter((check) => check.departures.length > 0);
  const asked = checks.length;
  const { width } = terminal();
  return [
    ...drawTable(columns, rows, width),
    '',
    ...(tlc === undefined ? [] : [`tlc: ${tlc}`]),
    ...wrong.flatMap(({ configuration, departures }) => wrap(`${configuration}: ${departures.join('; ')}`, width)),
    wrong.length === 0
      ? `${counted(asked, 'configuration')} as expected`
      : `${wrong.length} of ${counted(asked, 'configuration')} not as expected`,
    '',
  ].join('\n');
}

function row({ configuration, departures }: CheckedConfiguration, outcome: TlaResult): string[][] {
  const verdict = outcome.violated === undefined ? outcome.verdict : `${outcome.verdict}: ${outcome.violated}`;
  const mark = departures.length === 0 ? 'as expected' : 'NOT as expected';
  return [[configuration], [outcome.engine], [verdict], [String(outcome.states)], [String(outcome.depth)], [mark]];
}

/** listText says what there is to check. */
export function listText(entries: readonly ManifestEntry[]): string {
  const rows = entries.map(({ configuration, mode, expected, violated, shows }) => [
    [configuration],
    [mode],
    [violated === undefined ? expected : `${expected}: ${violated}`],
    [shows],
  ]);
  const titles = ['configuration', 'mode', 'expected', 'shows'].map((title) => ({ title }));
  return `${drawTable(titles, rows, terminal().width).join('\n')}\n`;
}
