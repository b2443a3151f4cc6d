// A compiled thread: node = position with a pending operation, edge = result of that operation. The generators run only
// when an edge is taken for the first time; after that a step is a look-up in these tables.
// What makes it sound is in segment.ts (each edge executed twice), frame.ts (merges by construction) and below (every
// edge, and so every merge, is compared with a live run of the whole thread from its start).

import type { Interner } from '../operations/interner.js';
import type { Linker } from '../operations/linker.js';
import { type Meaning, NEVER } from '../operations/meaning.js';
import { FAILED_NODE, FINISHED_NODE, nothing, operationText } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import type { Annotation, Label } from '../program/event.js';
import type { Operation } from '../program/operation.js';
import type { Self, Thread } from '../program/thread.js';
import { canonical, type Value } from '../program/value.js';
import { type Arrival, auditCycle, auditEdge, RestingThreads } from './audit.js';
import { type Batches, eventsOf } from './batches.js';
import type { Facts } from './facts.js';
import { Position } from './frame.js';
import { restText } from './liveThread.js';
import { BATCH, nodeRecord, RECORD, TARGET } from './nodeTable.js';
import { returned } from './resumption.js';
import { isSpan, refuseHidden } from './riding.js';
import { type Rest, settle } from './settle.js';
import { widened } from './widened.js';

/** Nodes of one thread; more is taken for a program without end. */
const nodesMax = 200_000;

/** What the automata of a system have in common. */
export interface Shared {
  readonly linker: Linker;
  readonly batches: Batches;
  readonly labels: Interner;
  readonly facts: Facts;
}

/** What a node is, for people and for compiling its edges; the step function never looks here. */
export interface Node {
  /** The pending operation; undefined where the thread has none, and at a pause. */
  readonly operation: Operation | undefined;
  readonly meaning: Meaning;
  /** In words; 'dormant', 'finished', 'failed' or 'pause' where there is no operation. */
  readonly text: string;
  readonly source: string | undefined;
  readonly label: Label | undefined;
  /** Whether the thread is inside a loop. */
  readonly looping: boolean;
  /** Events that ride on the step taken from here. */
  readonly begins: readonly Annotation[];
  readonly position: Position | undefined;
  readonly rest: string;
  /** How it was first reached. */
  readonly arrival: Arrival | undefined;
  /** A pause: what happens after it. */
  readonly paused?: { readonly rest: Rest; readonly closing: readonly Annotation[] };
}

const restingNode = (text: string, meaning: Meaning): Node => ({
  operation: undefined,
  meaning,
  text,
  source: undefined,
  label: undefined,
  looping: false,
  begins: [],
  position: undefined,
  rest: text,
  arrival: undefined,
});

/** The thread has ended or has not begun. */
const endNode = (text: string): Node => restingNode(text, { ...nothing, terms: NEVER });

export class Automaton {
  readonly thread: Thread;
  readonly self: Self;
  readonly nodes: Node[] = [];
  /** Per node, steps from the start along the way it was first reached. */
  readonly depths: number[] = [];
  /** What the step function reads of nodes: see nodeTable.ts. */
  table = new Int32Array(64 << RECORD);
  /** Per node, edge id + 1 by raw result (0: not compiled yet). */
  readonly rows: Int32Array[] = [];
  // Per edge.
  target = new Int32Array(64);
  batch = new Int32Array(64);
  edgeCount = 0;
  /** Edges after which an atomic section goes on, in the same step. */
  readonly goesOn = new Set<number>();
  /** By edge: where it comes from. */
  readonly compiled: { readonly node: number; readonly raw: number }[] = [];
  /** Live threads that rest at nodes, for the audit to go on from. */
  readonly resting = new RestingThreads();

  readonly #linker: Linker;
  readonly #labels: Interner;
  readonly #batches: Batches;
  readonly #facts: Facts;
  readonly #ids = new Map<Position, Map<string, number>>();
  /** By node and raw result, the edges of results that are no index into a row. */
  readonly #farEdges = new Map<number, Map<number, number>>();
  #start: { readonly node: number; readonly batch: number } | undefined;

  constructor(thread: Thread, self: Self, shared: Shared) {
    const { linker, batches, labels, facts } = shared;
    this.#labels = labels;
    this.#facts = facts;
    this.thread = thread;
    this.self = self;
    this.#linker = linker;
    this.#batches = batches;
    this.#add(endNode('dormant'));
    this.#add(endNode('finished'));
    this.#add(endNode('failed'));
  }

  /** The node of the thread's first operation, and the batch that rides on its spawn or start. */
  start(): { readonly node: number; readonly batch: number } {
    if (!this.#start) {
      const position = Position.entry({
        kind: 'program',
        code: { body: this.thread.program, args: this.thread.args, self: this.self },
        caller: undefined,
        loopDepth: 0,
        labelAtEntry: undefined,
      });
      const rest = settle(position, this.self);
      refuseHidden(rest, this.self);
      auditEdge(this, undefined, restText(rest));
      const node = this.#nodeOf(rest, undefined);
      const begun = this.#batches.id(this.#facts.begun(this.self.name));
      this.#start = { node, batch: this.#batches.join(begun, this.#arrivals(rest, happenings(rest), node)) };
    }
    return this.#start;
  }

  /** Whether anything has been compiled. */
  get isBegun(): boolean {
    return this.#start !== undefined;
  }

  /** The edge taken from a node with a raw result; compiled when it is new. */
  edge(node: number, raw: number): number {
    const row = this.rows[node]!;
    if (raw >= 0 && raw < row.length) {
      const known = row[raw]!;
      if (known !== 0) return known - 1;
    }
    return this.#uncommonEdge(node, raw);
  }

  #uncommonEdge(node: number, raw: number): number {
    const far = raw < 0 || raw >= 4096;
    const known = far ? this.#farEdges.get(node)?.get(raw) : undefined;
    if (known !== undefined) return known;
    const edge = this.#compile(node, raw);
    this.compiled[edge] = { node, raw };
    if (far) this.#keepFar(node, raw, edge);
    else this.#row(node, raw)[raw] = edge + 1;
    if (raw === 0) {
      this.table[(node << RECORD) + TARGET] = this.target[edge]!;
      this.table[(node << RECORD) + BATCH] = this.batch[edge]!;
    }
    return edge;
  }

  #keepFar(node: number, raw: number, edge: number): void {
    const edges = this.#farEdges.get(node) ?? new Map<number, number>();
    this.#farEdges.set(node, edges.set(raw, edge));
  }

  #row(node: number, raw: number): Int32Array {
    const row = this.rows[node]!;
    if (raw < row.length) return row;
    const wider = new Int32Array(Math.max(raw + 1, row.length * 2));
    wider.set(row);
    this.rows[node] = wider;
    return wider;
  }

  #compile(node: number, raw: number): number {
    const from = this.nodes[node]!;
    const departing = this.#departures(from, raw);
    if (from.operation?.kind === 'fail')
      return this.#addEdge(FAILED_NODE, this.#batches.join(departing, this.#failure(from.text)));
    const arrival = { node, raw };
    if (from.paused) return this.#arrive(from.paused.rest, from.paused.closing, arrival, departing);
    const rest = settle(from.position!.after(returned(this.#linker.value(from.meaning, raw))), this.self);
    refuseHidden(rest, this.self);
    const live = auditEdge(this, arrival, restText(rest));
    const happened = happenings(rest);
    if (rest.goesOn) this.#refuseInside(rest);
    const opens = from.begins.some(isSpan) || from.position!.frame.section !== undefined;
    const split = opens ? happened.findIndex(isSpan) : -1;
    if (split < 0) {
      const known = this.nodes.length;
      const edge = this.#arrive(rest, happened, arrival, departing);
      if (rest.goesOn) this.goesOn.add(edge);
      if (live && this.nodes.length > known) this.resting.keep(known, live);
      return edge;
    }
    const early = this.#batches.id(eventsOf(happened.slice(0, split), this.self.name));
    return this.#addEdge(this.#pauseNode(rest, happened.slice(split), arrival), this.#batches.join(departing, early));
  }

  /** What is said between two operations of one step, nobody would see in its place. */
  #refuseInside({ annotations }: Rest): void {
    const event = annotations.find((each) => each.kind !== 'at');
    if (event) throw new QuiesceError('QSC523', `${this.self.name} says ${event.name} inside an atomic section`);
  }

  #arrive(rest: Rest, happened: readonly Annotation[], arrival: Arrival, departing: number): number {
    const known = this.nodes.length;
    const target = this.#nodeOf(rest, arrival);
    if (target < known) auditCycle(this, arrival, target, restText(rest));
    return this.#addEdge(target, this.#batches.join(departing, this.#arrivals(rest, happened, target)));
  }

  /** What rides on a step because of where it leaves: what begins with it, and what its operation does to a region. */
  #departures({ begins, operation, meaning }: Node, raw: number): number {
    const { name } = this.self;
    const facts = this.#facts.of(operation, meaning, raw, this.#linker.value(meaning, raw), name);
    return this.#batches.id([...eventsOf(begins, name), ...facts]);
  }

  /** What rides on a step because of where it leads: what happened, a failure, an end, a wait. */
  #arrivals(rest: Rest, happened: readonly Annotation[], target: number): number {
    const { name } = this.self;
    const events = this.#batches.id(eventsOf(happened, name));
    if (rest.end.kind === 'failed') return this.#batches.join(events, this.#failure(rest.end.message));
    if (rest.end.kind === 'finished') return this.#batches.join(events, this.#batches.id(this.#facts.ended(name)));
    const { operation, meaning } = this.nodes[target]!;
    return this.#batches.join(events, this.#batches.id(this.#facts.arriving(operation, meaning, name)));
  }

  #failure(message: string): number {
    const { name } = this.self;
    return this.#batches.id([{ name: 'failed', thread: name, data: { message } }, ...this.#facts.ended(name)]);
  }

  #nodeOf(rest: Rest, arrival: Arrival | undefined): number {
    if (rest.end.kind === 'finished') return FINISHED_NODE;
    if (rest.end.kind === 'failed') return FAILED_NODE;
    const { operation, source } = rest.end;
    const begins = rest.annotations.filter((each) => each.kind === 'begins');
    return this.#known(rest.position, canonical(begins), () => ({
      operation,
      meaning: this.#linker.link(operation, this.self.slot, rest.position.frame.section !== undefined),
      text: operationText(operation),
      source,
      label: rest.label,
      looping: rest.position.frame.loopDepth > 0,
      begins,
      position: rest.position,
      rest: restText(rest),
      arrival,
    }));
  }

  #pauseNode(rest: Rest, closing: readonly Annotation[], arrival: Arrival): number {
    // The closing has not been told yet, so the label is the one in force where it stands, not the one after it.
    const label = rest.labels[rest.annotations.indexOf(closing[0]!)];
    const key = `pause ${canonical([rest.annotations as never, label as never])}`;
    return this.#known(rest.position, key, () => ({
      ...restingNode('pause', nothing),
      label,
      looping: rest.position.frame.loopDepth > 0,
      rest: restText(rest),
      arrival,
      paused: { rest, closing },
    }));
  }

  #known(position: Position, key: string, make: () => Node): number {
    const ids = this.#ids.get(position) ?? new Map<string, number>();
    this.#ids.set(position, ids);
    const id = ids.get(key) ?? this.#add(make());
    ids.set(key, id);
    return id;
  }

  #add(node: Node): number {
    const id = this.nodes.length;
    if (id >= nodesMax)
      throw new QuiesceError('QSC508', `${nodesMax} nodes in thread ${this.self.name}, at ${node.text}`);
    this.nodes.push(node);
    this.depths.push(node.arrival ? this.depths[node.arrival.node]! + 1 : 0);
    if ((id + 1) << RECORD > this.table.length) this.table = widened(this.table);
    const { meaning } = node;
    const label = this.#labels.id(node.label as never);
    this.table.set(nodeRecord(meaning, label), id << RECORD);
    this.rows.push(new Int32Array(meaning.gives === 'nothing' ? 1 : 2));
    return id;
  }

  #addEdge(target: number, batch: number): number {
    const id = this.edgeCount;
    if (id >= this.target.length) {
      this.target = widened(this.target);
      this.batch = widened(this.batch);
    }
    this.target[id] = target;
    this.batch[id] = batch;
    this.edgeCount = id + 1;
    return id;
  }

  /** What the linker gives for a raw result at a node: for the audit. */
  resumption(node: number, raw: number) {
    return returned(this.resultAt(node, raw));
  }

  /** The value that a raw result at a node stands for. */
  resultAt(node: number, raw: number): Value {
    return this.#linker.value(this.nodes[node]!.meaning, raw);
  }

  /** The raw result that a value at a node is. */
  rawOf(node: number, result: Value): number {
    const { gives } = this.nodes[node]!.meaning;
    if (gives === 'nothing') return 0;
    return gives === 'interned' ? this.#linker.values.id(result) : (result as number);
  }

  /** The edges compiled so far that leave a node. */
  compiledFrom(node: number): { readonly raw: number; readonly edge: number }[] {
    const near = [...this.rows[node]!].flatMap((entry, raw) => (entry === 0 ? [] : [{ raw, edge: entry - 1 }]));
    const far = [...(this.#farEdges.get(node) ?? [])].map(([raw, edge]) => ({ raw, edge }));
    return [...near, ...far];
  }
}

function happenings(rest: Rest): Annotation[] {
  return rest.annotations.filter((each) => each.kind === 'happened');
}
