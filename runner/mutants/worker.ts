// A worker that runs in a copy of the package: it answers one question after another.

import { parentPort, workerData } from 'node:worker_threads';
import { QuiesceError } from '../../engine/program/errors.js';
import type { CopySetup, FromCopy, Question } from './answer.js';
import { reply } from './replies.js';

const stop = new Int32Array((workerData as CopySetup).stop);
const interrupted = () => Atomics.load(stop, 0) === 1;

async function answered(question: Question): Promise<FromCopy> {
  try {
    return { answer: await reply(question, { interrupted }) };
  } catch (error) {
    const coded = error instanceof QuiesceError ? error : new QuiesceError('QSC901', String(error));
    return { code: coded.code, seen: coded.seen, next: coded.next };
  }
}

parentPort?.on('message', async (question: Question) => parentPort?.postMessage(await answered(question)));
