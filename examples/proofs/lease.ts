// A lease, for any number of nodes and any length of time: a server grants it until some time, and to another node only
// when that time has passed. Grants travel: they may come late, twice, or never.

import {
  action,
  and,
  equal,
  fixed,
  forAll,
  implies,
  not,
  or,
  set,
  setEach,
  sort,
  state,
  system,
  type Term,
  truthSort,
} from 'quiesce/proof';

const Node = sort('Node', 'nodes');
const Time = sort('Time', 'points of time');

const before = fixed('before', [Time, Time], truthSort, 'the first time is earlier');
const start = fixed('start', [], Time, 'when it begins');
const nobody = fixed('nobody', [], Node, 'the node that the server has down before the first grant');

const now = state('now', [], Time, 'what time it is');
const holder = state('holder', [], Node, 'to whom the server granted the lease last');
const until = state('until', [], Time, 'until when');
const sent = state('sent', [Node, Time], truthSort, 'a grant until that time was sent to the node');
const hasGrant = state('hasGrant', [Node], truthSort, 'the node has received a grant');
const grant = state('grant', [Node], Time, 'until when, as far as the node knows');

const isOver = (time: Term<typeof Time>) => before(time, now());

const tick = action('tick', {
  says: 'time passes',
  parameters: { t: Time },
  guards: ({ t }) => ({ isLater: before(now(), t) }),
  writes: [now],
  changes: ({ t }) => [set(now(), t)],
});

const give = action('give', {
  says: 'the last grant is over: the server grants the lease anew',
  parameters: { n: Node, t: Time },
  guards: () => ({ lastIsOver: isOver(until()) }),
  writes: [holder, until, sent],
  changes: ({ n, t }) => [set(holder(), n), set(until(), t), set(sent(n, t), true)],
});

const renew = action('renew', {
  says: 'the server extends the grant of the node that holds the lease',
  parameters: { t: Time },
  guards: ({ t }) => ({ isLater: before(until(), t) }),
  writes: [until, sent],
  changes: ({ t }) => [set(until(), t), set(sent(holder(), t), true)],
});

const receive = action('receive', {
  says: 'a grant arrives, perhaps not in order',
  parameters: { n: Node, t: Time },
  guards: ({ n, t }) => ({ wasSent: sent(n, t) }),
  writes: [hasGrant, grant],
  changes: ({ n, t }) => [set(hasGrant(n), true), set(grant(n), t)],
});

/** A node may do what the lease is for. */
const mayAct = (n: Term<typeof Node>) => and(hasGrant(n), not(isOver(grant(n))));

export const lease = system({
  name: 'lease',
  statement: 'a lease that a server grants for a time, by messages that may come late',
  fixed: [before, start, nobody],
  state: [now, holder, until, sent, hasGrant, grant],
  axioms: {
    timeIsTransitive: {
      says: 'points of time are in an order',
      holds: forAll({ a: Time, b: Time, c: Time }, ({ a, b, c }) =>
        implies(and(before(a, b), before(b, c)), before(a, c)),
      ),
    },
    timeIsIrreflexive: {
      says: 'no time is earlier than itself',
      holds: forAll({ a: Time }, ({ a }) => not(before(a, a))),
    },
    timeIsTotal: {
      says: 'of two points of time one is earlier',
      holds: forAll({ a: Time, b: Time }, ({ a, b }) => or(equal(a, b), before(a, b), before(b, a))),
    },
  },
  initially: [
    setEach(now, () => start()),
    setEach(holder, () => nobody()),
    setEach(until, () => start()),
    setEach(sent, () => false),
    setEach(hasGrant, () => false),
    setEach(grant, () => start()),
  ],
  actions: [tick, give, renew, receive],
  invariant: {
    grantsAreKept: {
      says: 'a grant that was sent and is not over is of the holder, and no longer than the server has down',
      holds: forAll({ n: Node, t: Time }, ({ n, t }) =>
        implies(and(sent(n, t), not(isOver(t))), and(equal(n, holder()), not(before(until(), t)))),
      ),
      neededFor: 'atMostOneActs',
    },
    grantsWereSent: {
      says: 'what a node knows of its grant was sent to it',
      holds: forAll({ n: Node }, ({ n }) => implies(hasGrant(n), sent(n, grant(n)))),
      neededFor: 'atMostOneActs',
    },
  },
  claims: {
    atMostOneActs: {
      says: 'at no time may two nodes act on the lease',
      holds: forAll({ n: Node, m: Node }, ({ n, m }) => implies(and(mayAct(n), mayAct(m)), equal(n, m))),
    },
  },
  instances: [
    {
      name: 'TwoNodes',
      elements: { Node: ['n1', 'n2'], Time: ['0', '1', '2'] },
      fixed: {
        before: [
          ['0', '1'],
          ['0', '2'],
          ['1', '2'],
        ],
        start: '0',
        nobody: 'n1',
      },
    },
  ],
});
