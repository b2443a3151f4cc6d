// A machine's chart as it is written down: its arrows, with their guards, in the order of the text.

import type { AnyStateMachine, StateValue } from 'xstate';
import { recordGiven } from '../../engine/program/given.js';

/** An arrow of the chart: one transition as it is written down. */
export interface Arrow {
  /** `swapping.forward counted.in`, with the position where an event has several arrows there. */
  readonly name: string;
  /** Where it is written: the path of the state that has it. */
  readonly source: string;
  readonly event: string;
  readonly guard: string | undefined;
  /** The paths of the states that it leads to: several in a parallel machine; none where it stays. */
  readonly targets: readonly string[];
  /** How many actions it has. */
  readonly actions: number;
}

/** A transition as xstate keeps it; its own type has too many parameters to be named. */
export interface Definition {
  readonly eventType: string;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly source: { readonly path: readonly string[] };
  readonly target?: readonly { readonly path: readonly string[] }[] | undefined;
}

/** A state of the chart as xstate keeps it. */
export interface ChartState {
  readonly key: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly states: Readonly<Record<string, ChartState>>;
  readonly transitions: ReadonlyMap<string, readonly Definition[]>;
  readonly always?: readonly Definition[];
  readonly initial?: { readonly target: readonly ChartState[] };
  readonly config: { readonly on?: Readonly<Record<string, unknown>> };
}

/** rootOf is the outermost state of a chart. */
export function rootOf(machine: AnyStateMachine): ChartState {
  return machine.root as unknown as ChartState;
}

/** arrowsOf lists the arrows of a chart, in the order in which they are written. */
export function arrowsOf(machine: AnyStateMachine): readonly Arrow[] {
  return [...arrowsByDefinition(machine).values()];
}

/**
 * arrowsByDefinition finds the arrow of what xstate says that it takes. What a state forbids (`EVENT: undefined`) is
 * none: xstate takes it, so that nothing around it does, and nothing comes of it.
 */
export function arrowsByDefinition(machine: AnyStateMachine): ReadonlyMap<Definition, Arrow> {
  const definitions = statesIn(rootOf(machine)).flatMap((state) => [
    ...[...state.transitions].flatMap(([event, those]) => (forbids(state, event) ? [] : those)),
    ...(state.always ?? []),
  ]);
  return new Map(definitions.map((definition) => [definition, arrowOf(definition, machine)]));
}

function forbids({ config }: ChartState, event: string): boolean {
  return config.on !== undefined && Object.hasOwn(config.on, event) && config.on[event] === undefined;
}

/** descriptorsOf lists what a machine listens to: names of events, `*` for all, `mouse.*` for those that begin so. */
export function descriptorsOf(machine: AnyStateMachine): readonly string[] {
  return [...new Set(statesIn(rootOf(machine)).flatMap(({ transitions }) => [...transitions.keys()]))];
}

function statesIn(state: ChartState): ChartState[] {
  return [state, ...Object.values(state.states).flatMap(statesIn)];
}

function arrowOf(definition: Definition, machine: AnyStateMachine): Arrow {
  const { eventType, target, actions, source } = definition;
  return Object.freeze({
    name: nameOf(definition, machine),
    source: source.path.join('.'),
    event: eventType === '' ? 'always' : eventType,
    guard: guardName(definition.guard),
    targets: target?.map(({ path }) => path.join('.')) ?? [],
    actions: actions.length,
  });
}

/** A guard by name, with or without parameters; one that is written in place has no name. */
function guardName(guard: unknown): string | undefined {
  if (typeof guard === 'string') return guard;
  const { type } = (typeof guard === 'object' && guard !== null ? guard : {}) as { readonly type?: unknown };
  return typeof type === 'string' ? type : undefined;
}

function nameOf(definition: Definition, machine: AnyStateMachine): string {
  const { eventType, source } = definition;
  const among = siblingsOf(definition, machine);
  const place = source.path.length === 0 ? machine.id : source.path.join('.');
  return `${place} ${eventType || 'always'}${among.length > 1 ? ` ${among.indexOf(definition) + 1}` : ''}`;
}

function siblingsOf({ eventType, source }: Definition, machine: AnyStateMachine): readonly Definition[] {
  let state = rootOf(machine);
  for (const name of source.path) state = state.states[name]!;
  return (eventType === '' ? state.always : state.transitions.get(eventType)) ?? [];
}

/** inOrder is a state value whose regions are in the order in which the chart has them, whoever wrote it. */
export function inOrder(value: StateValue, state: ChartState): StateValue {
  if (typeof value !== 'object' || value === null) return value;
  const places = Object.keys(state.states);
  const parts = Object.entries(value).sort(([one], [other]) => places.indexOf(one) - places.indexOf(other));
  const inside = (name: string, part: StateValue | undefined) => {
    const child = Object.hasOwn(state.states, name) ? state.states[name] : undefined;
    return child && part !== undefined ? inOrder(part, child) : part;
  };
  return Object.fromEntries(parts.map(([name, part]) => [name, inside(name, part)])) as StateValue;
}

/** pathText writes a state value as a path: `swapping.forward`; the regions of a parallel state with a bar between. */
export function pathText(value: StateValue): string {
  return pathsOf(value).join(' | ');
}

/** pathsOf lists the paths of the innermost states of a state value: one for each region. */
export function pathsOf(value: StateValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(recordGiven('QSC407', 'the value of a state', value)).flatMap(([name, inner]) => {
    const inside = inner === undefined ? [] : pathsOf(inner);
    return inside.length === 0 ? [name] : inside.map((path) => `${name}.${path}`);
  });
}
