// The embedded engine in a thread of its own: it answers in one call that cannot be interrupted, so it is ended from outside.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { checkedEmbedded } from '../check.js';
import { parseConfiguration } from '../configuration.js';
import { parseModule } from '../module.js';
import type { TlaResult } from '../result.js';

interface Question {
  readonly kind: 'embedded';
  readonly name: string;
  readonly module: string;
  readonly cfg: string;
}

type Reply =
  | { readonly outcome: TlaResult }
  | { readonly failed: { readonly code: ErrorCode; readonly seen: string; readonly next: string } };

interface Limits {
  readonly secondsMax: number;
  readonly isInterrupted?: () => boolean;
}

const lookEveryMs = 100;

/** checkEmbeddedWithin checks a configuration. Throws as checkEmbedded does, QSC301 at the limit, and QSC302. */
export function checkEmbeddedWithin(
  question: Omit<Question, 'kind'>,
  { secondsMax, isInterrupted }: Limits,
): Promise<TlaResult> {
  const asked: Question = { kind: 'embedded', ...question };
  const worker = new Worker(builtFile(), { workerData: asked, execArgv: [] });
  const beganMs = performance.now();
  return new Promise<TlaResult>((resolve, reject) => {
    const looking = setInterval(() => {
      if (isInterrupted?.()) end(new QuiesceError('QSC302', 'the embedded engine was interrupted'));
      if (performance.now() - beganMs > secondsMax * 1000)
        end(new QuiesceError('QSC301', `the embedded engine did not end within ${secondsMax} seconds`));
    }, lookEveryMs);
    const end = (error?: Error) => {
      clearInterval(looking);
      void worker.terminate();
      if (error) reject(error);
    };
    worker.on('error', (error) => end(new QuiesceError('QSC419', `${question.name}: ${error.message}`)));
    worker.on('message', (reply: Reply) => {
      if ('outcome' in reply) resolve(reply.outcome);
      end(
        'failed' in reply
          ? new QuiesceError(reply.failed.code, reply.failed.seen, { next: reply.failed.next })
          : undefined,
      );
    });
  });
}

/** A thread runs what is built, also where the sources themselves run. */
function builtFile(): string {
  const own = fileURLToPath(import.meta.url);
  const beside = own.replace(/\.ts$/, '.js');
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/tla/own/embeddedWorker.js', import.meta.url));
}

async function answer({ name, module, cfg }: Question): Promise<Reply> {
  try {
    return { outcome: await checkedEmbedded(parseModule(module), parseConfiguration(name, cfg)) };
  } catch (error) {
    const coded = error instanceof QuiesceError ? error : new QuiesceError('QSC419', `${name}: ${String(error)}`);
    return { failed: { code: coded.code, seen: coded.seen, next: coded.next } };
  }
}

if (!isMainThread && (workerData as Partial<Question> | null)?.kind === 'embedded')
  parentPort?.postMessage(await answer(workerData as Question));
