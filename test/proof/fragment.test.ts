// What leaves the fragment in which the solver always answers is refused, with the cycle; what stays inside is not.

import { describe, expect, it } from 'vitest';
import { action, set, setEach } from '../../proof/form/action.js';
import { and, choose, equal, exists, fixed, forAll, implies, not, or, state } from '../../proof/form/build.js';
import { sort, truthSort } from '../../proof/form/sort.js';
import { changed, type System } from '../../proof/form/system.js';
import { hotSwap } from '../../proof/hotSwap/system.js';
import { arrowsOf, refuseOutside } from '../../proof/smt/fragment.js';
import { busy, inside, lockWith, seen, Threads } from './lock.js';

const Calls = sort('Call', 'calls');
const threadOf = fixed('threadOf', [Calls], Threads, 'who makes the call');
const nextOf = fixed('nextOf', [Threads], Threads, 'the next thread');
const open = state('open', [Calls], truthSort, 'the call is open');

const claim = (holds: ReturnType<typeof not>) => ({ c: { says: 'something', holds, neededFor: 'enter' } });
const everyThreadHasACall = forAll({ t: Threads }, ({ t }) =>
  exists({ c: Calls }, ({ c }) => and(open(c), equal(threadOf(c), t))),
);

function withCalls(parts: Partial<System>): System {
  const instances = [{ name: 'One', elements: { Thread: ['t1'], Call: ['c1'] }, fixed: { threadOf: { c1: 't1' } } }];
  return changed(lockWith({ fixed: [threadOf], instances }), {
    state: [inside.symbol, busy.symbol, seen.symbol, open.symbol],
    initially: [
      ...lockWith().initially,
      ...action('x', { says: '', guards: () => ({}), writes: [open], changes: () => [setEach(open, () => false)] })
        .updates,
    ],
    ...parts,
  });
}

const tidy = action('tidy', {
  says: 'a thread is seen if it has a call',
  guards: () => ({}),
  writes: [seen],
  changes: () => [setEach(seen, (t) => exists({ c: Calls }, ({ c }) => equal(threadOf(c), t)))],
});

const noteAll = action('noteAll', {
  says: 'all are seen if any call is open: the condition is the same for all',
  guards: () => ({}),
  writes: [seen],
  changes: () => [
    setEach(seen, (t) =>
      choose(
        exists({ c: Calls }, ({ c }) => open(c)),
        true,
        seen(t),
      ),
    ),
  ],
});

describe('a protocol outside the fragment', () => {
  it('is refused for a function from a sort to itself', () => {
    const system = lockWith({ fixed: [nextOf] });

    expect(() => refuseOutside(system)).toThrow(/QSC433 .*lock: Thread to Thread \(nextOf\)/);
  });

  it('is refused for a "there is" under a "for all" against a function the other way', () => {
    const system = withCalls({ invariant: claim(everyThreadHasACall) });

    expect(() => refuseOutside(system)).toThrow(
      /QSC433 .*(Call to Thread \(threadOf\), Thread to Call \(for all t there is c: c\)|Thread to Call .*, Call to Thread)/,
    );
  });

  it('is refused for what a denied conjunct says the other way round', () => {
    const someCallOfAll = exists({ c: Calls }, ({ c }) =>
      forAll({ t: Threads }, ({ t }) => implies(inside(t), open(c))),
    );
    const alone = withCalls({ claims: claim(someCallOfAll) });

    expect(() => refuseOutside(alone)).not.toThrow();
    expect(() =>
      refuseOutside(withCalls({ claims: claim(not(not(implies(busy(), someCallOfAll)))), fixed: [threadOf.symbol] })),
    ).not.toThrow();
    expect(() => refuseOutside(withCalls({ claims: claim(not(everyThreadHasACall)) }))).toThrow(/QSC433/);
  });

  it('is refused for a quantifier in what a symbol becomes, where a conjunct asks it of all', () => {
    const somebody = claim(exists({ t: Threads }, ({ t }) => seen(t)));

    expect(() => refuseOutside(withCalls({ actions: [tidy], invariant: somebody }))).toThrow(
      /QSC433 .*for all t there is c: c, after tidy/,
    );
  });
});

describe('a protocol inside the fragment', () => {
  it('may have a quantifier in what a symbol becomes, where a conjunct asks it of one', () => {
    const calm = claim(forAll({ t: Threads }, ({ t }) => or(seen(t), not(inside(t)))));

    expect(() => refuseOutside(withCalls({ actions: [tidy], invariant: calm }))).not.toThrow();
  });

  it('may have a condition that is the same for all elements', () => {
    const calm = claim(forAll({ t: Threads }, ({ t }) => or(seen(t), not(inside(t)))));

    expect(() => refuseOutside(withCalls({ actions: [noteAll], invariant: calm }))).not.toThrow();
  });

  it('may have functions in one direction, as the hot-swap protocol has', () => {
    const arrows = arrowsOf(hotSwap).map(({ from, to }) => `${from} to ${to}`);

    expect(() => refuseOutside(hotSwap)).not.toThrow();
    expect([...new Set(arrows)].sort()).toEqual([
      'Call to Mediator',
      'Call to Object',
      'Call to Thread',
      'Mediator to Object',
      'Thread to Processor',
    ]);
  });

  it('may ask in a guard for somebody whom the action does not name', () => {
    const look = action('look', {
      says: '',
      parameters: { t: Threads },
      guards: ({ t }) => ({ hasCall: exists({ c: Calls }, ({ c }) => equal(threadOf(c), t)) }),
      writes: [seen],
      changes: ({ t }) => [set(seen(t), true)],
    });

    expect(() => refuseOutside(withCalls({ actions: [look] }))).not.toThrow();
  });
});
