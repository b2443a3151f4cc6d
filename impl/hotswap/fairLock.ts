// A fair lock, for the phase of a mediator: who waits gets it in turn. With a plain mutex callers without end could keep
// the swapper out for ever, and each other (swapEnds and generationsAdvance in scenario endlessCallers).
// `contenders` has a bit for the holder and for each waiter; the holder hands over to the next waiter, round robin.
// Free it costs one step to take and one to let go, like the plain one.
// A word has bits for 28 contenders. With more, which only simulations have, it is a plain lock, and not fair.

import {
  acquire,
  type Cell,
  cell,
  deepFreeze,
  fetchAdd,
  is,
  type Program,
  type Region,
  release,
  scope,
  store,
  type View,
  view,
  wait,
} from '../../engine/program/index.js';

export interface FairLock {
  readonly contenders: Cell<number>;
  /** Whom the lock has been handed to, plus one; 0 for nobody. */
  readonly granted: Cell<number>;
  /** successors[i] reads off `contenders` who comes next after i, plus one; 0 if nobody waits. Empty for a plain lock. */
  readonly successors: readonly View<number, number>[];
}

const isFree = view('isFree', (contenders: number) => contenders === 0);

/** As many bits as an integer in a cell has, less one. */
const fairMost = 28;

/** fairLock declares a lock for contenders 0 to count-1, in the memory of a region. */
export function fairLock(name: string, count: number, region: Region): FairLock {
  const successors = Array.from({ length: count > fairMost ? 0 : count }, (_, holder) =>
    view(`next after ${holder}`, (contenders: number) => nextAfter(holder, contenders, count)),
  );
  return deepFreeze({
    contenders: cell(name, 0, { region }),
    granted: cell(`${name}.granted`, 0, { region }),
    successors,
  });
}

function nextAfter(holder: number, contenders: number, count: number): number {
  for (let distance = 1; distance < count; distance++) {
    const candidate = (holder + distance) % count;
    if (contenders & (1 << candidate)) return candidate + 1;
  }
  return 0;
}

interface Contention {
  readonly lock: FairLock;
  readonly contender: number;
}

/** takeLock takes the lock for a contender, who must not hold it. */
export function* takeLock(lock: FairLock, contender: number): Program<void> {
  yield* scope(take, Object.freeze({ lock, contender }));
}

function* take({ lock, contender }: Contention): Program<void> {
  if (lock.successors.length === 0) return yield* acquirePlain(lock, contender);
  if (yield* fetchAdd(lock.contenders, 1 << contender, isFree)) return;
  yield* wait(lock.granted, is(contender + 1));
  yield* store(lock.granted, 0);
}

/** releaseLock lets the lock go, to the next waiter if there is one. */
export function* releaseLock(lock: FairLock, contender: number): Program<void> {
  yield* scope(giveUp, Object.freeze({ lock, contender }));
}

/** The holder's slot stands for the thread in a plain lock. */
function* acquirePlain({ contenders }: FairLock, contender: number): Program<void> {
  yield* acquire(contenders, { name: 'contender', slot: contender, processor: 0 });
}

/** Whoever comes between the two steps finds the waiter's bit set, and waits too. */
function* giveUp({ lock, contender }: Contention): Program<void> {
  if (lock.successors.length === 0) return yield* release(lock.contenders);
  const next = yield* fetchAdd(lock.contenders, -(1 << contender), lock.successors[contender]!);
  if (next !== 0) yield* store(lock.granted, next);
}
