// Quiescence as Kramer and Magee have it (The Evolving Philosophers Problem, 1990): a component is quiescent when it is
// passive, and so is everybody who could begin a transaction that leads to it. Who depends on whom is not known here, so
// that all transactions of the system count: a swap lets no new one begin and waits until those under way have ended.
// A transaction is a call that a client makes, with all calls that are nested in it: those pass freely. So it is right
// where components call each other, and holds back those too who would never have come near.

import {
  acquire,
  type Mutex,
  mutex,
  type Program,
  type Region,
  release,
  type Self,
  type Value,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { awaitEmpty, type Door, door, enter, leave, open, shut } from './door.js';
import { type OwnCells, type Rival, rival, type Swap } from './ground.js';
import { holdsBack, replace, runCurrent, starts } from './swap.js';
import { isTransaction } from './transaction.js';

type Shared = {
  /** Transactions are behind it. */
  readonly transactions: Door;
  /** The door is one, so that swaps take turns. */
  readonly turn: Mutex;
};

type KramerMagee = Rival<OwnCells, Shared>;

function layOut(_site: Site, _name: Reference, _own: Region): OwnCells {
  return {};
}

function layOutShared(_site: Site, own: Region): Shared {
  return { transactions: door('transactions', own), turn: mutex('turn', { region: own }) };
}

function* call(rival: KramerMagee, call: Call): Program<Value> {
  if (!isTransaction(call)) return yield* runCurrent(rival, call);
  yield* enter(rival.shared.transactions, call);
  try {
    return yield* runCurrent(rival, call);
  } finally {
    yield* leave(rival.shared.transactions);
  }
}

function* swap(swap: Swap<OwnCells, Shared>, self: Self): Program<void> {
  const { transactions, turn } = swap.rival.shared;
  yield* starts(swap);
  yield* acquire(turn, self);
  yield* shut(transactions);
  yield* holdsBack(swap);
  yield* awaitEmpty(transactions);
  yield* replace(swap);
  yield* open(transactions);
  yield* release(turn);
}

export const kramerMagee = rival(
  'kramerMagee',
  'a swap lets no new transaction of any client begin, and waits until all that are under way have ended',
  { layOut, layOutShared, call, swap },
);
