// What an invariant claims of paths, where no state by itself violates it: the explored states are walked once more, breadth
// first, each with what is still open along a path to it. The memory of the property hears events only, so that two paths to
// one state may leave different things open.

import type { Choice } from './explain/schedule.js';
import type { Counterexample } from './explain/verdict.js';
import type { ExploredGraph } from './exploredGraph.js';
import { QuiesceError } from './program/errors.js';
import { canonical, type Value } from './program/value.js';
import { type InvariantProperty, Violation } from './watch/property.js';

interface Place {
  readonly state: number;
  /** What is open along a path to it. */
  readonly open: Value;
  readonly from?: Place;
  readonly step?: Choice;
}

const placesMax = 1_000_000;

/** strayingPath finds a shortest path that violates what is claimed of paths; undefined where there is none. Throws QSC301. */
export function strayingPath(graph: ExploredGraph, property: InvariantProperty): Counterexample | undefined {
  const { name } = property;
  const { after } = property.along!;
  const begun = after(graph.memory(name, 0), [], graph.view(0));
  if (begun instanceof Violation) return counterexampleOf(graph, name, begun, []);
  const places = new Map<string, Place>();
  const reach = (place: Place) => {
    const key = `${place.state} ${canonical(place.open)}`;
    if (!places.has(key)) places.set(key, place);
  };
  reach({ state: 0, open: begun });
  for (const place of places.values()) {
    for (const { events, target, ...step } of graph.edges(place.state) ?? []) {
      const open = after(place.open, events, graph.view(target));
      if (open instanceof Violation) return counterexampleOf(graph, name, open, [...stepsTo(place), step]);
      reach({ state: target, open, from: place, step });
    }
    if (places.size > placesMax)
      throw new QuiesceError(
        'QSC301',
        `${name}: more than ${placesMax} states, each with what is open along a path to it`,
      );
  }
  return undefined;
}

function stepsTo(place: Place): readonly Choice[] {
  const steps: Choice[] = [];
  for (let at: Place | undefined = place; at?.step; at = at.from) steps.push(at.step);
  return steps.reverse();
}

function counterexampleOf(
  graph: ExploredGraph,
  property: string,
  { reason }: Violation,
  choices: readonly Choice[],
): Counterexample {
  const steps = graph.pathTo(0, choices);
  const size = {
    steps: steps.length,
    switches: choices.filter(({ thread }, index) => index > 0 && choices[index - 1]!.thread !== thread).length,
    threads: new Set(choices.map(({ thread }) => thread)).size,
  };
  return {
    ...{ property, reason, steps },
    schedule: { ...graph.scheduleTo(0, choices), property },
    turnedFalseAt: steps.length - 1,
    length: 'shortest',
    threads: graph.view(0).threads,
    ...{ shrunkFrom: size, size },
  };
}
