// The result as Markdown for a GitHub job summary: what is wrong first, with its path; then a table of scenarios;
// then, folded away, every verdict. Kept under the size that GitHub shows (1 MiB).

import { onMemory, verdictKinds } from '../engine/explain/verdict.js';
import { ofGiven } from '../engine/program/given.js';
import { visibleParts } from '../engine/program/visible.js';
import { isUndecided, isUnexpected, noMechanism, type ResultRow, type VerificationResult } from '../runner/result.js';
import { searchedText, verdictInWords, whyNoPath } from './console.js';
import { counterexampleMarkdown, replayMarkdown } from './counterexample.js';
import { markdownCode, markdownText } from './escape.js';
import { mermaidSequence } from './mermaid.js';
import { counted, withThousands } from './table.js';

const bytesMax = 1_000_000;

/** markdownReport is the document, ending in a line end. */
export function markdownReport(given: VerificationResult, command: string): string {
  return ofGiven('QSC136', 'a result as verify gives it', () => {
    const result = visibleParts(given);
    const full = [
      ...head(result),
      ...failures(result, command),
      ...code(result),
      ...overview(result),
      ...details(result),
    ];
    const text = `${full.join('\n')}\n`;
    return bytesIn(text) <= bytesMax ? text : `${shortened(result, command).join('\n')}\n`;
  });
}

/** What fits: of the table of scenarios half of the room at most, then one failure after the other; single verdicts go first. */
function shortened(result: VerificationResult, command: string): string[] {
  const table = overview(result);
  const rows = fitting(table, bytesMax / 2);
  const each = failureBlocks(result, command).map((lines) => lines.join('\n'));
  const kept = fitting(each, bytesMax - bytesOf([...head(result), ...rows]) - 1000);
  const left = [
    ...(kept.length < each.length ? [`${each.length - kept.length} of ${counted(each.length, 'failure')}`] : []),
    ...(rows.length < table.length ? [counted(table.length - rows.length, 'row')] : []),
    'single verdicts',
  ];
  return [
    ...head(result),
    ...kept,
    ...rows,
    '',
    `Left out for want of room: ${left.join(', ')}. See the JSON document.`,
  ];
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + bytesIn(line) + 1, 0);
}

/** As many of them as there is room for. */
function fitting(lines: readonly string[], bytes: number): readonly string[] {
  let left = bytes;
  const end = lines.findIndex((line) => {
    left -= bytesIn(line) + 1;
    return left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function head({ totals, findings = {} }: VerificationResult): string[] {
  const wrong = [
    ...(totals.unexpected > 0 ? [`${totals.unexpected} unexpected`] : []),
    ...(totals.undecided > 0 ? [`${totals.undecided} undecided`] : []),
    ...(totals.errors > 0 ? [counted(totals.errors, 'error')] : []),
  ];
  const conclusion = wrong.length === 0 ? 'every verdict is as expected' : wrong.join(', ');
  const kinds = verdictKinds.filter((kind) => totals[kind] > 0);
  return [
    `## ${markdownText(findings.title ?? 'Quiesce')}: ${conclusion}`,
    '',
    ...(findings.summary === undefined ? [] : [`${markdownText(capitalised(findings.summary))}.`, '']),
    `${counted(totals.verdicts, 'verdict')} (${kinds.map((kind) => `${totals[kind]} ${markdownText(findings.kinds?.[kind] ?? kind)}`).join(', ') || 'none'}), ` +
      `${searchedText(totals)}.`,
    '',
  ];
}

function failures(result: VerificationResult, command: string): string[] {
  return failureBlocks(result, command).flat();
}

function failureBlocks(result: VerificationResult, command: string): string[][] {
  const errors = result.errors.map((error) => [
    `### ${markdownText(error.code)} in ${place(error)}`,
    '',
    markdownText(error.message),
    '',
    ...(error.schedule === undefined ? [] : [...replayMarkdown(error.schedule, command), '']),
  ]);
  return [...result.verdicts.filter(isUnexpected).map((row) => failure(row, command)), ...errors];
}

function failure(row: ResultRow, command: string): string[] {
  const path = row.counterexample ? counterexampleMarkdown(row.counterexample, row.schedule ?? '', command) : [];
  const drawn = row.counterexample ? ['```mermaid', ...mermaidSequence(row.counterexample), '```', ''] : [];
  const reason = row.counterexample
    ? [`What happened: ${markdownText(row.counterexample.reason)}.`, '']
    : whyNoPath(row).flatMap((line) => [`${markdownText(capitalised(line))}.`, '']);
  return [
    `### ${markdownCode(row.property)} ${isOf(row)}${markdownText(verdictInWords(row))} in ${place(row)}`,
    '',
    `The claim: ${markdownText(row.statement)}.`,
    '',
    ...reason,
    ...drawn,
    ...path,
    '',
  ];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function place({ scenario, mechanism }: { readonly scenario: string; readonly mechanism: string }): string {
  if (mechanism === noMechanism) return markdownCode(scenario);
  return `${markdownCode(scenario)} with ${markdownCode(mechanism)}`;
}

function code(result: VerificationResult): string[] {
  const open = (result.unreached ?? []).filter((one) => one.reason === undefined);
  const stale = result.staleUnreached ?? [];
  if (open.length + stale.length === 0) return [];
  return [
    '### Code of impl/ that no scenario reached',
    '',
    ...open.map((one) => `- ${markdownCode(`${one.file}:${one.line}`)} ${markdownCode(one.text)}`),
    ...stale.map((one) => `- ${markdownCode(one.file)} out of date in the list: ${markdownCode(one.text)}`),
    '',
  ];
}

/** One row per scenario and mechanism. */
function overview(result: VerificationResult): string[] {
  const groups = groupRows(result.verdicts);
  const rows = [...groups.values()].map((group) => overviewRow(group, result));
  return [
    '| scenario | mechanism | verdicts | states | as expected |',
    '| --- | --- | --- | ---: | --- |',
    ...rows,
    '',
  ];
}

function groupKey(row: ResultRow): string {
  return JSON.stringify([row.scenario, row.mechanism]);
}

function groupRows(rows: readonly ResultRow[]): Map<string, ResultRow[]> {
  const groups = new Map<string, ResultRow[]>();
  for (const row of rows) groups.set(groupKey(row), [...(groups.get(groupKey(row)) ?? []), row]);
  return groups;
}

function overviewRow(rows: readonly ResultRow[], result: VerificationResult): string {
  const { scenario, mechanism } = rows[0]!;
  const mine = result.explorations.filter((one) => one.scenario === scenario && one.mechanism === mechanism);
  const states = mine.reduce((total, one) => total + one.states, 0);
  const kinds = verdictKinds
    .map((kind) => [kind, rows.filter((row) => row.verdict === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${markdownText(result.findings?.kinds?.[kind] ?? kind)}${onMemory(rows[0]!)}`);
  const cells = [
    markdownText(scenario),
    markdownText(mechanism),
    kinds.join(', '),
    withThousands(states),
    agreement(rows),
  ];
  return `| ${cells.join(' | ')} |`;
}

function agreement(rows: readonly ResultRow[]): string {
  const unexpected = rows.filter(isUnexpected).length;
  const undecided = rows.filter(isUndecided).length;
  if (unexpected > 0) return `**no: ${unexpected} unexpected**`;
  return undecided > 0 ? `undecided: ${undecided}` : 'yes';
}

/** Every verdict, folded away. */
function details(result: VerificationResult): string[] {
  return [
    '<details><summary>Every verdict</summary>',
    '',
    '| scenario | mechanism | property | verdict | states |',
    '| --- | --- | --- | --- | ---: |',
    ...result.verdicts.map(
      (row) =>
        `| ${[row.scenario, row.mechanism, row.property, verdictInWords(row)].map(markdownText).join(' | ')} | ${row.states === undefined ? '' : withThousands(row.states)} |`,
    ),
    '',
    '</details>',
  ];
}

/** A verdict by its own name is what the property is; another word says it by itself. */
function isOf(row: ResultRow): string {
  return verdictInWords(row).startsWith(row.verdict) ? 'is ' : '';
}

const encoder = new TextEncoder();

/** In UTF-8, without Node's Buffer: a browser has none. */
function bytesIn(text: string): number {
  return encoder.encode(text).length;
}
