// The result of a conformance check for a person at a terminal, and as one versioned document.
// Both directions: what the implementation does that the machine does not allow (divergences), and what the machine
// allows that nothing realises (by how much of its graph is covered, and by name).

import { jsonDocument, visibleParts } from '../engine/program/visible.js';
import type {
  ConformanceMutantResult,
  ConformanceResult,
  ConformanceRow,
  CoverageKind,
  Covered,
  RuleUse,
  UnreachedEdge,
} from '../runner/conformance/result.js';
import { inside } from './counterexample.js';
import { type DivergenceOptions, divergenceLines } from './divergence.js';
import { paintedLines } from './paint.js';
import { counted, drawTable, fitLines, usualWidth, withThousands, wrap } from './table.js';

export interface ConformanceOptions extends DivergenceOptions {
  /** Names what nothing realises, arrow by arrow. */
  readonly unreached?: boolean;
  /** Lists every transition with the schedule that realises it. */
  readonly schedules?: boolean;
  /** Names the arrows and guards of the chart that nothing covers: where every scenario was checked. */
  readonly whole?: boolean;
  /** Draws the paths of expected divergences too. */
  readonly paths?: boolean;
}

const kinds: readonly { readonly kind: CoverageKind; readonly title: string }[] = Object.freeze([
  { kind: 'states', title: 'states' },
  { kind: 'transitions', title: 'transitions' },
  { kind: 'arrows', title: 'arrows' },
  { kind: 'guardsTrue', title: 'guards true' },
  { kind: 'guardsFalse', title: 'guards false' },
  { kind: 'pairs', title: 'pairs' },
]);

/** conformanceJson is the document, ending in a line end. */
export function conformanceJson(result: ConformanceResult): string {
  return jsonDocument(result);
}

/** conformanceText is the report for a person, ending in a line end. */
export function conformanceText(given: ConformanceResult, options: ConformanceOptions): string {
  const result = visibleParts(given);
  const { rows } = result;
  const lines = [
    ...overview(rows, options.width),
    '',
    ...rows.flatMap((row) => details(row, options)),
    ...ruleTable(rows, options.width),
    '',
    ...totals(result, options).flatMap((line) => wrap(line, options.width ?? usualWidth, '    ')),
  ];
  return paintedLines(`${fitLines(lines, options.width).join('\n')}\n`);
}

function overview(rows: readonly ConformanceRow[], width?: number): string[] {
  return drawTable(
    [
      { title: 'scenario' },
      { title: 'machine of' },
      { title: 'verdict' },
      { title: 'explored', align: 'right' },
      ...kinds.map(({ title }) => ({ title, align: 'right' as const })),
      { title: 'xstate calls', align: 'right' },
    ],
    rows.map((row) => [
      [`${row.scenario}@${row.mechanism}`],
      [row.ref],
      [verdictInWords(row)],
      [withThousands(row.states)],
      ...kinds.map(({ kind }) => [coveredText(row.coverage[kind])]),
      [withThousands(row.calls)],
    ]),
    width,
  );
}

function verdictInWords({ verdict, expected, limit }: ConformanceRow): string {
  if (verdict === 'inconclusive') return limit ? `inconclusive (${limit.limit})` : verdict;
  if (verdict !== expected) return `${verdict}, UNEXPECTED`;
  return verdict === 'conforms' ? verdict : `${verdict}, as expected`;
}

function coveredText(covered: Covered | undefined): string {
  return covered ? `${withThousands(covered.realised)}/${withThousands(covered.of)}` : '-';
}

function details(row: ConformanceRow, options: ConformanceOptions): string[] {
  const { divergence, verdict, expected, why } = row;
  const name = `${row.scenario}@${row.mechanism}, machine of ${row.ref}`;
  const shown = divergence !== undefined && (verdict !== expected || options.paths === true);
  const lines = [
    ...(row.below.length > 0 ? [`coverage falls below the committed figure: ${row.below.join(', ')}`] : []),
    ...(row.limit ? [`cut: ${row.limit.text}`] : []),
    ...(verdict === 'conforms' && expected === 'diverges' ? [`it was expected to diverge: ${why}`] : []),
    ...(shown ? divergenceLines(divergence, { command: options.command, ...inside(options) }) : []),
    ...(row.untraversed ? ['the machine within these bounds is too large to be traversed'] : []),
    ...(options.unreached ? unreachedLines(row.unreached, options.width) : []),
    ...(options.schedules ? row.realised.map(({ state, step, schedule }) => `${step} in ${state}: ${schedule}`) : []),
  ];
  return lines.length === 0 ? [] : [name, ...lines.map((line) => `  ${line}`), ''];
}

function unreachedLines(unreached: readonly UnreachedEdge[], width = usualWidth): string[] {
  const byArrow = new Map<string, UnreachedEdge[]>();
  for (const one of unreached) {
    const arrows = one.arrows.join(' and ');
    byArrow.set(arrows, [...(byArrow.get(arrows) ?? []), one]);
  }
  const lines = [...byArrow].flatMap(([arrow, list]) => {
    const [first] = list;
    const texts = [
      `${arrow}: ${list.length}, first ${first!.step} in ${first!.state}`,
      `    after ${first!.path.join(', ') || 'nothing'}`,
    ];
    return texts.flatMap((text) => wrap(text, width - 4, '      ').map((line) => `  ${line}`));
  });
  return [`allowed, and realised by no interleaving: ${counted(unreached.length, 'transition')}`, ...lines];
}

function ruleTable(rows: readonly ConformanceRow[], width?: number): string[] {
  const uses = new Map<string, RuleUse>();
  for (const use of rows.flatMap(({ rules }) => rules)) {
    uses.set(use.rule, { ...use, uses: use.uses + (uses.get(use.rule)?.uses ?? 0) });
  }
  return drawTable(
    [{ title: 'rule' }, { title: 'kind' }, { title: 'used', align: 'right' }, { title: 'why' }],
    [...uses.values()].map(({ rule, kind, uses: times, why = '' }) => [[rule], [kind], [withThousands(times)], [why]]),
    width,
  );
}

function totals(
  { rows, total, below, uncovered, withoutFloor }: ConformanceResult,
  { whole }: ConformanceOptions,
): string[] {
  const chart = kinds.filter(({ kind }) => total[kind]);
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  return [
    `over all: ${chart.map(({ kind, title }) => `${title} ${coveredText(total[kind])}`).join(', ')}`,
    ...(whole ? uncovered.map((one) => `  covered by no scenario: ${one}`) : []),
    ...(below.length > 0 ? [`  below the committed figure: ${below.join(', ')}`] : []),
    ...withoutFloor.map((one) => `  ${one}: quiesce conform --commit`),
    `${counted(rows.length, 'machine')} beside ${counted(sum(rows, 'states'), 'state')} and ` +
      `${counted(sum(rows, 'transitions'), 'transition')}; ${counted(calls, 'call')} into xstate`,
    conclusion(rows),
  ];
}

function sum(rows: readonly ConformanceRow[], field: 'states' | 'transitions'): number {
  return rows.reduce((all, row) => all + row[field], 0);
}

function conclusion(rows: readonly ConformanceRow[]): string {
  const wrong = rows.filter(({ verdict, expected }) => verdict !== 'inconclusive' && verdict !== expected).length;
  const cut = rows.filter(({ verdict }) => verdict === 'inconclusive').length;
  if (wrong > 0) return `${wrong} UNEXPECTED`;
  if (cut > 0) return `${cut} inconclusive`;
  return 'every transition of every interleaving is one that the machine allows, the contrasts apart';
}

/** conformanceMutantsText is the table of the negative control. */
export function conformanceMutantsText({ rows }: ConformanceMutantResult, width?: number): string {
  const table = drawTable(
    [{ title: 'side' }, { title: 'mutant' }, { title: 'in' }, { title: 'given away by' }],
    rows.map(({ side, name, ground, by, killed }) => [
      [side],
      [name],
      [ground],
      [killed ? by : 'NOTHING: it survives'],
    ]),
    width,
  );
  const killed = rows.filter((row) => row.killed).length;
  return `${[...table, '', `${killed} of ${counted(rows.length, 'mutant')} given away`].join('\n')}\n`;
}
