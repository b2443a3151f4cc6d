// The live explorer: a page and two questions, served on the loopback address only. Each request needs the random token of
// the address that was printed, and a Host that is this server's own: a page of somebody else's in the same browser can
// neither guess the one nor have the other. It writes no file.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventText } from '../engine/explain/records.js';
import { type Choice, commonSteps } from '../engine/index.js';
import { QuiesceError } from '../engine/program/errors.js';
import { visible, visibleJson } from '../engine/program/visible.js';
import { xmlText } from '../reports/escape.js';
import { PathInWords } from '../reports/stepText.js';
import { waitText } from '../reports/waits.js';
import type { Stand } from '../runner/graph/stand.js';
import { commandWords } from '../runner/invocation.js';
import { packageRoot } from '../runner/packageRoot.js';
import type { Pool } from '../runner/pool.js';
import type { TaskName } from '../runner/protocol.js';
import { asCoded } from './reportError.js';

/** A question is small. */
const bodyMostBytes = 1_000_000;
const limits = Object.freeze({ states: 2_000_000, seconds: 60 });

export interface LiveExplorer {
  /** With the token. */
  readonly address: string;
  readonly server: Server;
}

/** serveExplorer listens on 127.0.0.1, on a port that the system chooses. */
export async function serveExplorer(pool: Pool, task: TaskName): Promise<LiveExplorer> {
  const token = randomBytes(16).toString('hex');
  const stands = new Stands(pool, task);
  const server = createServer((request, response) => {
    const send = (status: number, type: string, text: string) => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...guards }).end(text);
    };
    answer(request, { pool, task, stands, token, host: hostOf(server) }).then(
      ({ type, text }) => send(200, type, text),
      (error) => {
        const isRefused = error instanceof Refused;
        const said = isRefused ? { error: error.message } : refusalOf(error);
        send(isRefused ? 403 : 400, 'application/json', JSON.stringify(said));
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return { address: `http://${hostOf(server)}/?token=${token}`, server };
}

const guards = Object.freeze({
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** What was wrong with the question, and what to do about it: there is no command line to be told of. */
function refusalOf(error: unknown) {
  const { code, seen, next } = asCoded(error);
  return { error: seen, code, hint: next };
}

class Refused extends Error {}

function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Serving {
  readonly pool: Pool;
  readonly task: TaskName;
  readonly stands: Stands;
  readonly token: string;
  readonly host: string;
}

async function answer(request: IncomingMessage, { pool, task, stands, token, host }: Serving) {
  const url = new URL(request.url ?? '/', `http://${host}`);
  if (request.headers.host !== host || !isSame(url.searchParams.get('token') ?? '', token))
    throw new Refused('the address that was printed has a token: open that');
  if (request.method === 'GET' && url.pathname === '/') return { type: 'text/html', text: explorerPage(task.name) };
  if (request.method !== 'POST') throw new QuiesceError('QSC137', `${request.method} ${url.pathname}`);
  const question = parsed(await bodyOf(request));
  const document =
    url.pathname === '/stand'
      ? await stands.after(choicesIn(question))
      : await found(pool, task, url.pathname, question);
  return { type: 'application/json', text: visibleJson(JSON.stringify(document)) };
}

/** Of the steps so far the last ones: a page of thousands would take its time with each. */
const stepsMost = 200;

/** Where the steps lead that the page asks for. Of those that it asked for before, records and words are kept. */
class Stands {
  readonly #pool: Pool;
  readonly #task: TaskName;
  readonly #path = new PathInWords();
  #choices: readonly Choice[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(pool: Pool, task: TaskName) {
    this.#pool = pool;
    this.#task = task;
  }

  /** One question after the other: what is kept is of the last one. */
  after(choices: readonly Choice[]): Promise<ReturnType<typeof standing>> {
    const asked = this.#last.then(() => this.#after(choices));
    this.#last = asked.catch(() => {});
    return asked;
  }

  async #after(choices: readonly Choice[]) {
    const known = Math.min(commonSteps(this.#choices, choices), this.#path.steps.length);
    const { steps, ...stand } = await this.#pool.stand(this.#task, choices, known);
    this.#path.goOn(known, steps);
    this.#choices = choices;
    return standing(this.#path, stand);
  }
}

/** What the page shows of it, in words: a record whole once, then what of it changes. */
function standing(path: PathInWords, { enabled, waits, ...stand }: Omit<Stand, 'steps'>) {
  const { steps, texts } = path;
  const first = Math.max(0, steps.length - stepsMost);
  const shown = steps.slice(first).map(({ agent, events }, index) => ({
    ...{ agent, text: texts[first + index]!, events: events.map((event) => eventText(event, agent)) },
  }));
  return {
    ...stand,
    ...{ steps: shown, taken: steps.length, changed: (steps.at(-1)?.writes ?? []).map(({ cell }) => cell) },
    enabled: choicesInWords(path, enabled),
    waitTexts: waits.map(waitText),
  };
}

function choicesInWords(path: PathInWords, enabled: Stand['enabled']) {
  const texts = path.ahead(enabled.flatMap(({ ahead }) => ahead ?? []));
  return enabled.map(({ ahead, operation, misuse, ...choice }) => {
    const text = ahead ? texts.shift()! : operation;
    return { ...choice, text: misuse ? `${text}; ends in ${misuse.code}: ${misuse.seen}` : text };
  });
}

function isSame(one: string, other: string): boolean {
  const [own, given] = [Buffer.from(one), Buffer.from(other)];
  return own.length === given.length && timingSafeEqual(own, given);
}

async function found(pool: Pool, task: TaskName, path: string, { cell, value }: Question) {
  if (path !== '/find' || typeof cell !== 'string' || typeof value !== 'string')
    throw new QuiesceError('QSC137', `a question to ${path}`);
  return await pool.find(task, { sought: { cell, value }, limits });
}

type Question = Readonly<Record<string, unknown>>;

function parsed(text: string): Question {
  try {
    const question = JSON.parse(text);
    return typeof question === 'object' && question !== null ? question : {};
  } catch {
    throw new QuiesceError('QSC137', 'a question that is no JSON');
  }
}

function choicesIn({ choices }: Question): readonly Choice[] {
  const isChoice = (each: unknown) => typeof (each as Choice | null)?.thread === 'string';
  if (!Array.isArray(choices) || !choices.every(isChoice))
    throw new QuiesceError('QSC137', 'a question without choices');
  return choices.map(({ thread, choice }) => (typeof choice === 'number' ? { thread, choice } : { thread }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > bodyMostBytes) throw new QuiesceError('QSC137', 'a question that is too long');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function explorerPage(given: string): string {
  const name = visible(given);
  const script = readFileSync(join(packageRoot, 'dist/reports/page/explorer.js'), 'utf8').replace(
    /^export \{\};$/m,
    '',
  );
  const style = readFileSync(join(packageRoot, 'reports/page/style.css'), 'utf8');
  const data = `data-name="${xmlText(name)}" data-replay="${xmlText(`${commandWords} replay`)}"`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Explore ${xmlText(name)}</title><style>${style}</style></head>`,
    `<body><main id="page" ${data}></main><script type="module">${script}</script></body></html>`,
    '',
  ].join('\n');
}
