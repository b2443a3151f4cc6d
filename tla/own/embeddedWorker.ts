// The embedded engine in a thread of its own: it answers in one call that cannot be interrupted, so it is ended from outside.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { checkedEmbedded } from '../check.js';
import { type Configuration, parseConfiguration } from '../configuration.js';
import type { DotGraph } from '../dot.js';
import { graphOfOthers } from '../embedded.js';
import { parseModule } from '../module.js';
import type { TlaResult } from '../result.js';

interface CheckQuestion {
  readonly name: string;
  readonly module: string;
  readonly cfg: string;
}

interface GraphQuestion {
  readonly name: string;
  readonly module: string;
  readonly configuration: Configuration;
}

type Question = { readonly kind: 'embedded' } & (CheckQuestion | GraphQuestion);

type Reply =
  | { readonly answer: TlaResult | DotGraph }
  | { readonly failed: { readonly code: ErrorCode; readonly seen: string; readonly next: string } };

export interface EmbeddedLimits {
  readonly secondsMax: number;
  readonly isInterrupted?: () => boolean;
}

const lookEveryMs = 100;

/** checkEmbeddedWithin checks a configuration. Throws as checkEmbedded does, QSC301 at the limit, and QSC302. */
export function checkEmbeddedWithin(question: CheckQuestion, limits: EmbeddedLimits): Promise<TlaResult> {
  return answered<TlaResult>({ kind: 'embedded', ...question }, limits);
}

/** graphEmbeddedWithin makes a state graph. Throws as graphOfOthers does, QSC301 at the limit, and QSC302. */
export function graphEmbeddedWithin(question: GraphQuestion, limits: EmbeddedLimits): Promise<DotGraph> {
  return answered<DotGraph>({ kind: 'embedded', ...question }, limits);
}

function answered<T>(asked: Question, { secondsMax, isInterrupted }: EmbeddedLimits): Promise<T> {
  const worker = new Worker(builtFile(), { workerData: asked, execArgv: [] });
  const beganMs = performance.now();
  return new Promise<T>((resolve, reject) => {
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
    worker.on('error', (error) => end(new QuiesceError('QSC419', `${asked.name}: ${error.message}`)));
    worker.on('message', (reply: Reply) => {
      if ('answer' in reply) resolve(reply.answer as T);
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

async function reply(question: Question): Promise<Reply> {
  try {
    return { answer: await answerTo(question) };
  } catch (error) {
    const coded =
      error instanceof QuiesceError ? error : new QuiesceError('QSC419', `${question.name}: ${String(error)}`);
    return { failed: { code: coded.code, seen: coded.seen, next: coded.next } };
  }
}

async function answerTo(question: Question): Promise<TlaResult | DotGraph> {
  const module = parseModule(question.module);
  if ('configuration' in question) return await graphOfOthers(module, question.configuration);
  return await checkedEmbedded(module, parseConfiguration(question.name, question.cfg));
}

/** No await at the top: whoever loads this module by require(), for what it exports, could not. */
if (!isMainThread && (workerData as Partial<Question> | null)?.kind === 'embedded')
  void reply(workerData as Question).then((answer) => parentPort?.postMessage(answer));
