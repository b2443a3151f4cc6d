// validate: whether a recorded run of real code is an execution of a specification. One run, not all of them: what it
// shows is that this run is allowed, or where it is not. Events without a common clock have many orders: then one that the
// specification allows is looked for.

import { recordGiven } from '../engine/program/given.js';
import { type Event, isRecord, QuiesceError } from '../engine/program/index.js';
import { Violation } from '../engine/watch/property.js';
import { allowed, type Step } from './automaton.js';
import { commonState } from './divergence.js';
import { Following, type Memory } from './following.js';
import { type Furthest, orderOf } from './orders.js';
import { transitionKey } from './realised.js';
import { type ItfFormat, readItf } from './recording/itf.js';
import { type NdjsonFormat, readNdjson } from './recording/ndjson.js';
import { type OpenTelemetryFormat, readOpenTelemetry } from './recording/openTelemetry.js';
import { inOrder, type Recorded, type Recording } from './recording/recording.js';
import type { CommonState, FalseCondition } from './result.js';
import { failureRule } from './rules.js';
import type { Specification } from './specification.js';
import { refuseNoObject, refuseOther } from './wellDeclared.js';

/** How a recording is read: JSON lines unless told. S is the specification's state. */
export type RecordingFormat<S = unknown> = NdjsonFormat | OpenTelemetryFormat | ItfFormat<S>;

export interface ValidateOptions {
  /** Where events are only partly ordered: how much is tried beside the order itself, as places; 100,000 unless told. */
  readonly nodesMax?: number;
}

export interface RunReport {
  /**
   * accepted: every event is one that the specification allows, in the order of the recording or in one that it leaves
   * open. refused: one is not, in any. vacuous: no event was a step of the specification, so that nothing was asked.
   * inconclusive: the search for an order reached its limit.
   */
  readonly verdict: 'accepted' | 'refused' | 'vacuous' | 'inconclusive';
  /** How many events were followed. */
  readonly followed: number;
  readonly events: number;
  /** Distinct transitions of the specification that the run takes. */
  readonly transitions: number;
  /** Of events that are partly ordered, and accepted: their positions, in an order that is allowed. */
  readonly order?: readonly number[];
  /** How many places the search for an order went through. */
  readonly nodes?: number;
  readonly refusal?: RunRefusal;
  /** What of the specification is not compared, in a sentence; left out where all is. */
  readonly remark?: string;
}

/** The first event that the specification cannot follow; where orders are open, the first after the longest one. */
export interface RunRefusal {
  /** Its position, from 0, and -1 for what was seen before all events; the line of the recording, from 1. */
  readonly index: number;
  readonly line: number;
  readonly event: Event;
  readonly reason: string;
  /** The states that the specification could be in before it. */
  readonly common: readonly CommonState[];
  /** What it allowed there, of the steps that the run has, or of all where they are known. */
  readonly allowed: readonly string[];
  readonly conditions: readonly FalseCondition[];
  /**
   * Where orders are open: events of which no allowed order of the recorded ones has all; leave out one of them, and there
   * is one.
   */
  readonly together?: readonly { readonly index: number; readonly line: number; readonly event: Event }[];
}

/**
 * validate follows a run: a text in one of the formats, or the events themselves. Throws QSC406 for what cannot be read, and
 * QSC402 for an event that has no place in the specification.
 *
 * @example
 * validate('{"event":"tick"}\n{"event":"tick"}\n', specification(counter)).transitions // => 2
 */
export function validate<S>(
  run: string | readonly Event[],
  specification: Specification<S>,
  format: RecordingFormat<NoInfer<S>> = {},
  options: ValidateOptions = {},
): RunReport {
  const { nodesMax = 100_000 } = recordGiven('QSC110', 'options: a record', options);
  refuseOther('a specification', specification, 'rules');
  refuseNoObject('the words of a format', format);
  const recording = recordingOf(run, format);
  if (!(nodesMax > 0)) throw new QuiesceError('QSC406', `nodesMax is ${nodesMax}: it takes one place at least`);
  const validation = new Validation(new Following(ofRecordings(specification)), recording);
  return recording.isTotal ? validation.followed() : validation.ordered(nodesMax);
}

/** No engine says what happens in a recorded run. */
function ofRecordings<S>(specification: Specification<S>): Specification<S> {
  return { ...specification, rules: specification.rules.filter((rule) => rule !== failureRule) };
}

function recordingOf<S>(run: string | readonly Event[], format: RecordingFormat<S>): Recording {
  if (typeof run !== 'string') return inOrder(eventsOf(run).map((event, index) => ({ event, line: index + 1 })));
  const { format: form = 'ndjson' } = format;
  if (form === 'opentelemetry') return readOpenTelemetry(run, format as OpenTelemetryFormat);
  if (form === 'itf') return readItf(run, format as ItfFormat<S>);
  if (form === 'ndjson') return readNdjson(run, format as NdjsonFormat);
  throw new QuiesceError('QSC406', `the format ${String(form)}; there are ndjson, opentelemetry and itf`);
}

function eventsOf(run: unknown): readonly Event[] {
  if (!Array.isArray(run)) throw new QuiesceError('QSC406', 'it is neither a text nor a list of events');
  const odd = run.findIndex((event) => !isRecord(event) || typeof event.name !== 'string');
  if (odd >= 0) throw new QuiesceError('QSC406', `event ${odd + 1} of the list has no name`);
  return run;
}

class Validation<S> {
  readonly #following: Following<S>;
  readonly #recording: Recording;
  readonly #taken = new Set<string>();

  constructor(following: Following<S>, recording: Recording) {
    this.#following = following;
    this.#recording = recording;
  }

  /** In the order of the recording. */
  followed(): RunReport {
    const { events } = this.#recording;
    let memory = this.#start();
    if (memory instanceof Violation) return this.#refused(0, this.#notAtStart(memory.reason));
    for (const index of events.keys()) {
      const next = this.#follow(memory, index);
      if (next instanceof Violation) return this.#refused(index, this.#refusalOf(memory, index, next.reason));
      this.#note(memory, index);
      memory = next;
    }
    return this.#accepted({});
  }

  /** In some order. */
  ordered(nodesMax: number): RunReport {
    const { events } = this.#recording;
    const start = this.#start();
    if (start instanceof Violation) return this.#refused(0, this.#notAtStart(start.reason));
    const isSilent = (index: number) => ['hidden', 'stutter'].includes(this.#read(index).rule.kind);
    const follow = (memory: Memory, index: number) => this.#follow(memory, index);
    const said = (index: number) => this.#said(index);
    const found = orderOf(events, start, { follow, isSilent, said, nodesMax });
    const { nodes } = found;
    if (found.found === 'limit') return { ...this.#counts(0), verdict: 'inconclusive', nodes };
    if (found.found === 'none') return { ...this.#unordered(found.furthest, found.together), nodes };
    let memory = start;
    for (const index of found.order) {
      this.#note(memory, index);
      memory = this.#follow(memory, index) as Memory;
    }
    return this.#accepted({ order: found.order, nodes });
  }

  /** What an event tells the specification: the step that it is, where nothing is asked of it beside that. */
  #said(index: number): string {
    const { seen } = this.#recording.events[index]!;
    const { rule, step } = this.#read(index);
    const isStep = rule.kind === 'step' && !rule.check && !rule.otherwise && !rule.settled && seen === undefined;
    return isStep ? `${rule.name} ${step!.text}` : `${index}`;
  }

  #start(): Memory | Violation {
    const { seenFirst } = this.#recording;
    for (const made of this.#following.madeAtFirst()) this.#taken.add(transitionKey(made));
    return this.#seen(this.#following.initial, seenFirst);
  }

  #read(index: number) {
    return this.#withLine(index, (event) => this.#following.read(event));
  }

  /** After an event; and where the recording saw a state, only in states like it. */
  #follow(memory: Memory, index: number): Memory | Violation {
    const next = this.#withLine(index, (event) => this.#following.after(memory, event));
    return next instanceof Violation ? next : this.#seen(next, this.#recording.events[index]!.seen);
  }

  /** Throws QSC406 for data that are none. */
  #withLine<T>(index: number, asked: (event: Event) => T): T {
    const { event, line } = this.#recording.events[index]!;
    try {
      return asked(event);
    } catch (error) {
      if (!(error instanceof QuiesceError) || error.code !== 'QSC503') throw error;
      const next = 'say with which of its data the event is a step: { step, with: [names] }';
      throw new QuiesceError('QSC406', `line ${line}, ${event.name}, has ${error.seen}`, { next, cause: error });
    }
  }

  #seen(memory: Memory, seen: unknown): Memory | Violation {
    if (seen === undefined) return memory;
    const { automaton } = this.#following.specification;
    const wanted = automaton.fields(seen as S);
    const differing = (state: number) => {
      const there = new Map(automaton.fields(automaton.show(state)));
      return wanted.filter(([name, value]) => there.get(name) !== value);
    };
    const kept = this.#following.keeping(memory, (state) => differing(state).length === 0);
    if (kept) return kept;
    const [member] = this.#following.members(memory);
    const there = new Map(automaton.fields(automaton.show(member!.state)));
    const texts = differing(member!.state).map(
      ([name, value]) =>
        `${name} is ${there.get(name) ?? 'nothing'} in the ${automaton.kind} and ${value} in the recording`,
    );
    return new Violation(texts.join('; '));
  }

  #note(memory: Memory, index: number): void {
    const { event } = this.#recording.events[index]!;
    for (const made of this.#following.made(memory, event)) this.#taken.add(transitionKey(made));
  }

  #counts(followed: number) {
    const { remark } = this.#following.specification.automaton;
    const counts = { followed, events: this.#recording.events.length, transitions: this.#taken.size };
    return { ...counts, ...(remark === undefined ? {} : { remark }) };
  }

  #accepted(more: Pick<RunReport, 'order' | 'nodes'>): RunReport {
    const { events } = this.#recording;
    const isAsked = events.some(({ event }) => {
      const { kind } = this.#following.read(event).rule;
      return kind === 'step' || kind === 'observation';
    });
    return { verdict: isAsked ? 'accepted' : 'vacuous', ...this.#counts(events.length), ...more };
  }

  #refused(followed: number, refusal: RunRefusal): RunReport {
    return { verdict: 'refused', ...this.#counts(followed), refusal };
  }

  #unordered({ done, memory, next }: Furthest, together: readonly number[]): RunReport {
    const { events } = this.#recording;
    const [index] = next;
    const { reason } = this.#follow(memory, index!) as Violation;
    const named = together.map((each) => ({ index: each, line: events[each]!.line, event: events[each]!.event }));
    return this.#refused(done.length, { ...this.#refusalOf(memory, index!, reason), together: named });
  }

  #refusalOf(memory: Memory, index: number, reason: string): RunRefusal {
    const { event, line } = this.#recording.events[index]!;
    return refusalOf(this.#following, memory, this.#recording.events, { index, line, event, reason });
  }

  #notAtStart(reason: string): RunRefusal {
    const { automaton } = this.#following.specification;
    const states = this.#following.members(this.#following.initial).map(({ state }) => state);
    const event: Event = { name: 'start', thread: '', data: {} };
    const common = states.map((state) => commonState(automaton, state));
    return { index: -1, line: 1, event, reason, common, allowed: [], conditions: [] };
  }
}

function refusalOf<S>(
  following: Following<S>,
  memory: Memory,
  events: readonly Recorded[],
  seen: Pick<RunRefusal, 'index' | 'line' | 'event' | 'reason'>,
): RunRefusal {
  const { automaton } = following.specification;
  const { states, step } = following.asked(memory, seen.event);
  const alphabet = new Map<string, Step>();
  for (const { event } of events.slice(0, seen.index + 1)) {
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
