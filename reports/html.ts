// A result as one self-contained page: a matrix of verdicts, and for each failing path a space-time diagram to go through
// step by step. It loads nothing, so that it works from a file. Leaves out the script and the style, which are handed in, and
// how specifications follow a path, which whoever can run them hands in too.

import type { Counterexample } from '../engine/explain/verdict.js';
import { visibleParts } from '../engine/program/visible.js';
import {
  type FindingPath,
  type Findings,
  isUndecided,
  noMechanism,
  type ResultRow,
  type VerificationResult,
} from '../runner/result.js';
import { verdictInWords } from './console.js';
import { replayLine } from './counterexample.js';
import type { PageCost, PageData, PageModel, PagePath, PageRow, PageTable } from './page/data.js';
import { racingPair } from './racing.js';
import { diagramOf } from './spaceTime.js';
import { counted } from './table.js';
import { waitText } from './waits.js';

export interface PageOptions {
  /** How the tool was called, for the replay lines. */
  readonly command: string;
  /** The script of the page, and its style. */
  readonly script: string;
  readonly style: string;
  /** Texts of source files, by the names that steps give them. */
  readonly sources?: Readonly<Record<string, string>>;
  /** What the specifications beside a path make of it; nothing unless told. */
  readonly modelsOf?: (counterexample: Counterexample) => readonly PageModel[];
}

/** A result with what a command found besides: how other commands than `verify` call it. */
export interface PageSubject extends Findings {
  readonly result: VerificationResult;
  readonly words?: (row: ResultRow) => string;
}

/** resultOf is the subject as one result, which says by itself what a page shows of it. */
export function resultOf({ result, words, ...findings }: PageSubject): VerificationResult {
  const verdicts = words ? result.verdicts.map((row) => ({ ...row, words: words(row) })) : result.verdicts;
  const { totals, ...parts } = result;
  return { ...parts, verdicts, findings, totals };
}

/** subjectOf is a result or a subject as a subject. */
export function subjectOf(given: VerificationResult | PageSubject): PageSubject {
  return 'result' in given ? given : { result: given, ...given.findings };
}

/** htmlReport is the page. */
export function htmlReport(given: VerificationResult | PageSubject, options: PageOptions): string {
  const { script, style } = options;
  const data = pageData(subjectOf(given), options);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${data.title.replace(/[&<]/g, '')}</title>`,
    `<style>${style.replaceAll('</', '<\\/')}</style>`,
    '</head>',
    '<body>',
    '<main id="page"></main>',
    `<script type="application/json" id="data">${scriptJson(data)}</script>`,
    `<script type="module">${asScript(script)}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A script that may stand in a page: a control character, which HTML does not allow, stands in a text of it as its escape. */
function asScript(script: string): string {
  const spelt = (sign: string) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
  const escaped = script.replace(/(?![\n\t])\p{Cc}/gu, spelt);
  return escaped.replaceAll('</script', '<\\/script');
}

/**
 * scriptJson is JSON that may stand inside of a script element, whatever texts are in it.
 *
 * @example
 * scriptJson('</script>') // => '"\\u003c/script>"'
 */
export function scriptJson(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** pageData is what the page shows, as plain data. */
export function pageData(subject: PageSubject, { command, sources = {}, modelsOf }: PageOptions): PageData {
  const result = visibleParts(subject.result);
  const { words = verdictInWords } = subject;
  const { summary, isGood, title = 'Quiesce report', kinds = {}, tables = [] } = findingsOf(subject);
  const paths: PagePath[] = [];
  const rows = result.verdicts.map((row, index): PageRow => {
    const shown = { ...shownOf(row), words: words(row) };
    const { counterexample } = row;
    if (!counterexample) return row.reason === undefined ? shown : { ...shown, reason: row.reason };
    const models = modelsOf?.(subject.result.verdicts[index]!.counterexample!) ?? [];
    paths.push(pathOf({ ...row, counterexample, models, title: titleOf(row, kinds) }, command));
    return { ...shown, path: paths.length - 1 };
  });
  const ofVerdicts = paths.length;
  for (const path of subject.paths ?? []) {
    const models = path.models ?? modelsOf?.(path.counterexample) ?? [];
    paths.push(pathOf({ ...visibleParts(path), models }, command));
  }
  const errors = result.errors.map(({ scenario, mechanism, message }) => ({ scenario, mechanism, message }));
  return {
    ...{ version: 1, title, rows, paths, errors, sources, kinds },
    ...summaryOf(result),
    ...(summary === undefined ? {} : { summary }),
    ...(isGood === undefined ? {} : { isGood }),
    tables: [...tables.map((table) => linkedFrom(table, ofVerdicts)), ...codeTables(result)],
    costs: costsOf(result),
  };
}

/** Its texts are data too: a result may come from anywhere. */
function findingsOf({ title, summary, isGood, kinds, tables }: PageSubject): Omit<Findings, 'paths'> {
  const given = { title, summary, isGood, kinds, tables };
  return visibleParts(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

function shownOf(row: ResultRow): Omit<PageRow, 'words'> {
  const { scenario, mechanism, property, statement, verdict, asExpected } = row;
  const decided = isUndecided(row) ? { isUndecided: true } : {};
  return { scenario, mechanism, property, statement, verdict, asExpected, ...decided };
}

function titleOf({ property, scenario, mechanism }: ResultRow, kinds: PageData['kinds']): string {
  const from = mechanism === noMechanism ? scenario : `${scenario} with ${mechanism}`;
  return `${property} ${kinds.refuted ?? 'is refuted'}: ${from}`;
}

/** Links count from the first path of the page. */
function linkedFrom(table: PageTable, first: number): PageTable {
  const moved = (text: PageTable['rows'][number][number]) =>
    typeof text === 'string' ? text : { ...text, path: text.path + first };
  return { ...table, rows: table.rows.map((row) => row.map(moved)) };
}

type ShownPath = FindingPath & { readonly models: readonly PageModel[] };

function pathOf({ counterexample: found, models, ...row }: ShownPath, command: string): PagePath {
  const { scenario, mechanism, property, statement, title } = row;
  const racing = racingPair(found);
  const waits = (found.waits ?? []).map(waitText);
  return {
    ...{ title, scenario, mechanism, property, statement, reason: found.reason, waits },
    replay: row.schedule === undefined ? '' : replayLine(row.schedule, command),
    models: visibleParts(models),
    ...diagramOf(found),
    ...(racing ? { racing } : {}),
  };
}

function summaryOf({ totals }: VerificationResult): Pick<PageData, 'summary' | 'isGood'> {
  const wrong = totals.unexpected + totals.undecided + totals.errors;
  const said = wrong === 0 ? 'every verdict is as expected' : `${wrong} not as expected`;
  return {
    summary: `${counted(totals.verdicts, 'verdict')}, ${counted(totals.states, 'state')}: ${said}`,
    isGood: wrong === 0,
  };
}

/** What of impl/ no scenario reaches, where that was measured. */
function codeTables({ unreached, staleUnreached = [] }: VerificationResult): PageTable[] {
  if (!unreached) return [];
  const rows = unreached.map(({ file, line, text, reason }) => [`${file}:${line}`, text, reason ?? 'NO REASON GIVEN']);
  const stale = staleUnreached.map(({ file, text, problem }) => [file, text, `the list is out of date: ${problem}`]);
  const note = 'Every other operation and branch of impl/ is reached by some scenario.';
  return [
    { title: 'Code that no scenario reaches', note, columns: ['where', 'text', 'why'], rows: [...stale, ...rows] },
  ];
}

function costsOf({ explorations }: VerificationResult): PageCost[] {
  return explorations.map(({ scenario, mechanism, kind, states, elapsedMs }) => ({
    name: `${scenario}${mechanism === 'none' ? '' : `@${mechanism}`} ${kind}`,
    states,
    ...(elapsedMs === undefined ? {} : { elapsedMs }),
  }));
}
