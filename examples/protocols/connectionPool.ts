// A pool of connections in async JavaScript: who finds none idle waits for one, or gives up when its request is aborted. Who
// gives up has to leave the queue, and to give back what it was handed meanwhile: else the connection is lost, and later
// requests wait for ever. The pool of node-postgres is such a one, https://node-postgres.com/apis/pool.

import {
  type AbortSignalCell,
  abort,
  abortSignal,
  atEnd,
  awaitOrAbort,
  cell,
  eventLoop,
  load,
  nextTurn,
  type Program,
  type PromiseCell,
  promise,
  resolvePromise,
  type Self,
  scope,
  store,
  task,
} from 'quiesce';

const loop = eventLoop();
/** The only connection is taken at the start. */
const idle = cell('idle', 0);
/** Who waits, in order; each has a promise of its own. */
const queue = cell<readonly string[]>('queue', []);
const handedToA = promise<null>('handedToA');
const handedToB = promise<null>('handedToB');
const signalOfA = abortSignal('signalOfA');
const signalOfB = abortSignal('signalOfB');

/** What who gives up does: nothing; leave the queue; and give back what it was handed besides. */
type GivesUp = 'silently' | 'leavesQueue' | 'givesBack';

interface Request {
  readonly handed: PromiseCell<null>;
  readonly signal: AbortSignalCell;
  readonly givesUp: GivesUp;
}

function* request(of: Request, self: Self): Program {
  if (!(yield* scope(connect, of))) return;
  yield* nextTurn(loop, self);
  yield* scope(giveBack, undefined);
}

function* connect(of: Request, self: Self): Program<boolean> {
  const free = yield* load(idle);
  if (free > 0) {
    yield* store(idle, free - 1);
    return true;
  }
  yield* store(queue, [...(yield* load(queue)), self.name]);
  try {
    yield* awaitOrAbort(loop, of.handed, of.signal, self);
    return true;
  } catch {
    yield* scope(giveUp, of);
    return false;
  }
}

function* giveUp({ givesUp }: Request, self: Self): Program {
  if (givesUp === 'silently') return;
  const waiting = yield* load(queue);
  if (waiting.includes(self.name)) {
    yield* store(
      queue,
      waiting.filter((name) => name !== self.name),
    );
  } else if (givesUp === 'givesBack') yield* scope(giveBack, undefined);
}

function* giveBack(): Program {
  const [next, ...others] = yield* load(queue);
  if (next === undefined) return yield* store(idle, (yield* load(idle)) + 1);
  yield* store(queue, others);
  yield* resolvePromise(loop, next === 'A' ? handedToA : handedToB, null);
}

/** Aborts the requests that wait, and gives back the connection that it has, in one turn. */
function* shutDown(): Program {
  yield* abort(loop, signalOfA);
  yield* abort(loop, signalOfB);
  yield* scope(giveBack, undefined);
}

const systemOf = (givesUp: GivesUp) => ({
  cells: [loop, idle, queue, handedToA, handedToB, signalOfA, signalOfB],
  threads: [
    task(loop, 'A', request, { handed: handedToA, signal: signalOfA, givesUp }),
    task(loop, 'B', request, { handed: handedToB, signal: signalOfB, givesUp }),
    task(loop, 'owner', shutDown),
  ],
});

export const properties = [atEnd('everyConnectionIsBack', (state) => state.read(idle) === 1)];

const expected = { everyConnectionIsBack: 'refuted' as const };
export const variants = [
  { name: 'givesUpSilently', system: systemOf('silently'), expected },
  { name: 'leavesTheQueue', system: systemOf('leavesQueue'), expected },
  { name: 'leavesAndGivesBack', system: systemOf('givesBack') },
];
