// The two readings of a form, held against each other: random formulas on random states, and every action of every
// protocol here, more of them than a proof compares each time.

import { describe, expect, it } from 'vitest';
import { refuseDisagreement } from '../../proof/agreement.js';
import type { System } from '../../proof/form/system.js';
import type { Formula } from '../../proof/form/term.js';
import { textOf } from '../../proof/form/text.js';
import { hotSwap } from '../../proof/hotSwap/system.js';
import { Chance } from '../../proof/instance/chance.js';
import { Evaluator } from '../../proof/instance/evaluate.js';
import { type Instance, instanceOf, type State, valuesOf } from '../../proof/instance/instance.js';
import { describeInstance, describeState } from '../../proof/smt/diagram.js';
import { assertion, declarations, formulaText, lines } from '../../proof/smt/translate.js';
import { installedSolvers, openSolver } from '../../proof/solver/find.js';
import type { Solver } from '../../proof/solver/solver.js';
import { cars } from './cars.js';
import { lockWith } from './lock.js';
import { randomFormula } from './randomFormula.js';

const rounds = 20;
const formulasEach = 25;

describe.each(installedSolvers())('the evaluation and the translation, asked of %s,', (choice) => {
  it('give random formulas the same truth', async () => {
    const solver = openSolver(choice);
    const chance = new Chance(7);
    const kinds = new Set<boolean>();

    for (let round = 0; round < rounds; round++) {
      const instance = instanceOf(cars, cars.instances[round % cars.instances.length]!);
      const formulas = Array.from({ length: formulasEach }, () => randomFormula(chance, 4));
      const [state, truths] = evaluated(instance, formulas, chance);
      expect(await differing(instance, state, formulas, truths, solver)).toEqual([]);
      for (const truth of truths) kinds.add(truth);
    }
    solver.close();

    expect(kinds).toEqual(new Set([true, false]));
  });

  it.each<readonly [string, System]>([
    ['a lock', lockWith()],
    ['cars', cars],
    ['the hot-swap protocol', hotSwap],
  ])('agree on the steps of %s', async (_name, system) => {
    const solver = openSolver(choice);

    const { steps, compared } = await refuseDisagreement(system, solver, { reachable: 2, random: 3, every: 2 });
    solver.close();

    expect(compared).toBe(steps);
    expect(steps).toBeGreaterThanOrEqual(4 * system.actions.length);
  });
});

function evaluated(
  instance: Instance,
  formulas: readonly Formula[],
  chance: Chance,
): readonly [State, readonly boolean[]] {
  const state = new Uint8Array(instance.stateSize);
  for (const symbol of instance.system.state) {
    const { offset, size } = instance.places.get(symbol)!;
    for (let at = 0; at < size; at++)
      state[offset + at] = chance.below(valuesOf(symbol.result, instance.elements).length);
  }
  const evaluator = new Evaluator(instance);
  return [state, formulas.map((formula) => evaluator.holds(formula, state))];
}

/** The formulas that the solver gives another truth, in this very state. */
async function differing(
  instance: Instance,
  state: State,
  formulas: readonly Formula[],
  truths: readonly boolean[],
  solver: Solver,
): Promise<readonly string[]> {
  solver.tell(
    lines(
      '(push)',
      declarations(instance.system),
      ...describeInstance(instance),
      ...describeState(instance, state).map(assertion),
    ),
  );
  expect(await solver.check()).toBe('sat');
  const found: string[] = [];
  for (const [index, formula] of formulas.entries()) {
    const text = formulaText(formula);
    solver.tell(lines('(push)', assertion(truths[index] ? `(not ${text})` : text)));
    const answer = await solver.check();
    if (answer !== 'unsat') found.push(`${answer}: ${textOf(formula)} is evaluated as ${truths[index]}; ${text}`);
    solver.tell('(pop)');
  }
  solver.tell('(pop)');
  return found;
}
