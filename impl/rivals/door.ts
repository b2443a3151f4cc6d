// A door with a count behind it, in one word: as many as are inside, or, when it is shut, less by one than minus that
// many. Locks and counts of rivals are doors that differ in who may go through when, and in who shuts.

import {
  again,
  atLeast,
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
  view,
  wait,
} from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import { resumed, suspended } from './swap.js';

export type Door = Cell<number>;

/** door declares a door that is open, with nobody inside. */
export function door(name: string, region: Region): Door {
  return cell(name, 0, { region });
}

const isOpen = view('isOpen', (word: number) => word >= 0);
const oneMoreIfOpen = view('one more if open', (word: number) => (word >= 0 ? word + 1 : word));
const oneLess = view('one less', (word: number) => (word >= 0 ? word - 1 : word + 1));
const shutWord = view('shut', (word: number) => -1 - word);

/** enter goes in for a call, and waits outside while the door is shut. One step where it is open. */
export function* enter(through: Door, call: Call): Program<void> {
  yield* loop(Object.freeze({ through, call }), tryToEnter);
}

interface Entry {
  readonly through: Door;
  readonly call: Call;
}

/** The door may be shut again between the wait and the next attempt: then the call waits once more. */
function* tryToEnter({ through, call }: Entry): Program<Turn<Entry, void>> {
  if (yield* update(through, oneMoreIfOpen, isOpen)) return done();
  yield* suspended(call);
  yield* wait(through, atLeast(0));
  yield* resumed(call);
  return again({ through, call });
}

/** leave goes out. One step. */
export function* leave(through: Door): Program<void> {
  yield* update(through, oneLess);
}

/** shut lets nobody in from here on. One step; awaitEmpty tells when all are out. */
export function* shut(door: Door): Program<void> {
  yield* update(door, shutWord);
}

export function* awaitEmpty(door: Door): Program<void> {
  yield* wait(door, is(-1));
}

/** open lets everybody in again. The door must be shut, with nobody inside. */
export function* open(door: Door): Program<void> {
  yield* store(door, 0);
}
