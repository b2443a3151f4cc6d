// The audit of compiled threads: every new edge is compared with a live run of the whole thread from its start, along
// the way its source node was first reached. As a merge is an edge into a known node, every merge is audited. An edge
// that closes a cycle is run round it sixteen times more, for hidden state that only a later iteration looks at.
// Long threads have an allowance for that, in proportion to their edges: their audits are samples.

import { operationText } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import type { Label } from '../program/event.js';
import { canonical } from '../program/value.js';
import type { Automaton } from './automaton.js';
import { type LiveRest, LiveThread, restText } from './liveThread.js';

/** How a node was first reached: from which node, with which raw result. */
export interface Arrival {
  readonly node: number;
  readonly raw: number;
}

/** Rounds that a cycle is run for. */
const rounds = 16;

/**
 * auditEdge compares `expected`, where the compiled thread comes to rest, with a live run, and returns the live thread
 * that rests there; nothing where a long thread would have to be run from its start and its allowance is used up.
 * Throws QSC212.
 */
export function auditEdge(
  automaton: Automaton,
  arrival: Arrival | undefined,
  expected: string,
): LiveThread | undefined {
  const ran = arrival ? runThrough(automaton, arrival) : runLive(automaton, []);
  if (!ran) return undefined;
  const text = restText(ran.rest);
  if (text !== expected) throw differs(automaton, arrival, expected, text);
  return ran.live;
}

/**
 * Operations up to which a thread is run again from its start for each edge. Beyond, a live thread that rests at the
 * edge's node is taken further, where there is one: else the audit of a long thread takes the square of its length.
 */
const wholeMax = 256;

/** Live threads kept at most: each holds its generators. */
const restingMax = 64;

/** Operations that every edge of a long thread earns for running it from its start. */
const earnedByEdge = 64;

/** Runs live to where the arrival edge leads, if that can be afforded. */
function runThrough(automaton: Automaton, arrival: Arrival): { live: LiveThread; rest: LiveRest } | undefined {
  if (!isLong(automaton, arrival)) return runLive(automaton, edgesTo(automaton, arrival));
  const live = automaton.resting.take(arrival.node);
  if (live) return { live, rest: live.run(automaton.resumption(arrival.node, arrival.raw)) };
  const length = automaton.depths[arrival.node]!;
  return automaton.resting.affords(length) ? runLive(automaton, edgesTo(automaton, arrival)) : undefined;
}

function isLong(automaton: Automaton, { node }: Arrival): boolean {
  return automaton.depths[node]! >= wholeMax;
}

/**
 * Live threads that rest at nodes, each good for one further audit: spares running long threads from their start.
 * Where none rests (a second result at one node), a long thread is run from its start now and then: each of its edges
 * earns a few operations, so that all audits together take time in proportion to the edges.
 */
export class RestingThreads {
  readonly #byNode = new Map<number, LiveThread>();
  #allowance = 0;

  keep(node: number, live: LiveThread): void {
    if (this.#byNode.size >= restingMax) this.#byNode.delete(this.#byNode.keys().next().value!);
    this.#byNode.set(node, live);
  }

  take(node: number): LiveThread | undefined {
    const live = this.#byNode.get(node);
    this.#byNode.delete(node);
    return live;
  }

  /** Earns for one edge, and spends the operations if there are enough. */
  affords(operations: number): boolean {
    this.#allowance += earnedByEdge;
    if (operations > this.#allowance) return false;
    this.#allowance -= operations;
    return true;
  }
}

/**
 * auditCycle runs live round the cycle that an edge into `target` closes, if `target` lies on the way to the edge.
 * Throws QSC212 when a later round differs from the first.
 */
export function auditCycle(automaton: Automaton, arrival: Arrival, target: number, expected: string): void {
  // A target on the way was reached before the source; an end of the thread is on no way.
  const closes = automaton.depths[target]! <= automaton.depths[arrival.node]!;
  if (!closes || !automaton.nodes[target]!.position) return;
  if (isLong(automaton, arrival) && !automaton.resting.affords(automaton.depths[arrival.node]! * rounds)) return;
  const edges = edgesTo(automaton, arrival);
  const entry = edges.findIndex(({ node }) => node === target);
  if (entry < 0) return;
  const cycle = edges.slice(entry);
  const rests = [...cycle.slice(1).map(({ node }) => automaton.nodes[node]!.rest), expected];
  const { live } = runLive(automaton, edges);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { node, raw }] of cycle.entries()) {
      const text = restText(live.run(automaton.resumption(node, raw)));
      if (text !== rests[index]) throw differs(automaton, arrival, rests[index]!, text);
    }
  }
}

function runLive(automaton: Automaton, edges: readonly Arrival[]): { live: LiveThread; rest: LiveRest } {
  const live = new LiveThread(automaton.thread, automaton.self);
  let rest = live.run();
  for (const { node, raw } of edges) rest = live.run(automaton.resumption(node, raw));
  return { live, rest };
}

/** Steps run beyond merges in one exploration at most, and beyond one merge. */
export const beyondMax = 40_000;
const beyondOne = 32;

/**
 * auditBeyondMerges runs live through edges that merge, and on along compiled edges, once the automaton is complete: for
 * hidden state that passes a merge and is looked at only later. `pick` chooses among edges, from 0 to its argument - 1.
 */
export function auditBeyondMerges(
  automaton: Automaton,
  pick: (count: number) => number,
  stepsMax: number,
  isOver = () => false,
): void {
  const merging = automaton.compiled
    .map((from, edge) => ({ ...from, edge }))
    .filter(({ node, raw, edge }) => isMerge(automaton, node, raw, edge));
  let steps = 0;
  while (merging.length > 0 && steps < stepsMax && !isOver()) {
    const { node, raw, edge } = merging.splice(pick(merging.length), 1)[0]!;
    const path = edgesTo(automaton, { node, raw });
    steps += path.length + walkOn(automaton, runLive(automaton, path).live, automaton.target[edge]!, pick);
  }
}

/** Steps run along whole paths in one thread at most. */
const wholeStepsMax = 400_000;

/**
 * auditWholePaths runs long threads live, without interruption, along the ways their nodes were first reached: resting
 * threads, which are interrupted by other runs of the same program, can miss what a run of its own would show.
 */
export function auditWholePaths(automaton: Automaton, isOver = () => false): void {
  const sources = new Set(automaton.nodes.map(({ arrival }) => arrival?.node));
  let steps = 0;
  automaton.nodes.forEach(({ arrival }, node) => {
    if (!arrival || sources.has(node) || steps > wholeStepsMax || isOver()) return;
    const path = edgesTo(automaton, arrival);
    if (path.length <= wholeMax) return;
    steps += path.length;
    compareAlong(automaton, [...path.slice(1).map((edge) => edge.node), node], path);
  });
}

/** Runs live along the edges; after each, the thread has to rest as the compiled one does. */
function compareAlong(automaton: Automaton, nodes: readonly number[], edges: readonly Arrival[]): void {
  const live = new LiveThread(automaton.thread, automaton.self);
  live.run();
  edges.forEach(({ node, raw }, index) => {
    const text = restText(live.run(automaton.resumption(node, raw)));
    const { rest } = automaton.nodes[nodes[index]!]!;
    if (text !== rest) throw differs(automaton, { node, raw }, rest, text);
  });
}

/** Whether an edge leads to a node that was first reached another way. */
function isMerge(automaton: Automaton, node: number, raw: number, edge: number): boolean {
  const first = automaton.nodes[automaton.target[edge]!]!.arrival;
  return first !== undefined && (first.node !== node || first.raw !== raw);
}

function walkOn(automaton: Automaton, live: LiveThread, from: number, pick: (count: number) => number): number {
  let node = from;
  for (let steps = 0; steps < beyondOne; steps++) {
    const edges = automaton.compiledFrom(node);
    if (edges.length === 0 || automaton.nodes[node]!.operation?.kind === 'fail') return steps;
    const { raw, edge } = edges[pick(edges.length)]!;
    const next = automaton.target[edge]!;
    if (!automaton.nodes[node]!.paused) compareOnward(automaton, live, { node, raw }, next);
    node = next;
  }
  return beyondOne;
}

function compareOnward(automaton: Automaton, live: LiveThread, taken: Arrival, next: number): void {
  const { text, label } = automaton.nodes[next]!;
  const rest = live.run(automaton.resumption(taken.node, taken.raw));
  const compiled = automaton.nodes[next]!.paused ? operationOf(rest) : `${text} @${shown(label)}`;
  if (operationOf(rest) !== compiled) throw differs(automaton, taken, compiled, operationOf(rest));
}

function operationOf({ end, label }: LiveRest): string {
  return end.kind === 'operation' ? `${operationText(end.operation)} @${shown(label)}` : `${end.kind} @`;
}

function shown(label: Label | undefined): string {
  return label ? canonical([label.name, label.data]) : '';
}

/** The operations and results from the thread's start to the end of the arrival edge; pauses are not operations. */
function edgesTo(automaton: Automaton, arrival: Arrival): Arrival[] {
  const edges: Arrival[] = [];
  for (let at: Arrival | undefined = arrival; at; at = automaton.nodes[at.node]!.arrival) {
    if (!automaton.nodes[at.node]!.paused) edges.push(at);
  }
  return edges.reverse();
}

function differs(automaton: Automaton, arrival: Arrival | undefined, merged: string, live: string): QuiesceError {
  const after = arrival ? `after "${automaton.nodes[arrival.node]!.text}"` : 'at its start';
  return new QuiesceError('QSC212', `thread ${automaton.self.name} ${after}: compiled "${merged}", run live "${live}"`);
}
