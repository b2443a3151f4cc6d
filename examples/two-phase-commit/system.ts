// Two participants and a coordinator that may crash before it decides and is started again: what it has decided is durable, what
// it knew of votes is not, so it aborts then.

import {
  cell,
  cells,
  choose,
  happened,
  isNot,
  load,
  type Program,
  store,
  thread,
  view,
  wait,
  waitUntil,
} from 'quiesce';

/** 0 none, 1 prepared, 2 refused. */
const votes = cells('votes', 2, 0);
/** 0 none, 1 commit, 2 abort; it outlives a crash. */
const decision = cell('decision', 0);

type Votes = readonly [number, number];
const areIn = view('all votes are in', ([one, other]: Votes) => one !== 0 && other !== 0);

function* participant(me: 0 | 1): Program<void> {
  const isReady = (yield* choose(2, 'ready')) === 0;
  yield* store(votes[me]!, isReady ? 1 : 2);
  if (isReady) yield* happened('prepared', { participant: me === 0 ? 'p1' : 'p2' });
  yield* wait(decision, isNot(0));
  yield* happened('learned', { participant: me === 0 ? 'p1' : 'p2' });
}

function* coordinator(): Program<void> {
  const crashes = (yield* choose(2, 'crashes')) === 1;
  if (!crashes) yield* waitUntil([votes[0]!, votes[1]!], areIn);
  const commits = !crashes && (yield* load(votes[0]!)) === 1 && (yield* load(votes[1]!)) === 1;
  yield* store(decision, commits ? 1 : 2);
  yield* happened(commits ? 'decidedCommit' : 'decidedAbort');
}

export const commit = {
  cells: [votes, decision],
  threads: [thread('c', coordinator), thread('p1', participant, 0), thread('p2', participant, 1)],
};
