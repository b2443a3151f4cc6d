// A ticket lock, for any number of threads and tickets: whoever comes takes the next ticket, and goes in when it is served.

import {
  action,
  and,
  enumeration,
  equal,
  fixed,
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
  type Term,
  truthSort,
} from 'quiesce/proof';

const Thread = sort('Thread', 'threads');
const Ticket = sort('Ticket', 'tickets');
const Place = enumeration('Place', ['outside', 'waiting', 'inside']);

const before = fixed('before', [Ticket, Ticket], truthSort, 'the first ticket is lower');
const first = fixed('first', [], Ticket, 'the lowest ticket in use');

const place = state('place', [Thread], Place, 'where the thread is');
const ticket = state('ticket', [Thread], Ticket, 'the ticket that the thread took last');
const next = state('next', [], Ticket, 'the ticket that is taken next');
const served = state('served', [], Ticket, 'the ticket that is served');

type TicketTerm = Term<typeof Ticket>;

/** No ticket lies between the two. */
const isNext = (lower: TicketTerm, higher: TicketTerm) =>
  and(
    before(lower, higher),
    forAll({ other: Ticket }, ({ other }) =>
      implies(before(lower, other), or(equal(other, higher), before(higher, other))),
    ),
  );

const take = action('take', {
  says: 'a thread takes the next ticket: one atomic step',
  parameters: { t: Thread, n: Ticket },
  guards: ({ t, n }) => ({ isOutside: is(place(t), 'outside'), isNext: isNext(next(), n) }),
  writes: [place, ticket, next],
  changes: ({ t, n }) => [set(place(t), 'waiting'), set(ticket(t), next()), set(next(), n)],
});

const enter = action('enter', {
  says: 'a thread sees its ticket served',
  parameters: { t: Thread },
  guards: ({ t }) => ({ isWaiting: is(place(t), 'waiting'), isServed: equal(ticket(t), served()) }),
  writes: [place],
  changes: ({ t }) => [set(place(t), 'inside')],
});

const leave = action('leave', {
  says: 'the thread that is inside has the next ticket served',
  parameters: { t: Thread, n: Ticket },
  guards: ({ t, n }) => ({ isInside: is(place(t), 'inside'), isNext: isNext(served(), n) }),
  writes: [place, served],
  changes: ({ t, n }) => [set(place(t), 'outside'), set(served(), n)],
});

export const ticketLock = system({
  name: 'ticketLock',
  statement: 'a lock that serves its threads in the order in which they came',
  fixed: [before, first],
  state: [place, ticket, next, served],
  axioms: {
    nothingIsBeforeItself: {
      says: 'no ticket is lower than itself',
      holds: forAll({ a: Ticket }, ({ a }) => not(before(a, a))),
    },
    orderIsTransitive: {
      says: 'tickets are in an order',
      holds: forAll({ a: Ticket, b: Ticket, c: Ticket }, ({ a, b, c }) =>
        implies(and(before(a, b), before(b, c)), before(a, c)),
      ),
    },
    orderIsTotal: {
      says: 'of two tickets one is lower',
      holds: forAll({ a: Ticket, b: Ticket }, ({ a, b }) => or(equal(a, b), before(a, b), before(b, a))),
    },
  },
  initially: [
    setEach(place, () => 'outside'),
    setEach(ticket, () => first()),
    setEach(next, () => first()),
    setEach(served, () => first()),
  ],
  actions: [take, enter, leave],
  invariant: {
    ticketsWereTaken: {
      says: 'a thread that is not outside has a ticket that was taken',
      holds: forAll({ t: Thread }, ({ t }) => implies(not(is(place(t), 'outside')), before(ticket(t), next()))),
      neededFor: 'take',
    },
    ticketsDiffer: {
      says: 'two threads that are not outside have different tickets',
      holds: forAll({ t: Thread, u: Thread }, ({ t, u }) =>
        or(equal(t, u), is(place(t), 'outside'), is(place(u), 'outside'), not(equal(ticket(t), ticket(u)))),
      ),
      neededFor: 'leave',
    },
    nobodyIsPassedOver: {
      says: 'the ticket of a thread that is not outside is served, or still will be',
      holds: forAll({ t: Thread }, ({ t }) => implies(not(is(place(t), 'outside')), not(before(ticket(t), served())))),
      neededFor: 'nobodyIsForgotten',
    },
    insideIsServed: {
      says: 'the ticket of a thread that is inside is the one that is served',
      holds: forAll({ t: Thread }, ({ t }) => implies(is(place(t), 'inside'), equal(ticket(t), served()))),
      neededFor: 'leave',
    },
    servedWereTaken: {
      says: 'no ticket is served that nobody could take yet, but the next one',
      holds: not(before(next(), served())),
      neededFor: 'take',
    },
  },
  claims: {
    mutualExclusion: {
      says: 'no two threads are inside',
      holds: forAll({ t: Thread, u: Thread }, ({ t, u }) =>
        implies(and(is(place(t), 'inside'), is(place(u), 'inside')), equal(t, u)),
      ),
    },
    nobodyIsForgotten: {
      says: 'no ticket of a thread that waits was served before',
      holds: forAll({ t: Thread }, ({ t }) => implies(is(place(t), 'waiting'), not(before(ticket(t), served())))),
    },
  },
  instances: [
    {
      name: 'TwoThreads',
      elements: { Thread: ['t1', 't2'], Ticket: ['0', '1', '2', '3'] },
      fixed: {
        before: [
          ['0', '1'],
          ['0', '2'],
          ['0', '3'],
          ['1', '2'],
          ['1', '3'],
          ['2', '3'],
        ],
        first: '0',
      },
    },
  ],
});
