// Version consistency (Ma et al., 2011, ConUp) with concurrent versions: a transaction sees one version of a component
// from its beginning to its end, whatever other components it goes through. A swap makes the new version what new
// transactions see; those under way keep the old one, which is freed when the last of them has ended. Nobody waits.
// Both versions are in use meanwhile, each with a state of its own: it was made for components without one.

import {
  add,
  again,
  type CellArray,
  cells,
  done,
  is,
  load,
  loop,
  type Program,
  type Region,
  type Self,
  scope,
  store,
  type Turn,
  type Value,
  wait,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { type Rival, rival, type Swap } from './ground.js';
import { conclude, discard, moveState, runIn, startsAtOnce } from './swap.js';
import { isTransaction } from './transaction.js';

type Own = {
  /** By object: transactions under way that see it. */
  readonly transactions: CellArray<number>;
  /** By thread: the object that its transaction sees. */
  readonly version: CellArray<number>;
};

function layOut({ callers, references }: Site, name: Reference, own: Region): Own {
  const { versions } = references.find((each) => each.name === name)!;
  return {
    transactions: cells(`${name}.transactions`, versions.length, 0, { region: own }),
    version: cells(`${name}.version`, callers.length, 0, { region: own }),
  };
}

function* call(rival: Rival<Own>, call: Call, self: Self): Program<Value> {
  const { own } = rival.references[call.ref]!;
  if (!isTransaction(call)) return yield* runIn(rival, call, yield* load(own.version[self.slot]!));
  yield* scope(begin, rival);
  try {
    return yield* runIn(rival, call, yield* load(own.version[self.slot]!));
  } finally {
    yield* scope(end, rival);
  }
}

/** A transaction chooses its version of every component before it uses any. */
function* begin(rival: Rival<Own>): Program<void> {
  for (const { pointer, own } of Object.values(rival.references)) yield* loop(Object.freeze({ pointer, own }), choose);
}

type Choice = Pick<Rival<Own>['references'][string], 'pointer' | 'own'>;

/**
 * Counted first and looked at again: a swap that turns the pointer in between may have found the old version without
 * transactions, and freed it (P3).
 */
function* choose({ pointer, own }: Choice, self: Self): Program<Turn<Choice, void>> {
  const seen = yield* load(pointer);
  yield* add(own.transactions[seen]!, 1);
  if ((yield* load(pointer)) === seen) {
    yield* store(own.version[self.slot]!, seen);
    return done();
  }
  yield* add(own.transactions[seen]!, -1);
  return again({ pointer, own });
}

function* end(rival: Rival<Own>, self: Self): Program<void> {
  for (const { own } of Object.values(rival.references)) {
    yield* add(own.transactions[yield* load(own.version[self.slot]!)]!, -1);
  }
}

function* swap(swap: Swap<Own>): Program<void> {
  const { transactions } = swap.rival.references[swap.plan.ref]!.own;
  yield* startsAtOnce(swap);
  const moved = yield* moveState(swap);
  yield* conclude(swap, moved);
  if (moved) yield* wait(transactions[swap.plan.from]!, is(0));
  yield* discard(swap, moved);
}

export const versionConsistency = rival(
  'versionConsistency',
  'a transaction sees one version of each component to its end; old and new are in use at the same time',
  { layOut, call, swap },
);
