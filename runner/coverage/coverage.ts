// Which operations and branches of impl/ no scenario reached. Measured in a checkout only: it needs the sources.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { QuiesceError } from '../../engine/program/errors.js';
import { packageRoot } from '../packageRoot.js';
import type { CompiledTasks, CoveredScript } from './coverageWorker.js';
import { type CodeCoverage, compareWithReasons, type Reason, unreachedLines } from './unreached.js';

const listPath = 'runner/coverage/unreached.json';

/** canMeasure is false where the sources of impl/ are not there, as in an installed package. */
export function canMeasure(): boolean {
  return existsSync(join(packageRoot, 'impl')) && existsSync(join(packageRoot, listPath));
}

/** measureCode runs the programs again under coverage, and compares with the committed list. */
export async function measureCode(tasks: CompiledTasks): Promise<CodeCoverage> {
  const found = unreachedLines(await measured(tasks));
  return compareWithReasons(found, readReasons(), readSource);
}

function measured(tasks: CompiledTasks): Promise<readonly CoveredScript[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./coverageWorker.js', import.meta.url), { workerData: tasks });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new QuiesceError('QSC901', 'the coverage worker ended without an answer')));
  });
}

function readReasons(): readonly Reason[] {
  return JSON.parse(readFileSync(join(packageRoot, listPath), 'utf8'));
}

function readSource(file: string): string {
  const path = join(packageRoot, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
