// Two-phase commit, for any number of participants: the coordinator commits when all have voted yes; a participant that
// votes no aborts at once; the others learn what was decided.

import {
  action,
  and,
  enumeration,
  forAll,
  implies,
  is,
  not,
  or,
  set,
  setEach,
  sort,
  state,
  system,
} from 'quiesce/proof';

const Participant = sort('Participant', 'participants');
const Vote = enumeration('Vote', ['none', 'yes', 'no']);
const Outcome = enumeration('Outcome', ['open', 'committed', 'aborted']);

const vote = state('vote', [Participant], Vote, 'what the participant voted');
const outcome = state('outcome', [Participant], Outcome, 'what the participant has done');
const decision = state('decision', [], Outcome, 'what the coordinator decided');

const voteYes = action('voteYes', {
  says: 'a participant is ready, and may not go back on it',
  parameters: { p: Participant },
  guards: ({ p }) => ({ hasNotVoted: is(vote(p), 'none') }),
  writes: [vote],
  changes: ({ p }) => [set(vote(p), 'yes')],
});

const voteNo = action('voteNo', {
  says: 'a participant is not ready, and aborts',
  parameters: { p: Participant },
  guards: ({ p }) => ({ hasNotVoted: is(vote(p), 'none') }),
  writes: [vote, outcome],
  changes: ({ p }) => [set(vote(p), 'no'), set(outcome(p), 'aborted')],
});

const decideCommit = action('decideCommit', {
  says: 'all have voted yes: the coordinator decides to commit',
  guards: () => ({
    isOpen: is(decision(), 'open'),
    allAreReady: forAll({ p: Participant }, ({ p }) => is(vote(p), 'yes')),
  }),
  writes: [decision],
  changes: () => [set(decision(), 'committed')],
});

const decideAbort = action('decideAbort', {
  says: 'somebody voted no, or the coordinator is tired of waiting',
  guards: () => ({ isOpen: is(decision(), 'open') }),
  writes: [decision],
  changes: () => [set(decision(), 'aborted')],
});

const learn = action('learn', {
  says: 'a participant that voted yes learns what was decided',
  parameters: { p: Participant },
  guards: ({ p }) => ({ isReady: is(vote(p), 'yes'), isDecided: not(is(decision(), 'open')) }),
  writes: [outcome],
  changes: ({ p }) => [set(outcome(p), decision())],
});

export const twoPhaseCommit = system({
  name: 'twoPhaseCommit',
  statement: 'a coordinator and its participants agree on whether to commit',
  fixed: [],
  state: [vote, outcome, decision],
  initially: [setEach(vote, () => 'none'), setEach(outcome, () => 'open'), setEach(decision, () => 'open')],
  actions: [voteYes, voteNo, decideCommit, decideAbort, learn],
  invariant: {
    commitsWereDecided: {
      says: 'a participant commits only when that was decided',
      holds: forAll({ p: Participant }, ({ p }) => implies(is(outcome(p), 'committed'), is(decision(), 'committed'))),
      neededFor: 'agreement',
    },
    commitNeedsAll: {
      says: 'when commit was decided, all have voted yes',
      holds: implies(
        is(decision(), 'committed'),
        forAll({ p: Participant }, ({ p }) => is(vote(p), 'yes')),
      ),
      neededFor: 'commitsAreUnanimous',
    },
    abortsHaveAReason: {
      says: 'a participant aborts only when it voted no, or that was decided',
      holds: forAll({ p: Participant }, ({ p }) =>
        implies(is(outcome(p), 'aborted'), or(is(vote(p), 'no'), is(decision(), 'aborted'))),
      ),
      neededFor: 'agreement',
    },
  },
  claims: {
    agreement: {
      says: 'no participant commits where another one aborts',
      holds: forAll({ p: Participant, q: Participant }, ({ p, q }) =>
        not(and(is(outcome(p), 'committed'), is(outcome(q), 'aborted'))),
      ),
    },
    commitsAreUnanimous: {
      says: 'a participant commits only where all have voted yes',
      holds: forAll({ p: Participant, q: Participant }, ({ p, q }) =>
        implies(is(outcome(p), 'committed'), is(vote(q), 'yes')),
      ),
    },
  },
  instances: [{ name: 'ThreeParticipants', elements: { Participant: ['p1', 'p2', 'p3'] } }],
});
