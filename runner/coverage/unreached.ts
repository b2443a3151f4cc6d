// From V8's ranges to lines of impl/: what was never run, and how that compares with the committed list of reasons.
// An entry of the list is a file and the text of a line, so that it outlives edits elsewhere in the file.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../packageRoot.js';
import type { StaleUnreached, Unreached } from '../result.js';
import type { CoveredScript } from './coverageWorker.js';

/** An entry of runner/coverage/unreached.json. */
export interface Reason {
  readonly file: string;
  /** The line, trimmed. */
  readonly text: string;
  readonly reason: string;
}

export interface CodeCoverage {
  readonly unreached: readonly Unreached[];
  readonly staleUnreached: readonly StaleUnreached[];
}

/** compareWithReasons gives each unreached line its reason, and finds reasons that are out of date. */
export function compareWithReasons(
  found: readonly Unreached[],
  reasons: readonly Reason[],
  sourceOf: (file: string) => string,
): CodeCoverage {
  const reasonFor = ({ file, text }: Unreached) => reasons.find((each) => each.file === file && each.text === text);
  const unreached = found.map((one) => {
    const listed = reasonFor(one);
    return listed ? { ...one, reason: listed.reason } : one;
  });
  const stale = reasons.filter(({ file, text }) => !found.some((one) => one.file === file && one.text === text));
  const staleUnreached = stale.map(({ file, text }) => ({ file, text, problem: problemOf(sourceOf(file), text) }));
  return { unreached, staleUnreached };
}

function problemOf(source: string, text: string): StaleUnreached['problem'] {
  return source.split('\n').some((line) => line.trim() === text) ? 'reached' : 'gone';
}

/** Explored by `quiesce compare`, in no scenario of `verify`. */
const elsewhere = [`rivals${sep}`];

/** unreachedLines lists the lines of impl/ where text begins that was never run, scripts never loaded included. */
export function unreachedLines(scripts: readonly CoveredScript[]): Unreached[] {
  const byFile = new Map(scripts.map((script) => [fileURLToPath(script.url), script]));
  const folder = join(packageRoot, 'dist', 'impl');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const own = files.filter((name) => !elsewhere.some((path) => name.startsWith(path)));
  return own.sort().flatMap((name) => linesOf(join(folder, name), byFile.get(join(folder, name))));
}

function linesOf(file: string, script: CoveredScript | undefined): Unreached[] {
  if (!existsSync(`${file}.map`)) return [];
  const javaScript = readFileSync(file, 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const source = join(packageRoot, relative(join(packageRoot, 'dist'), file).replace(/\.js$/, '.ts'));
  if (!existsSync(source)) return [];
  const lines = readFileSync(source, 'utf8').split('\n');
  const starts = script ? startsOfUnreached(javaScript, script) : startOfCode(javaScript);
  const numbers = starts.map((offset) => originalLine(javaScript, offset, map));
  const shown = relative(packageRoot, source).split(sep).join('/');
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((line) => ({ file: shown, line, text: lines[line - 1]?.trim() ?? '' }));
}

/** A script that was never loaded is unreached as a whole, unless it holds nothing but types and re-exports. */
function startOfCode(javaScript: string): number[] {
  const at = javaScript.search(/^(export )?(async )?(function|const|class)\b/m);
  return at < 0 ? [] : [at];
}

/** Where each outermost stretch of text that was never run begins. Stretches without a word in them do not count. */
export function startsOfUnreached(javaScript: string, { functions }: CoveredScript): number[] {
  const never = functions.flatMap(({ ranges }) => ranges).filter(({ count }) => count === 0);
  const outermost = never.filter(
    (inner) =>
      !never.some(
        (outer) => outer !== inner && contains(outer, inner) && !(contains(inner, outer) && isLater(inner, outer)),
      ),
  );
  return outermost.flatMap(({ startOffset, endOffset }) => {
    const word = javaScript.slice(startOffset, endOffset).search(/\w/);
    return word < 0 ? [] : [startOffset + word];
  });
}

type Range = CoveredScript['functions'][number]['ranges'][number];

function contains(outer: Range, inner: Range): boolean {
  return outer.startOffset <= inner.startOffset && inner.endOffset <= outer.endOffset;
}

/** Of two ranges with the same bounds one has to be taken for the inner one. */
function isLater(a: Range, b: Range): boolean {
  return a.startOffset === b.startOffset && a.endOffset === b.endOffset;
}

function originalLine(javaScript: string, offset: number, map: SourceMap): number {
  const before = javaScript.slice(0, offset).split('\n');
  const entry = map.findEntry(before.length - 1, before[before.length - 1]!.length);
  return 'originalLine' in entry ? entry.originalLine + 1 : 1;
}
