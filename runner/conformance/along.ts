// A failing path in the specifications beside it: the same steps in the xstate machine, and in the TLA+ specification where
// the scenario is the workload of one of its configurations. For each step the state that the specification is in then, and
// where it cannot follow, or is in a state that is not the implementation's, why. Leaves out scenarios in users' files,
// whose code is not run here, and mechanisms that are none of impl/hotswap.

import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { Conformance } from '../../conformance/conformance.js';
import type { Memory } from '../../conformance/following.js';
import type { Specification } from '../../conformance/specification.js';
import { MachineAutomaton, type MachineState } from '../../conformance/xstate/automaton.js';
import { arrowsOf, type ChartState, pathsOf, rootOf } from '../../conformance/xstate/chart.js';
import { type Choice, type Counterexample, type StepRecord, walk as walkOf } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import type { Event } from '../../engine/program/event.js';
import { type StateView, Violation } from '../../engine/watch/property.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { swapSpecifications } from '../../model/specification.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import { compared } from '../../scenarios/compared.js';
import { conformanceWorkloads } from '../../scenarios/configurations.js';
import { deepScenarios, scenarios } from '../../scenarios/index.js';
import type { Scenario } from '../../scenarios/scenario.js';
import type { GraphSpecification } from '../../tla/conformance/specification.js';
import { readGraph } from '../../tla/graphFile.js';
import { packageRoot } from '../packageRoot.js';
import { specificationFor } from './configuration.js';
import { hasOwnGraph } from './mechanisms.js';
import { isHeldToMachine } from './scenario.js';

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

/**
 * modelsOf follows a path of a scenario of this package; nothing where there is nothing to follow it with. The path of a
 * mutant, whose mechanism is not here, is followed by what its steps say, and its states are not compared.
 */
export function modelsOf({ schedule, steps }: Pick<Counterexample, 'schedule' | 'steps'>): readonly ModelAlong[] {
  const { name, choices } = schedule;
  const found = subjectOf(name);
  if (!found) return [];
  const { scenario, mechanism, isOwn, tla } = found;
  const machines = isHeldToMachine(scenario, mechanism) ? swapSpecifications(mechanism, siteOf(scenario)) : [];
  const system = { ...buildSystemWith(scenario, mechanism), name };
  const stops = () => (isOwn ? walked(system, choices) : told(steps));
  return [
    ...machines.map((specification) => modelAlong(specification, stops())),
    ...tla.map((specification) => modelAlong(specification, stops())),
  ];
}

interface Subject {
  readonly scenario: Scenario;
  readonly mechanism: MechanismVariant;
  /** False where another stands for it. */
  readonly isOwn: boolean;
  readonly tla: readonly GraphSpecification[];
}

function subjectOf(name: string): Subject | undefined {
  const [scenarioName, mechanismName] = name.split('@');
  const workload = conformanceWorkloads.find(({ scenario }) => scenario.name === scenarioName);
  const scenario = workload?.scenario ?? [...scenarios, ...deepScenarios].find((each) => each.name === scenarioName);
  if (!scenario) return undefined;
  const all = [...scenario.variants, ...compared];
  const own = all.find((each) => each.mechanism.name === mechanismName)?.mechanism;
  const mechanism = own ?? scenario.variants[0]!.mechanism;
  const isOwn = own !== undefined;
  if (!workload || !hasOwnGraph(workload, mechanism)) return { scenario, mechanism, isOwn, tla: [] };
  const graph = readGraph(join(packageRoot, 'tla'), workload.configuration);
  return { scenario, mechanism, isOwn, tla: [specificationFor(graph, workload, mechanism)] };
}

/** A place of a path: what was said on the way there, and the state where it is to be had. */
interface Stop {
  readonly events: readonly Event[];
  readonly view?: StateView;
}

/** The path as the system takes it. */
function* walked(system: System, choices: readonly Choice[]): Generator<Stop> {
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

/** chartOf is what there is to draw of a machine. Arrows that differ in their guards alone are one. */
export function chartOf(machine: AnyStateMachine): Chart {
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
