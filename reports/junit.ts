// The result as JUnit XML: a suite per scenario and mechanism, a case per property. Unexpected verdicts are failures,
// errors are errors, and what is undecided (inconclusive, only sampled) is a failure too: a cut search never passes.
// Times are those of the explorations, each case of a suite having an equal share, as its properties are checked together;
// a result without timings has none. A case is at the line of the fault, or else in the file that declares it.

import { ofGiven } from '../engine/program/given.js';
import { visibleParts } from '../engine/program/visible.js';
import type { ResultError, ResultExploration, ResultRow, VerificationResult } from '../runner/result.js';
import { faultLine, whatHappened } from './annotations.js';
import { verdictInWords, whyNoPath } from './console.js';
import { counterexampleText } from './counterexample.js';
import { xmlAttribute, xmlData } from './escape.js';

interface Suite {
  readonly scenario: string;
  readonly mechanism: string;
  readonly rows: readonly ResultRow[];
  readonly errors: readonly ResultError[];
  readonly elapsedMs: number | undefined;
}

/** junitReport is the document, ending in a line end. */
export function junitReport(given: VerificationResult, command: string): string {
  return ofGiven('QSC136', 'a result as verify gives it', () => {
    const result = visibleParts(given);
    const suites = suitesOf(result);
    const lines = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="quiesce" ${countsOf(result.verdicts, result.errors)}${timeOf(elapsed(result.explorations))}>`,
      ...suites.flatMap((suite) => suiteLines(suite, command)),
      ...codeSuite(result),
      '</testsuites>',
    ];
    return `${lines.join('\n')}\n`;
  });
}

function suitesOf(result: VerificationResult): Suite[] {
  const keys = [...result.verdicts, ...result.errors].map(({ scenario, mechanism }) => ({ scenario, mechanism }));
  const unique = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
  return unique.map((key) => ({
    ...key,
    rows: result.verdicts.filter((row) => belongs(row, key)),
    errors: result.errors.filter((error) => belongs(error, key)),
    elapsedMs: elapsed(result.explorations.filter((one) => belongs(one, key))),
  }));
}

/** Undefined where nothing was measured, or left out. */
function elapsed(explorations: readonly ResultExploration[]): number | undefined {
  const measured = explorations.flatMap(({ elapsedMs }) => elapsedMs ?? []);
  return measured.length === 0 ? undefined : measured.reduce((sum, one) => sum + one, 0);
}

function timeOf(elapsedMs: number | undefined): string {
  return elapsedMs === undefined ? '' : ` time="${(elapsedMs / 1000).toFixed(3)}"`;
}

function belongs(
  part: Pick<ResultRow, 'scenario' | 'mechanism'>,
  key: { scenario: string; mechanism: string },
): boolean {
  return part.scenario === key.scenario && part.mechanism === key.mechanism;
}

function countsOf(rows: readonly ResultRow[], errors: readonly ResultError[]): string {
  const failures = rows.filter((row) => !row.asExpected).length;
  return `tests="${rows.length + errors.length}" failures="${failures}" errors="${errors.length}" skipped="0"`;
}

function suiteLines(suite: Suite, command: string): string[] {
  const name = xmlAttribute(`${suite.scenario}@${suite.mechanism}`);
  const share = timeOf(suite.elapsedMs === undefined ? undefined : suite.elapsedMs / suite.rows.length);
  return [
    `  <testsuite name="${name}" ${countsOf(suite.rows, suite.errors)}${timeOf(suite.elapsedMs)}>`,
    ...suite.rows.flatMap((row) => caseLines(row, `classname="${name}"`, share, command)),
    ...suite.errors.flatMap((error) => errorCase(error, name)),
    '  </testsuite>',
  ];
}

function caseLines(row: ResultRow, suite: string, time: string, command: string): string[] {
  const open = `    <testcase ${suite} name="${xmlAttribute(row.property)}"${placeAttributes(row)}${time}`;
  if (row.asExpected) return [`${open}/>`];
  const message = xmlAttribute(`${verdictInWords(row)}: ${whatHappened(row)}`);
  const body = [row.statement, ...pathOf(row, command)].join('\n');
  const failure = `      <failure message="${message}" type="${row.verdict}">${xmlData(body)}</failure>`;
  return [`${open}>`, failure, '    </testcase>'];
}

/** `file` is no attribute of the first schemas of this format, but what GitLab, CircleCI and pytest read and write. */
function placeAttributes(row: ResultRow): string {
  const { file, line } = faultLine(row);
  return `${file === undefined ? '' : ` file="${xmlAttribute(file)}"`}${line === undefined ? '' : ` line="${line}"`}`;
}

function pathOf(row: ResultRow, command: string): string[] {
  if (!row.counterexample) return row.limit ? [row.limit.text] : whyNoPath(row);
  return counterexampleText(row.counterexample, row.schedule ?? '', command);
}

function errorCase(error: ResultError, suite: string): string[] {
  const body = `      <error message="${xmlAttribute(error.code)}" type="${xmlAttribute(error.code)}">${xmlData(error.message)}</error>`;
  return [`    <testcase classname="${suite}" name="${xmlAttribute(error.code)}">`, body, '    </testcase>'];
}

/** Code of impl/ that nothing reached, as a suite of its own: it is there only when it was measured. */
function codeSuite(result: VerificationResult): string[] {
  if (result.unreached === undefined) return [];
  const open = result.unreached.filter((one) => one.reason === undefined);
  const problems = [
    ...open.map((one) => `${one.file}:${one.line} is not reached: ${one.text}`),
    ...(result.staleUnreached ?? []).map((one) => `${one.file}: the list of reasons is out of date for ${one.text}`),
  ];
  const failed = problems.length > 0 ? 1 : 0;
  const head = `  <testsuite name="code of impl/" tests="1" failures="${failed}" errors="0" skipped="0">`;
  const name = '    <testcase classname="code of impl/" name="every operation and branch is reached or has a reason"';
  if (failed === 0) return [head, `${name}/>`, '  </testsuite>'];
  const failure = `      <failure message="${problems.length} not explained" type="unreached">${xmlData(problems.join('\n'))}</failure>`;
  return [head, `${name}>`, failure, '    </testcase>', '  </testsuite>'];
}
