// A divergence, for whoever has to decide which side is wrong: the last states that both sides have in common, what each
// side could do there, what it is that differs, where that is written on both sides, and a shrunk schedule.

import { type Counterexample, formatSchedule, type Walk, walk } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import type { Event } from '../engine/program/index.js';
import { Violation } from '../engine/watch/property.js';
import { allowed, type Conditions, type SpecificationAutomaton, type Step } from './automaton.js';
import type { Conformance } from './conformance.js';
import type { Asked, Memory } from './following.js';
import type { CommonState, Divergence, FalseCondition } from './result.js';

/** A divergence, and what was refused where one event was. */
export interface Diverging {
  readonly divergence: Divergence;
  readonly refused?: Asked;
}

/** divergenceOf walks the failing path again beside the specification and describes its last step. */
export function divergenceOf<S>(
  conformance: Conformance<S>,
  system: System,
  counterexample: Counterexample,
  alphabet: readonly Step[],
): Diverging {
  const { automaton } = conformance.specification;
  const last = lastStep(conformance, system, counterexample);
  const states = last.refused?.states ?? statesIn(conformance, last.before);
  const enabled = states.flatMap((state) => allowed(automaton, state, alphabet).map(({ text }) => text));
  const { conditions, places } = explanation(conformance, last, states);
  const divergence: Divergence = {
    kind: automaton.kind,
    reason: counterexample.reason,
    step: counterexample.schedule.choices.length - 1,
    told: last.events.map((event) => told(conformance, event)),
    common: states.map((state) => commonState(automaton, state)),
    specificationAllows: [...new Set(enabled)].sort(),
    implementationAllows: implementationAllows(conformance, last.start),
    conditions,
    fields: last.refused ? [] : (conformance.nearest(last.walked.view, last.after)?.differences ?? []),
    specificationSource: [...new Set(places)],
    implementationSource: counterexample.steps.at(-1)?.source,
    schedule: formatSchedule(counterexample.schedule),
    counterexample,
  };
  return { divergence, ...(last.refused ? { refused: last.refused } : {}) };
}

interface LastStep {
  /** Where the system stands before it. */
  readonly start: Walk;
  readonly walked: Walk;
  readonly events: readonly Event[];
  /** What the specification may be in before the step; and after it, or before the event that it refuses. */
  readonly before: Memory;
  readonly after: Memory;
  readonly refused?: Asked;
}

/** The last step of the path, and at which of its events the specification cannot follow. */
function lastStep<S>(conformance: Conformance<S>, system: System, { schedule }: Counterexample): LastStep {
  const { following } = conformance;
  const walked = walk(system);
  let before = following.initial;
  let start = walked.copy();
  for (const choice of schedule.choices) {
    before = walked.events.reduce((memory, event) => following.after(memory, event) as Memory, before);
    before = conformance.narrowed(walked.view, before) ?? before;
    start = walked.copy();
    walked.step(choice);
  }
  const { events } = walked;
  let after = before;
  for (const event of events) {
    const next = following.after(after, event);
    if (next instanceof Violation)
      return { start, walked, events, before, after, refused: following.asked(after, event) };
    after = next;
  }
  return { start, walked, events, before, after };
}

function statesIn<S>({ following }: Conformance<S>, memory: Memory): readonly number[] {
  return [...new Set(following.members(memory).map(({ state }) => state))];
}

/** commonState is a state of a specification in words. */
export function commonState<S>(automaton: Conformance<S>['specification']['automaton'], state: number): CommonState {
  const name = automaton.nameOf(state);
  const fields = automaton.fields(automaton.show(state)).filter(([, value]) => value !== name);
  return { state: name, fields: fields.map(([field, value]) => `${field} ${value}`) };
}

/** The conditions that are false where a step is refused, and the places of what decides. */
function explanation<S>(
  { specification: { automaton } }: Conformance<S>,
  { refused }: LastStep,
  states: readonly number[],
): { readonly conditions: readonly FalseCondition[]; readonly places: readonly string[] } {
  if (!refused?.step) return { conditions: [], places: states.flatMap((state) => automaton.placesOf(state)) };
  const { step } = refused;
  const answers = states.map((state) => ({ state, ...automaton.next(state, step) }));
  return {
    conditions: answers.flatMap(({ state, conditions }) => falseIn(automaton, state, step, conditions)),
    places: answers.flatMap(({ state, conditions }) => automaton.placesOf(state, { step, conditions })),
  };
}

/** What is false in a state of a specification, so that it refuses a step. */
export function falseIn(
  automaton: SpecificationAutomaton,
  state: number,
  step: Step,
  conditions: Conditions,
): readonly FalseCondition[] {
  const found = automaton.whyNot?.(state, step) ?? conditions.false.map((text) => ({ text }));
  return found.map((each) => ({ state: automaton.nameOf(state), ...each }));
}

/** An event as the specification is told of it. */
function told<S>({ following }: Conformance<S>, event: Event): string {
  const { rule, step } = following.read(event);
  return step?.text ?? `${event.name} (${rule.kind}: ${rule.name})`;
}

/** Each enabled thread with its operation, and what the specification would be told if it stepped. */
function implementationAllows<S>(conformance: Conformance<S>, here: Walk): readonly string[] {
  return here.enabled.map(({ thread, operation }) => {
    const ahead = here.copy();
    ahead.step({ thread });
    const says = ahead.events.map((event) => told(conformance, event)).join(', ');
    return `${thread}: ${operation} (${says || `nothing for the ${conformance.specification.automaton.kind}`})`;
  });
}
