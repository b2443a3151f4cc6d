// A specification that may be in several states at once, narrowed by what is seen of the system: a state that does not fit is
// left for good, and must not be what a later step is allowed by. The memory of the property hears events only, so the
// explored states are walked once more, each with the states of the specification that fitted all along a path to it.

import type { Choice, Counterexample, ExploredGraph } from '../engine/index.js';
import { canonical, type Event, QuiesceError } from '../engine/program/index.js';
import { type StateView, Violation } from '../engine/watch/property.js';
import type { Conformance } from './conformance.js';
import type { Memory } from './following.js';

interface Place {
  /** Of the explored system. */
  readonly state: number;
  readonly memory: Memory;
  readonly from?: Place;
  readonly step?: Choice;
}

/** strayingIn finds a path along which no state of the specification fits from its start to its end; undefined where there is none. */
export function strayingIn<S>(conformance: Conformance<S>, graph: ExploredGraph): Counterexample | undefined {
  const { name } = conformance.property;
  const begun = conformance.narrowed(graph.view(0), graph.memory(name, 0) as unknown as Memory);
  if (!begun) return counterexampleOf(name, graph, []);
  const places = new Map<string, Place>();
  const reach = (place: Place) => {
    const key = `${place.state} ${canonical(place.memory)}`;
    if (!places.has(key)) places.set(key, place);
  };
  reach({ state: 0, memory: begun });
  for (const place of places.values()) {
    for (const { events, target, ...step } of graph.edges(place.state) ?? []) {
      const memory = afterAll(conformance, place.memory, events, () => graph.view(target));
      if (!memory) return counterexampleOf(name, graph, [...pathTo(place), step]);
      reach({ state: target, memory, from: place, step });
    }
    if (places.size > placesMax)
      throw new QuiesceError(
        'QSC301',
        `${name}: more than ${placesMax} states, each with what fits along a path to it`,
      );
  }
  return undefined;
}

const placesMax = 1_000_000;

function afterAll<S>(
  conformance: Conformance<S>,
  before: Memory,
  events: readonly Event[],
  view: () => StateView,
): Memory | undefined {
  let memory = before;
  for (const event of events) {
    const next = conformance.following.after(memory, event);
    if (next instanceof Violation) return undefined;
    memory = next;
  }
  return conformance.narrowed(view(), memory);
}

function pathTo(place: Place): readonly Choice[] {
  const steps: Choice[] = [];
  for (let at: Place | undefined = place; at?.step; at = at.from) steps.push(at.step);
  return steps.reverse();
}

function counterexampleOf(property: string, graph: ExploredGraph, choices: readonly Choice[]): Counterexample {
  const steps = graph.pathTo(0, choices);
  const size = {
    steps: steps.length,
    switches: choices.filter(({ thread }, index) => index > 0 && choices[index - 1]!.thread !== thread).length,
    threads: new Set(choices.map(({ thread }) => thread)).size,
  };
  return {
    property,
    reason: 'no state that the specification may be in fits what is seen all along the path',
    schedule: { ...graph.scheduleTo(0, choices), property },
    steps,
    turnedFalseAt: steps.length - 1,
    length: 'shortest found',
    shrunkFrom: size,
    size,
  };
}
