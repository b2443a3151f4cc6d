// A small protocol for the tests of the prover: a lock with a flag, and a list of who has been inside.

import { action, set, setEach } from '../../proof/form/action.js';
import { and, equal, forAll, implies, not, state } from '../../proof/form/build.js';
import { sort, truthSort } from '../../proof/form/sort.js';
import { type System, system } from '../../proof/form/system.js';

export const Threads = sort('Thread', 'threads');
export const inside = state('inside', [Threads], truthSort, 'the thread is inside');
export const busy = state('busy', [], truthSort, 'somebody is inside');
export const seen = state('seen', [Threads], truthSort, 'the thread has been inside');

export const enter = action('enter', {
  says: 'a thread goes in',
  parameters: { t: Threads },
  guards: () => ({ isFree: not(busy()) }),
  writes: [inside, busy, seen],
  changes: ({ t }) => [set(inside(t), true), set(busy(), true), set(seen(t), true)],
});

export const leave = action('leave', {
  says: 'a thread goes out',
  parameters: { t: Threads },
  guards: ({ t }) => ({ isInside: inside(t) }),
  writes: [inside, busy],
  changes: ({ t }) => [set(inside(t), false), set(busy(), false)],
});

/** The lock; `parts` replaces some of it. */
export function lockWith(parts: Partial<Parameters<typeof system>[0]> = {}): System {
  return system({
    name: 'lock',
    statement: 'one thread at a time',
    fixed: [],
    state: [inside, busy, seen],
    initially: [setEach(inside, () => false), setEach(busy, () => false), setEach(seen, () => false)],
    actions: [enter, leave],
    invariant: {
      insideIsBusy: {
        says: 'whoever is inside has made it busy',
        holds: forAll({ t: Threads }, ({ t }) => implies(inside(t), busy())),
        neededFor: 'enter',
      },
      oneIsInside: {
        says: 'no two threads are inside',
        holds: forAll({ t: Threads, u: Threads }, ({ t, u }) => implies(and(inside(t), inside(u)), equal(t, u))),
        neededFor: 'exclusion',
      },
    },
    claims: {
      exclusion: {
        says: 'no two threads are inside',
        holds: forAll({ t: Threads, u: Threads }, ({ t, u }) => implies(and(inside(t), inside(u)), equal(t, u))),
      },
    },
    instances: [{ name: 'TwoThreads', elements: { Thread: ['t1', 't2'] } }],
    ...parts,
  });
}
