// The result for a person at a terminal: a table per scenario, then what failed, then one line of totals.
// Verdicts of one kind share a line; anything that is not as expected stands on its own, with its path.

import { onMemory, type VerdictKind, verdictKinds } from '../engine/explain/verdict.js';
import { ofGiven } from '../engine/program/given.js';
import { visibleParts } from '../engine/program/visible.js';
import {
  hasUnexplainedCode,
  isUndecided,
  isUnexpected,
  noMechanism,
  placeOf,
  type ResultError,
  type ResultRow,
  type VerificationResult,
} from '../runner/result.js';
import { counterexampleText, type DrawOptions, inside, replayLine } from './counterexample.js';
import { counted, drawTable, fitLines, usualWidth, withThousands, wrap } from './table.js';

export interface ConsoleOptions extends DrawOptions {
  /** How the tool was called, for the replay lines: `npx quiesce`. */
  readonly command: string;
  /** Draw every counterexample, those that were expected too. */
  readonly allPaths?: boolean;
}

/** consoleReport is the whole report as text, ending in a line end. */
export function consoleReport(given: VerificationResult, options: ConsoleOptions): string {
  return ofGiven('QSC136', 'a result as verify gives it', () => {
    const result = visibleParts(given);
    const lines = [
      ...scenarioNames(result).flatMap((scenario) => [...scenarioTable(result, scenario, options), '']),
      ...result.verdicts.filter((row) => needsPath(row, options)).flatMap((row) => [...failure(row, options), '']),
      ...result.errors.flatMap((error) => [...errorLines(error, options.command), '']),
      ...codeLines(result),
      ...totalLines(result),
    ];
    return `${fitLines(lines, options.width).join('\n')}\n`;
  });
}

function scenarioNames(result: VerificationResult): string[] {
  return [...new Set(result.verdicts.map((row) => row.scenario))];
}

/** scenarioTable is the table of one scenario: a row per mechanism and kind of verdict. */
export function scenarioTable(
  result: VerificationResult,
  scenario: string,
  { width = usualWidth }: DrawOptions = {},
): string[] {
  const rows = result.verdicts.filter((row) => row.scenario === scenario);
  const table = drawTable(
    [
      ...[
        { title: 'mechanism' },
        { title: 'verdict', wraps: 'last' as const },
        { title: 'properties', wraps: 'first' as const },
      ],
      { title: 'states', align: 'right' },
    ],
    [...new Set(rows.map((row) => row.mechanism))].flatMap((mechanism) =>
      mechanismRows(rows.filter((row) => row.mechanism === mechanism)),
    ),
    width - 2,
  );
  return [scenario, ...table.map((line) => `  ${line}`)];
}

function mechanismRows(rows: readonly ResultRow[]): string[][][] {
  const words = [...new Set(rows.map(verdictInWords))];
  return words.map((word, index) => {
    const group = rows.filter((row) => verdictInWords(row) === word);
    const names = group.map((row) => row.property).join(', ');
    return [[index === 0 ? mechanismText(rows[0]!) : ''], [word], [names], [statesOf(group)]];
  });
}

function mechanismText({ mechanism }: ResultRow): string {
  return mechanism === noMechanism ? '-' : mechanism;
}

/** The verdict with what there is to say beside it: `refuted, as expected`, `proved, UNEXPECTED (refuted expected)`. */
export function verdictInWords(row: ResultRow): string {
  if (row.words !== undefined) return row.words;
  const verdict = sayVerdict(row);
  if (row.mechanism === noMechanism) return verdict;
  if (row.asExpected) return row.expected === 'proved' ? verdict : `${verdict}, as expected`;
  return `${verdict}, ${isUndecided(row) ? 'undecided' : 'UNEXPECTED'} (expected ${row.expected})`;
}

/** claimInWords is the property with its verdict: `p is refuted`, and `p diverges` where that is what the verdict is called. */
export function claimInWords(row: ResultRow): string {
  const words = verdictInWords(row);
  return `${row.property} ${words.startsWith(row.verdict) ? 'is ' : ''}${words}`;
}

function sayVerdict(row: ResultRow): string {
  const limit = row.limit === undefined ? '' : ` (${row.limit.limit})`;
  const texts: Record<VerdictKind, string> = {
    proved: 'proved',
    vacuous: 'vacuous',
    refuted: 'refuted',
    unrefuted: `unrefuted in ${counted(row.executions ?? 0, 'execution')}${row.reason === undefined ? '' : ', premise not reached'}`,
    inconclusive: `inconclusive${limit}`,
  };
  return `${texts[row.verdict]}${onMemory(row)}`;
}

function statesOf(rows: readonly ResultRow[]): string {
  const states = [...new Set(rows.flatMap((row) => row.states ?? []))];
  return states.map(withThousands).join(' / ');
}

function needsPath(row: ResultRow, options: ConsoleOptions): boolean {
  return isUnexpected(row) || (options.allPaths === true && row.counterexample !== undefined);
}

function failure(row: ResultRow, options: ConsoleOptions): string[] {
  const head = `${placeOf(row)}: ${claimInWords(row)}`;
  const claim = row.statement === row.property ? [] : [`  the claim: ${row.statement}`];
  if (!row.counterexample) return [head, ...claim, ...whyNoPath(row).map((line) => `  ${line}`)];
  const drawing = counterexampleText(row.counterexample, row.schedule ?? '', options.command, inside(options));
  const said = [head, ...claim, `  what happened: ${row.counterexample.reason}`];
  const wrapped = said.flatMap((line) => wrap(line, options.width ?? usualWidth, '    '));
  return [...wrapped, ...drawing.map((line) => `  ${line}`)];
}

/** whyNoPath says of an unexpected verdict without a path how it came about. */
export function whyNoPath(row: ResultRow): string[] {
  if (row.verdict === 'vacuous') return [`nothing was asked: ${row.reason}`];
  if (row.reason !== undefined) return [row.reason];
  if (row.verdict !== 'proved') return [];
  return row.expected === 'refuted'
    ? ['every state within the bounds was explored, and none refutes it']
    : ['its premise was reached, though the scenario says that it is not'];
}

function errorLines(error: ResultError, command: string): string[] {
  const replay = error.schedule === undefined ? [] : [`  replay: ${replayLine(error.schedule, command)}`];
  return [`${placeOf(error)} could not be decided:`, ...`  ${error.message}`.split('\n'), ...replay];
}

function codeLines(result: VerificationResult): string[] {
  if (result.unreached === undefined) return [];
  const unexplained = result.unreached.filter((one) => one.reason === undefined);
  const explained = result.unreached.length - unexplained.length;
  return [
    `code of impl/ that no scenario reached: ${unexplained.length} without a reason, ${explained} with one`,
    ...unexplained.map((one) => `  ${one.file}:${one.line}  ${one.text}`),
    ...(result.staleUnreached ?? []).map(
      (one) => `  ${one.file}  listed, but ${problemText[one.problem]}: ${one.text}`,
    ),
    ...(hasUnexplainedCode(result)
      ? ['  add a scenario, or list it with a reason in runner/coverage/unreached.json']
      : []),
    '',
  ];
}

const problemText = Object.freeze({ reached: 'reached now', gone: 'not in the file any more' });

function totalLines(result: VerificationResult): string[] {
  const { totals, verdicts } = result;
  const kinds = verdictKinds.filter((kind) => totals[kind] > 0);
  const counts = kinds.map((kind) => `${totals[kind]} ${kind}`).join(', ');
  const line = `${counted(totals.verdicts, 'verdict')}: ${counts || 'none'}; ${searchedText(totals)}`;
  return verdicts.length > 0 && verdicts.every((row) => row.mechanism === noMechanism)
    ? [line, ...engineLines(result)]
    : [line, ...engineLines(result), conclusion(totals, hasUnexplainedCode(result))];
}

/** searchedText says how much was searched: transitions only where they were counted. */
export function searchedText({ states, transitions }: VerificationResult['totals']): string {
  return [counted(states, 'state'), ...(transitions === undefined ? [] : [counted(transitions, 'transition')])].join(
    ', ',
  );
}

/** What was asked for besides a full search of states, and what did not suit it. */
function engineLines({ verdicts, explorations }: VerificationResult): string[] {
  return [...inFullLines(explorations), ...executionLines(explorations), ...unjudgedLines(verdicts)];
}

function executionLines(explorations: VerificationResult['explorations']): string[] {
  const counts = explorations.flatMap(({ engine, executions }) => (engine === undefined ? [] : [executions ?? 0]));
  if (counts.length === 0) return [];
  const all = counts.reduce((sum, count) => sum + count, 0);
  return [`execution by execution: ${counted(all, 'execution')}; its states are the steps taken`];
}

/** Of properties that an engine does not judge, or not wholly: the reason, once. */
function unjudgedLines(verdicts: VerificationResult['verdicts']): string[] {
  const limits = verdicts.flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
  const told = limits.filter(({ limit }) => limit === 'engine' || limit === 'preemptions');
  return [...new Set(told.map(({ limit, text }) => `inconclusive (${limit}): ${text}`))];
}

/** Of a reduction that was asked for: what it does not suit, by the reason. */
function inFullLines(explorations: VerificationResult['explorations']): string[] {
  const reasons = [...new Set(explorations.flatMap(({ inFull }) => (inFull === undefined ? [] : [inFull])))];
  return reasons.map((reason) => {
    const count = explorations.filter(({ inFull }) => inFull === reason).length;
    return `${counted(count, 'exploration')} in full: ${reason}`;
  });
}

function conclusion({ unexpected, undecided, errors }: VerificationResult['totals'], unexplained: boolean): string {
  const parts = [
    ...(unexpected > 0 ? [`${unexpected} UNEXPECTED`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(unexplained ? ['code of impl/ is not explained'] : []),
  ];
  return parts.length === 0 ? 'every verdict is as expected' : parts.join(', ');
}
