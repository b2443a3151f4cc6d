// The explored graph of a task, projected onto a few of its cells: phases, pointers and counts unless told. A node is all
// states in which these cells hold the same; an edge is all steps from one node to another. Cells that would make more
// nodes than can be looked at are left out, and named. Leaves out the monitors: the states are those of the implementation.

import { explored } from '../../engine/explore.js';
import type { ExploredGraph } from '../../engine/exploredGraph.js';
import type { Cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { unknownText } from '../../engine/program/misspelt.js';
import type { Value } from '../../engine/program/value.js';
import type { LimitHit, Limits } from '../../engine/search/options.js';
import type { Task } from '../task.js';
import { type CellColumn, columnsOf, type Partition, refined } from './projection.js';

export interface StateGraphOptions {
  /** Names of cells; a star stands for any signs. */
  readonly cells?: readonly string[];
  /** Nodes at most; 60 unless told. */
  readonly nodesMost?: number;
  readonly limits?: Limits;
  readonly interrupted?: () => boolean;
}

export interface StateNode {
  /** What the cells hold, in the order of `cells`. */
  readonly holds: readonly Value[];
  /** How many states of the implementation stand behind it. */
  readonly states: number;
  /** Of these, the ones out of which no step leads. */
  readonly ends: number;
  /** Steps that stay inside. */
  readonly inner: number;
}

export interface StateEdge {
  /** Indexes into the nodes. */
  readonly from: number;
  readonly to: number;
  /** How many steps of the implementation stand behind it. */
  readonly transitions: number;
  readonly threads: readonly string[];
  /** Names of events that ride on some of them. */
  readonly events: readonly string[];
}

export interface StateGraph {
  readonly version: 1;
  readonly scenario: string;
  readonly mechanism: string;
  readonly states: number;
  readonly transitions: number;
  /** False where a limit cut the search: then some states have no edges yet. */
  readonly complete: boolean;
  readonly limit?: LimitHit;
  /** The cells that tell nodes apart. */
  readonly cells: readonly string[];
  /** Cells that were to tell them apart, and would have made too many. */
  readonly leftOut: readonly string[];
  /** The first one has the initial state. */
  readonly nodes: readonly StateNode[];
  readonly edges: readonly StateEdge[];
}

const nodesMostDefault = 60;

/** What tells nodes apart unless told, the most telling first. */
const telling: readonly RegExp[] = Object.freeze([
  /(^|\.)phase$/,
  /(^|\.)(pointer|global)$/,
  /(^|\.)(count|inFlight)$/,
  /(^|\.)(local\[\d+\]|lock|ended)$/,
]);

/** stateGraphOf explores a task, with no property. Throws QSC110 for a pattern that no cell matches, and what explore throws. */
export function stateGraphOf(task: Task, options: StateGraphOptions = {}): StateGraph {
  const { limits, interrupted, nodesMost = nodesMostDefault } = options;
  const wanted = wantedCells(task, options.cells);
  const searching = { ...(limits ? { limits } : {}), ...(interrupted ? { interrupted } : {}) };
  const graph = explored({ ...task.system, name: task.name }, [], searching);
  const { partition, kept, leftOut } = partitioned(graph, columnsOf(graph, wanted), nodesMost);
  return {
    version: 1,
    ...{ scenario: task.scenario, mechanism: task.mechanism },
    ...{ states: graph.states, transitions: graph.transitions, complete: graph.complete },
    ...(graph.limit ? { limit: graph.limit } : {}),
    cells: kept.map(({ cell }) => cell.name),
    leftOut,
    ...projected(graph, partition, kept),
  };
}

function wantedCells({ system }: Task, patterns: readonly string[] | undefined): readonly Cell<unknown>[] {
  const all = system.cells.flat().filter((cell): cell is Cell<unknown> => !('quiet' in cell));
  if (patterns) return named(all, patterns);
  const found = telling.flatMap((pattern) => all.filter(({ name }) => pattern.test(name)));
  return found.length > 0 ? found : all;
}

function named(all: readonly Cell<unknown>[], patterns: readonly string[]): readonly Cell<unknown>[] {
  const chosen = patterns.flatMap((pattern) => {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    const matching = all.filter(({ name }) => new RegExp(`^${escaped}$`).test(name));
    if (matching.length > 0) return matching;
    const names = all.map(({ name }) => name);
    throw new QuiesceError('QSC110', `--cells ${unknownText(pattern, names)}`);
  });
  return [...new Set(chosen)];
}

interface Partitioned {
  readonly partition: Partition;
  readonly kept: readonly CellColumn[];
  readonly leftOut: readonly string[];
}

/** Takes one cell after the other for as long as the nodes stay few enough. A cell that never changes tells nothing. */
function partitioned(graph: ExploredGraph, columns: readonly CellColumn[], most: number): Partitioned {
  let partition: Partition = { groupOf: new Int32Array(graph.states), groups: 1 };
  const kept: CellColumn[] = [];
  const leftOut: string[] = [];
  for (const column of columns.filter(({ values }) => values.length > 1)) {
    const next = refined(partition, column, most);
    if (!next) leftOut.push(column.cell.name);
    else {
      partition = next;
      kept.push(column);
    }
  }
  return { partition, kept, leftOut };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Gathered {
  readonly from: number;
  readonly to: number;
  transitions: number;
  readonly threads: Set<string>;
  readonly events: Set<string>;
}

function projected(
  graph: ExploredGraph,
  { groupOf, groups }: Partition,
  kept: readonly CellColumn[],
): Pick<StateGraph, 'nodes' | 'edges'> {
  const nodes: Mutable<StateNode>[] = Array.from({ length: groups }, () => ({
    holds: [],
    states: 0,
    ends: 0,
    inner: 0,
  }));
  const gathered = new Map<number, Gathered>();
  for (let state = 0; state < graph.states; state++) {
    const from = groupOf[state]!;
    const node = nodes[from]!;
    if (node.states === 0) node.holds = kept.map(({ values, valueAt }) => values[valueAt[state]!]!);
    node.states++;
    const steps = graph.edges(state);
    if (steps?.length === 0) node.ends++;
    for (const { thread, events, target } of steps ?? []) {
      const to = groupOf[target]!;
      if (to === from) node.inner++;
      else gather(gathered, { from, to }, thread, events);
    }
  }
  const edges = [...gathered.values()].sort((one, other) => one.from - other.from || one.to - other.to);
  return {
    nodes,
    edges: edges.map((edge) => ({ ...edge, threads: sorted(edge.threads), events: sorted(edge.events) })),
  };
}

function gather(
  gathered: Map<number, Gathered>,
  { from, to }: { readonly from: number; readonly to: number },
  thread: string,
  events: readonly { readonly name: string }[],
): void {
  const key = from * 2 ** 26 + to;
  const edge = gathered.get(key) ?? { from, to, transitions: 0, threads: new Set(), events: new Set() };
  gathered.set(key, edge);
  edge.transitions++;
  edge.threads.add(thread);
  for (const { name } of events) edge.events.add(name);
}

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort();
}
