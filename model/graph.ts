// The machine's own graph within the bounds of a scenario: which states it can reach, and by which transitions, when the
// world around it does no more than this scenario ever does. xstate/graph traverses it. An event that a guard blocks is
// never offered: the traversal would draw it as a loop, which cannot be told from a transition.
// Bounds: the events that occur at all in the scenario, how deep each thread calls, how many swaps are asked for.

import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { canonical } from '../engine/program/index.js';
import type { MachineAutomaton, ModelState, Question } from './automaton.js';
import type { Conformance } from './conformance.js';
import type { SwapContext } from './swapMachine.js';

/** Traversals at most; beyond, the graph is not compared. xstate/graph gives nothing when it is cut. */
const traversalsMax = 20_000;
/** States at most for which a shortest path is worked out. */
const pathsMax = 3_000;

export interface ModelTransition {
  readonly state: number;
  readonly question: Question;
  readonly arrow: string;
  readonly target: number;
}

export interface ModelGraph {
  readonly states: ReadonlySet<number>;
  readonly transitions: readonly ModelTransition[];
  /** The shortest way to a state, as texts of events; undefined where it was not worked out. */
  pathTo(state: number): readonly string[] | undefined;
}

/** modelGraph traverses the machine within the bounds that an exploration has shown; undefined when it is too large. */
export function modelGraph(conformance: Conformance): ModelGraph | undefined {
  const { automaton } = conformance.pairing;
  const offered = (snapshot: AnyMachineSnapshot) => offers(conformance, automaton.idOf(snapshot));
  const options = {
    events: (snapshot: AnyMachineSnapshot) => offered(snapshot).map(({ event }) => event as EventObject),
    serializeState: (snapshot: AnyMachineSnapshot) => String(automaton.idOf(snapshot)) as never,
    serializeEvent: (event: EventObject) => canonical(event) as never,
    input: automaton.input,
    limit: traversalsMax,
  };
  const map = within(() => getAdjacencyMap(automaton.machine, options));
  if (!map) return undefined;
  const states = new Set(Object.values(map).map(({ state }) => automaton.idOf(state)));
  const paths = new Map<number, readonly string[]>();
  const findPaths = () => {
    for (const { state, steps } of getShortestPaths(automaton.machine, options))
      paths.set(
        automaton.idOf(state),
        steps.map(({ event }) => eventWords(event)).filter((text) => text !== ''),
      );
    return paths;
  };
  return {
    states,
    transitions: [...states].flatMap((state) => transitionsFrom(automaton, state, offers(conformance, state))),
    pathTo: (state) => (states.size > pathsMax ? undefined : (paths.size === 0 ? findPaths() : paths).get(state)),
  };
}

function within<T>(traverse: () => T): T | undefined {
  try {
    return traverse();
  } catch (error) {
    if (error instanceof Error && error.message.includes('Traversal limit')) return undefined;
    throw error;
  }
}

function eventWords({ type, ...data }: EventObject): string {
  if (type.startsWith('xstate.')) return '';
  return Object.keys(data).length === 0 ? type : `${type} ${canonical(data)}`;
}

function transitionsFrom(
  automaton: MachineAutomaton,
  state: number,
  questions: readonly Question[],
): readonly ModelTransition[] {
  return questions.flatMap((question) => {
    const answer = automaton.next(state, question);
    return answer.accepted ? [{ state, question, arrow: answer.arrow.name, target: answer.state }] : [];
  });
}

/** What may happen in a state within the bounds, and is accepted. */
function offers(conformance: Conformance, id: number): readonly Question[] {
  const { automaton } = conformance.pairing;
  const state = automaton.state(id);
  return [...conformance.alphabet.values()].filter(
    (question) => isWithinBounds(conformance, state, question) && automaton.next(id, question).accepted,
  );
}

function isWithinBounds(
  { depths, pairing }: Conformance,
  { value, context }: ModelState,
  { event }: Question,
): boolean {
  const { inFlight, mediator } = context as unknown as SwapContext;
  const thread = String(event.thread);
  switch (event.type) {
    case 'invoke':
    case 'counted.in':
    case 'suspended':
      return (inFlight[thread] ?? 0) < (depths.get(thread) ?? 0);
    case 'swapRequested':
      return mediator + (value === 'idle' ? 0 : 1) < pairing.subject.swaps;
    default:
      return true;
  }
}
