// A naive enumerator, the other opinion about what the engine explores: it shares no code with engine/multiprocessor,
// engine/threads or engine/explore, and prefers the obvious to the fast. A position is the list of results that a
// thread has been given (a stack of lists, one per open scope or loop); whatever is asked of a position is answered by
// running fresh generators from the start. States are compared as JSON text. Leaves out: properties (but for one
// listener to events), limits, and every error but a double spawn.

import type { System } from '../../engine/multiprocessor/system.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { StateView } from '../../engine/watch/property.js';
import { type Listener, Simulator, type State } from './naive/simulator.js';

export type { Listener };

export interface NaiveResult {
  readonly states: number;
  readonly transitions: number;
  /** Canonical texts of `of` at the normal ends, sorted, distinct. */
  readonly outcomes: readonly string[];
  /** States that have no successor and are no normal end. */
  readonly deadlocks: number;
}

const deaf: Listener = { init: null, on: () => null };

/** Thrown when a system has more states than the caller has patience for. */
export class TooManyStates extends Error {}

/** enumerate visits every reachable state of the system, breadth first. */
export function enumerate(
  system: System,
  of: (state: StateView) => Value = () => null,
  { statesMax = 200_000, listener = deaf }: { readonly statesMax?: number; readonly listener?: Listener } = {},
): NaiveResult {
  const simulator = new Simulator(system, listener);
  const graph = graphOf(simulator, statesMax);
  const isEnd = normalEnds(simulator, graph);
  const ends = graph.states.filter((_, index) => isEnd[index]);
  return {
    states: graph.states.length,
    transitions: graph.successors.reduce((sum, successors) => sum + successors.length, 0),
    outcomes: [...new Set(ends.map((state) => canonical(of(new Simulator(system, listener).view(state)))))].sort(),
    deadlocks: graph.states.filter((state, index) => !isEnd[index] && !simulator.goesOn(state)).length,
  };
}

/**
 * Which states are normal ends, by brute force: all but daemons have ended, and from wherever daemons alone can go from
 * here, daemons alone can come back. What a listener has heard is left out of it.
 */
function normalEnds(simulator: Simulator, { states }: Graph): boolean[] {
  const system = (state: State) => textOf({ ...state, heard: null });
  const futures = new Map<string, ReadonlySet<string>>();
  const future = (from: State): ReadonlySet<string> => {
    const known = futures.get(system(from));
    if (known) return known;
    const seen = new Map([[system(from), from]]);
    for (const state of seen.values()) {
      for (const next of simulator.daemonSuccessors(state)) {
        if (!seen.has(system(next))) seen.set(system(next), next);
        byText.set(system(next), next);
      }
    }
    futures.set(system(from), new Set(seen.keys()));
    return future(from);
  };
  const byText = new Map<string, State>();
  return states.map((state) => {
    if (!simulator.onlyDaemonsLive(state)) return false;
    return [...future(state)].every((text) => text === system(state) || future(byText.get(text)!).has(system(state)));
  });
}

/** executions counts the maximal executions (total interleavings) of a system whose state graph has no cycle. */
export function executions(system: System): bigint {
  const { successors } = graphOf(new Simulator(system, deaf), 200_000);
  const counted = new Map<number, bigint>();
  const count = (index: number): bigint => {
    const known = counted.get(index);
    if (known !== undefined) return known;
    const after = successors[index]!;
    const total = after.length === 0 ? 1n : after.reduce((sum, next) => sum + count(next), 0n);
    counted.set(index, total);
    return total;
  };
  return count(0);
}

interface Graph {
  readonly states: readonly State[];
  readonly successors: readonly (readonly number[])[];
}

function graphOf(simulator: Simulator, statesMax: number): Graph {
  const states: State[] = [simulator.start()];
  const indexOf = new Map<string, number>([[textOf(states[0]!), 0]]);
  const successors: number[][] = [];
  for (let index = 0; index < states.length; index += 1) {
    successors.push(simulator.successors(states[index]!).map((next) => number(next)));
    if (states.length > statesMax) throw new TooManyStates(`more than ${statesMax}`);
  }
  return { states, successors };

  function number(state: State): number {
    const text = textOf(state);
    const known = indexOf.get(text);
    if (known !== undefined) return known;
    states.push(state);
    indexOf.set(text, states.length - 1);
    return states.length - 1;
  }
}

/** The text that decides whether two states are one. Functions and cells among locals are known by name. */
function textOf(state: State): string {
  return JSON.stringify(state, (_key, part: unknown) => {
    if (typeof part === 'function') return `function ${part.name}`;
    if (part === undefined) return 'undefined ';
    return part;
  });
}
