// Erlang's module load with suspend, code change and resume (OTP, release_handler): the component is a process that takes
// one message at a time, in their order. A swap loads the new version beside the old one, suspends the process (by a
// message too, so that what came before is served first), has the state converted by code_change, resumes it, and purges
// the old version, which nothing runs any more.
// A call is a message and its answer: calls do not overlap, and a process that calls itself waits for itself.
// Leaves out: processes that start between suspend and load and run old code, and the killing of old ones by force.

import {
  add,
  type Cell,
  cell,
  fetchAdd,
  is,
  type Program,
  type Region,
  scope,
  type Value,
  wait,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { type Rival, rival, type Swap } from './ground.js';
import { holdsBack, replace, runCurrent, starts } from './swap.js';

type Own = {
  /** The number that the next message gets. */
  readonly sent: Cell<number>;
  /** The number of the message that is served. */
  readonly served: Cell<number>;
};

/** The numbers of messages wrap, at more than can wait: a thread has one served and one waiting at most. */
function layOut({ callers }: Site, name: Reference, own: Region): Own {
  const options = { region: own, modulo: 2 * callers.length + 2 };
  return { sent: cell(`${name}.sent`, 0, options), served: cell(`${name}.served`, 0, options) };
}

function* call(rival: Rival<Own>, call: Call): Program<Value> {
  const { own } = rival.references[call.ref]!;
  yield* scope(awaitTurn, own);
  try {
    return yield* runCurrent(rival, call);
  } finally {
    yield* add(own.served, 1);
  }
}

/** Waiting for the process is not being held back by the swap: it may be busy with another call. */
function* awaitTurn({ sent, served }: Own): Program<void> {
  yield* wait(served, is(yield* fetchAdd(sent, 1)));
}

function* swap(swap: Swap<Own>): Program<void> {
  const { own } = swap.rival.references[swap.plan.ref]!;
  yield* starts(swap);
  const number = yield* fetchAdd(own.sent, 1);
  yield* holdsBack(swap);
  yield* wait(own.served, is(number));
  yield* replace(swap);
  yield* add(own.served, 1);
}

export const codeChange = rival(
  'codeChange',
  "Erlang's way: the component takes one message at a time, and a swap is a message that suspends it",
  { layOut, call, swap },
);
