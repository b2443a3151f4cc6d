// A buffer with room for one, under a mutex. Whoever finds it full or empty waits for a condition, and looks again when
// it is woken up. With one condition for both, a notification meant for the producer may wake a consumer, and be lost; one
// who does not look again takes what is not there. Challenge 14 of the Portland Pattern Repository,
// https://wiki.c2.com/?ExtremeProgrammingChallengeFourteen.

import {
  acquire,
  again,
  awaitCondition,
  type ConditionVariable,
  cell,
  conditionVariable,
  done,
  fail,
  load,
  loop,
  mutex,
  notifyOne,
  type Program,
  release,
  type Self,
  scope,
  store,
  type Turn,
  thread,
} from 'quiesce';

const lock = mutex('lock');
const items = cell('items', 0);
const changed = conditionVariable('changed');
const hasRoom = conditionVariable('hasRoom');
const hasItem = conditionVariable('hasItem');

interface Conditions {
  readonly room: ConditionVariable;
  readonly item: ConditionVariable;
  readonly looksAgain: boolean;
}

interface Waiting {
  readonly condition: ConditionVariable;
  /** How many items there are while there is nothing to do. */
  readonly items: number;
  readonly looksAgain: boolean;
}

function* put({ room, item, looksAgain }: Conditions, self: Self): Program {
  yield* acquire(lock, self);
  yield* loop({ condition: room, items: 1, looksAgain }, awaitChange);
  yield* store(items, (yield* load(items)) + 1);
  yield* notifyOne(item);
  yield* release(lock);
}

function* take({ room, item, looksAgain }: Conditions, self: Self): Program {
  yield* acquire(lock, self);
  yield* loop({ condition: item, items: 0, looksAgain }, awaitChange);
  const found = yield* load(items);
  if (found !== 1) yield* fail(`${found} items in a buffer for one`);
  yield* store(items, 0);
  yield* notifyOne(room);
  yield* release(lock);
}

function* awaitChange(waiting: Waiting, self: Self): Program<Turn<Waiting, void>> {
  if ((yield* load(items)) !== waiting.items) return done();
  yield* awaitCondition(waiting.condition, lock, self);
  return waiting.looksAgain ? again(waiting) : done();
}

function* produceTwo(conditions: Conditions): Program {
  yield* scope(put, conditions);
  yield* scope(put, conditions);
}

const systemOf = (conditions: Conditions) => ({
  cells: [lock, items, changed, hasRoom, hasItem],
  threads: [
    thread('producer', produceTwo, conditions),
    thread('consumer1', take, conditions),
    thread('consumer2', take, conditions),
  ],
});

const two = { room: hasRoom, item: hasItem };
export const variants = [
  {
    name: 'oneCondition',
    system: systemOf({ room: changed, item: changed, looksAgain: true }),
    expected: { noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
  {
    name: 'looksOnce',
    system: systemOf({ ...two, looksAgain: false }),
    expected: { noFailure: 'refuted' as const, noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
  { name: 'twoConditions', system: systemOf({ ...two, looksAgain: true }) },
];
