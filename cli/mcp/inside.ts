// Files that a caller may name: only what lies in the working folder, links followed. A schedule names a file too. What a
// user's own file reads when it runs is the user's affair: a file is code.

import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';
import { fileOf } from '../../runner/resolve.js';

/** refuseOutside throws QSC111 for a word that names a file outside of the folder. */
export function refuseOutside(word: string, folder: string): void {
  const file = fileOf(word, folder)?.path ?? (isAbsolute(word) || /[\\/]/.test(word) ? word : undefined);
  if (file !== undefined && !isInside(file, folder))
    throw new QuiesceError('QSC111', `${word} lies outside of the working folder`, { next: 'name a file in it' });
}

function isInside(file: string, folder: string): boolean {
  const path = relative(realOf(folder), realOf(resolve(folder, file)));
  return !isAbsolute(path) && path.split(/[\\/]/)[0] !== '..';
}

/** Where a path leads, links followed as far as it is there. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = resolve(path, '..');
    return parent === path ? path : resolve(realOf(parent), relative(parent, path));
  }
}
