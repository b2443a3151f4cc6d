// Many readers or one writer, by semaphores: the first reader shuts writers out, and the last lets them in again. The count
// of readers needs a mutex of its own: without it two may both be the second, and nobody shuts writers out.
// P. J. Courtois, F. Heymans and D. L. Parnas, "Concurrent control with 'readers' and 'writers'", 1971,
// https://doi.org/10.1145/362759.362813.

import {
  acquirePermits,
  at,
  cell,
  invariant,
  load,
  type Program,
  releasePermits,
  safePoint,
  scope,
  semaphore,
  store,
  thread,
} from 'quiesce';

const readers = cell('readers', 0);
const mutex = semaphore('mutex', 1);
const writing = semaphore('writing', 1);

interface Manner {
  readonly hasMutex: boolean;
}

function* read(manner: Manner): Program {
  yield* scope(enter, manner);
  yield* at('reads');
  yield* safePoint();
  yield* at('away');
  yield* scope(leave, manner);
}

function* enter({ hasMutex }: Manner): Program {
  if (hasMutex) yield* acquirePermits(mutex);
  const others = yield* load(readers);
  yield* store(readers, others + 1);
  if (others === 0) yield* acquirePermits(writing);
  if (hasMutex) yield* releasePermits(mutex);
}

function* leave({ hasMutex }: Manner): Program {
  if (hasMutex) yield* acquirePermits(mutex);
  const others = (yield* load(readers)) - 1;
  yield* store(readers, others);
  if (others === 0) yield* releasePermits(writing);
  if (hasMutex) yield* releasePermits(mutex);
}

function* write(): Program {
  yield* acquirePermits(writing);
  yield* at('writes');
  yield* releasePermits(writing);
}

const systemOf = (hasMutex: boolean) => ({
  cells: [readers, mutex, writing],
  threads: [
    thread('reader0', read, { hasMutex }),
    thread('reader1', read, { hasMutex }),
    thread('writer0', write),
    thread('writer1', write),
  ],
});

export const properties = [
  invariant('manyReadersOrOneWriter', (state) => {
    const labels = state.threads.map((name) => state.label(name)?.name);
    const writers = labels.filter((label) => label === 'writes').length;
    return writers === 0 || (writers === 1 && !labels.includes('reads'));
  }),
];

export const variants = [
  {
    name: 'withoutMutex',
    system: systemOf(false),
    expected: {
      manyReadersOrOneWriter: 'refuted' as const,
      noDeadlock: 'refuted' as const,
      noStuck: 'refuted' as const,
    },
  },
  { name: 'asPublished', system: systemOf(true) },
];
