// The result as one self-contained page: a matrix of verdicts, and for each failing path a space-time diagram to go through
// step by step. It loads nothing, so that it works from a file. Leaves out the script and the style, which are handed in.

import { visibleParts } from '../engine/program/visible.js';
import type { VerificationResult } from '../runner/result.js';
import { verdictInWords } from './console.js';
import { replayLine } from './counterexample.js';
import type { PageData, PagePath, PageRow } from './page/data.js';
import { diagramOf } from './spaceTime.js';

export interface PageOptions {
  /** How the tool was called, for the replay lines. */
  readonly command: string;
  /** The script of the page, and its style. */
  readonly script: string;
  readonly style: string;
  /** Texts of source files, by the names that steps give them. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** htmlReport is the page. */
export function htmlReport(given: VerificationResult, { command, script, style, sources = {} }: PageOptions): string {
  const data = pageData(visibleParts(given), command, sources);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<title>Quiesce report</title>',
    `<style>${style.replaceAll('</', '<\\/')}</style>`,
    '</head>',
    '<body>',
    '<main id="page"></main>',
    `<script type="application/json" id="data">${scriptJson(data)}</script>`,
    `<script type="module">${script.replaceAll('</script', '<\\/script')}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
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
export function pageData(
  result: VerificationResult,
  command: string,
  sources: Readonly<Record<string, string>>,
): PageData {
  const paths: PagePath[] = [];
  const rows = result.verdicts.map((row): PageRow => {
    const { scenario, mechanism, property, statement, verdict, asExpected, states, counterexample } = row;
    const shown = { scenario, mechanism, property, statement, verdict, asExpected, states, words: verdictInWords(row) };
    if (!counterexample) return { ...shown, ...(row.reason === undefined ? {} : { reason: row.reason }) };
    const replay = replayLine(row.schedule ?? '', command);
    paths.push({
      ...{ scenario, mechanism, property, reason: counterexample.reason, replay },
      ...diagramOf(counterexample),
    });
    return { ...shown, path: paths.length - 1 };
  });
  const errors = result.errors.map(({ scenario, mechanism, message }) => ({ scenario, mechanism, message }));
  return { version: 1, rows, paths, errors, totals: result.totals, sources };
}
