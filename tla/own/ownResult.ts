// What TLC says of a user's own specification, read from its numbered messages and its exit code together. Neither is believed
// alone: a wrapper that swallows the exit code, or a run that was cut short, must not look like a pass. A pass needs the message
// of success, no message of a violation, an empty queue and exit code 0.

import { QuiesceError } from '../../engine/program/errors.js';
import type { TlaState, TlaVerdict } from '../result.js';
import type { Message, Messages } from './tlcMessages.js';

export type OwnVerdict = TlaVerdict | 'assumption violated' | 'assertion violated';

export interface OwnOutcome {
  readonly engine: 'tlc';
  readonly configuration: string;
  readonly verdict: OwnVerdict;
  readonly violated?: string;
  /** Distinct states; all of them where the claims hold, those seen until then otherwise. */
  readonly states: number;
  /** States that were made, equal ones included. */
  readonly generated: number;
  /** Levels of the search where the claims hold; else states of the trace. */
  readonly depth: number;
  readonly trace?: readonly OwnTraceStep[];
  readonly loopStartsAt?: number;
}

export interface OwnTraceStep {
  /** The action that led there; what TLC says for the first. */
  readonly action: string;
  readonly state: TlaState;
}

/** TLC's numbers for its messages (tlc2/output/EC.java). */
const codes = {
  assumption: 2104,
  invariantAtStart: 2107,
  invariant: 2110,
  actionProperty: 2112,
  deadlock: 2114,
  temporal: 2116,
  backToState: 2122,
  assertion: 2132,
  success: 2193,
  depth: 2194,
  statistics: 2199,
  state: 2217,
  stuttering: 2218,
  propertyAtStart: 2108,
  actionPropertyAtStart: 2109,
} as const;

const verdictOf: Readonly<Record<number, OwnVerdict>> = Object.freeze({
  [codes.assumption]: 'assumption violated',
  [codes.invariantAtStart]: 'invariant violated',
  [codes.invariant]: 'invariant violated',
  [codes.actionProperty]: 'refinement violated',
  [codes.propertyAtStart]: 'refinement violated',
  [codes.actionPropertyAtStart]: 'refinement violated',
  [codes.deadlock]: 'deadlock',
  [codes.temporal]: 'liveness violated',
  [codes.assertion]: 'assertion violated',
});

/** Exit codes that go with a verdict. */
const exits: Readonly<Record<OwnVerdict, readonly number[]>> = Object.freeze({
  holds: [0],
  deadlock: [11],
  'invariant violated': [12],
  'refinement violated': [12, 13],
  'liveness violated': [13],
  'assumption violated': [10],
  'assertion violated': [12, 14, 75, 76, 77],
});

/** outcomeOf reads what came of a run. Throws QSC413 and QSC414 for what TLC does not take, QSC419 where it contradicts itself. */
export function ownResult(configuration: string, { exit, messages, plain }: Messages): OwnOutcome {
  const violation = messages.find(({ code }) => verdictOf[code] !== undefined);
  const isSuccess = messages.some(({ code }) => code === codes.success);
  if (!violation && !isSuccess) throw notDone(configuration, { exit, messages, plain });
  if (violation && isSuccess) throw contradiction(configuration, 'a message of success and one of a violation');
  const verdict = violation ? verdictOf[violation.code]! : 'holds';
  if (!exits[verdict].includes(exit))
    throw contradiction(configuration, `"${verdict}" in its messages, and exit code ${exit}`);
  const { states, generated, queued } = statistics(messages);
  if (verdict === 'holds' && queued > 0) throw contradiction(configuration, `a success with ${queued} states left`);
  const common = { engine: 'tlc', configuration, verdict, states, generated } as const;
  if (verdict === 'holds') return { ...common, depth: numberIn(messages, codes.depth) ?? 0 };
  const trace = messages.filter(({ code }) => code === codes.state).map(({ text }) => stepOf(text));
  const violated = violatedIn(violation!);
  return {
    ...common,
    depth: trace.length,
    trace,
    ...(violated === undefined ? {} : { violated }),
    ...loopIn(messages, trace.length),
  };
}

function violatedIn({ text }: Message): string | undefined {
  return /(?:Invariant|[Pp]roperty) (\w+) is (?:violated|false)/.exec(text)?.[1];
}

function statistics(messages: readonly Message[]) {
  const text = messages.filter(({ code }) => code === codes.statistics).at(-1)?.text ?? '';
  const numbers = /([\d,]+) states generated, ([\d,]+) distinct states found, ([\d,]+) states left/.exec(text);
  const [generated = 0, states = 0, queued = 0] = (numbers?.slice(1) ?? []).map((each) =>
    Number(each.replaceAll(',', '')),
  );
  return { generated, states, queued };
}

function numberIn(messages: readonly Message[], wanted: number): number | undefined {
  const found = /\d+/.exec(messages.find(({ code }) => code === wanted)?.text ?? '')?.[0];
  return found === undefined ? undefined : Number(found);
}

/** `2: <Acquire line 9, col 3 to line 11, col 20 of module Lock>`, and below it a line for each variable. */
function stepOf(text: string): OwnTraceStep {
  const [head = '', ...rest] = text.split('\n');
  const action = /<(\w+)/.exec(head)?.[1] ?? 'Next';
  const body = `\n${rest.join('\n')}`;
  const conjuncts = /\n\/\\ /.test(body) ? body.split('\n/\\ ').slice(1) : [rest.join('\n')];
  const pairs = conjuncts.map((each) => each.replace(/\s*\n\s*/g, ' ').trim()).filter((each) => each.includes(' = '));
  return { action, state: Object.fromEntries(pairs.map(splitOnce)) };
}

function splitOnce(conjunct: string): readonly [string, string] {
  const at = conjunct.indexOf(' = ');
  return [conjunct.slice(0, at), conjunct.slice(at + 3).trim()];
}

function loopIn(messages: readonly Message[], length: number): { readonly loopStartsAt?: number } {
  if (messages.some(({ code }) => code === codes.stuttering)) return { loopStartsAt: length - 1 };
  const back = numberIn(messages, codes.backToState);
  return back === undefined ? {} : { loopStartsAt: back - 1 };
}

function contradiction(name: string, what: string): QuiesceError {
  return new QuiesceError('QSC419', `${name}: TLC gives ${what}`);
}

/** Where and why a module does not parse, in the parser's words. */
const parserSays =
  /(?:\*{3}Parse Error\*{3}|\*{3} Errors: \d+|Semantic errors:)\s+([\s\S]*?)(?=\n\s*\n\s*\n|\n\s*Residual|$)/;
/** TLC writes a message inside another. */
const marks = /@!@!@(?:STARTMSG|ENDMSG)[^@]*@!@!@/g;
/** What it says of every exception; what the exception itself says comes after. */
const ofEveryException = /TLC threw an unexpected exception\.[\s\S]*?The exception was an? [\w.$]+\s*:?/g;
const noModule = /Cannot find source file for module (\w+)/;

/** TLC came to no verdict: it does not take what it was given, or it was stopped from outside. */
function notDone(name: string, { exit, messages, plain }: Messages): QuiesceError {
  const missing = noModule.exec(plain)?.[1];
  if (missing !== undefined)
    return new QuiesceError('QSC412', `${name}: the module ${missing}`, {
      next: 'give the folder that has it: --library DIR',
    });
  const said = messages.filter(({ severity }) => severity === 1).map(({ text }) => text.trim());
  const words = [parserSays.exec(plain)?.[1] ?? '', ...said]
    .join(' ')
    .replace(marks, ' ')
    .replace(ofEveryException, ' ');
  const text = words.replace(/\s+/g, ' ').trim().slice(0, 300);
  if (text === '')
    return new QuiesceError('QSC425', `${name}: exit code ${exit}, and neither success nor a violation was said`);
  return new QuiesceError(exit === 151 ? 'QSC414' : 'QSC413', `${name}: ${text}`, {
    next: 'correct it; or where a newer TLC takes it, name that: TLA2TOOLS_JAR, and its hash in TLA2TOOLS_SHA256',
  });
}
