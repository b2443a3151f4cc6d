// What `quiesce tla` prints: a row per configuration and engine, and a table per workload that is held to the specification.

import { drawTable } from '../reports/table.js';
import type { CheckedConfiguration } from '../tla/check.js';
import type { ConformanceResult } from '../tla/conformance/conform.js';
import type { MachineComparison } from '../tla/conformance/machine.js';
import type { ManifestEntry } from '../tla/manifest.js';
import type { TlaOutcome } from '../tla/outcome.js';

const columns = [
  { title: 'configuration' },
  { title: 'engine' },
  { title: 'verdict' },
  { title: 'states', align: 'right' },
  { title: 'depth', align: 'right' },
  { title: '' },
] as const;

/** checksText is the table of what the engines say. */
export function checksText(checks: readonly CheckedConfiguration[]): string {
  const rows = checks.flatMap((check) => [
    ...check.outcomes.map((outcome) => row(check, outcome)),
    ...skippedRow(check),
  ]);
  const wrong = checks.filter((check) => check.departures.length > 0);
  const asked = checks.filter(({ outcomes }) => outcomes.length > 0).length;
  return [
    ...drawTable(columns, rows),
    '',
    ...wrong.map(({ configuration, departures }) => `${configuration}: ${departures.join('; ')}`),
    wrong.length === 0
      ? `${asked} configurations as expected`
      : `${wrong.length} of ${asked} configurations not as expected`,
    '',
  ].join('\n');
}

function row({ configuration, departures }: CheckedConfiguration, outcome: TlaOutcome): string[][] {
  const verdict = outcome.violated === undefined ? outcome.verdict : `${outcome.verdict}: ${outcome.violated}`;
  const mark = departures.length === 0 ? 'as expected' : 'NOT as expected';
  return [[configuration], [outcome.engine], [verdict], [String(outcome.states)], [String(outcome.depth)], [mark]];
}

function skippedRow({ configuration, skipped }: CheckedConfiguration): string[][][] {
  return skipped === undefined ? [] : [[[configuration], ['embedded'], ['not asked'], [''], [''], [skipped]]];
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
  return `${drawTable(titles, rows).join('\n')}\n`;
}

/** conformanceText is the comparison of the implementation with the specification, edge by edge. */
export function conformanceText(results: readonly ConformanceResult[]): string {
  return results.map(oneConformance).join('\n');
}

function oneConformance(result: ConformanceResult): string {
  const { configuration, mechanism, verdict, states, transitions, actions, unexercised, membersMax } = result;
  const rows = actions.map(({ action, inBoth, onlyInSpecification }) => [
    [action],
    [String(inBoth)],
    [String(onlyInSpecification)],
  ]);
  const titles = [
    { title: 'action' },
    { title: 'in both', align: 'right' as const },
    { title: 'only in the specification', align: 'right' as const },
  ];
  return [
    `${configuration} and ${mechanism}: ${verdict}; ${states} states, ${transitions} transitions compared`,
    ...drawTable(titles, rows),
    `only in the implementation: ${verdict === 'diverges' ? 'the step below' : 'none'}`,
    `never exercised: ${unexercised.join(', ') || 'none'}; at most ${membersMax} states of the specification at once`,
    ...(result.reason === undefined ? [] : [`divergence: ${result.reason}`]),
    ...(result.schedule === undefined ? [] : [`schedule: ${result.schedule}`]),
    '',
  ].join('\n');
}

/** machineText is the comparison of the xstate machine with the specification, edge by edge. */
export function machineText(comparisons: readonly MachineComparison[]): string {
  return comparisons.map(oneMachine).join('\n');
}

function oneMachine({ configuration, verdict, pairs, rows }: MachineComparison): string {
  const cells = rows.map(({ action, inBoth, onlyInSpecification, onlyInMachine }) => [
    [action],
    [String(inBoth)],
    [String(onlyInSpecification)],
    [String(onlyInMachine)],
  ]);
  const titles = ['action', 'in both', 'only in the specification', 'only in the machine'];
  const columnsOf = titles.map((title, index) => ({
    title,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  const refusals = rows.flatMap(({ firstRefusal }) => (firstRefusal === undefined ? [] : [`refused: ${firstRefusal}`]));
  const heading = `${configuration} and the machine: ${verdict}; ${pairs} pairs of states`;
  return [heading, ...drawTable(columnsOf, cells), ...refusals, ''].join('\n');
}
