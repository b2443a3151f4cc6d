// validate: whether a recorded run of real code is an execution of a specification. One run, not all of them: what it
// shows is that this run is allowed, and where it is not. The events must be in one order; without a common clock they
// have many, and this looks at the one that is given.

import { type Event, isRecord, QuiesceError, type Value } from '../engine/program/index.js';
import { Violation } from '../engine/watch/property.js';
import { allowed, type Step } from './automaton.js';
import { commonState } from './divergence.js';
import { Following, type Memory } from './following.js';
import { transitionKey } from './realised.js';
import type { CommonState, FalseCondition } from './result.js';
import type { Specification } from './specification.js';

/** How a line of a recording is read: the names of its fields. Everything else is the event's data. */
export interface RecordingFormat {
  /** `event` unless told. */
  readonly name?: string;
  /** `thread` unless told; events without it are said by nobody in particular. */
  readonly thread?: string;
}

export interface RunReport {
  /**
   * accepted: every event is one that the specification allows. refused: one is not. vacuous: no event was a step of the
   * specification, so that nothing was asked.
   */
  readonly verdict: 'accepted' | 'refused' | 'vacuous';
  /** How many events were followed. */
  readonly followed: number;
  readonly events: number;
  /** Distinct transitions of the specification that the run takes. */
  readonly transitions: number;
  readonly refusal?: RunRefusal;
}

/** The first event that the specification cannot follow. */
export interface RunRefusal {
  /** Its position, from 0; and the line of the recording, from 1. */
  readonly index: number;
  readonly line: number;
  readonly event: Event;
  readonly reason: string;
  /** The states that the specification could be in before it. */
  readonly common: readonly CommonState[];
  /** What it allowed there, of the steps that the run has, or of all where they are known. */
  readonly allowed: readonly string[];
  readonly conditions: readonly FalseCondition[];
}

interface Line {
  readonly event: Event;
  readonly line: number;
}

/**
 * validate follows a run: a text with one JSON object a line (NDJSON), or the events themselves. Throws QSC406 for what
 * cannot be read, and QSC402 for an event that has no place in the specification.
 *
 * @example
 * validate('{"event":"tick"}\n{"event":"tick"}\n', specification(counter)).transitions // => 2
 */
export function validate<S>(
  run: string | readonly Event[],
  specification: Specification<S>,
  format: RecordingFormat = {},
): RunReport {
  const lines =
    typeof run === 'string' ? linesOf(run, format) : run.map((event, index) => ({ event, line: index + 1 }));
  const following = new Following(specification);
  const taken = new Set(following.madeAtFirst().map(transitionKey));
  let asked = 0;
  let memory: Memory = following.initial;
  for (const [index, { event, line }] of lines.entries()) {
    if (following.read(event).rule.kind !== 'hidden') asked++;
    const next = following.after(memory, event);
    if (next instanceof Violation) {
      const refusal = refusalOf(following, memory, lines, { index, line, event, reason: next.reason });
      return { verdict: 'refused', followed: index, events: lines.length, transitions: taken.size, refusal };
    }
    for (const made of following.made(memory, event)) taken.add(transitionKey(made));
    memory = next;
  }
  const verdict = asked === 0 ? 'vacuous' : 'accepted';
  return { verdict, followed: lines.length, events: lines.length, transitions: taken.size };
}

function refusalOf<S>(
  following: Following<S>,
  memory: Memory,
  lines: readonly Line[],
  seen: Pick<RunRefusal, 'index' | 'line' | 'event' | 'reason'>,
): RunRefusal {
  const { automaton } = following.specification;
  const { states, step } = following.asked(memory, seen.event);
  const alphabet = new Map<string, Step>();
  for (const { event } of lines.slice(0, seen.index + 1)) {
    const { step: said } = following.read(event);
    if (said) alphabet.set(said.text, said);
  }
  const steps = states.flatMap((state) => allowed(automaton, state, alphabet.values()).map(({ text }) => text));
  const conditions = states.flatMap((state) =>
    step ? automaton.next(state, step).conditions.false.map((text) => ({ state: automaton.nameOf(state), text })) : [],
  );
  const common = states.map((state) => commonState(automaton, state));
  return { ...seen, common, allowed: [...new Set(steps)].sort(), conditions };
}

function linesOf(text: string, format: RecordingFormat): readonly Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => ({ event: eventOf(line, number, format), line: number }));
}

function eventOf(line: string, number: number, { name = 'event', thread = 'thread' }: RecordingFormat): Event {
  const read = parsed(line, number);
  if (!isRecord(read)) throw new QuiesceError('QSC406', `line ${number} is no object`);
  const { [name]: event, [thread]: said = '', ...data } = read;
  if (typeof event !== 'string' || typeof said !== 'string')
    throw new QuiesceError('QSC406', `line ${number} has no text under "${typeof event === 'string' ? thread : name}"`);
  return { name: event, thread: said, data: data as { readonly [datum: string]: Value } };
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new QuiesceError('QSC406', `line ${number}: ${String(error)}`, { cause: error });
  }
}
