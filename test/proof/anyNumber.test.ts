// "For any number" is said only where any number can be: what bounds a sort far beyond the instances, and beyond what a
// solver would be asked for one by one, is noticed all the same; and what bounds nothing is not taken for it.

import { describe, expect, it } from 'vitest';
import { and, equal, exists, fixed, forAll, implies, not, or } from '../../proof/form/build.js';
import { withGuard } from '../../proof/form/edit.js';
import { enumeration, sort, truthSort } from '../../proof/form/sort.js';
import { changed, type System } from '../../proof/form/system.js';
import type { Formula, Term } from '../../proof/form/term.js';
import { prove } from '../../proof/prove.js';
import { quickSolver } from './asking.js';
import { inside, lockWith, Threads } from './lock.js';

const Places = sort('Place', 'places');
const Seats = sort('Seat', 'seats');
const Letters = enumeration('Letter', [...'abcdefghijklmnopqrst']);

const letter = fixed('letter', [Threads], Letters, 'its letter');
const bit = fixed('bit', [Threads, enumeration('Digit', ['d0', 'd1', 'd2', 'd3', 'd4', 'd5'])], truthSort, 'its digit');
const home = fixed('home', [Threads], Places, 'where it lives');
const livesAt = fixed('livesAt', [Threads, Places], truthSort, 'it lives there');
const left = fixed('left', [Places], Seats, 'the one seat there');
const seatOf = fixed('seatOf', [Threads, Places], Seats, 'where it sits there');
const first = fixed('first', [Threads, Threads], truthSort, 'it comes first');

const list = [...'abcdefghijklmn'];
const claim = (holds: Formula) => ({ says: '', holds });
type Thread = Term<typeof Threads>;

/** That of so many threads, two are one. */
const fewerThan = (count: number) =>
  forAll(Object.fromEntries(list.slice(0, count).map((name) => [name, Threads])), (terms) => {
    const all = Object.values(terms) as Thread[];
    return or(...all.flatMap((one, index) => all.slice(index + 1).map((other) => equal(one, other))));
  });

const same = (says: (one: Thread, other: Thread) => Formula) =>
  forAll({ t: Threads, u: Threads }, ({ t, u }) => implies(says(t, u), equal(t, u)));

const digits = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5'] as const;

async function premisesOf(system: System) {
  const { verdict, rows, premises } = await prove(system, { solver: quickSolver, timeoutMs: 2_000 });
  expect(rows.every(({ outcome }) => outcome === 'inductive')).toBe(true);
  const open = premises.filter(({ outcome }) => outcome !== 'possible');
  return [verdict, open.map(({ name, outcome }) => `${name} ${outcome}`)];
}

const alone = { name: 'Alone', elements: { Thread: ['t'] } };
const one = { name: 'One', elements: { Thread: ['t'], Place: ['p'], Seat: ['s'] } };

describe('a bound on the number of threads', () => {
  it.each<readonly [string, Parameters<typeof lockWith>[0]]>([
    [
      'by letters of their own',
      {
        fixed: [letter],
        axioms: { own: claim(same((t, u) => equal(letter(t), letter(u)))) },
        instances: [{ ...one, elements: { Thread: ['t'] }, fixed: { letter: { t: 'a' } } }],
      },
    ],
    [
      'by digits of their own',
      {
        fixed: [bit],
        axioms: {
          own: claim(same((t, u) => and(...digits.map((each) => equal(bit(t, each), bit(u, each)))))),
        },
        instances: [{ ...one, elements: { Thread: ['t'] } }],
      },
    ],
  ])('that is assumed, %s, is no proof for any number', async (_how, parts) => {
    expect(await premisesOf(lockWith(parts))).toEqual([
      'inconclusive',
      ['enter among many unknown', 'leave among many unknown'],
    ]);
  });

  it('that a guard says is none either', async () => {
    const guarded = withGuard(lockWith({ instances: [alone] }), 'enter', 'few', () => fewerThan(14));

    expect(await premisesOf(guarded)).toEqual(['inconclusive', ['enter among many unknown']]);
  });

  it('that a guard says of those who are inside is one all the same', async () => {
    const guarded = withGuard(lockWith(), 'enter', 'few', () =>
      not(exists({ t: Threads, u: Threads }, ({ t, u }) => and(inside(t), inside(u), not(equal(t, u))))),
    );

    expect(await premisesOf(guarded)).toEqual(['proved', []]);
  });
});

describe('what is assumed of threads, and bounds nothing', () => {
  it.each<readonly [string, Parameters<typeof lockWith>[0]]>([
    [
      'an order of all',
      {
        fixed: [first],
        axioms: {
          isOrder: claim(
            forAll({ t: Threads, u: Threads, v: Threads }, ({ t, u, v }) =>
              and(
                implies(and(first(t, u), first(u, v)), first(t, v)),
                or(first(t, u), first(u, t), equal(t, u)),
                not(first(t, t)),
              ),
            ),
          ),
        },
        instances: [{ ...one, elements: { Thread: ['t', 'u'] }, fixed: { first: [['t', 'u']] } }],
      },
    ],
    [
      'a place of its own for each',
      {
        fixed: [home, left],
        axioms: {
          own: claim(same((t, u) => equal(home(t), home(u)))),
          ownSeat: claim(forAll({ p: Places, q: Places }, ({ p, q }) => implies(equal(left(p), left(q)), equal(p, q)))),
        },
        instances: [{ ...one, fixed: { home: { t: 'p' }, left: { p: 's' } } }],
      },
    ],
    [
      'two threads at each place, at no other',
      {
        fixed: [livesAt],
        axioms: {
          two: claim(
            forAll({ p: Places }, ({ p }) =>
              exists({ t: Threads, u: Threads }, ({ t, u }) => and(livesAt(t, p), livesAt(u, p), not(equal(t, u)))),
            ),
          ),
          noOther: claim(
            forAll({ t: Threads, p: Places, q: Places }, ({ t, p, q }) =>
              implies(and(livesAt(t, p), livesAt(t, q)), equal(p, q)),
            ),
          ),
        },
        instances: [
          {
            ...{ name: 'TwoAtOne', elements: { Thread: ['t', 'u'], Place: ['p'] } },
            fixed: {
              livesAt: [
                ['t', 'p'],
                ['u', 'p'],
              ],
            },
          },
        ],
      },
    ],
  ])('%s: proved', async (_what, parts) => {
    expect(await premisesOf(lockWith(parts))).toEqual(['proved', []]);
  });

  it('is not shown to bound nothing where it takes a seat for each two: inconclusive', async () => {
    const own = forAll({ t: Threads, u: Threads, p: Places, q: Places }, ({ t, u, p, q }) =>
      implies(equal(seatOf(t, p), seatOf(u, q)), and(equal(t, u), equal(p, q))),
    );
    const seated = lockWith({
      fixed: [seatOf],
      axioms: { own: claim(own) },
      instances: [{ ...one, fixed: { seatOf: { 't p': 's' } } }],
    });

    expect(await premisesOf(seated)).toEqual([
      'inconclusive',
      ['enter among many unknown', 'leave among many unknown'],
    ]);
  });

  it('may be nothing: the lock is proved', async () => {
    expect((await prove(changed(lockWith(), {}), { solver: quickSolver })).verdict).toBe('proved');
  });
});
