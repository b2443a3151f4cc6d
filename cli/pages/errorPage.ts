// docs/errors.md, made from the one table of errors.

import { errorTable } from '../../engine/program/errors.js';

const families: readonly (readonly [prefix: string, title: string])[] = Object.freeze([
  ['QSC1', 'Input'],
  ['QSC2', 'Replay and determinism'],
  ['QSC3', 'Limits'],
  ['QSC4', 'Divergence from the model or the specification'],
  ['QSC5', 'Misuse by a program'],
  ['QSC6', 'A running service'],
  ['QSC9', 'Internal'],
]);

const head = `# Errors

<!-- Generated from engine/program/errors.ts by \`npm run docs:update\`. Do not edit. -->

An error says what was seen, what was expected, the usual cause, and what to do next. A violated property is not an
error: it is a verdict. Exit codes: 2 bad usage or input, 3 inconclusive, 4 nondeterminism or internal error.
`;

/** errorPage is the text of docs/errors.md. */
export function errorPage(): string {
  return `${[head, ...families.flatMap(([prefix, title]) => familyLines(prefix, title))].join('\n')}`;
}

function familyLines(prefix: string, title: string): string[] {
  const entries = Object.entries(errorTable).filter(([code]) => code.startsWith(prefix));
  if (entries.length === 0) return [];
  const rows = entries.map(([code, { title: what, expected, usualCause, next, exitCode }]) =>
    [`\`${code}\``, what, expected, usualCause, next, String(exitCode)].map(cell).join(' | '),
  );
  return [
    `## ${title}`,
    '',
    '| code | what | expected | usual cause | next | exit |',
    '| --- | --- | --- | --- | --- | ---: |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
