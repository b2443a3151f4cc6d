// Implementation, machine and specification laid upon each other: a table for each pair, a divergence in full, and the
// abstraction by which the sides were compared. For a person at a terminal, and as one versioned document.

import { jsonDocument } from '../engine/program/visible.js';
import {
  type ComparisonResult,
  type ConfigurationComparison,
  comparisonExitCode,
  type PairComparison,
  type Reading,
} from '../runner/conformance/result.js';
import { type DivergenceOptions, divergenceLines, refusalLines } from './divergence.js';
import { counted, drawTable, withThousands } from './table.js';

/** threeWayJson is the document, ending in a line end. */
export function threeWayJson(result: ComparisonResult): string {
  return jsonDocument(result);
}

/** threeWayText is the report for a person, ending in a line end. */
export function threeWayText(result: ComparisonResult, options: DivergenceOptions): string {
  const lines = [
    ...result.configurations.flatMap((configuration) => configurationLines(configuration, options)),
    'how a state of the implementation is read as one of the specification:',
    ...drawTable([{ title: 'variable' }, { title: 'read off' }], result.variables.map(readingRow), options.width),
    '',
    ...drawTable(
      [{ title: 'event' }, { title: 'in the specification' }, { title: 'asked', align: 'right' }],
      result.events.map(readingRow),
      options.width,
    ),
    '',
    ...conclusion(result),
  ];
  return `${lines.join('\n')}\n`;
}

function readingRow({ what, reads, uses }: Reading): string[][] {
  return [[what], [reads], ...(uses === undefined ? [] : [[withThousands(uses)]])];
}

function configurationLines(compared: ConfigurationComparison, options: DivergenceOptions): string[] {
  const { configuration, scenario, mechanism, pairs, unexercised, membersMax } = compared;
  return [
    `${configuration}, ${scenario}@${mechanism}`,
    '',
    ...pairs.flatMap((pair) => [...pairLines(pair, options), '']),
    `never taken by the implementation: ${isSearched(compared) ? unexercised.join(', ') || 'none' : notKnown}; ` +
      `its events leave open at most ${counted(membersMax, 'state')} of the specification`,
    '',
  ];
}

function untakenText(configurations: ComparisonResult['configurations'], listed: readonly string[]): string {
  const searched = configurations.filter(isSearched).length;
  if (searched === 0) return notKnown;
  const where =
    searched === configurations.length ? '' : `, in the ${searched} of ${configurations.length} searched to the end`;
  return `${listed.join(', ') || 'none'}${where}`;
}

const notKnown = 'not known, as the search ended early';

/** Where the implementation diverges, or a limit was hit, nobody has looked at the rest. */
function isSearched({ pairs }: ConfigurationComparison): boolean {
  return pairs.every(
    ({ first, second, verdict }) => first !== 'implementation' || second !== 'specification' || verdict === 'conforms',
  );
}

function pairLines(
  { first, second, verdict, extent, rows, edges, divergence, refusal }: PairComparison,
  options: DivergenceOptions,
) {
  const titles = ['in both', `only in the ${first}`, `only in the ${second}`];
  const table = drawTable(
    [{ title: 'action' }, ...titles.map((title) => ({ title, align: 'right' as const }))],
    rows.map(({ action, inBoth, onlyInFirst, onlyInSecond }) => [
      [action],
      ...[inBoth, onlyInFirst, onlyInSecond].map((count) => [withThousands(count)]),
    ]),
    options.width,
  );
  const sides = { both: 'both', first, second };
  const listed = (edges ?? []).map((edge) => `  ${edge.label}, ${edge.at}: ${sides[edge.in]}`);
  return [
    `${first} and ${second}: ${verdict}; ${extent}`,
    ...table,
    ...listed,
    ...(divergence ? divergenceLines(divergence, options) : []),
    ...(refusal ? refusalLines(refusal, options) : []),
  ];
}

function conclusion(result: ComparisonResult): string[] {
  const pairs = result.configurations.flatMap((each) => each.pairs);
  const diverging = pairs.filter(({ verdict }) => verdict === 'diverges').length;
  const cut = pairs.filter(({ verdict }) => verdict === 'inconclusive').length;
  const listed = result.unexercised.map(({ action, why }) => `${action} (${why ?? 'NOT EXPECTED'})`);
  return [
    `actions that no interleaving takes: ${untakenText(result.configurations, listed)}`,
    diverging > 0
      ? `${diverging} of ${counted(pairs.length, 'pair')} diverge`
      : `${counted(pairs.length, 'pair')} compared`,
    ...(cut > 0 ? [`${cut} inconclusive: a limit cut the exploration`] : []),
    ...(comparisonExitCode(result) === 0 ? ['every step of the first is one of the second, in every pair'] : []),
  ];
}
