// The xstate machine and the specification, edge by edge: both run side by side from their initial states, and in every
// pair of states that they reach together each action is asked of both. The machine is the coarser of the two: it sees
// threads at the mediator, not where each call is, so it may allow what the specification does not; the reverse is a
// divergence.

import { canonical } from '../../engine/program/value.js';
import { MachineAutomaton, type ModelEvent, pathText, question } from '../../model/automaton.js';
import { eventText } from '../../model/conformance.js';
import { sourceOfArrow, sourceOfGuard, sourceOfState } from '../../model/sources.js';
import { swapMachine } from '../../model/swapMachine.js';
import { type Label, type LabelledGraph, writeLabel } from '../labelled.js';
import type { Edge, MachineRefusal } from '../result.js';
import { SpecAutomaton } from './automaton.js';
import { machineEvents } from './machineEvents.js';

export interface MachineComparison {
  readonly verdict: 'conforms' | 'diverges';
  /** Pairs of states reached together. */
  readonly pairs: number;
  /** First the specification, second the machine. */
  readonly edges: readonly Edge[];
  /** The first pair where the specification goes and the machine does not. */
  readonly refusal?: MachineRefusal;
}

/** compareMachine runs the machine beside the graph of a configuration. */
export function compareMachine(
  graph: LabelledGraph,
  machine = new MachineAutomaton(swapMachine, { processors: processorsOf(graph) }),
): MachineComparison {
  const comparison = new Comparison(new SpecAutomaton(graph), machine);
  comparison.run();
  const { edges, pairs, refusal } = comparison;
  return { verdict: refusal ? 'diverges' : 'conforms', pairs, edges, ...(refusal ? { refusal } : {}) };
}

function processorsOf(graph: LabelledGraph): readonly number[] {
  return new SpecAutomaton(graph).domain('advanced').map(Number);
}

/** Where events lead the machine, or the first that it refuses and the guards that are false. */
export type MachineAnswer =
  | { readonly state: number }
  | {
      readonly state: undefined;
      readonly refused: ModelEvent;
      readonly from: number;
      readonly guards: readonly string[];
    };

/** askMachine plays events from a state. */
export function askMachine(machine: MachineAutomaton, from: number, events: readonly ModelEvent[]): MachineAnswer {
  let state = from;
  for (const event of events) {
    const answer = machine.next(state, question(event));
    if (!answer.accepted) return { state: undefined, refused: event, from: state, guards: answer.guards.false };
    state = answer.state;
  }
  return { state };
}

/** refusalPlaces is where the machine says no: its guards and the arrow, or the state without an arrow. */
export function refusalPlaces(
  machine: MachineAutomaton,
  from: number,
  { type }: ModelEvent,
  guards: readonly string[],
) {
  const path = pathText(machine.state(from).value);
  const outer = path.replace(/\.?[^.]+$/, '');
  const arrow = [path, outer]
    .map((source) => sourceOfArrow({ source, event: type }))
    .find((place) => place !== undefined);
  const places = guards.length > 0 ? [...guards.map(sourceOfGuard), arrow] : [sourceOfState(path)];
  return [...new Set(places.filter((place) => place !== undefined))];
}

class Comparison {
  readonly edges: Edge[] = [];
  refusal: MachineRefusal | undefined;
  readonly #spec: SpecAutomaton;
  readonly #machine: MachineAutomaton;
  readonly #labels: readonly Label[];
  readonly #seen = new Set<string>();

  constructor(spec: SpecAutomaton, machine: MachineAutomaton) {
    this.#spec = spec;
    this.#machine = machine;
    const labels = new Map(spec.graph.edges.map(({ label }) => [writeLabel(label), label]));
    this.#labels = [...labels.values()].filter(({ action }) => action !== 'finished');
  }

  get pairs(): number {
    return this.#seen.size;
  }

  run(): void {
    const queue = this.#spec.graph.initial.map((state) => [state, this.#machine.initial] as const);
    for (const [state, at] of queue) {
      if (this.#seen.has(`${state} ${at}`)) continue;
      this.#seen.add(`${state} ${at}`);
      for (const label of this.#labels) queue.push(...this.#compare(state, at, label));
    }
  }

  #compare(state: number, at: number, label: Label): readonly (readonly [number, number])[] {
    const targets = this.#spec.after(state, writeLabel(label));
    const events = machineEvents(this.#spec.at(state), label);
    if (events.length === 0 && targets.length === 0) return [];
    const answer = askMachine(this.#machine, at, events);
    const accepts = answer.state !== undefined;
    if (targets.length === 0 && !accepts) return [];
    const side = targets.length === 0 ? 'second' : accepts ? 'both' : 'first';
    this.edges.push({ action: label.action, label: writeLabel(label), at: this.#place(state, at), in: side });
    if (answer.state === undefined) {
      this.refusal ??= this.#refusalOf(state, at, label, answer);
      return [];
    }
    return targets.map((target) => [target, answer.state] as const);
  }

  #place(state: number, at: number): string {
    const { value, context } = this.#machine.state(at);
    return `state ${state}, machine ${pathText(value)} ${canonical(context)}`;
  }

  #refusalOf(
    state: number,
    at: number,
    label: Label,
    { refused, from, guards }: Extract<MachineAnswer, { state: undefined }>,
  ): MachineRefusal {
    const why = guards.length === 0 ? 'it has no arrow for it there' : `${guards.join(' and ')} is false`;
    const { value, context } = this.#machine.state(from);
    const offers = (each: Label) => askMachine(this.#machine, at, machineEvents(this.#spec.at(state), each));
    return {
      reason: `the specification allows ${writeLabel(label)}, and the machine refuses ${eventText(refused)}: ${why}`,
      common: { state, variables: this.#spec.lines(state) },
      machine: `${pathText(value)} ${canonical(context)}`,
      specificationEnabled: [...this.#spec.enabled(state)].sort(),
      machineEnabled: this.#labels
        .filter((each) => offers(each).state !== undefined)
        .map(writeLabel)
        .sort(),
      guards,
      machineSource: refusalPlaces(this.#machine, from, refused, guards),
    };
  }
}
