// Edits of a text. An edit whose anchor is missing or not unique is an error: the text has changed, and the mutant must
// follow it.

import { QuiesceError } from '../engine/program/errors.js';
import type { Edit, Mutant } from './mutant.js';

/**
 * edited is the text with the edits, each made in what the one before has left. Throws QSC113.
 *
 * @example
 * edited('a + b', [{ file: 'sum.ts', find: '+', replace: '-' }]) // => 'a - b'
 */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, edit) => replaceOnce(before, edit), text);
}

function replaceOnce(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  const times = parts.length === 1 ? 'not there' : `there ${parts.length - 1} times`;
  throw new QuiesceError('QSC113', `${file}: ${JSON.stringify(find)} is ${times}`);
}

/**
 * lineOf is the line of the text where an edit begins to change it; undefined where it does not fit.
 *
 * @example
 * lineOf('a\nb + c', { file: 'sum.ts', find: 'a\nb +', replace: 'a\nb -' }) // => 2
 */
export function lineOf(text: string, { find, replace }: Edit): number | undefined {
  const start = text.indexOf(find);
  if (start < 0) return undefined;
  const [before, after] = [find.split('\n'), replace.split('\n')];
  const changed = before.findIndex((line, index) => line !== after[index]);
  return text.slice(0, start).split('\n').length + Math.max(0, changed);
}

/** filesOf lists the files that mutants edit, each once. */
export function filesOf(mutants: readonly Pick<Mutant, 'edits'>[]): readonly string[] {
  return [...new Set(mutants.flatMap(({ edits }) => edits.map(({ file }) => file)))];
}
