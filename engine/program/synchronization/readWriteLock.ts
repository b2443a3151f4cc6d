// A reader-writer lock: many readers, or one writer. With preference for readers a writer waits for as long as readers come;
// with preference for writers no reader enters while a writer waits.

import { type Cell, cell } from '../cell.js';
import { type Program, update, updateWhen, view } from '../operation.js';
import type { Interruption } from './interrupt.js';
import { nothing } from './made.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

export interface ReadWriteState {
  readonly prefers: 'readers' | 'writers';
  readonly readers: number;
  readonly writing: boolean;
  /** Writers that wait; counted only where they are preferred. */
  readonly waiting: number;
}

export type ReadWriteLock = Cell<ReadWriteState>;

/** readWriteLock declares a reader-writer lock; writers come first unless told otherwise. */
export function readWriteLock(name: string, prefers: ReadWriteState['prefers'] = 'writers'): ReadWriteLock {
  return cell<ReadWriteState>(name, { prefers, readers: 0, writing: false, waiting: 0 });
}

const mayRead = view('a reader may enter', ({ writing, waiting }: ReadWriteState) => !writing && waiting === 0);
const mayWrite = view('a writer may enter', ({ writing, readers }: ReadWriteState) => !writing && readers === 0);
const reads = view('one more reads', (state: ReadWriteState) => ({ ...state, readers: state.readers + 1 }));
const readsNoMore = view('one fewer reads', (state: ReadWriteState) => ({ ...state, readers: state.readers - 1 }));
const waits = view('one more would write', (state: ReadWriteState) =>
  state.prefers === 'writers' ? { ...state, waiting: state.waiting + 1 } : state,
);
const waitsNoMore = view('one fewer would write', (state: ReadWriteState) =>
  state.prefers === 'writers' ? { ...state, waiting: state.waiting - 1 } : state,
);
const writes = view('one writes', (state: ReadWriteState) => ({
  ...state,
  writing: true,
  waiting: state.prefers === 'writers' ? state.waiting - 1 : state.waiting,
}));
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
export function* acquireWrite(of: ReadWriteLock): Program<void> {
  yield* update(of, waits);
  yield* updateWhen(of, mayWrite, writes);
}

/**
 * acquireWriteOrInterrupt is acquireWrite that throws, with an InterruptedError, where there is a request: readers wait for it
 * no more then. Three steps or more.
 */
export function* acquireWriteOrInterrupt(lock: ReadWriteLock, of: Interruption): Program<void> {
  yield* update(lock, waits);
  yield* updateWhenOrInterrupt({ held: lock, when: mayWrite, next: writes, gives: nothing, leaves: waitsNoMore }, of);
}

/** releaseWrite leaves as the writer. One step. */
export function releaseWrite(of: ReadWriteLock): Program<void> {
  return update(of, writesNoMore);
}
