// The per-processor form is proved for any number of processors; each conjunct of the proof, and what each worker waits
// for, is there for something.

import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clusteredMutants } from '../../mutants/clustered.js';
import { provedSystems } from '../../proof/catalogue.js';
import { withoutAxiom, withoutChange, withoutConjunct, withoutGuard } from '../../proof/form/edit.js';
import type { System } from '../../proof/form/system.js';
import { comparedWith } from '../../proof/hotSwap/graphs.js';
import { compareSpread, ownGraph } from '../../proof/perProcessor/graphs.js';
import { spreadShapes, widerShapes } from '../../proof/perProcessor/instances.js';
import { notInTheSpreadForm, perProcessorMutants } from '../../proof/perProcessor/mutants.js';
import { swapActions } from '../../proof/perProcessor/swap.js';
import { perProcessor } from '../../proof/perProcessor/system.js';
import { prove } from '../../proof/prove.js';
import { always } from '../../proof/questions.js';
import { readGraph } from '../../tla/graphFile.js';
import { closeSharedSolver, lostBy, whyBothAreSkipped } from './asking.js';
import { expectRefuted } from './refutedWith.js';

const { actions, axioms, claims, invariant, steps } = perProcessor;
const skipped = whyBothAreSkipped ? ` (skipped: ${whyBothAreSkipped} is not installed)` : '';

afterAll(closeSharedSolver);

describe('the per-processor form', () => {
  it.skipIf(whyBothAreSkipped)(`is proved, by two solvers that agree on every row${skipped}`, async () => {
    const { verdict, rows, premises } = await prove(perProcessor, { solver: 'both' });

    const [conjuncts, kept] = [Object.keys(invariant).length, Object.keys({ ...invariant, ...steps }).length];
    expect(verdict).toBe('proved');
    expect(rows).toHaveLength(conjuncts + actions.length * kept + Object.keys(claims).length);
    expect(premises.filter(({ outcome }) => outcome !== 'possible')).toEqual([]);
  });
});

describe('each conjunct of its invariant', () => {
  it.each(Object.entries(invariant))('%s is needed where it says', async (name, { neededFor }) => {
    const less = withoutConjunct(perProcessor, name);

    const lost = await lostBy(less, Object.hasOwn(claims, neededFor) ? always : neededFor);

    if (Object.hasOwn(claims, neededFor)) expect(lost).toContain(neededFor);
    else expect(lost).not.toEqual([]);
  });
});

describe('each of its assumptions', () => {
  it.each(Object.keys(axioms))('%s is needed', async (name) => {
    const less = withoutAxiom(perProcessor, name);

    const lost: string[] = [];
    for (const action of actions) if (lost.length === 0) lost.push(...(await lostBy(less, action.name)));

    expect(lost).not.toEqual([]);
  });
});

/** Each guard and each change of what the swap does, left out; what calls do is in test/proof/hotSwap.test.ts. */
const edits: readonly (readonly [what: string, action: string, edited: System])[] = swapActions.flatMap(
  ({ name, guards, updates }) => [
    ...Object.keys(guards).map((guard) => [`guard ${guard}`, name, withoutGuard(perProcessor, name, guard)] as const),
    ...updates.map(
      ({ symbol }) => [`change of ${symbol.name}`, name, withoutChange(perProcessor, name, symbol.name)] as const,
    ),
  ],
);

const folder = join(import.meta.dirname, '../../tla');
const committed = Object.keys(spreadShapes).map((name) => ({ name, graph: readGraph(folder, name) }));

/** The smallest graphs first: one difference is enough. */
function differsFromSpecification(system: System): boolean {
  return committed.some(({ name, graph }) => compareSpread(system, name, graph).differences.length > 0);
}

/**
 * Without these nothing false is claimed: they say in which order things are taken, or that the swap goes on and memory is
 * given back in the end, which is liveness. The graphs of the specification miss them.
 */
const missedBySpecification: readonly string[] = [
  'guard isNew of missBegins',
  'guard isCalling of missBegins',
  'guard isInTime of missBegins',
  'change of inMiss of missBegins',
  'guard mayInstall of missEnds',
  'change of found of missEnds',
  'change of missing of missEnds',
  'guard isLate of missIsLate',
  'change of found of missIsLate',
  'guard isNeeded of generation',
  'change of passedOf of generation',
  'guard thereIsOne of swapRequested',
  'change of root of swapRequested',
  'guard mediatorIsNext of swapStarted',
  'guard successorIsNext of swapStarted',
  'change of passedOf of swapStarted',
  'change of local of flush',
  'change of worker of partTransferred',
  'guard mayAbort of swapAbandoned',
  'change of root of swapAbandoned',
  'change of worker of workerArrives',
  'change of freedObject of commit',
  'change of freedObject of restore',
  'change of local of entryFlushed',
  'change of worker of entryFlushed',
  'change of worker of workerRetires',
  'guard isAllocated of freedMediator',
  'change of root of freedMediator',
  'change of root of swapIdle',
  'guard mayDestroy of destroyed',
];

/** Nor without these, which are about what the specification leaves out: the form's own graphs are others. */
const missedByOwnGraphs: readonly string[] = [
  'change of missOn of missEnds',
  'change of missOn of missIsLate',
  'change of passedAtEnd of generation',
  'guard hasCalls of threadBegins',
  'change of generation of threadBegins',
  'guard isActive of threadEnds',
  'guard isNotInMiss of threadEnds',
  'change of generation of threadEnds',
  'guard isNotLast of flush',
  'guard isNotLast of completed',
  'guard isNotDestroyed of swapIdle',
  'change of worker of swapIdle',
  'change of fate of destroyed',
  'change of fate of destructionBegins',
  'change of local of taken',
  'change of freedObject of taken',
];

/** These say again, for whoever reads the action, what follows from the rest of it. */
const forReaders: readonly string[] = [
  'guard lingers of threadEnds',
  'guard migrates of lastFlush',
  'change of local of lastFlush',
  'guard migrates of lastCompleted',
];

/** Graphs of what the specification leaves out, made by the form as it is. */
const own = Object.keys(widerShapes).map((name) => ({ name, graph: ownGraph(perProcessor, name, folder) }));

function differsFromItself(system: System): boolean {
  return own.some(
    ({ name, graph }) => comparedWith(ownGraph(system, name, folder), name, graph).differences.length > 0,
  );
}

function missedBy(system: System): readonly string[] {
  if (differsFromSpecification(system)) return missedBySpecification;
  return differsFromItself(system) ? missedByOwnGraphs : forReaders;
}

describe('what its actions demand and do', () => {
  it('is missed by the proof where it is left out, by the specification, or by the graphs of what that leaves out', async () => {
    const strays: string[] = [];
    let seen = 0;

    for (const [what, action, edited] of edits) {
      if ((await lostBy(edited, action)).length > 0) continue;
      seen++;
      if (!missedBy(edited).includes(`${what} of ${action}`)) strays.push(`${what} of ${action}`);
    }

    expect(strays).toEqual([]);
    expect(seen).toBe(missedBySpecification.length + missedByOwnGraphs.length + forReaders.length);
  }, 900_000);
});

describe('a defect of it', () => {
  it.each(perProcessorMutants)(
    '$name is refuted by a reachable state, and in the implementation',
    async (mutant) => {
      await expectRefuted(provedSystems.perProcessor!, mutant);
    },
    240_000,
  );

  it('is one of the form, or is listed with the reason why it is none', () => {
    const shared = perProcessorMutants.filter(({ onlyHere }) => onlyHere === undefined);
    const named = [...shared.map(({ name }) => name), ...Object.keys(notInTheSpreadForm)];

    expect([...named].sort()).toEqual(clusteredMutants.map(({ name }) => name).sort());
  });
});
