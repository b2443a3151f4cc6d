// The matrix of the comparison as text and as Markdown. A cell says what exploration found: proved, nothing to say
// (vacuous), refuted with the number of steps of its shortest schedule, or undecided. Pure functions of the data.

import {
  type ComparedCell,
  type ComparedMechanism,
  type ComparedProperty,
  type Comparison,
  cellsOf,
} from '../runner/comparison/result.js';
import { goalsMarkdown, goalsText } from './comparisonGoals.js';
import { replayLine } from './counterexample.js';
import { markdownText } from './escape.js';
import { drawTable, usualWidth, wrap } from './table.js';

export interface ComparisonTextOptions {
  /** Print the replay line of every refuted cell, not only of the shortest of each property. */
  readonly allLines?: boolean;
  /** Places that a line may take; replay lines are not broken for it. */
  readonly width?: number;
}

/** comparisonJson is the document, ending in a line end. What came of a mechanism in a scenario is a line. */
export function comparisonJson(comparison: Comparison): string {
  const { grounds, ...rest } = comparison;
  const head = JSON.stringify(rest, undefined, 2).slice(0, -2);
  const lines = grounds.map((ground) => `    ${JSON.stringify(ground)}`);
  return `${head},\n  "grounds": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** comparisonText is the report for a person at a terminal, ending in a line end. */
export function comparisonText(comparison: Comparison, command: string, options: ComparisonTextOptions = {}): string {
  const { width = usualWidth } = options;
  const lines = [
    ...goalsText(comparison, width),
    ...summaryTable(comparison, width),
    '',
    ...legend.flatMap((line) => wrap(line, width, '          ')),
    ...comparison.mechanisms.flatMap((mechanism) => [
      '',
      ...mechanismText(comparison, mechanism, command, { ...options, width }),
    ]),
    ...comparison.errors.flatMap(({ message }) => ['', message]),
  ];
  return `${lines.join('\n')}\n`;
}

const legend = [
  '·         proved in every scenario that puts it to the test',
  '–         no scenario puts it to the test',
  '✗8 3/26   refuted in 3 of 26 scenarios, the shortest schedule has 8 steps',
  '?1/26     undecided in 1 of 26',
];

function summaryTable(comparison: Comparison, width: number): string[] {
  const { mechanisms, properties } = comparison;
  return drawTable(
    [{ title: 'mechanism' }, ...properties.map(({ number, name }) => ({ title: `${number} ${shortened(name)}` }))],
    mechanisms.map(({ name }) => [[name], ...properties.map((property) => [summaryOf(comparison, name, property)])]),
    width,
  );
}

const short: Readonly<Record<string, string>> = Object.freeze({
  noUseAfterFree: 'no UAF',
  statePreserved: 'state',
  transparency: 'transparent',
  oneVersionPerCall: 'one version',
  noCallLost: 'no call lost',
  everyBlockedCallReleased: 'released',
  everythingFreed: 'freed',
});

function shortened(name: string): string {
  return short[name] ?? name;
}

function summaryOf(comparison: Comparison, mechanism: string, { name }: ComparedProperty): string {
  const cells = rowOf(comparison, mechanism).filter(({ property }) => property === name);
  const refuted = cells.filter(({ verdict }) => verdict === 'refuted');
  if (refuted.length > 0) return `✗${stepsOf(shortest(refuted))} ${refuted.length}/${cells.length}`;
  const undecided = cells.filter(({ verdict }) => verdict === 'inconclusive').length;
  if (undecided > 0) return `?${undecided}/${cells.length}`;
  return cells.some(({ verdict }) => verdict === 'proved') ? '·' : '–';
}

/** The cells of a mechanism, in all scenarios. */
function rowOf(comparison: Comparison, mechanism: string): readonly ComparedCell[] {
  return cellsOf({ grounds: comparison.grounds.filter((ground) => ground.mechanism === mechanism) });
}

function shortest(cells: readonly ComparedCell[]): ComparedCell {
  return cells.reduce((least, cell) => (stepsOf(cell) < stepsOf(least) ? cell : least));
}

function stepsOf({ refutation }: ComparedCell): number {
  return refutation!.steps;
}

function mechanismText(
  comparison: Comparison,
  { name, statement, from }: ComparedMechanism,
  command: string,
  { allLines = false, width = usualWidth }: ComparisonTextOptions,
): string[] {
  const rows = scenarioRows(comparison, name);
  const columns = comparison.properties.map((property) => ({ title: property.number, align: 'right' as const }));
  return [
    ...wrap(`${name}: ${statement} (${from})`, width),
    ...drawTable(
      [{ title: 'scenario' }, ...columns],
      rows.map((row) => row.map((text) => [text])),
      width,
    ),
    ...refutedLines(comparison, name, command, allLines),
  ];
}

/** A row a scenario: its name, and a mark for each property. */
function scenarioRows(comparison: Comparison, mechanism: string): string[][] {
  const { scenarios, properties } = comparison;
  const mine = new Map(rowOf(comparison, mechanism).map((cell) => [`${cell.scenario} ${cell.property}`, cell]));
  return scenarios.map((scenario) => [
    scenario,
    ...properties.map(({ name }) => markOf(mine.get(`${scenario} ${name}`))),
  ]);
}

function markOf(cell: ComparedCell | undefined): string {
  if (!cell) return '';
  switch (cell.verdict) {
    case 'proved':
      return '·';
    case 'vacuous':
      return '–';
    case 'refuted':
      return `✗${stepsOf(cell)}`;
    default:
      return '?';
  }
}

function refutedLines(comparison: Comparison, mechanism: string, command: string, all: boolean): string[] {
  const cells = rowOf(comparison, mechanism).filter(({ verdict }) => verdict === 'refuted');
  return comparison.properties.flatMap(({ name }) => {
    const refuted = cells.filter(({ property }) => property === name);
    if (refuted.length === 0) return [];
    const shown = all ? refuted : [shortest(refuted)];
    return shown.map((cell) => `${name} in ${cell.scenario}: ${replayLine(cell.refutation!.schedule, command)}`);
  });
}

/** comparisonMarkdown is the matrix of mechanisms and properties, as the README shows it. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { mechanisms, properties } = comparison;
  const rows = mechanisms.map(({ name }) => [
    `\`${name}\``,
    ...properties.map((property) => markdownText(summaryOf(comparison, name, property))),
  ]);
  const matrix = markdownTable(['mechanism', ...properties.map(({ name }) => shortened(name))], rows);
  return `${goalsMarkdown(comparison)}\n\n${matrix}`;
}

/** comparisonPage is the whole matrix: a table a mechanism, and the shortest schedule of each property that it breaks. */
export function comparisonPage(comparison: Comparison, command: string): string {
  const sections = comparison.mechanisms.flatMap((mechanism) => mechanismSection(comparison, mechanism, command));
  return sections.join('\n');
}

function mechanismSection(comparison: Comparison, mechanism: ComparedMechanism, command: string): string[] {
  const { name, statement, from } = mechanism;
  const lines = refutedLines(comparison, name, command, false);
  return [
    `### ${name}`,
    '',
    markdownText(`${statement} (${from}).`),
    '',
    markdownTable(
      ['scenario', ...comparison.properties.map((each) => shortened(each.name))],
      scenarioRows(comparison, name),
    ),
    '',
    ...(lines.length === 0 ? [] : ['```text', ...lines, '```', '']),
  ];
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
