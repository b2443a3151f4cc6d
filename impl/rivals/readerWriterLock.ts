// The reader-writer lock (paper, section 1: "perhaps the most straightforward way": clients "acquire a reader-writer lock
// in read mode before any call to the component", and the swap takes it in write mode).
// Two rules for who goes first. Writer-preferring: once a swap waits, no reader is let in. Reader-preferring: a swap waits
// until no reader is there. The paper's objection is the cost of every call, swap or no swap.

import {
  again,
  compareExchange,
  done,
  is,
  loop,
  type Program,
  type Region,
  type Turn,
  type Value,
  wait,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { awaitEmpty, type Door, door, enter, leave, open, shut } from './door.js';
import { type Design, type Rival, rival, type Swap } from './ground.js';
import { holdsBack, replace, runCurrent, starts } from './swap.js';

type Own = { readonly lock: Door };

function layOut(_site: Site, name: Reference, own: Region): Own {
  return { lock: door(`${name}.lock`, own) };
}

function* call(rival: Rival<Own>, call: Call): Program<Value> {
  const { lock } = rival.references[call.ref]!.own;
  yield* enter(lock, call);
  try {
    return yield* runCurrent(rival, call);
  } finally {
    yield* leave(lock);
  }
}

function lockOf({ rival, plan }: Swap<Own>): Door {
  return rival.references[plan.ref]!.own.lock;
}

function* swapBeforeReaders(swap: Swap<Own>): Program<void> {
  yield* starts(swap);
  yield* shut(lockOf(swap));
  yield* holdsBack(swap);
  yield* awaitEmpty(lockOf(swap));
  yield* underLock(swap);
}

function* swapAfterReaders(swap: Swap<Own>): Program<void> {
  yield* starts(swap);
  yield* loop(lockOf(swap), tryToShut);
  yield* holdsBack(swap);
  yield* underLock(swap);
}

/** Readers may come in between two attempts, as often as they like: they can starve the swap (endlessCallers). */
function* tryToShut(lock: Door): Program<Turn<Door, void>> {
  if (yield* compareExchange(lock, 0, -1)) return done();
  yield* wait(lock, is(0));
  return again(lock);
}

function* underLock(swap: Swap<Own>): Program<void> {
  yield* replace(swap);
  yield* open(lockOf(swap));
}

const writerPreferring: Design<Own> = { layOut, call, swap: swapBeforeReaders };
const readerPreferring: Design<Own> = { layOut, call, swap: swapAfterReaders };

export const writerPreferringLock = rival(
  'writerPreferringLock',
  'every call takes a lock in read mode; a swap that waits for it in write mode lets no new call in',
  writerPreferring,
);

export const readerPreferringLock = rival(
  'readerPreferringLock',
  'every call takes a lock in read mode; a swap takes it in write mode when no call is inside',
  readerPreferring,
);
