// The folder of this package, found from here: the sources and the built files lie at different depths.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QuiesceError } from '../engine/program/errors.js';

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

/** Below a node_modules the package is somebody's dependency, and nothing of it is written. */
const isInstalled = /[\\/]node_modules[\\/]/.test(packageRoot);

/** refuseInstalled throws QSC110 where an option would write into an installed package. */
export function refuseInstalled(option: string): void {
  if (isInstalled)
    throw new QuiesceError('QSC110', `${option} writes into the sources of this package, and here it is installed`);
}

/** writing does what writes a file. Throws QSC109 with the system's reason. */
export function writing<R>(path: string, write: () => R): R {
  try {
    return write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new QuiesceError('QSC109', `${JSON.stringify(path)} (${code ?? String(error)})`, {
      cause: error,
      next: 'name a file that can be written',
    });
  }
}
