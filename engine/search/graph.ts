// The explored graph: for every state its parent; where edges are recorded, for every expanded state its enabled threads
// and its edges, (target, via); and where stuck threads are looked for, the states in which some thread waits.

import { IntChunks } from './intChunks.js';
import { IntList } from './intList.js';
import type { Waiting } from './waiting.js';

/** By state: the state it was found from (-1: initial) and the step that led to it. */
export interface Parents {
  parentOf(state: number): number;
  viaOf(state: number): number;
}

class FoundFrom implements Parents {
  readonly parent = new IntChunks((length) => new Int32Array(length));
  readonly via = new IntChunks((length) => new Uint16Array(length));

  parentOf(state: number): number {
    return this.parent.get(state);
  }

  viaOf(state: number): number {
    return this.via.get(state);
  }
}

export class Graph {
  #found = new FoundFrom();
  #parents: Parents = this.#found;
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
  readonly waiting: Waiting | undefined;
  readonly recordsEdges: boolean;

  constructor(recordsEdges: boolean, waiting?: Waiting) {
    this.recordsEdges = recordsEdges;
    this.waiting = waiting;
  }

  get bytes(): number {
    const lists = [this.enabled, this.unfinished, this.firstEdge, this.edgeCount, this.target, this.via];
    const bytes = [this.#found.parent, this.#found.via, ...lists].reduce((sum, list) => sum + list.bytes, 0);
    return bytes + (this.waiting?.bytes ?? 0);
  }

  get parents(): Parents {
    return this.#parents;
  }

  found(parent: number, via: number): void {
    this.#found.parent.push(parent);
    this.#found.via.push(via);
  }

  /** From now on somebody else keeps by what each state was found. */
  leaveParentsTo(parents: Parents): void {
    this.#parents = parents;
    this.#found = new FoundFrom();
  }

  /** Opens the list of edges of a state. */
  expand(state: number, enabled: number, unfinished: number): void {
    this.waiting?.expand(state, enabled, unfinished);
    if (!this.recordsEdges) return;
    this.enabled.set(state, enabled);
    this.unfinished.set(state, unfinished);
    this.firstEdge.set(state, this.target.length);
  }

  edge(target: number, via: number): void {
    this.waiting?.edge(target, via);
    if (!this.recordsEdges) return;
    this.target.push(target);
    this.via.push(via);
  }

  /** Closes the list of edges of a state. */
  expanded(state: number): void {
    if (this.recordsEdges) this.edgeCount.set(state, this.target.length - this.firstEdge.data[state]!);
  }

  /** The steps from the initial state to `state`, as vias, along parents. */
  pathTo(state: number): number[] {
    const vias: number[] = [];
    const parents = this.#parents;
    for (let at = state; parents.parentOf(at) >= 0; at = parents.parentOf(at)) vias.push(parents.viaOf(at));
    return vias.reverse();
  }
}
