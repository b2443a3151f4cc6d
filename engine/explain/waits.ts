// Who waits for whom: for a blocked thread, the threads whose automaton still holds an operation that could satisfy the
// wait. Values that only an execution could give are not guessed, so an empty answer means that none is in sight.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import * as code from '../operations/code.js';
import type { Linked } from '../operations/linker.js';
import { QuiesceError } from '../program/errors.js';
import type { Automaton } from '../threads/automaton.js';
import { showSource } from './sourceMap.js';
import type { WaitRecord } from './verdict.js';

/** waitsIn lists every thread that has begun, has not ended and is not enabled in the state. */
export function waitsIn(multiprocessor: Multiprocessor, state: State): WaitRecord[] {
  const enabled = multiprocessor.enabled(state);
  return multiprocessor.automata.flatMap((automaton, thread) => {
    const node = state[multiprocessor.layout.nodes + thread]!;
    if (node <= code.FAILED_NODE || ((enabled >>> thread) & 1) === 1) return [];
    const { text, source } = automaton.nodes[node]!;
    const waitsFor = multiprocessor.automata.filter(
      (_, other) => other !== thread && couldSatisfy(multiprocessor, state, thread, other),
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

function couldSatisfy(multiprocessor: Multiprocessor, state: State, thread: number, other: number): boolean {
  const node = state[multiprocessor.layout.nodes + thread]!;
  const waiting = multiprocessor.automata[thread]!.nodes[node]!.linked;
  if (multiprocessor.ready(state, thread)) return isRunning(multiprocessor, state, thread, other);
  if (waiting.code === code.JOIN) return waiting.x === other && !multiprocessor.ended(state, other);
  const helper = multiprocessor.automata[other]!;
  return reachableNodes(helper, state[multiprocessor.layout.nodes + other]!).some((at) =>
    satisfies(waiting, thread, helper.nodes[at]!.linked),
  );
}

/** A ready thread of a cooperative processor waits for the one that runs there. */
function isRunning(multiprocessor: Multiprocessor, state: State, thread: number, other: number): boolean {
  const slot = multiprocessor.layout.running[multiprocessor.layout.threads[thread]!.processor]!;
  return slot >= 0 && state[slot] === other + 1;
}

function satisfies(waiting: Linked, thread: number, helper: Linked): boolean {
  if (waiting.code === code.PARK) return helper.code === code.UNPARK && helper.x === thread;
  if (helper.slot !== waiting.slot) return false;
  switch (helper.code) {
    case code.STORE:
    case code.EXCHANGE:
    case code.EXCHANGE_VIEW:
      return meets(waiting, helper.x);
    case code.COMPARE_EXCHANGE:
      return meets(waiting, helper.y);
    case code.ADD:
    case code.FETCH_ADD:
    case code.FETCH_ADD_VIEW:
      return true;
    default:
      return false;
  }
}

function meets({ code: operation, x }: Linked, value: number): boolean {
  switch (operation) {
    case code.WAIT_IS:
      return value === x;
    case code.WAIT_IS_NOT:
      return value !== x;
    case code.WAIT_BELOW:
      return value < x;
    default:
      return value > x;
  }
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
  if (node <= code.FAILED_NODE) return;
  const { result } = automaton.nodes[node]!.linked;
  const results = result === 'nothing' ? [0] : result === 'flag' ? [0, 1] : [];
  try {
    for (const raw of results) automaton.edge(node, raw);
  } catch (error) {
    // A future that no execution has reached may misuse the language; it is no concern of this hint.
    if (!(error instanceof QuiesceError)) throw error;
  }
}
