// Tranquillity (Vandewoude et al., 2007), weaker than quiescence: a component may be replaced when no transaction has used
// it and may use it again. Transactions that have not come to it yet need not be kept from beginning: they are held back at
// the component itself. Nobody knows here what a transaction will still do, so that one that has used the component counts
// until it has ended.
// Transactions are told apart by their threads: a call that a transaction makes through another thread is a stranger's.

import {
  type CellArray,
  cells,
  load,
  type Program,
  type Region,
  type Self,
  scope,
  store,
  type Value,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { awaitEmpty, type Door, door, enter, leave, open, shut } from './door.js';
import { type Rival, rival, type Swap } from './ground.js';
import { holdsBack, replace, runCurrent, starts } from './swap.js';
import { isTransaction } from './transaction.js';

type Own = {
  /** Transactions that have used the component are behind it. */
  readonly engaged: Door;
  /** By thread: 1 where its transaction is among them. */
  readonly member: CellArray<number>;
};

function layOut({ callers }: Site, name: Reference, own: Region): Own {
  return { engaged: door(`${name}.engaged`, own), member: cells(`${name}.member`, callers.length, 0, { region: own }) };
}

function* call(rival: Rival<Own>, call: Call): Program<Value> {
  yield* scope(engage, Object.freeze({ rival, call }));
  try {
    return yield* runCurrent(rival, call);
  } finally {
    if (isTransaction(call)) yield* scope(disengage, rival);
  }
}

interface Engaging {
  readonly rival: Rival<Own>;
  readonly call: Call;
}

function* engage({ rival, call }: Engaging, self: Self): Program<void> {
  const { engaged, member } = rival.references[call.ref]!.own;
  if (yield* load(member[self.slot]!)) return;
  yield* enter(engaged, call);
  yield* store(member[self.slot]!, 1);
}

/** A transaction that ends leaves every component that it has used. */
function* disengage(rival: Rival<Own>, self: Self): Program<void> {
  for (const { own } of Object.values(rival.references)) {
    if (!(yield* load(own.member[self.slot]!))) continue;
    yield* store(own.member[self.slot]!, 0);
    yield* leave(own.engaged);
  }
}

function* swap(swap: Swap<Own>): Program<void> {
  const { engaged } = swap.rival.references[swap.plan.ref]!.own;
  yield* starts(swap);
  yield* shut(engaged);
  yield* holdsBack(swap);
  yield* awaitEmpty(engaged);
  yield* replace(swap);
  yield* open(engaged);
}

export const tranquillity = rival(
  'tranquillity',
  'a swap holds back transactions that have not used the component, and waits until those that have are over',
  { layOut, call, swap },
);
