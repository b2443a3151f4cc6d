// A count of the calls inside that is always kept (proposed for kpatch, issue 138, to do without stop_machine: increment
// unless zero, above a base of one). A swap gives the base up; while calls keep the count above zero others may join
// them, recursive ones among them; at zero nobody comes in, and the state is moved.
// Every call pays for it, and two callers without end can starve the swap.

import {
  above,
  add,
  again,
  type Cell,
  cell,
  done,
  is,
  loop,
  type Program,
  type Region,
  store,
  type Turn,
  update,
  type Value,
  view,
  wait,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { type Rival, rival, type Swap } from './ground.js';
import { holdsBack, replace, resumed, runCurrent, starts, suspended } from './swap.js';

type Own = { readonly count: Cell<number> };

const isAboveZero = view('isAboveZero', (count: number) => count > 0);
const oneMoreUnlessZero = view('one more unless zero', (count: number) => (count > 0 ? count + 1 : 0));

function layOut(_site: Site, name: Reference, own: Region): Own {
  return { count: cell(`${name}.count`, 1, { region: own }) };
}

function* call(rival: Rival<Own>, call: Call): Program<Value> {
  const { count } = rival.references[call.ref]!.own;
  yield* loop(Object.freeze({ count, call }), tryToJoin);
  try {
    return yield* runCurrent(rival, call);
  } finally {
    yield* add(count, -1);
  }
}

interface Joining extends Own {
  readonly call: Call;
}

function* tryToJoin(joining: Joining): Program<Turn<Joining, void>> {
  const { count, call } = joining;
  if (yield* update(count, oneMoreUnlessZero, isAboveZero)) return done();
  yield* suspended(call);
  yield* wait(count, above(0));
  yield* resumed(call);
  return again(joining);
}

function* swap(swap: Swap<Own>): Program<void> {
  const { count } = swap.rival.references[swap.plan.ref]!.own;
  yield* starts(swap);
  yield* add(count, -1);
  yield* holdsBack(swap);
  yield* wait(count, is(0));
  yield* replace(swap);
  yield* store(count, 1);
}

export const referenceCount = rival(
  'referenceCount',
  'every call is counted; a swap waits until the count is zero, and calls may join while it is not',
  { layOut, call, swap },
);
