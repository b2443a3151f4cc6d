// Names that a solver might confuse: words of its own, symbols and sorts of one name, variables under each other.

import { describe, expect, it } from 'vitest';
import { refuseDisagreement } from '../../proof/agreement.js';
import { action, set, setEach } from '../../proof/form/action.js';
import { and, cases, exists, fixed, forAll, inject, is, not, or, state } from '../../proof/form/build.js';
import { enumeration, sort, type Truth, union } from '../../proof/form/sort.js';
import { type System, system } from '../../proof/form/system.js';
import type { Formula } from '../../proof/form/term.js';
import { prove } from '../../proof/prove.js';
import { installedSolvers, openSolver } from '../../proof/solver/find.js';

const Not = sort('not', 'things');
const Bool = enumeration('Bool', ['assert', 'forall']);
const Int = union('Int', { assert: Not, any: Not });
const select = state('select', [Not], Bool, 'a word of the solver');
const same = state('Int', [], Int, 'a symbol with the name of a sort');
const any = fixed('any', [], Not, 'something');

const isThere: Formula = cases<'Int', (typeof Int)['alternatives'], Truth>(same(), {
  assert: () => exists({ Int: Not }, ({ Int: x }) => is(select(x), 'forall')),
  any: () => not(false),
});

/** Everything is named so as to mislead. */
const misleading: System = system({
  name: 'assert',
  statement: 'nothing',
  fixed: [any],
  state: [select, same],
  initially: [setEach(select, () => 'assert'), setEach(same, () => inject(Int, 'any', any()))],
  actions: [
    action('push', {
      says: 'something is chosen',
      parameters: { not: Not, x: Not },
      guards: ({ not: it }) => ({ pop: is(select(it), 'assert') }),
      writes: [select, same],
      changes: ({ not: it, x }) => [set(select(it), 'forall'), set(same(), inject(Int, 'assert', x))],
    }),
  ],
  invariant: {
    exit: {
      says: 'each thing is one or the other, under variables of one name',
      holds: forAll({ x: Not }, ({ x }) =>
        and(
          is(select(x), 'assert', 'forall'),
          forAll({ x: Not }, ({ x: y }) =>
            or(is(select(x), 'assert'), is(select(y), 'assert'), is(select(x), 'forall')),
          ),
          cases(same(), {
            assert: (x1) => or(is(select(x1), 'assert'), not(is(select(x1), 'assert'))),
            any: () => not(false),
          }),
        ),
      ),
      neededFor: 'push',
    },
    distinct: { says: 'what was pushed is there', holds: isThere, neededFor: 'check' },
  },
  claims: { check: { says: 'what was pushed is there', holds: isThere } },

  instances: [{ name: 'Two', elements: { not: ['a', 'b'] }, fixed: { any: 'a' } }],
});

describe.each(installedSolvers())('names that mislead %s', (choice) => {
  it('are kept apart in both readings', async () => {
    const solver = openSolver(choice);

    const { steps, compared } = await refuseDisagreement(misleading, solver, { reachable: 2, random: 4, every: 1 });
    solver.close();

    expect(compared).toBe(steps);
  });

  it('do not keep a protocol from being proved', async () => {
    const { verdict } = await prove(misleading, { solver: choice });

    expect(verdict).toBe('proved');
  });
});
