// The state graph of an instance, breadth first: what can happen, with which arguments, and where it leads. A search that
// meets its limit says so; what it has not seen is not unreachable.

import type { System } from '../form/system.js';
import type { CompiledAction, Evaluator } from './evaluate.js';
import { type Instance, type State, valuesOf } from './instance.js';

/** An action with its arguments, as words: `enter c1`. */
export interface Taken {
  readonly action: string;
  readonly args: readonly string[];
}

export interface GraphEdge {
  readonly from: number;
  readonly taken: Taken;
  readonly to: number;
}

export interface InstanceGraph {
  readonly instance: Instance;
  /** By distance from the initial state, which is the first. */
  readonly states: readonly State[];
  readonly edges: readonly GraphEdge[];
  /** The actions that were taken. */
  readonly taken: ReadonlySet<string>;
  /** Whether every reachable state was expanded. */
  readonly complete: boolean;
}

/** What is wrong with a state, or with the step that led there. A decisive finding ends the search. */
export interface Finding {
  readonly name: string;
  readonly isDecisive: boolean;
}

export interface Search {
  readonly statesMax: number;
  /** Whether all edges are kept. */
  readonly keepEdges: boolean;
  /** Asked of every state when it is first seen. */
  readonly judgeState?: (state: State) => Finding | undefined;
  /** Asked of every step. */
  readonly judgeStep?: (before: State, after: State) => Finding | undefined;
}

export interface PathStep {
  /** None in the initial state. */
  readonly taken?: Taken;
  readonly state: State;
}

export interface Found {
  readonly graph: InstanceGraph;
  /** The decisive finding, or else the first one, and the shortest way to it. */
  readonly finding?: Finding;
  readonly path?: readonly PathStep[];
}

/** initialState is the one that `initially` describes. */
export function initialState(evaluator: Evaluator): State {
  const { instance } = evaluator;
  const state = new Uint8Array(instance.stateSize);
  evaluator.writes(instance.system.initially)(state, state, []);
  return state;
}

/** explore visits the reachable states of an instance. */
export function explore(evaluator: Evaluator, search: Search): Found {
  const explorer = new Explorer(evaluator, search);
  return explorer.run();
}

/** edgesFrom lists the steps out of one state. */
export function edgesFrom(
  evaluator: Evaluator,
  state: State,
): readonly { readonly taken: Taken; readonly state: State }[] {
  const found: { taken: Taken; state: State }[] = [];
  for (const action of actionsOf(evaluator)) {
    eachStep(action, state, (next, args) => {
      found.push({ taken: takenOf(evaluator, action.name, args), state: next });
    });
  }
  return found;
}

function actionsOf(evaluator: Evaluator): readonly CompiledAction[] {
  return evaluator.instance.system.actions.map((action) => evaluator.step(action));
}

/** takenOf names a step: the words of its arguments are those of their sorts. */
export function takenOf({ instance }: Evaluator, action: string, args: readonly number[]): Taken {
  const { parameters } = (instance.system as System).actions.find(({ name }) => name === action)!;
  return { action, args: parameters.map(({ sort }, index) => valuesOf(sort, instance.elements)[args[index]!]!) };
}

/** eachStep visits the states that an action leads to from a state. */
export function eachStep(
  { numbers, sizes, guard, write }: CompiledAction,
  state: State,
  visit: (next: State, args: readonly number[]) => void,
): void {
  const bound: number[] = [];
  const choices = sizes.reduce((product, size) => product * size, 1);
  for (let choice = 0; choice < choices; choice++) {
    const args = argumentsOf(choice, sizes);
    for (const [index, number] of numbers.entries()) bound[number] = args[index]!;
    if (guard(state, state, bound) !== 1) continue;
    const next = state.slice();
    write(state, next, bound);
    visit(next, args);
  }
}

function argumentsOf(choice: number, sizes: readonly number[]): readonly number[] {
  const args: number[] = [];
  let rest = choice;
  for (let index = sizes.length - 1; index >= 0; index--) {
    args[index] = rest % sizes[index]!;
    rest = Math.floor(rest / sizes[index]!);
  }
  return args;
}

class Explorer {
  readonly #evaluator: Evaluator;
  readonly #search: Search;
  readonly #ids = new Map<string, number>();
  readonly #states: State[] = [];
  readonly #parents: number[] = [];
  readonly #by: Taken[] = [];
  readonly #edges: GraphEdge[] = [];
  readonly #taken = new Set<string>();
  #found: { readonly finding: Finding; readonly path: readonly PathStep[] } | undefined;

  constructor(evaluator: Evaluator, search: Search) {
    this.#evaluator = evaluator;
    this.#search = search;
  }

  run(): Found {
    this.#add(initialState(this.#evaluator), -1);
    const actions = actionsOf(this.#evaluator);
    let from = 0;
    for (; from < this.#states.length && this.#goesOn(); from++)
      for (const action of actions) this.#expand(from, action);
    const complete = from === this.#states.length && this.#goesOn();
    const [states, edges, taken] = [this.#states, this.#edges, this.#taken];
    const graph = { instance: this.#evaluator.instance, states, edges, taken, complete };
    return { graph, ...this.#found };
  }

  #goesOn(): boolean {
    return !this.#found?.finding.isDecisive && this.#states.length <= this.#search.statesMax;
  }

  #expand(from: number, action: CompiledAction): void {
    const before = this.#states[from]!;
    eachStep(action, before, (next, args) => {
      this.#taken.add(action.name);
      const known = this.#ids.get(keyOf(next));
      const wrong = this.#search.judgeStep?.(before, next);
      if (known !== undefined && !this.#search.keepEdges && !wrong) return;
      const taken = takenOf(this.#evaluator, action.name, args);
      if (wrong) this.#note(wrong, () => [...this.#pathTo(from), { taken, state: next }]);
      const to = known ?? this.#add(next, from, taken);
      if (this.#search.keepEdges) this.#edges.push({ from, taken, to });
    });
  }

  #add(state: State, parent: number, by?: Taken): number {
    const id = this.#states.push(state) - 1;
    this.#ids.set(keyOf(state), id);
    this.#parents.push(parent);
    if (by) this.#by[id] = by;
    const wrong = this.#search.judgeState?.(state);
    if (wrong) this.#note(wrong, () => this.#pathTo(id));
    return id;
  }

  #note(finding: Finding, path: () => readonly PathStep[]): void {
    const known = this.#found?.finding;
    if (!known || (finding.isDecisive && !known.isDecisive)) this.#found = { finding, path: path() };
  }

  #pathTo(id: number): readonly PathStep[] {
    const path: PathStep[] = [];
    for (let at = id; at >= 0; at = this.#parents[at]!) {
      const taken = this.#by[at];
      path.unshift({ ...(taken ? { taken } : {}), state: this.#states[at]! });
    }
    return path;
  }
}

/** keyOf is a state as a text, so that equal states are equal keys. */
export function keyOf(state: State): string {
  return String.fromCharCode(...state);
}
