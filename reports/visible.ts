// Names are data. What a user named (properties, threads, cells, files, messages) reaches a terminal, a log or a summary
// as signs that can be seen, never as control: no line breaks, escape sequences, marks that turn the direction of
// writing, and nothing that a workflow's log takes for a command (`::error`, `##[error]`).

import type { VerificationResult } from '../runner/result.js';

/** Controls, line and paragraph separators, marks of direction, and what has no width of its own. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = Object.freeze({ '\n': '\\n', '\r': '\\r', '\t': '\\t' });

/**
 * visibleText shows what cannot be seen as `\n` or `\u{202e}`, and breaks up what a log would take for a command.
 *
 * @example
 * visibleText('a\n::error b') // => 'a\\n:\\u{3a}error b'
 */
export function visibleText(text: string): string {
  return text
    .replace(unseen, shownSign)
    .replace(/(^|\\n|\\r|\s)::/g, '$1:\\u{3a}')
    .replaceAll('##[', '#\\u{23}[');
}

function shownSign(sign: string): string {
  return short[sign] ?? `\\u{${sign.charCodeAt(0).toString(16)}}`;
}

/** visibleLines keeps the line breaks of a text of several lines, such as an error's message. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

/** visibleResult makes every text in a result visible; messages of errors keep their lines. */
export function visibleResult(result: VerificationResult): VerificationResult {
  const errors = result.errors.map((error) => ({ ...visible(error), message: visibleLines(error.message) }));
  return { ...visible(result), errors };
}

/** visible makes every text in plain data visible, names of fields too. */
export function visible<T>(data: T): T {
  return visibleData(data) as T;
}

function visibleData(data: unknown): unknown {
  if (typeof data === 'string') return visibleText(data);
  if (Array.isArray(data)) return data.map(visibleData);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [visibleText(key), visibleData(value)]));
}
