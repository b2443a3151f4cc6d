// The two readings of a form held against each other: states and steps of small instances, reachable ones and random
// ones, are described to the solver value by value, and every formula and every value after the step must come out as the
// evaluation says. Where one does not, one of the two readings is wrong, and no proof is worth anything (QSC437).

import { QuiesceError } from '../engine/program/errors.js';
import { type Action, enabled } from './form/action.js';
import type { System } from './form/system.js';
import type { SymbolData, Term, Variable } from './form/term.js';
import { Chance } from './instance/chance.js';
import { Evaluator } from './instance/evaluate.js';
import { edgesFrom, explore } from './instance/graph.js';
import { type Instance, instanceOf, type State, valuesOf } from './instance/instance.js';
import { describeInstance, describeState, describeSymbols } from './smt/diagram.js';
import { valueTerm } from './smt/names.js';
import {
  assertion,
  beforeStep,
  declarations,
  declareParameters,
  defineAfter,
  formulaText,
  lines,
  parameterName,
} from './smt/translate.js';
import { scoped } from './solver/scoped.js';
import type { Answer, Solver } from './solver/solver.js';

/** A step to be compared: taken in a reachable state, or with chance for state and arguments. */
interface Sample {
  readonly instance: Instance;
  readonly action: Action;
  readonly state: State;
  readonly args: readonly string[];
}

export interface Comparison {
  /** How many steps of each action are compared: reachable ones, and random ones. */
  readonly reachable: number;
  readonly random: number;
  /** Of each step, every so manieth formula; another share of them each time. */
  readonly every: number;
}

export interface Compared {
  readonly steps: number;
  readonly compared: number;
}

/** What every proof does first; tests compare more. */
const quickComparison: Comparison = Object.freeze({ reachable: 1, random: 1, every: 4 });

/** How many states of an instance are looked at for steps to compare. */
const statesMax = 400;

/**
 * refuseDisagreement compares the readings on sample steps. Throws QSC437. A step about which the solver says "unknown"
 * is not compared.
 */
export async function refuseDisagreement(
  system: System,
  solver: Solver,
  comparison: Comparison = quickComparison,
): Promise<Compared> {
  const samples = samplesOf(system, comparison);
  let compared = 0;
  for (const instance of new Set(samples.map((sample) => sample.instance))) {
    const own = samples.filter((sample) => sample.instance === instance);
    await scoped(solver, async () => {
      solver.tell(lines(declarations(system), ...describeInstance(instance)));
      for (const sample of own)
        if (await compare(sample, solver, shareOf(samples.indexOf(sample), comparison))) compared++;
    });
  }
  return { steps: samples.length, compared };
}

/** Tells which formulas of a list are compared on a sample. */
function shareOf(sample: number, { every }: Comparison): (index: number) => boolean {
  return (index) => (index + sample) % every === 0;
}

/** Each instance has its share of the random samples; reachable ones come from whichever instance has a step. */
function samplesOf(system: System, { reachable: some, random: others }: Comparison): readonly Sample[] {
  const instances = system.instances.map((input) => instanceOf(system, input));
  const found = instances.flatMap((instance) => reachableSamples(instance));
  const chance = new Chance(1);
  return system.actions.flatMap((action, index) => {
    const own = found.filter((sample) => sample.action === action);
    const reachable = spread(own, some);
    const random = Array.from({ length: others }, (_, number) =>
      randomSample(instances[(index + number) % instances.length]!, action, chance),
    );
    return [...reachable, ...random];
  });
}

/** Items from all over a list. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === step - 1).slice(0, count);
}

function reachableSamples(instance: Instance): readonly Sample[] {
  const evaluator = new Evaluator(instance);
  const { graph } = explore(evaluator, { statesMax, keepEdges: false });
  const step = Math.max(1, Math.floor(graph.states.length / 60));
  const states = graph.states.filter((_, index) => index % step === 0);
  return states.flatMap((state) =>
    edgesFrom(evaluator, state).map(({ taken }) => ({
      instance,
      action: instance.system.actions.find(({ name }) => name === taken.action)!,
      state,
      args: taken.args,
    })),
  );
}

function randomSample(instance: Instance, action: Action, chance: Chance): Sample {
  const state = new Uint8Array(instance.stateSize);
  for (const symbol of instance.system.state) {
    const { offset, size } = instance.places.get(symbol)!;
    const values = valuesOf(symbol.result, instance.elements).length;
    for (let index = 0; index < size; index++) state[offset + index] = chance.below(values);
  }
  const args = action.parameters.map(({ sort }) => {
    const values = valuesOf(sort, instance.elements);
    return values[chance.below(values.length)]!;
  });
  return { instance, action, state, args };
}

/** Whether the solver had an answer; it has to be the right one. */
async function compare(sample: Sample, solver: Solver, isCompared: (index: number) => boolean): Promise<boolean> {
  const { action, state, args, instance } = sample;
  const { parameters } = action;
  const told = parameters.map(
    (variable, index) => `(= ${parameterName(variable)} ${valueTerm(variable.sort, args[index]!, instance.elements)})`,
  );
  const description = [...describeState(instance, state), ...told];
  const known = [declareParameters(parameters), defineAfter(action.updates, parameters), ...description.map(assertion)];
  const expected = expectations(sample).filter(({ isAlways }, index) => isAlways || isCompared(index));
  return await scoped(solver, async () => {
    solver.tell(lines(...known));
    const possible = await solver.check();
    if (possible === 'unsat') throw disagreement(sample, 'the solver finds no such state');
    const different = await canDiffer(expected, solver);
    if (different === 'sat') throw disagreement(sample, await differing(expected, solver));
    return possible === 'sat' && different === 'unsat';
  });
}

async function canDiffer(expected: readonly Expectation[], solver: Solver): Promise<Answer> {
  return await scoped(solver, async () => {
    solver.tell(assertion(`(not (and ${expected.map(({ text }) => text).join(' ')}))`));
    return await solver.check();
  });
}

interface Expectation {
  readonly of: string;
  readonly text: string;
  /** What is peculiar to the action: its guards, and what it writes. */
  readonly isAlways?: boolean;
}

/** All formulas with the truth that the evaluation gives them, and all values after the step. */
function expectations({ instance, action, state, args }: Sample): readonly Expectation[] {
  const evaluator = new Evaluator(instance);
  const { system } = instance;
  const after = state.slice();
  const step = evaluator.step(action);
  const bound: number[] = [];
  for (const [index, { sort }] of action.parameters.entries())
    bound[step.numbers[index]!] = valuesOf(sort, instance.elements).indexOf(args[index]!);
  step.write(state, after, [...bound]);
  const written = new Set<SymbolData>(action.writes);
  const truth = (of: string, formula: Term, text: string, [one, other]: readonly [State, State]): Expectation => {
    const holds = evaluator.compile(formula)(one, other, [...bound]) === 1;
    return { of, text: holds ? text : `(not ${text})` };
  };
  const about = (variables: readonly Variable[]) => (formula: Term) => formulaText(formula, beforeStep, variables);
  return [
    ...Object.entries({ ...system.axioms, ...system.invariant, ...system.claims }).map(([name, { holds }]) =>
      truth(name, holds, formulaText(holds), [state, state]),
    ),
    {
      ...truth(`the guards of ${action.name}`, enabled(action), about(action.parameters)(enabled(action)), [
        state,
        state,
      ]),
      isAlways: true,
    },
    ...Object.entries(system.invariant).map(([name, { holds }]) =>
      truth(`${name} after ${action.name}`, holds, formulaText(holds, { at: 'after', written }), [after, after]),
    ),
    ...Object.entries(system.steps).map(([name, { holds }]) =>
      truth(`${name} over ${action.name}`, holds, formulaText(holds, { at: 'before', written }), [state, after]),
    ),
    ...action.writes.map((symbol) => ({
      of: `${symbol.name} after ${action.name}`,
      text: `(and true ${describeSymbols(instance, after, [symbol], '+').join(' ')})`,
      isAlways: true,
    })),
  ];
}

/** The expectations that the solver does not meet, asked one by one. */
async function differing(expected: readonly Expectation[], solver: Solver): Promise<string> {
  const found: string[] = [];
  for (const { of, text } of expected) {
    if ((await canDiffer([{ of, text }], solver)) !== 'unsat') found.push(of);
  }
  return found.join(', ');
}

function disagreement({ instance, action, args }: Sample, what: string): QuiesceError {
  const step = [action.name, ...args].join(' ');
  return new QuiesceError('QSC437', `${instance.system.name}, ${instance.name}, ${step}: ${what}`);
}
