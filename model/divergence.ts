// A divergence, for whoever has to decide which side is wrong: the last state that both sides have in common, what each
// side could do there, what it is that differs, where that is written on both sides, and a shrunk schedule.

import { Walker } from '../engine/drivers/walk.js';
import { formatSchedule } from '../engine/explain/schedule.js';
import type { Counterexample } from '../engine/explain/verdict.js';
import { Multiprocessor } from '../engine/multiprocessor/multiprocessor.js';
import type { System } from '../engine/multiprocessor/system.js';
import { viaOf } from '../engine/multiprocessor/via.js';
import { canonical, type Event } from '../engine/program/index.js';
import { Checks } from '../engine/watch/checks.js';
import { Violation } from '../engine/watch/property.js';
import { StateReader } from '../engine/watch/stateReader.js';
import { type ModelState, pathText } from './automaton.js';
import { abstracted, type Conformance, differences, eventText } from './conformance.js';
import type { Divergence } from './result.js';
import { sourceOfArrow, sourceOfGuard, sourceOfState } from './sources.js';

/** divergenceOf walks the failing path again beside the machine and describes its last step. */
export function divergenceOf(conformance: Conformance, system: System, counterexample: Counterexample): Divergence {
  const { automaton } = conformance.pairing;
  const vias = viasOf(system, counterexample);
  const before = walk(conformance, system, vias.slice(0, -1));
  const last = stepOf(before.walker, vias[vias.length - 1]);
  const verdict = judge(conformance, before.state, last);
  const state = automaton.state(before.state);
  return {
    reason: counterexample.reason,
    common: { state: pathText(state.value), context: contextText(state) },
    step: vias.length - 1,
    told: told(conformance, last.events),
    machineEnabled: machineEnabled(conformance, before.state),
    implementationEnabled: enabledIn(conformance, system, vias.slice(0, -1)),
    guards: verdict.guards,
    fields: verdict.fields,
    machineSource: verdict.sources,
    implementationSource: counterexample.steps[counterexample.steps.length - 1]?.source,
    schedule: formatSchedule(counterexample.schedule),
    counterexample,
  };
}

function contextText({ context }: ModelState): string {
  return Object.entries(context)
    .map(([field, value]) => `${field} ${canonical(value)}`)
    .join(', ');
}

function viasOf({ threads }: System, { schedule }: Counterexample): readonly number[] {
  const slots = new Map(threads.map(({ name }, slot) => [name, slot]));
  return schedule.choices.map(({ thread, choice }) => viaOf(slots.get(thread)!, choice ?? 0));
}

interface Walked {
  readonly walker: Walker;
  /** The machine's state. */
  readonly state: number;
}

/** Both sides along steps on which they agree. */
function walk(conformance: Conformance, system: System, vias: readonly number[]): Walked {
  const multiprocessor = new Multiprocessor(system);
  const walker = new Walker(multiprocessor, new Checks(multiprocessor, []));
  let state = follow(
    conformance,
    conformance.pairing.automaton.initial,
    multiprocessor.batches.events(walker.start.batch),
  );
  for (const via of vias) {
    const { batch } = walker.step(via);
    state = follow(conformance, state, multiprocessor.batches.events(batch));
  }
  return { walker, state };
}

/** The machine's state after events that it accepts. */
function follow(conformance: Conformance, from: number, events: readonly Event[]): number {
  return events.reduce((state, event) => {
    const { question } = conformance.read(event);
    const answer = question && conformance.pairing.automaton.next(state, question);
    return answer?.accepted ? answer.state : state;
  }, from);
}

interface LastStep {
  readonly walker: Walker;
  readonly events: readonly Event[];
}

function stepOf(walker: Walker, via: number | undefined): LastStep {
  if (via === undefined) return { walker, events: walker.multiprocessor.batches.events(walker.start.batch) };
  const { batch } = walker.step(via);
  return { walker, events: walker.multiprocessor.batches.events(batch) };
}

interface Judgement extends Pick<Divergence, 'guards' | 'fields'> {
  readonly sources: readonly string[];
}

/** What differs: the guards of the first event that is refused, or else the fields of the two states. */
function judge(conformance: Conformance, from: number, { walker, events }: LastStep): Judgement {
  const { automaton, abstraction } = conformance.pairing;
  let state = from;
  for (const event of events) {
    const { question } = conformance.read(event);
    if (!question) continue;
    const answer = automaton.next(state, question);
    if (!answer.accepted) return refused(automaton.state(state), question.event.type, answer.guards.false);
    state = answer.state;
  }
  const seen = abstracted(abstraction, new StateReader(walker.multiprocessor).of(walker.state));
  const model = automaton.state(state);
  const fields = seen instanceof Violation ? [] : differences(model, seen);
  return { guards: [], fields, sources: present([sourceOfState(pathText(model.value))]) };
}

function refused({ value }: ModelState, event: string, guards: readonly string[]): Judgement {
  const path = pathText(value);
  const places = guards.length > 0 ? [...guards.map(sourceOfGuard), arrowPlace(path, event)] : [sourceOfState(path)];
  return { guards, fields: [], sources: present(places) };
}

/** The arrow may be written on the state or on one around it. */
function arrowPlace(path: string, event: string): string | undefined {
  return sourceOfArrow({ source: path, event }) ?? sourceOfArrow({ source: path.replace(/\.[^.]+$/, ''), event });
}

function present(places: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(places.filter((place) => place !== undefined))];
}

function told(conformance: Conformance, events: readonly Event[]): readonly string[] {
  return events.map((event) => {
    const { question, rule } = conformance.read(event);
    return question ? eventText(question.event) : `${event.name} (${rule.kind}: ${rule.name})`;
  });
}

function machineEnabled({ pairing: { automaton }, alphabet }: Conformance, state: number): readonly string[] {
  return [...alphabet.values()]
    .filter((question) => automaton.next(state, question).accepted)
    .map(({ event }) => eventText(event))
    .sort();
}

/** Each enabled thread with its operation, and what the machine would be told if it stepped. */
function enabledIn(conformance: Conformance, system: System, vias: readonly number[]): readonly string[] {
  const { walker } = walk(conformance, system, vias);
  const { multiprocessor, state, enabled } = walker;
  return multiprocessor.layout.threads.flatMap(({ name }, slot) => {
    if (((enabled >>> slot) & 1) === 0) return [];
    const { text } = multiprocessor.automata[slot]!.nodes[state[multiprocessor.layout.nodes + slot]!]!;
    const step = stepOf(walk(conformance, system, vias).walker, viaOf(slot, 0));
    return [`${name}: ${text} (${told(conformance, step.events).join(', ') || 'nothing for the machine'})`];
  });
}
