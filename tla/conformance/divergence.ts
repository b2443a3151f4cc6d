// A step of the implementation that is none of the specification's, for whoever has to decide which side is wrong: the
// states that the specification could be in before it, what each side could do there, the conjuncts of the refused
// action that are false (evaluated, with their lines), or the variables that differ, and the shrunk schedule.

import { Walker } from '../../engine/drivers/walk.js';
import { formatSchedule } from '../../engine/explain/schedule.js';
import type { Counterexample } from '../../engine/explain/verdict.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { viaOf } from '../../engine/multiprocessor/via.js';
import { canonical, type Event } from '../../engine/program/index.js';
import { Checks } from '../../engine/watch/checks.js';
import { Violation } from '../../engine/watch/property.js';
import { StateReader } from '../../engine/watch/stateReader.js';
import { falseConjuncts } from '../explain.js';
import { parseLabel } from '../labelled.js';
import type { Loaded } from '../manifest.js';
import type { CommonState, FalseConjunct, SpecificationDivergence, VariableDifference } from '../result.js';
import { writeValue } from '../value.js';
import type { SpecAutomaton } from './automaton.js';
import { type Asked, type Member, type Refinement, statesOf } from './refinement.js';

/** What diverges from what. */
export interface Diverging {
  readonly refinement: Refinement;
  readonly system: System;
  readonly counterexample: Counterexample;
}

/** divergenceOf walks the failing path again beside the specification and describes its last step. */
export async function divergenceOf(diverging: Diverging, loaded: Loaded): Promise<SpecificationDivergence> {
  const { refinement, counterexample } = diverging;
  const { spec } = refinement;
  const vias = viasOf(diverging);
  const last = lastStep(diverging, vias);
  const states = last.asked?.states ?? statesOf(last.memory);
  const explained = last.asked?.action === undefined ? [] : await explain(spec, loaded, last.asked, states);
  return {
    reason: counterexample.reason,
    step: vias.length - 1,
    told: last.events.map(eventText),
    common: states.map((state) => commonState(spec, state)),
    specificationEnabled: [...new Set(states.flatMap((state) => spec.enabled(state)))].sort(),
    implementationEnabled: enabledBefore(diverging, vias),
    ...(typeof explained === 'string' ? { conjuncts: [], unexplained: explained } : { conjuncts: explained }),
    variables: last.asked ? [] : differences(diverging, last),
    implementationSource: counterexample.steps.at(-1)?.source,
    schedule: formatSchedule(counterexample.schedule),
    counterexample,
  };
}

/** commonState is a state of the specification with its variables. */
export function commonState(spec: SpecAutomaton, state: number): CommonState {
  return { state, variables: spec.lines(state) };
}

function viasOf({ system, counterexample }: Diverging): readonly number[] {
  const slots = new Map(system.threads.map(({ name }, slot) => [name, slot]));
  return counterexample.schedule.choices.map(({ thread, choice }) => viaOf(slots.get(thread)!, choice ?? 0));
}

interface LastStep {
  readonly walker: Walker;
  readonly events: readonly Event[];
  /** What the specification may be in before the event that it refuses; after the step where it refuses none. */
  readonly memory: readonly Member[];
  /** Where it refuses one: what was asked. */
  readonly asked?: Asked;
}

/** The last step, and at which of its events the specification cannot follow. */
function lastStep({ refinement, system }: Diverging, vias: readonly number[]): LastStep {
  const multiprocessor = new Multiprocessor(system);
  const walker = new Walker(multiprocessor, new Checks(multiprocessor, []));
  let batch = walker.start.batch;
  let memory = refinement.property.memory!.init as readonly Member[];
  for (const via of vias) {
    for (const event of multiprocessor.batches.events(batch))
      memory = refinement.after(memory, event) as readonly Member[];
    batch = walker.step(via).batch;
  }
  const events = multiprocessor.batches.events(batch);
  for (const event of events) {
    const next = refinement.after(memory, event);
    if (next instanceof Violation) return { walker, events, memory, asked: refinement.asked(memory, event) };
    memory = next;
  }
  return { walker, events, memory };
}

function differences({ refinement }: Diverging, { walker, memory }: LastStep): readonly VariableDifference[] {
  const view = new StateReader(walker.multiprocessor).of(walker.state);
  const { state, claims } = refinement.nearest(view, memory);
  return claims.map(({ variable, shows }) => ({
    variable,
    specification: writeValue(refinement.spec.value(state, variable)),
    implementation: shows(view),
  }));
}

/** The false conjuncts in each state; or, as text, why there are none. */
async function explain(
  spec: SpecAutomaton,
  { module, configuration }: Loaded,
  { action, isAllowed }: Asked,
  states: readonly number[],
): Promise<readonly FalseConjunct[] | string> {
  if (isAllowed) return 'the action is allowed; what the event says besides is not true there';
  if (!('WebAssembly' in globalThis)) return 'no conjunct was evaluated: there is no WebAssembly here';
  const found: FalseConjunct[] = [];
  for (const state of states) {
    const values = Object.fromEntries(spec.graph.variables.map((name) => [name, spec.value(state, name)]));
    const conjuncts = await falseConjuncts(module, configuration, values, parseLabel(action!));
    found.push(
      ...conjuncts.map(({ line, text }) => ({ state, place: `${module.name}.tla:${line}`, text: oneLine(text) })),
    );
  }
  return found.length > 0 ? found : `no conjunct of ${action} is false by itself there`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function eventText({ name, data }: Event): string {
  return `${name} ${canonical(data)}`;
}

/** Each enabled thread before the last step, with its operation and what it would say. */
function enabledBefore({ system }: Diverging, vias: readonly number[]): readonly string[] {
  const { multiprocessor, state, enabled } = walked(system, vias.slice(0, -1));
  return multiprocessor.layout.threads.flatMap(({ name }, slot) => {
    if (((enabled >>> slot) & 1) === 0) return [];
    const { text } = multiprocessor.automata[slot]!.nodes[state[multiprocessor.layout.nodes + slot]!]!;
    const again = walked(system, vias.slice(0, -1));
    const said = again.multiprocessor.batches.events(again.step(viaOf(slot, 0)).batch).map(eventText);
    return [`${name}: ${text} (${said.join(', ') || 'says nothing'})`];
  });
}

function walked(system: System, vias: readonly number[]): Walker {
  const multiprocessor = new Multiprocessor(system);
  const walker = new Walker(multiprocessor, new Checks(multiprocessor, []));
  for (const via of vias) walker.step(via);
  return walker;
}
