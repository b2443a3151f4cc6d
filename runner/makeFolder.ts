// A folder, and those above it that are not there. Node's own recursive mkdir never comes back where a file system answers
// that a folder's parent is there and the folder cannot be (`/proc/x`): this one asks for each folder once.

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** makeFolder makes a folder and those above it. Throws what the system says. */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
