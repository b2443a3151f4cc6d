// The audit of compiled threads: every new edge is compared with a live run of the whole thread from its start, along
// the way its source node was first reached. As a merge is an edge into a known node, every merge is audited. An edge
// that closes a cycle is run round it sixteen times more, for hidden state that only a later iteration looks at.

import { QuiesceError } from '../program/errors.js';
import type { Automaton } from './automaton.js';
import { PAUSE } from './code.js';
import { LiveThread, restText } from './liveThread.js';

/** How a node was first reached: from which node, with which raw result. */
export interface Witness {
  readonly node: number;
  readonly raw: number;
}

/** Rounds that a cycle is run for. */
const rounds = 16;

/** auditEdge compares `expected`, where the compiled thread comes to rest, with a live run. Throws QSC212. */
export function auditEdge(automaton: Automaton, witness: Witness | undefined, expected: string): void {
  const { text } = runLive(automaton, witness ? edgesTo(automaton, witness) : []);
  if (text !== expected) throw differs(automaton, witness, expected, text);
}

/**
 * auditCycle runs live round the cycle that an edge into `target` closes, if `target` lies on the way to the edge.
 * Throws QSC212 when a later round differs from the first.
 */
export function auditCycle(automaton: Automaton, witness: Witness, target: number, expected: string): void {
  const edges = edgesTo(automaton, witness);
  const entry = edges.findIndex(({ node }) => node === target);
  if (entry < 0) return;
  const cycle = edges.slice(entry);
  const rests = [...cycle.slice(1).map(({ node }) => automaton.nodes[node]!.rest), expected];
  const { live } = runLive(automaton, edges);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { node, raw }] of cycle.entries()) {
      const text = restText(live.run(automaton.outcome(node, raw)));
      if (text !== rests[index]) throw differs(automaton, witness, rests[index]!, text);
    }
  }
}

function runLive(automaton: Automaton, edges: readonly Witness[]): { live: LiveThread; text: string } {
  const live = new LiveThread(automaton.thread, automaton.self);
  let text = restText(live.run());
  for (const { node, raw } of edges) text = restText(live.run(automaton.outcome(node, raw)));
  return { live, text };
}

/** The operations and results from the thread's start to the end of the witness edge; pauses are not operations. */
function edgesTo(automaton: Automaton, witness: Witness): Witness[] {
  const edges: Witness[] = [];
  for (let at: Witness | undefined = witness; at; at = automaton.nodes[at.node]!.witness) {
    if (automaton.code[at.node] !== PAUSE) edges.push(at);
  }
  return edges.reverse();
}

function differs(automaton: Automaton, witness: Witness | undefined, merged: string, live: string): QuiesceError {
  const after = witness ? `after "${automaton.nodes[witness.node]!.text}"` : 'at its start';
  return new QuiesceError('QSC212', `thread ${automaton.self.name} ${after}: compiled "${merged}", run live "${live}"`);
}
