// A reader-writer lock: many readers, or one writer. With preference for readers a writer waits for as long as readers come;
// with preference for writers no reader enters while a writer waits.

import { type Cell, cell } from '../cell.js';
import { scope } from '../nesting.js';
import { type Program, update, updateWhen, type View, view } from '../operation.js';
import type { Self } from '../thread.js';
import type { Interruption } from './interrupt.js';
import { byText, nothing } from './made.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

export interface ReadWriteState {
  readonly prefers: 'readers' | 'writers';
  readonly readers: number;
  readonly writing: boolean;
  /** Writers that wait, by slot; known only where they are preferred. */
  readonly waiting: readonly number[];
}

export type ReadWriteLock = Cell<ReadWriteState>;

type Next = View<ReadWriteState, ReadWriteState>;

/** readWriteLock declares a reader-writer lock; writers come first unless told otherwise. */
export function readWriteLock(name: string, prefers: ReadWriteState['prefers'] = 'writers'): ReadWriteLock {
  const free: ReadWriteState = { prefers, readers: 0, writing: false, waiting: [] };
  return cell<ReadWriteState>(name, free, { without: withoutThread });
}

const mayRead = view('a reader may enter', ({ writing, waiting }: ReadWriteState) => !writing && waiting.length === 0);
const mayWrite = view('a writer may enter', ({ writing, readers }: ReadWriteState) => !writing && readers === 0);
const reads = view('one more reads', (state: ReadWriteState) => ({ ...state, readers: state.readers + 1 }));
const readsNoMore = view('one fewer reads', (state: ReadWriteState) => ({ ...state, readers: state.readers - 1 }));
const waits = byText(
  (slot: number): Next =>
    view('one more would write', (state) =>
      state.prefers === 'writers' ? { ...state, waiting: [...state.waiting, slot].sort() } : state,
    ),
);
const waitsNoMore = byText(
  (slot: number): Next => view('one fewer would write', (state) => withoutThread(state, slot)),
);
const writes = byText(
  (slot: number): Next => view('one writes', (state) => ({ ...withoutThread(state, slot), writing: true })),
);

/** What is left when a writer waits no more, or is killed: readers do not wait for it. */
function withoutThread(state: ReadWriteState, slot: number): ReadWriteState {
  return { ...state, waiting: state.waiting.filter((each) => each !== slot) };
}

const writesNoMore = view('nobody writes', (state: ReadWriteState) => ({ ...state, writing: false }));

/** acquireRead enters as a reader, blocking while a writer is in, or waits and is preferred. One step. */
export function acquireRead(of: ReadWriteLock): Program<void> {
  return updateWhen(of, mayRead, reads);
}

/** acquireReadOrInterrupt is acquireRead that throws, with an InterruptedError, where there is a request. Two steps or more. */
export function acquireReadOrInterrupt(lock: ReadWriteLock, of: Interruption): Program<void> {
  return updateWhenOrInterrupt({ held: lock, when: mayRead, next: reads, gives: nothing }, of);
}

/** releaseRead leaves as a reader. One step. */
export function releaseRead(of: ReadWriteLock): Program<void> {
  return update(of, readsNoMore);
}

/** acquireWrite enters as the writer, blocking while anybody is in. Two steps: saying so, and entering. */
export function acquireWrite(of: ReadWriteLock): Program<void> {
  return scope(entersToWrite, of);
}

function* entersToWrite(of: ReadWriteLock, { slot }: Self): Program<void> {
  yield* update(of, waits(slot));
  yield* updateWhen(of, mayWrite, writes(slot));
}

/**
 * acquireWriteOrInterrupt is acquireWrite that throws, with an InterruptedError, where there is a request: readers wait for it
 * no more then. Three steps or more.
 */
export function acquireWriteOrInterrupt(lock: ReadWriteLock, of: Interruption): Program<void> {
  return scope(entersToWriteOrNot, { lock, of });
}

interface Entering {
  readonly lock: ReadWriteLock;
  readonly of: Interruption;
}

function* entersToWriteOrNot({ lock, of }: Entering, { slot }: Self): Program<void> {
  yield* update(lock, waits(slot));
  const waiting = { held: lock, when: mayWrite, next: writes(slot), gives: nothing, leaves: waitsNoMore(slot) };
  yield* updateWhenOrInterrupt(waiting, of);
}

/** releaseWrite leaves as the writer. One step. */
export function releaseWrite(of: ReadWriteLock): Program<void> {
  return update(of, writesNoMore);
}
