// What a user hands over to be replayed: the text itself, its JSON form, or a file that holds either.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { userFolder } from '../runner/invocation.js';

/** readInput is the text itself: pasted, or of the file that is named. Throws QSC111. */
export function readInput(word: string): string {
  return isText(word) ? word : readFile(word);
}

/** Text has a version and spaces, or braces; everything else names a file. */
function isText(word: string): boolean {
  const text = word.trim();
  return text === '' || text.startsWith('{') || /^v\d+(\s|$)/.test(text);
}

function readFile(path: string): string {
  try {
    return readFileSync(resolve(userFolder, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown'})`;
    const next = "check the path, or paste the schedule in quotes: quiesce replay 'v1 NAME ...'";
    throw new QuiesceError('QSC111', `${path} ${reason}`, { next });
  }
}
