// The swap of a group is proved for any number of members; each of its four rules, and whatever else it has, is there for
// something; and a group of one is the swap that the specification describes.

import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { provedSystems } from '../../proof/catalogue.js';
import { withoutAxiom, withoutChange, withoutConjunct, withoutGuard } from '../../proof/form/edit.js';
import { changed, type System } from '../../proof/form/system.js';
import { compareGroup, compareGroupOfOne, groupGraphWithAborts } from '../../proof/groupSwap/graphs.js';
import { groupMutants } from '../../proof/groupSwap/mutants.js';
import { swapActions } from '../../proof/groupSwap/swap.js';
import { groupSwap } from '../../proof/groupSwap/system.js';
import { committedShapes } from '../../proof/hotSwap/instances.js';
import { prove } from '../../proof/prove.js';
import { always } from '../../proof/questions.js';
import { makeGraph, readGraph } from '../../tla/graphFile.js';
import { loadNamed } from '../../tla/manifest.js';
import { closeSharedSolver, lostBy, whyBothAreSkipped } from './asking.js';
import { expectRefuted } from './refutedWith.js';

const folder = join(import.meta.dirname, '../../tla');
const { actions, axioms, claims, invariant, steps } = groupSwap;
const skipped = whyBothAreSkipped ? ` (skipped: ${whyBothAreSkipped} is not installed)` : '';

afterAll(closeSharedSolver);

describe('the swap of a group', () => {
  it.skipIf(whyBothAreSkipped)(`is proved, by two solvers that agree on every row${skipped}`, async () => {
    const { verdict, rows, premises } = await prove(groupSwap, { solver: 'both' });

    const [conjuncts, kept] = [Object.keys(invariant).length, Object.keys({ ...invariant, ...steps }).length];
    expect(verdict).toBe('proved');
    expect(rows).toHaveLength(conjuncts + actions.length * kept + Object.keys(claims).length);
    expect(premises.filter(({ outcome }) => outcome !== 'possible')).toEqual([]);
  });

  it.each(Object.keys(committedShapes))(
    'of one has the state graph of the specification, edge by edge, in %s',
    (name) => {
      const compared = compareGroupOfOne(groupSwap, name, readGraph(folder, name));

      expect(compared.differences).toEqual([]);
    },
  );

  it('of two that may be given up has the state graph of the specification, edge by edge', async () => {
    const specified = await makeGraph(loadNamed(folder, folder, [groupGraphWithAborts])[0]!, 'embedded');

    expect(compareGroup(groupSwap, specified, groupGraphWithAborts).differences).toEqual([]);
    const giveUp = actions.find(({ name }) => name === 'restore')!;
    const less = changed(groupSwap, { actions: actions.filter((action) => action !== giveUp) });
    expect(compareGroup(less, specified, groupGraphWithAborts).differences).not.toEqual([]);
  }, 600_000);

  it('has another graph than the specification where an action is left out', () => {
    const less = changed(groupSwap, { actions: actions.filter(({ name }) => name !== 'redispatch') });

    expect(isUnlikeTheSpecification(less)).toBe(true);
  });
});

describe('each conjunct of its invariant', () => {
  it.each(Object.entries(invariant))('%s is needed where it says', async (name, { neededFor }) => {
    const less = withoutConjunct(groupSwap, name);

    const lost = await lostBy(less, Object.hasOwn(claims, neededFor) ? always : neededFor);

    if (Object.hasOwn(claims, neededFor)) expect(lost).toContain(neededFor);
    else expect(lost).not.toEqual([]);
  });
});

describe('each of its assumptions', () => {
  it.each(Object.keys(axioms))('%s is needed', async (name) => {
    const less = withoutAxiom(groupSwap, name);

    const lost: string[] = [];
    for (const action of ['initially', ...actions.map((each) => each.name)])
      if (lost.length === 0) lost.push(...(await lostBy(less, action)));

    expect(lost).not.toEqual([]);
  });
});

/**
 * Each guard and each change of what the group does, left out; of what calls do, only who is let through is its own
 * (test/proof/hotSwap.test.ts has the rest).
 */
const own = [...swapActions, ...actions.filter(({ name }) => ['countIn', 'suspended'].includes(name))];
const edits: readonly (readonly [what: string, action: string, edited: System])[] = own.flatMap(
  ({ name, guards, updates }) => [
    ...Object.keys(guards).map((guard) => [`guard ${guard}`, name, withoutGuard(groupSwap, name, guard)] as const),
    ...updates.map(
      ({ symbol }) => [`change of ${symbol.name}`, name, withoutChange(groupSwap, name, symbol.name)] as const,
    ),
  ],
);

describe('what its actions demand and do', () => {
  it.each(edits)('is missed where it is left out: %s of %s', async (_what, action, edited) => {
    const lost = await lostBy(edited, action);

    expect(lost.length > 0 || isUnlikeTheSpecification(edited)).toBe(true);
  });
});

describe('a defect of it', () => {
  it.each(groupMutants)(
    '$name is refuted by a reachable state, and in the implementation',
    async (mutant) => {
      await expectRefuted(provedSystems.groupSwap!, mutant);
    },
    120_000,
  );
});

/** The smallest graphs first: one difference is enough. */
function isUnlikeTheSpecification(system: System): boolean {
  return Object.keys(committedShapes).some(
    (name) => compareGroupOfOne(system, name, readGraph(folder, name)).differences.length > 0,
  );
}
