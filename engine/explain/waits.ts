// Who waits for whom: for a blocked thread, the threads whose automaton still holds an operation that could satisfy the
// wait. Values that only an execution could give are not guessed: where nobody has explored what may still come, a thread
// that reads one is named as one of which it is not known.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { stalledOn } from '../multiprocessor/stalls.js';
import { couldSatisfy, guardSlots } from '../operations/meaning.js';
import { FAILED_NODE } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import type { Automaton } from '../threads/automaton.js';
import { showSource } from '../threads/sourceMap.js';
import type { WaitRecord } from './verdict.js';

/**
 * waitsIn lists every thread that has begun, has not ended and is not enabled in the state. `isExplored` says that all which
 * may still come was explored, or that nothing can come; elsewhere threads whose future was not looked at to its end are
 * named as not known.
 */
export function waitsIn(multiprocessor: Multiprocessor, state: State, isExplored = true): WaitRecord[] {
  const enabled = multiprocessor.enabled(state);
  return multiprocessor.automata.flatMap((automaton, thread) => {
    const node = state[multiprocessor.layout.nodes + thread]!;
    if (node <= FAILED_NODE || ((enabled >>> thread) & 1) === 1) return [];
    const { text, source } = automaton.nodes[node]!;
    const others = multiprocessor.automata.flatMap(({ self: { name } }, other) =>
      other === thread ? [] : [{ name, could: couldRelease(multiprocessor, state, thread, other) }],
    );
    const namesOf = (answer: Could) => others.filter(({ could }) => could === answer).map(({ name }) => name);
    const notKnown = isExplored ? [] : namesOf('not known');
    return [
      {
        ...{ thread: automaton.self.name, operation: text, waitsFor: namesOf('yes') },
        ...(notKnown.length > 0 ? { notKnown } : {}),
        ...(source ? { source: showSource(source) } : {}),
      },
    ];
  });
}

type Could = 'yes' | 'no' | 'not known';

function couldRelease(multiprocessor: Multiprocessor, state: State, thread: number, other: number): Could {
  const node = state[multiprocessor.layout.nodes + thread]!;
  const waiting = multiprocessor.automata[thread]!.nodes[node]!.meaning;
  const known = (is: boolean): Could => (is ? 'yes' : 'no');
  if (multiprocessor.ready(state, thread)) return known(isRunning(multiprocessor, state, thread, other));
  // What waits for its store buffer waits for the agent that empties it.
  const flusher = stalledOn(multiprocessor, state, thread);
  if (flusher !== undefined) return known(flusher === other);
  // Only a thread itself comes to its end: whoever waits for that waits for it.
  const awaited = waiting.slot - multiprocessor.layout.nodes;
  if (awaited >= 0 && awaited < multiprocessor.automata.length)
    return known(awaited === other && !multiprocessor.ended(state, other));
  const helper = multiprocessor.automata[other]!;
  const { nodes, isWhole } = futureOf(helper, state[multiprocessor.layout.nodes + other]!);
  const isHeld = nodes.some((at) => {
    const { meaning } = helper.nodes[at]!;
    return guardSlots(waiting).includes(meaning.slot) && couldSatisfy(waiting, meaning);
  });
  return isHeld || isWhole ? known(isHeld) : 'not known';
}

/** A ready thread of a cooperative processor waits for the one that runs there. */
function isRunning(multiprocessor: Multiprocessor, state: State, thread: number, other: number): boolean {
  const slot = multiprocessor.layout.running[multiprocessor.layout.threads[thread]!.processor]!;
  return slot >= 0 && state[slot] === other + 1;
}

/** Nodes looked at ahead of what the search has compiled; more is not worth a hint. */
const aheadMax = 1000;

/** The nodes that a thread may still come to, as far as they are known; whole where there are no others. */
interface Future {
  readonly nodes: readonly number[];
  readonly isWhole: boolean;
}

/**
 * A blocked thread's future was never explored, so edges whose result needs no guess (nothing, or a flag) are compiled here
 * ahead of any execution.
 */
function futureOf(automaton: Automaton, from: number): Future {
  const seen = new Set([from]);
  let isWhole = true;
  for (const node of seen) {
    const isKnown = node <= FAILED_NODE || (seen.size < aheadMax && compileAhead(automaton, node));
    isWhole &&= isKnown;
    for (const { edge } of automaton.compiledFrom(node)) seen.add(automaton.target[edge]!);
  }
  return { nodes: [...seen], isWhole };
}

/** False where it depends on a value how the thread goes on. */
function compileAhead(automaton: Automaton, node: number): boolean {
  const { gives } = automaton.nodes[node]!.meaning;
  const results = gives === 'nothing' ? [0] : gives === 'flag' ? [0, 1] : [];
  try {
    for (const raw of results) automaton.edge(node, raw);
    return results.length > 0;
  } catch (error) {
    // A future that no execution has reached may misuse the language; it is no concern of this hint.
    if (!(error instanceof QuiesceError)) throw error;
    return false;
  }
}
