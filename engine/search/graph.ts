// The explored graph: for every state its parent, and for every expanded state its enabled threads and its edges.
// An edge is (target, via).

import { IntList } from './intList.js';

export class Graph {
  /** By state: the state it was found from (-1: initial) and the step that led to it. */
  readonly parent = new IntList();
  readonly parentVia = new IntList();
  /** By state: enabled threads as bits. */
  readonly enabled = new IntList();
  /** By state: threads that are no daemons and have not ended, as bits. */
  readonly unfinished = new IntList();
  /** By state: index of its first edge, and how many it has. Unexpanded states have none. */
  readonly firstEdge = new IntList();
  readonly edgeCount = new IntList();
  /** By edge. */
  readonly target = new IntList();
  readonly via = new IntList();
  readonly recordsEdges: boolean;
  /** Whether the steps of edges are kept, besides their targets: liveness needs them, stuck threads do not. */
  readonly recordsVias: boolean;

  constructor(recordsEdges: boolean, recordsVias: boolean) {
    this.recordsEdges = recordsEdges;
    this.recordsVias = recordsVias;
  }

  get bytes(): number {
    const byState = [this.parent, this.parentVia, this.enabled, this.unfinished, this.firstEdge, this.edgeCount];
    return [...byState, this.target, this.via].reduce((sum, list) => sum + list.bytes, 0);
  }

  found(parent: number, via: number): void {
    this.parent.push(parent);
    this.parentVia.push(via);
  }

  /** Opens the list of edges of a state. */
  expand(state: number, enabled: number, unfinished: number): void {
    if (!this.recordsEdges) return;
    this.enabled.set(state, enabled);
    this.unfinished.set(state, unfinished);
    this.firstEdge.set(state, this.target.length);
  }

  edge(target: number, via: number): void {
    if (!this.recordsEdges) return;
    this.target.push(target);
    if (this.recordsVias) this.via.push(via);
  }

  /** Closes the list of edges of a state. */
  expanded(state: number): void {
    if (this.recordsEdges) this.edgeCount.set(state, this.target.length - this.firstEdge.data[state]!);
  }

  /** The steps from the initial state to `state`, as vias, along parents. */
  pathTo(state: number): number[] {
    const vias: number[] = [];
    for (let at = state; this.parent.data[at]! >= 0; at = this.parent.data[at]!) vias.push(this.parentVia.data[at]!);
    return vias.reverse();
  }
}
