// The xstate machine and the specification, edge by edge: both run side by side from their initial states, and in every
// pair of states that they reach together each action is asked of both. The machine is the coarser of the two: it sees
// threads at the mediator, not where each call is, so it may allow what the specification does not; the reverse is a
// divergence.

import { canonical } from '../../engine/program/value.js';
import { MachineAutomaton, question } from '../../model/automaton.js';
import { swapMachine } from '../../model/swapMachine.js';
import { type Label, type LabelledGraph, writeLabel } from '../labelled.js';
import { applied, type TlaValue } from '../value.js';
import { SpecAutomaton } from './automaton.js';

type MachineEvent = Parameters<typeof question>[0];

/** How the actions of one name compare, over all pairs of states reached together. */
export interface MachineRow {
  readonly action: string;
  readonly inBoth: number;
  readonly onlyInSpecification: number;
  readonly onlyInMachine: number;
  /** The first pair where the specification goes and the machine does not. */
  readonly firstRefusal?: string;
}

export interface MachineComparison {
  readonly configuration: string;
  readonly verdict: 'conforms' | 'diverges';
  /** Pairs of states reached together. */
  readonly pairs: number;
  readonly rows: readonly MachineRow[];
}

/** compareMachine runs the machine beside the graph of a configuration. */
export function compareMachine(
  graph: LabelledGraph,
  configuration: string,
  machine = new MachineAutomaton(swapMachine, { processors: processorsOf(graph) }),
): MachineComparison {
  const comparison = new Comparison(new SpecAutomaton(graph), machine);
  comparison.run();
  const rows = comparison.rows();
  const diverges = rows.some(({ onlyInSpecification }) => onlyInSpecification > 0);
  return { configuration, verdict: diverges ? 'diverges' : 'conforms', pairs: comparison.pairs, rows };
}

function processorsOf(graph: LabelledGraph): readonly number[] {
  return new SpecAutomaton(graph).domain('advanced').map(Number);
}

class Comparison {
  readonly #spec: SpecAutomaton;
  readonly #machine: MachineAutomaton;
  readonly #labels: readonly Label[];
  readonly #rows = new Map<string, { both: number; spec: number; machine: number; refusal?: string }>();
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
    const events = eventsOf(this.#spec, state, label);
    if (events.length === 0 && targets.length === 0) return [];
    const answer = this.#machineAfter(at, events);
    const row = this.#rows.get(label.action) ?? { both: 0, spec: 0, machine: 0 };
    this.#rows.set(label.action, row);
    if (targets.length > 0 && answer !== undefined) row.both++;
    else if (targets.length > 0) {
      row.spec++;
      row.refusal ??= `${writeLabel(label)} in state ${state}, the machine in ${canonical({ ...this.#machine.state(at) })}`;
    } else if (answer !== undefined) row.machine++;
    return answer === undefined ? [] : targets.map((target) => [target, answer] as const);
  }

  #machineAfter(at: number, events: readonly MachineEvent[]): number | undefined {
    let state = at;
    for (const event of events) {
      const answer = this.#machine.next(state, question(event));
      if (!answer.accepted) return undefined;
      state = answer.state;
    }
    return state;
  }

  rows(): readonly MachineRow[] {
    return [...this.#rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, { both, spec, machine, refusal }]) => ({
        action,
        inBoth: both,
        onlyInSpecification: spec,
        onlyInMachine: machine,
        ...(refusal === undefined ? {} : { firstRefusal: refusal }),
      }));
  }
}

/** What an action of the specification is for the machine: events, in order; none where the machine sees nothing. */
function eventsOf(spec: SpecAutomaton, state: number, { action, parameters }: Label): readonly MachineEvent[] {
  const [first] = parameters;
  const thread = threadOf(first);
  const current = currentOf(spec, state);
  const from = Number(spec.value(state, 'original', current) ?? 0);
  switch (action) {
    case 'counted':
      return parameters[1] === 1
        ? [
            { type: 'counted.in', thread },
            { type: 'tracked.in', thread },
          ]
        : [
            { type: 'tracked.out', thread },
            { type: 'counted.out', thread },
          ];
    case 'enter':
      return [{ type: 'enter', thread, object: objectOf(spec, state, first!) }];
    case 'invoke':
    case 'return':
    case 'suspended':
    case 'resumed':
      return [{ type: action, thread }];
    case 'generation':
      return [{ type: 'generation', processor: Number(first) }];
    case 'phase':
      return [{ type: `phase.${String(first)}`, mediator: current }];
    case 'transferBegins':
      return [
        { type: 'quiescent', mediator: current },
        { type: 'transferBegins', from, to: from + 1 },
      ];
    case 'transferEnded':
      return [{ type: 'transferEnded', from, to: from + 1 }];
    case 'swung':
    case 'freedObject':
      return [{ type: action, object: Number(first) }];
    case 'swapEnded':
      return [{ type: 'swapEnded', mediator: current, outcome: outcomeOf(spec, state, from) }];
    case 'swapStarted':
    case 'swapAbandoned':
    case 'freedMediator':
      return [{ type: action, mediator: current }];
    case 'swapRequested':
    case 'swapIdle':
      return [{ type: action }];
    default:
      return [];
  }
}

function threadOf(call: TlaValue | undefined): string {
  return typeof call === 'object' && 'tuple' in call ? String(call.tuple[0]) : '';
}

/** The number of the mediator of the swap that is on: as Current in the specification. */
function currentOf(spec: SpecAutomaton, state: number): number {
  const ended = Number(spec.value(state, 'ended'));
  const over = ['ended', 'reclaiming', 'reclaimed'].includes(String(spec.value(state, 'swapper')));
  return Math.min(over ? ended - 1 : ended, spec.domain('original').length - 1);
}

function objectOf(spec: SpecAutomaton, state: number, call: TlaValue): number {
  const aim = spec.value(state, 'aim', call);
  const [kind, number] = (aim as { readonly tuple: readonly TlaValue[] }).tuple;
  return Number(kind === 'mediator' ? applied(spec.value(state, 'original'), number!) : number);
}

function outcomeOf(spec: SpecAutomaton, state: number, from: number): 'completed' | 'aborted' {
  const [, object] = (spec.value(state, 'pointer') as { readonly tuple: readonly TlaValue[] }).tuple;
  return object === from ? 'aborted' : 'completed';
}
