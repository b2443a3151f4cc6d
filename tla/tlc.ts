// The engine that is the authority: TLC, run as a process on copies of the modules in a folder of its own. Its answer
// is read from its numbered messages (-tool) and its exit code, and the two must fit together.
// One worker and breadth first, so that a counterexample is a shortest one.

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { type Archive, findArchive } from './archive.js';
import { type Configuration, refuseMisfit } from './configuration.js';
import { type DotGraph, parseDot } from './dot.js';
import type { Module } from './module.js';
import type { TlaResult, TlaState, TlaVerdict } from './result.js';

export interface TlcOptions {
  /** The modules that the checked one builds upon. */
  readonly beside?: readonly Module[];
  readonly archive?: Archive;
  /** Writes the counterexample in TLC's own JSON to this file. Throws QSC417 where the build cannot. */
  readonly dumpTrace?: string;
}

interface Run {
  readonly exit: number;
  readonly messages: readonly Message[];
  /** What stands between the messages: the parser does not number what it says. */
  readonly plain: string;
  readonly dot?: string;
}

interface Message {
  readonly code: number;
  readonly text: string;
}

/** checkTlc checks a configuration. Throws QSC301, QSC413 to QSC417, QSC419 and QSC425. */
export function checkTlc(module: Module, configuration: Configuration, options: TlcOptions = {}): TlaResult {
  refuseMisfit(configuration, [module, ...(options.beside ?? [])]);
  const extra = options.dumpTrace === undefined ? [] : ['-dumpTrace', 'json', options.dumpTrace];
  return outcomeOf(run(module, configuration, options, extra), configuration);
}

/** claimOfTlc asks for some of the claims of a configuration that checkTlc has taken already; a deadlock needs no claim. */
export function claimOfTlc(module: Module, configuration: Configuration, options: TlcOptions): TlaResult {
  return outcomeOf(run(module, configuration, options, []), configuration);
}

/** graphOfTlc is the whole state graph of a configuration. Throws also where a claim does not hold. */
export function graphOfTlc(module: Module, configuration: Configuration, options: TlcOptions = {}): DotGraph {
  const { verdict } = outcomeOf(run(module, configuration, options, []), configuration);
  if (verdict !== 'holds')
    throw new QuiesceError('QSC419', `${configuration.name}: ${verdict}, so its graph is not whole`);
  const { dot } = run(module, configuration, options, ['-dump', 'dot', 'graph.dot']);
  return parseDot(dot ?? '');
}

function run(module: Module, { text }: Configuration, options: TlcOptions, extra: readonly string[]): Run {
  const archive = options.archive ?? findArchive();
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-tlc-'));
  try {
    for (const each of [module, ...(options.beside ?? [])]) writeFileSync(join(folder, `${each.name}.tla`), each.text);
    writeFileSync(join(folder, 'checked.cfg'), text);
    const words = ['-tool', '-workers', '1', '-config', 'checked.cfg', ...extra, `${module.name}.tla`];
    const { status, stdout, error } = java(folder, archive, words);
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT')
      throw new QuiesceError('QSC301', `TLC did not end within ${secondsMost} seconds`);
    if (error) throw new QuiesceError('QSC415', `java: ${error.message}`);
    const dot = join(folder, 'graph.dot');
    const messages = messagesIn(stdout);
    const plain = stdout.replace(messagePattern, '');
    return { exit: status ?? 255, messages, plain, ...(existsSync(dot) ? { dot: readFileSync(dot, 'utf8') } : {}) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The longest of the package's configurations takes a minute. */
const secondsMost = 1800;

function java(folder: string, { path }: Archive, words: readonly string[]): SpawnSyncReturns<string> {
  const options = ['-XX:+UseSerialGC', `-Djava.io.tmpdir=${folder}`, '-cp', path, 'tlc2.TLC'];
  const limits = { maxBuffer: 2 ** 29, timeout: secondsMost * 1000, killSignal: 'SIGKILL' } as const;
  return spawnSync('java', [...options, ...words], { cwd: folder, encoding: 'utf8', ...limits });
}

const messagePattern = /@!@!@STARTMSG (\d+):\d+ @!@!@\n([\s\S]*?)\n?@!@!@ENDMSG \1 @!@!@/g;

function messagesIn(output: string): readonly Message[] {
  return [...output.matchAll(messagePattern)].map(([, code, text]) => ({ code: Number(code), text: text! }));
}

/** TLC's numbers for its messages (tlc2/output/EC.java). */
const messageCodes = {
  usage: 1102,
  temporal: 2116,
  stuttering: 2218,
  backToState: 2122,
  state: 2217,
  depth: 2194,
  statistics: 2199,
  success: 2193,
};

/** Messages that something is violated: an assumption, invariants, properties, no deadlock, an assertion. */
const violationCodes = [2104, 2107, 2108, 2109, 2110, 2112, 2114, 2116, 2132];

const exits: Readonly<Record<number, readonly TlaVerdict[]>> = Object.freeze({
  0: ['holds'],
  11: ['deadlock'],
  12: ['invariant violated', 'refinement violated'],
  13: ['liveness violated', 'refinement violated'],
});

function outcomeOf(found: Run, configuration: Configuration): TlaResult {
  const { exit, messages } = found;
  const possible = exits[exit];
  if (!possible) throw failure(found, configuration);
  refuseContradiction(found, configuration);
  const verdict = verdictOf(possible, messages);
  const trace = messages.filter(({ code }) => code === messageCodes.state).map(({ text }) => stateIn(text));
  const common = { engine: 'tlc', configuration: configuration.name, verdict, states: statesIn(messages) } as const;
  if (verdict === 'holds') return { ...common, depth: numberIn(messages, messageCodes.depth) };
  const violated = violatedIn(messages, verdict, configuration);
  return {
    ...common,
    depth: trace.length,
    trace,
    ...(violated === undefined ? {} : { violated }),
    ...loopIn(messages, trace.length),
  };
}

/** An exit code alone is no verdict: whatever wraps TLC may have swallowed it. Throws QSC419 and QSC425. */
function refuseContradiction({ exit, messages }: Run, { name }: Configuration): void {
  const isSuccess = messages.some(({ code }) => code === messageCodes.success);
  const isViolation = messages.some(({ code }) => violationCodes.includes(code));
  if (!isSuccess && !isViolation)
    throw new QuiesceError('QSC425', `${name}: exit code ${exit}, and neither success nor a violation was said`);
  if (isSuccess === (exit === 0) && isViolation !== isSuccess) return;
  throw new QuiesceError('QSC419', `${name}: TLC's exit code is ${exit}, and its messages say otherwise`);
}

function verdictOf(possible: readonly TlaVerdict[], messages: readonly Message[]): TlaVerdict {
  if (possible.length === 1) return possible[0]!;
  const said = messages.map(({ text }) => text).join('\n');
  if (/Action property .* is violated/.test(said)) return 'refinement violated';
  const temporal = messages.some(({ code }) => code === messageCodes.temporal);
  if (temporal === possible.includes('liveness violated')) return possible[0]!;
  throw new QuiesceError('QSC419', `TLC's exit code says ${possible[0]}, its messages do not`);
}

function violatedIn(
  messages: readonly Message[],
  verdict: TlaVerdict,
  { properties }: Configuration,
): string | undefined {
  const named = messages
    .map(({ text }) => /Invariant (\w+) is violated/.exec(text)?.[1])
    .find((name) => name !== undefined);
  if (named !== undefined || verdict === 'deadlock') return named;
  return properties.length === 1 ? properties[0] : undefined;
}

function loopIn(messages: readonly Message[], length: number): { readonly loopStartsAt?: number } {
  if (messages.some(({ code }) => code === messageCodes.stuttering)) return { loopStartsAt: length - 1 };
  const back = messages.find(({ code }) => code === messageCodes.backToState);
  return back ? { loopStartsAt: Number(/\d+/.exec(back.text)?.[0]) - 1 } : {};
}

function stateIn(text: string): TlaState {
  const conjuncts = text.split('\n/\\ ').slice(1);
  return Object.fromEntries(conjuncts.map((each) => splitOnce(each.replace(/\s*\n\s*/g, ' '))));
}

function splitOnce(conjunct: string): readonly [string, string] {
  const at = conjunct.indexOf(' = ');
  return [conjunct.slice(0, at), conjunct.slice(at + 3).trim()];
}

function statesIn(messages: readonly Message[]): number {
  const text = messages.filter(({ code }) => code === messageCodes.statistics).at(-1)?.text ?? '';
  const found = /([\d,]+) distinct states found/.exec(text)?.[1];
  if (found === undefined) throw new QuiesceError('QSC419', 'TLC says no number of states');
  return Number(found.replaceAll(',', ''));
}

function numberIn(messages: readonly Message[], wanted: number): number {
  const text = messages.find(({ code }) => code === wanted)?.text ?? '';
  const number = Number(/\d+/.exec(text)?.[0]);
  if (!Number.isInteger(number)) throw new QuiesceError('QSC419', `TLC says nothing under ${wanted}`);
  return number;
}

/** Where and why a module does not parse, in the parser's words. */
const parserSays = /(?:\*{3}Parse Error\*{3}|\*{3} Errors: \d+)\s+([\s\S]*?)(?=\n\s*\n\s*\n|\n\s*Residual|$)/;

function failure({ exit, messages, plain }: Run, { name }: Configuration): QuiesceError {
  const usage = messages.find(({ code }) => code === messageCodes.usage)?.text;
  if (usage !== undefined) return new QuiesceError('QSC417', usage.split('\n')[0]!.replace(/^Error: /, ''));
  const said = messages.map(({ text }) => text.trim()).filter((text) => /rror|xception|Unknown|Could not/.test(text));
  const why = parserSays.exec(plain)?.[1] ?? said[0];
  if (why === undefined) return new QuiesceError('QSC425', `${name}: exit code ${exit}, and no word of why`);
  const text = why.replace(/\s+/g, ' ').slice(0, 240);
  return new QuiesceError(exit === 151 ? 'QSC414' : 'QSC413', `${name}: ${text}`);
}
