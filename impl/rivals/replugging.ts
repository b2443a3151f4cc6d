// Replugging (Pu et al., Optimistic Incremental Specialization, 1995): the reader says in a flag that it is inside, and
// goes through the pointer; the replugger turns the pointer to a holding tank, waits until the flag is down, replaces, and
// turns the pointer to the new module. Who finds the tank takes the flag down, sleeps on the replugger's lock, and tries
// again. "They assume there can be at most one thread executing in a swappable module at a time" (paper, section 5): one
// flag, so that the exit of one thread, or of an inner call, clears it for all.
// The order of the code is from memory; the paper here gives the assumption only.

import {
  acquire,
  again,
  type Cell,
  cell,
  done,
  is,
  load,
  loop,
  type Mutex,
  mutex,
  type Program,
  type Region,
  release,
  type Self,
  store,
  type Turn,
  type Value,
  wait,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { type Rival, rival, type Swap } from './ground.js';
import { conclude, discard, holdsBack, moveState, resumed, runIn, starts, suspended } from './swap.js';

type Own = { readonly inside: Cell<number>; readonly lock: Mutex };

/** Where the pointer leads while the module is replaced. */
const holdingTank = -1;

function layOut(_site: Site, name: Reference, own: Region): Own {
  return { inside: cell(`${name}.inside`, 0, { region: own }), lock: mutex(`${name}.lock`, { region: own }) };
}

interface Visit {
  readonly rival: Rival<Own>;
  readonly call: Call;
}

function* call(rival: Rival<Own>, call: Call): Program<Value> {
  return yield* loop(Object.freeze({ rival, call }), visit);
}

function* visit({ rival, call }: Visit): Program<Turn<Visit, Value>> {
  const { own, pointer } = rival.references[call.ref]!;
  yield* store(own.inside, 1);
  const object = yield* load(pointer);
  try {
    if (object !== holdingTank) return done(yield* runIn(rival, call, object));
  } finally {
    yield* store(own.inside, 0);
  }
  yield* suspended(call);
  yield* wait(own.lock, is(0));
  yield* resumed(call);
  return again({ rival, call });
}

function* swap(swap: Swap<Own>, self: Self): Program<void> {
  const { pointer, own } = swap.rival.references[swap.plan.ref]!;
  yield* starts(swap);
  yield* acquire(own.lock, self);
  yield* store(pointer, holdingTank);
  yield* holdsBack(swap);
  yield* wait(own.inside, is(0));
  const moved = yield* moveState(swap);
  if (!moved) yield* store(pointer, swap.plan.from);
  yield* conclude(swap, moved);
  yield* discard(swap, moved);
  yield* release(own.lock);
}

export const replugging = rival(
  'replugging',
  'one flag says that somebody is inside; a swap turns callers to a holding tank and waits until the flag is down',
  { layOut, call, swap },
);
