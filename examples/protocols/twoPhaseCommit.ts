// Two-phase commit: participants say whether they can, the coordinator decides, and all do as it decides. Each of the three
// may crash once and begin again with what is on its disk. A coordinator that keeps its decision in memory decides anew, and
// not always alike; one that never comes back leaves those in doubt who have said yes. J. Gray, "Notes on data base
// operating systems", 1978, https://doi.org/10.1007/3-540-08755-9_9.

import {
  type Cell,
  cell,
  cells,
  choose,
  type Faults,
  invariant,
  isNot,
  load,
  type Program,
  scope,
  select,
  store,
  thread,
  view,
  wait,
  when,
} from 'quiesce';

type Decision = 'none' | 'commit' | 'abort';

const onDisk = cell<Decision>('decision.onDisk', 'none');
const inMemory = cell<Decision>('decision.inMemory', 'none', { volatile: 0 });
/** Messages, one of each kind to and from each participant: sent again, they are the same. */
const votes = cells<'none' | 'yes' | 'no'>('vote', 2, 'none');
const sent = cells<Decision>('sent', 2, 'none');
/** What each participant has on its disk. */
const isPrepared = cells('isPrepared', 2, false);
const outcomes = cells<Decision>('outcome', 2, 'none');

function* coordinate(log: Cell<Decision>): Program {
  let decision = yield* load(log);
  if (decision === 'none') {
    decision = yield* scope(decide, undefined);
    yield* store(log, decision);
  }
  for (const message of sent) yield* store(message, decision);
}

/** All have voted, or one does not answer for so long that it is given up. */
function* decide(): Program<Decision> {
  return yield* select(
    when(votes, haveAllVoted, () => scope(count, undefined)),
    when(votes, isOneMissing, () => scope(giveUp, undefined)),
  );
}

const haveAllVoted = view('all have voted', (all: readonly string[]) => !all.includes('none'));
const isOneMissing = view('one is missing', (all: readonly string[]) => all.includes('none'));

function* count(): Program<Decision> {
  for (const vote of votes) if ((yield* load(vote)) === 'no') return 'abort';
  return 'commit';
}

function* giveUp(): Program<Decision> {
  return 'abort';
}

function* participate(me: number): Program {
  if ((yield* load(outcomes[me]!)) !== 'none') return;
  if (!(yield* load(isPrepared[me]!)) && (yield* choose(2, 'it cannot')) === 1) {
    yield* store(outcomes[me]!, 'abort');
    return yield* store(votes[me]!, 'no');
  }
  yield* store(isPrepared[me]!, true);
  yield* store(votes[me]!, 'yes');
  yield* wait(sent[me]!, isNot('none'));
  yield* store(outcomes[me]!, yield* load(sent[me]!));
}

const systemOf = (log: Cell<Decision>, restarts: Faults['restarts']) => ({
  cells: [onDisk, inMemory, votes, sent, isPrepared, outcomes],
  threads: [
    thread('coordinator', coordinate, log),
    thread('participant1', participate, 0, { processor: 1 }),
    thread('participant2', participate, 1, { processor: 2 }),
  ],
  faults: { crashes: 1, processors: [0, 1, 2], restarts: restarts! },
});

export const properties = [
  invariant('allDoAlike', (state) => {
    const done = outcomes.map((outcome) => state.read(outcome));
    return !(done.includes('commit') && done.includes('abort'));
  }),
];

export const variants = [
  {
    name: 'decisionInMemory',
    system: systemOf(inMemory, 'eventually'),
    expected: { allDoAlike: 'refuted' as const },
  },
  { name: 'decisionOnDisk', system: systemOf(onDisk, 'eventually') },
  {
    name: 'neverComesBack',
    system: systemOf(onDisk, 'never'),
    expected: { noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
];
