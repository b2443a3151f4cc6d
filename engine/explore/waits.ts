// Who waits for whom: for a blocked thread, the threads whose automaton still holds an operation that could satisfy the
// wait. Values that only an execution could give are not guessed, so an empty answer means that none is in sight.

import type { Machine, State } from '../machine/machine.js';
import { QuiesceError } from '../program/errors.js';
import type { Automaton } from '../threads/automaton.js';
import * as code from '../threads/code.js';
import { showSource } from './sourceMap.js';
import type { WaitRecord } from './verdict.js';

/** waitsIn lists every thread that has begun, has not ended and is not enabled in the state. */
export function waitsIn(machine: Machine, state: State): WaitRecord[] {
  const enabled = machine.enabled(state);
  return machine.automata.flatMap((automaton, thread) => {
    const node = state[machine.layout.nodes + thread]!;
    if (node <= code.FAILED_NODE || ((enabled >>> thread) & 1) === 1) return [];
    const { text, source } = automaton.nodes[node]!;
    const waitsFor = machine.automata.filter(
      (_, other) => other !== thread && couldSatisfy(machine, state, thread, other),
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

function couldSatisfy(machine: Machine, state: State, thread: number, other: number): boolean {
  const waiting = machine.automata[thread]!;
  const node = state[machine.layout.nodes + thread]!;
  if (machine.ready(state, thread)) return isRunning(machine, state, thread, other);
  if (waiting.code[node] === code.JOIN) return waiting.x[node] === other && !machine.ended(state, other);
  const helper = machine.automata[other]!;
  return reachableNodes(helper, state[machine.layout.nodes + other]!).some((at) =>
    satisfies(waiting, node, thread, helper, at),
  );
}

/** A ready thread of a cooperative processor waits for the one that runs there. */
function isRunning(machine: Machine, state: State, thread: number, other: number): boolean {
  const slot = machine.layout.running[machine.layout.threads[thread]!.processor]!;
  return slot >= 0 && state[slot] === other + 1;
}

function satisfies(waiting: Automaton, node: number, thread: number, helper: Automaton, at: number): boolean {
  if (waiting.code[node] === code.PARK) return helper.code[at] === code.UNPARK && helper.x[at] === thread;
  if (helper.slot[at] !== waiting.slot[node]) return false;
  switch (helper.code[at]) {
    case code.STORE:
    case code.EXCHANGE:
    case code.EXCHANGE_VIEW:
      return meets(waiting, node, helper.x[at]!);
    case code.COMPARE_EXCHANGE:
      return meets(waiting, node, helper.y[at]!);
    case code.ADD:
    case code.FETCH_ADD:
    case code.FETCH_ADD_VIEW:
      return true;
    default:
      return false;
  }
}

function meets(waiting: Automaton, node: number, value: number): boolean {
  const x = waiting.x[node]!;
  switch (waiting.code[node]) {
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
