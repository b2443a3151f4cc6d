// P9, one transfer (paper, section 3: "At this point, state transfer is performed so that subsequent requests to the
// new component are serviced using the most recent state of the original component").
// A swap transfers once, by one thread, after its mediator has turned to block and before the pointer leads to the
// successor. Where processors transfer at once, each does so once, and all of them before the pointer is turned.
// What objects are asked for and given, inside a transfer and by its thread only, is said on their side of the contract.
// A transfer that an abort broke off is no second one: the abort ends the swap.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { Move } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';
import { put, type Table } from './plainData.js';

type Transfer = {
  readonly stage: 'none' | 'block' | 'running' | 'done';
  readonly thread: string | null;
  /** By processor, where they transfer at once: whether its thread has ended; who runs it until then. */
  readonly parts: Table<string | true>;
  /** The object that the pointer led to last. */
  readonly current: number;
};

const idle: Transfer = { stage: 'none', thread: null, parts: {}, current: 0 };

const automaton = perReference<Transfer>(idle, {
  swapStarted: over,
  phase: (state, { phase }) => (phase === 'block' && state.stage === 'none' ? { ...state, stage: 'block' } : state),
  transferBegins: (state, { ref, processor }, thread) => {
    if (processor !== undefined) return partBegins(state, ref, processor, thread);
    if (state.stage === 'none') return violated(`${thread} transfers the state of ${ref} while it is not blocked`);
    if (state.stage === 'block') return { ...state, stage: 'running', thread };
    return violated(`${thread} transfers the state of ${ref} a second time`);
  },
  transferEnded: (state, { ref, processor }, thread) => {
    if (processor !== undefined && state.parts[processor] === thread) return partEnds(state, processor);
    return state.stage === 'running' && state.thread === thread
      ? { ...state, stage: 'done', thread: null }
      : violated(`${thread} ends a transfer of ${ref} that it did not begin`);
  },
  exports: (state, move, thread) => moves(state, move, thread, 'asks for'),
  imports: (state, move, thread) => moves(state, move, thread, 'sets'),
  swung: (state, { ref, object }) => swing(state, ref, object),
  swapEnded: over,
});

function over(state: Transfer): Transfer {
  return state.stage === 'none' ? state : { ...state, stage: 'none', thread: null, parts: {} };
}

function partBegins(state: Transfer, ref: string, processor: number, thread: string): Transfer | Violation {
  if (state.stage === 'none') return violated(`${thread} transfers the state of ${ref} while it is not blocked`);
  if (processor in state.parts)
    return violated(`${thread} transfers the part of processor ${processor} of ${ref} a second time`);
  return { ...state, stage: 'block', parts: put(state.parts, processor, thread) };
}

/** Done as long as nobody else begins or goes on. */
function partEnds(state: Transfer, processor: number): Transfer {
  const parts = put(state.parts, processor, true as const);
  return { ...state, stage: Object.values(parts).every((part) => part === true) ? 'done' : 'block', parts };
}

/** State is moved inside a transfer, and by the thread whose transfer it is; whatever is said of it. */
function moves(state: Transfer, { ref, object }: Move, thread: string, does: string): Transfer | Violation {
  const isTransferring = state.thread === thread || Object.values(state.parts).includes(thread);
  return isTransferring
    ? state
    : violated(`${thread} ${does} the state of object ${object} of ${ref} outside a transfer`);
}

function swing(state: Transfer, ref: string, object: number): Transfer | Violation {
  if (object > state.current && state.stage !== 'done') {
    return violated(`the pointer of ${ref} is set to object ${object}, which does not hold the state yet`);
  }
  // Back to the old object: the swap is aborted, and its transfer, if it had begun, is broken off.
  return object === state.current ? over(state) : { ...state, current: object };
}

/** transferOnce claims that a swap transfers the state once, between block and commit. */
export const transferOnce = monitor(
  'transferOnce',
  { ...automaton, premise: anyReference((state) => state.stage === 'done') },
  { statement: 'a swap transfers the state exactly once, by one thread, after block and before the commit' },
);
