// A solver that speaks SMT-LIB over standard input and output. After each question it is asked to echo a number, which
// says that the answer is whole. Whatever is no answer (an error, silence, an end) is QSC435: never taken for one.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { QuiesceError } from '../../engine/program/errors.js';
import type { Answer, Solver } from './solver.js';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly words: readonly string[];
  /** How long the solver may think about one question; then it says "unknown". */
  readonly timeoutMs: number;
  /** How much longer than that it may be silent; 20 seconds unless told. */
  readonly patienceMs?: number;
}

const defaultPatienceMs = 20_000;

/** More than any answer needs: what goes on printing is no solver. */
const outputMax = 50_000_000;

interface Waiting {
  readonly end: string;
  readonly resolve: (text: string) => void;
  readonly reject: (error: QuiesceError) => void;
  readonly timer: NodeJS.Timeout;
}

export class ProcessSolver implements Solver {
  readonly name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #silentMs: number;
  #told = '';
  #output = '';
  #questions = 0;
  #waiting: Waiting | undefined;
  #lost: string | undefined;

  constructor({ name, command, words, timeoutMs, patienceMs = defaultPatienceMs }: ProcessOptions) {
    this.name = name;
    this.#silentMs = timeoutMs + patienceMs;
    this.#child = spawn(command, [...words], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#child.stderr.setEncoding('utf8').on('data', () => {});
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => this.#lose(error.message));
    this.#child.on('close', (code, signal) => this.#lose(`it ended (${signal ?? `exit code ${code}`})`));
    this.tell(`(set-option :timeout ${timeoutMs})`);
  }

  tell(commands: string): void {
    this.#told += `${commands}\n`;
  }

  async check(): Promise<Answer> {
    const text = await this.#ask('(check-sat)');
    if (text === 'sat' || text === 'unsat' || text === 'unknown') return text;
    throw this.#error(`its answer was ${text.slice(0, 300) || 'empty'}`);
  }

  async values(terms: readonly string[]): Promise<readonly string[]> {
    if (terms.length === 0) return [];
    const text = await this.#ask(`(get-value (${terms.join(' ')}))`);
    const pairs = parseList(text);
    if (pairs?.length !== terms.length) throw this.#error(`its values were ${text.slice(0, 300)}`);
    return pairs.map((pair) => String(Array.isArray(pair) ? pair.at(-1) : pair));
  }

  close(): void {
    this.#lost ??= 'it was closed';
    this.#child.kill('SIGKILL');
  }

  #ask(question: string): Promise<string> {
    if (this.#lost !== undefined) return Promise.reject(this.#error(this.#lost));
    const end = `quiesce-${this.#questions++}`;
    this.#child.stdin.write(`${this.#told}${question}\n(echo "${end}")\n`);
    this.#told = '';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#lose('it does not answer'), this.#silentMs);
      this.#waiting = { end, resolve, reject, timer };
    });
  }

  #read(text: string): void {
    this.#output += text;
    if (this.#output.length > outputMax) this.#lose('it does not stop printing');
    const waiting = this.#waiting;
    const at = waiting ? this.#output.indexOf(waiting.end) : -1;
    if (!waiting || at < 0) return;
    const answer = this.#output.slice(0, at).trim();
    this.#output = this.#output.slice(at + waiting.end.length);
    this.#settle();
    waiting.resolve(answer);
  }

  #settle(): void {
    clearTimeout(this.#waiting?.timer);
    this.#waiting = undefined;
  }

  #lose(why: string): void {
    this.#lost ??= why;
    const waiting = this.#waiting;
    this.#settle();
    this.#child.kill('SIGKILL');
    waiting?.reject(this.#error(this.#lost));
  }

  #error(why: string): QuiesceError {
    return new QuiesceError('QSC435', `${this.name}: ${why}`);
  }
}

export type Expression = string | readonly Expression[];

/** parseList reads one list of SMT-LIB; undefined for what is none. */
export function parseList(text: string): readonly Expression[] | undefined {
  const stack: Expression[][] = [[]];
  for (const [token] of text.matchAll(/\(|\)|\|[^|]*\||[^\s()]+/g)) {
    if (token === '(') stack.push([]);
    else if (token !== ')') stack.at(-1)!.push(token);
    else if (stack.length === 1) return undefined;
    else {
      const list = stack.pop()!;
      stack.at(-1)!.push(list);
    }
  }
  const [first] = stack[0]!;
  return stack.length === 1 && stack[0]!.length === 1 && Array.isArray(first) ? first : undefined;
}
