// A path with a specification beside it: for each step the state that the specification is in then, and where it cannot
// follow, or is in a state that is not the system's, why. For pages and replays, which show all sides at once.

import type { AnyStateMachine } from 'xstate';
import { type Choice, type StepRecord, walk as walkOf } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import type { Event } from '../engine/program/index.js';
import { type StateView, Violation } from '../engine/watch/property.js';
import { Conformance } from './conformance.js';
import type { Memory } from './following.js';
import type { Specification } from './specification.js';
import { refuseOther } from './wellDeclared.js';
import { MachineAutomaton, type MachineState } from './xstate/automaton.js';
import { arrowsOf, type ChartState, pathsOf, rootOf } from './xstate/chart.js';

/** A state of a chart, with those inside it. */
export interface ChartBox {
  readonly name: string;
  readonly path: string;
  readonly isParallel: boolean;
  readonly inner: readonly ChartBox[];
  /** Where it begins, of those inside. */
  readonly initial?: string;
}

/** An arrow from a state to another; those that stay where they are show nothing that lit states do not. */
export interface ChartArrow {
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

export interface Chart {
  /** All of the outermost states are active at once. */
  readonly isParallel: boolean;
  readonly states: readonly ChartBox[];
  readonly arrows: readonly ChartArrow[];
}

/** A state that a specification is in along a path. */
export interface ModelState {
  readonly name: string;
  /** Of a machine: the paths of the innermost states that are active. */
  readonly active: readonly string[];
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export interface ModelAlong {
  /** `machine` or `specification`. */
  readonly kind: string;
  readonly name: string;
  /** Of a machine only. */
  readonly chart?: Chart;
  readonly states: readonly ModelState[];
  /** Indexes into states: before the first step, then after each, as far as it follows. */
  readonly at: readonly number[];
  /** By step: the steps of the specification that it makes. */
  readonly made: readonly (readonly string[])[];
  /** The step that is not one of the specification, or that leads to another state than its; -1 is the start. */
  readonly diverges?: { readonly step: number; readonly reason: string };
}

/** A place of a path: what was said on the way there, and the state where it is to be had. */
export interface Stop {
  readonly events: readonly Event[];
  readonly view?: StateView;
}

/** walked is the path as a system takes it. */
export function* walked(system: System, choices: readonly Choice[]): Generator<Stop> {
  const walk = walkOf(system);
  yield walk;
  for (const choice of choices) {
    walk.step(choice);
    yield walk;
  }
}

/** told is the path as its steps tell of it. */
export function* told(steps: readonly StepRecord[]): Generator<Stop> {
  yield { events: [] };
  yield* steps;
}

/** modelAlong follows a path with one specification beside it. */
export function modelAlong<S>(specification: Specification<S>, stops: Iterable<Stop>): ModelAlong {
  refuseOther('a specification', specification, 'rules');
  const conformance = new Conformance(specification);
  const { automaton } = specification;
  const states: ModelState[] = [];
  const known = new Map<string, number>();
  const [at, made]: [number[], string[][]] = [[], []];
  let diverges: ModelAlong['diverges'];
  let memory: Memory = conformance.following.initial;
  const arrive = (step: number, { events, view }: Stop) => {
    const next = follow(conformance, memory, events);
    made.push(...(step < 0 ? [] : [next.made]));
    if (next.reason === undefined) memory = next.memory;
    const reason = next.reason ?? (view && differs(conformance, view, memory));
    if (view && reason === undefined) memory = conformance.narrowed(view, memory) ?? memory;
    if (next.reason === undefined) at.push(placed(states, known, stateOf(conformance, memory, view)));
    if (reason !== undefined) diverges = { step, reason };
  };
  let step = -1;
  for (const stop of stops) {
    arrive(step++, stop);
    if (diverges) break;
  }
  const chart = automaton instanceof MachineAutomaton ? { chart: chartOf(automaton.machine) } : {};
  return {
    kind: automaton.kind,
    name: specification.name,
    ...chart,
    states,
    at,
    made,
    ...(diverges ? { diverges } : {}),
  };
}

interface Followed {
  readonly memory: Memory;
  readonly made: string[];
  /** Why an event cannot be followed. */
  readonly reason?: string;
}

function follow<S>({ following }: Conformance<S>, from: Memory, events: readonly Event[]): Followed {
  let memory = from;
  const made: string[] = [];
  for (const event of events) {
    const next = following.after(memory, event);
    if (next instanceof Violation) return { memory, made, reason: next.reason };
    made.push(...following.made(memory, event).map(({ step }) => step.text));
    memory = next;
  }
  return { memory, made: [...new Set(made)] };
}

/** In what the specification's state is another than the implementation's. */
function differs<S>({ property }: Conformance<S>, view: StateView, memory: Memory): string | undefined {
  const answer = property.holds(view, memory);
  if (answer === true) return undefined;
  return answer instanceof Violation ? answer.reason : 'the states differ';
}

function stateOf<S>(conformance: Conformance<S>, memory: Memory, view: StateView | undefined): ModelState {
  const { automaton } = conformance.specification;
  const members = conformance.following.members(memory);
  const nearest =
    (members.length > 1 && view ? conformance.nearest(view, memory)?.state : undefined) ?? members[0]!.state;
  const shown = automaton.show(nearest);
  const active = automaton instanceof MachineAutomaton ? pathsOf((shown as MachineState).value) : [];
  const name = [...new Set(members.map(({ state }) => automaton.nameOf(state)))].join(' or ');
  return { name, active, fields: automaton.fields(shown) };
}

function placed(states: ModelState[], known: Map<string, number>, state: ModelState): number {
  const key = JSON.stringify(state);
  const index = known.get(key) ?? states.push(state) - 1;
  known.set(key, index);
  return index;
}

/** What there is to draw of a machine. Arrows that differ in their guards alone are one. */
function chartOf(machine: AnyStateMachine): Chart {
  const root = rootOf(machine);
  const arrows = arrowsOf(machine).flatMap(({ source, event, targets }) =>
    targets.filter((to) => to !== source && source !== '').map((to): ChartArrow => ({ from: source, to, event })),
  );
  const byText = new Map(arrows.map((arrow) => [JSON.stringify(arrow), arrow]));
  const states = Object.values(root.states).map(boxOf);
  return { isParallel: root.type === 'parallel', states, arrows: [...byText.values()] };
}

function boxOf(state: ChartState): ChartBox {
  const inner = Object.values(state.states).map(boxOf);
  const initial = state.type === 'compound' ? state.initial?.target[0]?.key : undefined;
  const box = { name: state.key, path: state.path.join('.'), isParallel: state.type === 'parallel', inner };
  return initial === undefined ? box : { ...box, initial };
}
