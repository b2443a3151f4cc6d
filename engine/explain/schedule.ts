// A schedule: the list of choices that makes an execution, as readable text and as JSON.
// Text: `v1 NAME t1*3 sw t2?1 t2*2`: thread names, `*n` for n steps in a row, `?k` for choice k of a choose.
// A lasso's loop stands in parentheses: `v1 NAME t1*3 ( sw t1 )`; the property may follow the name: `NAME:property`.
// Names are free text, and written with %XX where they need it: the line can be pasted into any shell.
// The text is for pasting; the JSON form also keeps enabled sets, operations and the program's hash.

import { QuiesceError } from '../program/errors.js';
import { percentDecoded, percentEncoded } from '../program/percent.js';
import { refuseNoSchedule } from '../program/wellTyped.js';

/** One step: the thread that takes it and, at a choose, the choice. */
export interface Choice {
  readonly thread: string;
  readonly choice?: number;
}

export interface Schedule {
  readonly version: 1;
  /** What it belongs to: a scenario (`name@mechanism`) or a system. */
  readonly name: string;
  readonly choices: readonly Choice[];
  /** Per step: the threads enabled before it. */
  readonly enabled: readonly (readonly string[])[];
  /** Per step: the operation in words. */
  readonly operations: readonly string[];
  /** Hash of the programs and cells that it was recorded from. */
  readonly programHash: string;
  /** The property it violates, or the code of the error that its last step ends in. */
  readonly property?: string;
  /** Lassos: index of the first step of the loop. In text the loop stands in parentheses. */
  readonly loopStartsAt?: number;
}

/** What the text form carries. */
export type ScheduleText = Pick<Schedule, 'version' | 'name' | 'choices'> & Partial<Schedule>;

/**
 * formatSchedule writes the text form. Throws QSC201 for what is no schedule.
 *
 * @example
 * formatSchedule({ version: 1, name: 'demo', choices: [{ thread: 'a' }, { thread: 'a' }, { thread: 'b', choice: 1 }] })
 * // => 'v1 demo a*2 b?1'
 */
export function formatSchedule(schedule: ScheduleText): string {
  refuseNoSchedule(schedule);
  const { version, name, property, choices, loopStartsAt = choices.length } = schedule;
  const loop = choices.length > loopStartsAt ? ['(', ...words(choices.slice(loopStartsAt)), ')'] : [];
  return [
    `v${version}`,
    property === undefined ? percentEncoded(name) : `${percentEncoded(name)}:${percentEncoded(property)}`,
    ...words(choices.slice(0, loopStartsAt)),
    ...loop,
  ].join(' ');
}

function words(choices: readonly Choice[]): string[] {
  const runs: { text: string; count: number }[] = [];
  for (const { thread, choice } of choices) {
    const name = percentEncoded(thread);
    const text = choice === undefined ? name : `${name}?${choice}`;
    const last = runs[runs.length - 1];
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => (count === 1 ? text : `${text}*${count}`));
}

/** parseSchedule reads either form. Throws QSC201 when it is malformed, QSC202 when it is of another version. */
export function parseSchedule(source: string): ScheduleText {
  if (typeof source !== 'string') throw new QuiesceError('QSC201', `a text wanted, ${typeof source} given`);
  const text = source.trim();
  return text.startsWith('{') ? fromJson(text) : fromText(text);
}

/** Steps a schedule may have: more is taken for a damaged count. */
const stepsMax = 1_000_000;

function fromText(text: string): ScheduleText {
  const [version, title, ...rest] = text.split(/\s+/);
  checkVersion(/^v(\d+)$/.exec(version ?? '')?.[1], text);
  const named = /^([^:]+)(?::([^:]+))?$/.exec(title ?? '');
  if (!named) throw new QuiesceError('QSC201', `no name in ${JSON.stringify(shortened(text))}`);
  const opens = rest.indexOf('(');
  refuseTooLong(rest);
  const stem = (opens < 0 ? rest : rest.slice(0, opens)).flatMap(choicesOf);
  const loop = opens < 0 ? [] : loopOf(rest.slice(opens + 1));
  return {
    version: 1,
    name: percentDecoded(named[1]!),
    choices: [...stem, ...loop],
    ...(named[2] === undefined ? {} : { property: percentDecoded(named[2]) }),
    ...(opens < 0 ? {} : { loopStartsAt: stem.length }),
  };
}

/** Adds the counts up before anything is made of them. */
function refuseTooLong(words: readonly string[]): void {
  const steps = words.reduce((sum, word) => sum + Number(/\*(\d+)$/.exec(word)?.[1] ?? 1), 0);
  if (steps > stepsMax) throw new QuiesceError('QSC201', `${steps} steps`);
}

function loopOf(rest: readonly string[]): Choice[] {
  if (rest[rest.length - 1] !== ')' || rest.length < 2) throw new QuiesceError('QSC201', 'a loop that is not closed');
  return rest.slice(0, -1).flatMap(choicesOf);
}

function choicesOf(word: string): Choice[] {
  const match = /^([\w./@%\-[\]]+)(?:\?(\d{1,3}))?(?:\*(\d{1,6}))?$/.exec(word);
  const count = Number(match?.[3] ?? 1);
  if (!match || count < 1) throw new QuiesceError('QSC201', `the word ${JSON.stringify(shortened(word))}`);
  const thread = percentDecoded(match[1]!);
  const choice = match[2] === undefined ? { thread } : { thread, choice: Number(match[2]) };
  return new Array<Choice>(count).fill(choice);
}

function fromJson(text: string): ScheduleText {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new QuiesceError('QSC201', String(error));
  }
  const schedule = data as Schedule;
  checkVersion(schedule?.version === undefined ? undefined : JSON.stringify(schedule.version), text);
  const wrong = whatIsWrong(schedule);
  if (wrong) throw new QuiesceError('QSC201', wrong);
  return schedule;
}

function whatIsWrong(schedule: Schedule): string | undefined {
  const { name, choices, enabled, operations, loopStartsAt, property } = schedule;
  if (typeof name !== 'string' || name === '') return 'no name';
  if (!Array.isArray(choices) || !choices.every(isChoice)) return 'choices are not a list of { thread, choice? }';
  const strings = (list: unknown) => Array.isArray(list) && list.every((each) => typeof each === 'string');
  if (!strings(operations) || operations.length !== choices.length) return 'operations do not match the choices';
  if (!Array.isArray(enabled) || enabled.length !== choices.length || !enabled.every(strings))
    return 'enabled sets do not match the choices';
  if (property !== undefined && typeof property !== 'string') return 'the property is not a name';
  if (
    loopStartsAt !== undefined &&
    !(Number.isInteger(loopStartsAt) && loopStartsAt >= 0 && loopStartsAt < choices.length)
  ) {
    return `loopStartsAt ${loopStartsAt} of ${choices.length} steps`;
  }
  return typeof schedule.programHash === 'string' ? undefined : 'no programHash';
}

function isChoice(choice: unknown): boolean {
  if (typeof choice !== 'object' || choice === null) return false;
  const { thread, choice: picked } = choice as Choice;
  return (
    typeof thread === 'string' && (picked === undefined || (Number.isInteger(picked) && picked >= 0 && picked < 256))
  );
}

function checkVersion(version: string | undefined, text: string): void {
  if (version === undefined) throw new QuiesceError('QSC201', `no version in ${JSON.stringify(shortened(text))}`);
  if (version !== '1') throw new QuiesceError('QSC202', `version ${version}`);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
