// Who waits for whom: for a blocked thread, the threads whose automaton still holds an operation that could satisfy the
// wait. Values that only an execution could give are not guessed, so an empty answer means that none is in sight.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { stalledOn } from '../multiprocessor/stalls.js';
import { couldSatisfy, guardSlots } from '../operations/meaning.js';
import { FAILED_NODE } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import type { Automaton } from '../threads/automaton.js';
import { showSource } from '../threads/sourceMap.js';
import type { WaitRecord } from './verdict.js';

/** waitsIn lists every thread that has begun, has not ended and is not enabled in the state. */
export function waitsIn(multiprocessor: Multiprocessor, state: State): WaitRecord[] {
  const enabled = multiprocessor.enabled(state);
  return multiprocessor.automata.flatMap((automaton, thread) => {
    const node = state[multiprocessor.layout.nodes + thread]!;
    if (node <= FAILED_NODE || ((enabled >>> thread) & 1) === 1) return [];
    const { text, source } = automaton.nodes[node]!;
    const waitsFor = multiprocessor.automata.filter(
      (_, other) => other !== thread && couldRelease(multiprocessor, state, thread, other),
    );
    const names = waitsFor.map(({ self }) => self.name);
    return [
      {
        thread: automaton.self.name,
        operation: text,
        waitsFor: names,
        ...(source ? { source: showSource(source) } : {}),
      },
    ];
  });
}

function couldRelease(multiprocessor: Multiprocessor, state: State, thread: number, other: number): boolean {
  const node = state[multiprocessor.layout.nodes + thread]!;
  const waiting = multiprocessor.automata[thread]!.nodes[node]!.meaning;
  if (multiprocessor.ready(state, thread)) return isRunning(multiprocessor, state, thread, other);
  // What waits for its store buffer waits for the agent that empties it.
  const flusher = stalledOn(multiprocessor, state, thread);
  if (flusher !== undefined) return flusher === other;
  // Only a thread itself comes to its end: whoever waits for that waits for it.
  const awaited = waiting.slot - multiprocessor.layout.nodes;
  if (awaited >= 0 && awaited < multiprocessor.automata.length)
    return awaited === other && !multiprocessor.ended(state, other);
  const helper = multiprocessor.automata[other]!;
  return reachableNodes(helper, state[multiprocessor.layout.nodes + other]!).some((at) => {
    const { meaning } = helper.nodes[at]!;
    return guardSlots(waiting).includes(meaning.slot) && couldSatisfy(waiting, meaning);
  });
}

/** A ready thread of a cooperative processor waits for the one that runs there. */
function isRunning(multiprocessor: Multiprocessor, state: State, thread: number, other: number): boolean {
  const slot = multiprocessor.layout.running[multiprocessor.layout.threads[thread]!.processor]!;
  return slot >= 0 && state[slot] === other + 1;
}

/** Nodes looked at ahead of what the search has compiled; more is not worth a hint. */
const aheadMax = 1000;

/**
 * The nodes that a thread may still come to. A blocked thread's future was never explored, so edges whose result needs
 * no guess (nothing, or a flag) are compiled here ahead of any execution.
 */
function reachableNodes(automaton: Automaton, from: number): number[] {
  const seen = new Set([from]);
  for (const node of seen) {
    if (seen.size < aheadMax) compileAhead(automaton, node);
    for (const { edge } of automaton.compiledFrom(node)) seen.add(automaton.target[edge]!);
  }
  return [...seen];
}

function compileAhead(automaton: Automaton, node: number): void {
  if (node <= FAILED_NODE) return;
  const { gives } = automaton.nodes[node]!.meaning;
  const results = gives === 'nothing' ? [0] : gives === 'flag' ? [0, 1] : [];
  try {
    for (const raw of results) automaton.edge(node, raw);
  } catch (error) {
    // A future that no execution has reached may misuse the language; it is no concern of this hint.
    if (!(error instanceof QuiesceError)) throw error;
  }
}
