// The folder of this package, found from here: the sources and the built files lie at different depths.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function isRoot(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === 'quiesce';
  } catch {
    return false;
  }
}

function find(folder: string): string {
  return isRoot(folder) || dirname(folder) === folder ? folder : find(dirname(folder));
}

/** The folder that holds package.json and dist/. */
export const packageRoot = find(dirname(fileURLToPath(import.meta.url)));
