// What is not as expected as annotations of a GitHub log: one line for each, at the source line of the step after which the
// claim was false, or where the scenario, the pair or the claim of a specification is declared. GitHub shows ten of a kind and step; what is more is counted in the last.

import { visibleParts } from '../engine/program/visible.js';
import { isUnexpected, placeOf, type ResultRow, type VerificationResult } from '../runner/result.js';
import { claimInWords } from './console.js';
import { looksAt } from './fault.js';

const annotationsMost = 10;

/** annotations are the lines, none where everything is as expected. */
export function annotations(given: VerificationResult): string {
  const result = visibleParts(given);
  const wrong = [
    ...result.verdicts.filter((row) => !row.asExpected).map(annotationOf),
    ...result.errors.map((error) => command('error', {}, `${placeOf(error)}: ${error.message}`)),
  ];
  const isTooMany = wrong.length > annotationsMost;
  const shown = isTooMany ? wrong.slice(0, annotationsMost - 1) : wrong;
  const rest = isTooMany ? [command('error', {}, `${wrong.length - shown.length} more: see the report`)] : [];
  return [...shown, ...rest].map((line) => `${line}\n`).join('');
}

function annotationOf(row: ResultRow): string {
  const text = `${placeOf(row)}: ${claimInWords(row)}. ${whatHappened(row)}`;
  return command(isUnexpected(row) ? 'error' : 'warning', { ...faultLine(row), title: row.property }, text);
}

/** whatHappened says why the verdict is what it is, as far as that is known; else what was claimed. */
export function whatHappened({ counterexample, reason, limit, statement }: ResultRow): string {
  return counterexample?.reason ?? reason ?? limit?.text ?? statement;
}

/** The source line of the step after which the claim was false, or of the first of a loop; else the file that declares the scenario. */
export function faultLine({ counterexample, file, line, asExpected }: ResultRow): {
  readonly file?: string;
  readonly line?: number;
} {
  const source = counterexample?.steps[looksAt(counterexample)]?.source;
  const match = /^(.*):(\d+)$/.exec(source ?? '');
  if (match && !(asExpected && file !== undefined)) return { file: match[1]!, line: Number(match[2]) };
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

function command(kind: string, fields: Readonly<Record<string, string | number>>, text: string): string {
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${escapedField(String(value))}`);
  return `::${kind}${shown.length === 0 ? '' : ` ${shown.join(',')}`}::${escapedText(text)}`;
}

function escapedText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedField(text: string): string {
  return escapedText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
