// A counterexample to induction: a state in which the whole invariant holds, and a step from it that loses a claim. The
// solver's picture is evaluated first: if the evaluation does not see the same, one of the two is wrong (QSC437). Then
// its own instance is explored, to see whether the state before is one that the protocol can be in.

import { QuiesceError } from '../engine/program/errors.js';
import type { Claim, System } from './form/system.js';
import { Evaluator } from './instance/evaluate.js';
import { explore, initialState, keyOf } from './instance/graph.js';
import { type State, valuesOf } from './instance/instance.js';
import { backgroundOf, linesOf } from './picture.js';
import { proposalsFor } from './proposals/proposals.js';
import { always, initially, type Question, type Questions } from './questions.js';
import type { CounterexampleToInduction, Reached } from './result.js';
import type { Picture } from './smt/model.js';

export interface Lost {
  readonly question: Question;
  readonly picture: Picture;
}

export interface CounterexampleOptions {
  readonly statesMax: number;
  /** Whether conjuncts that may be missing are looked for: not where a reachable violation was found. */
  readonly propose: boolean;
}

/** counterexampleOf checks a solver's picture and says what it means. Throws QSC437. */
export async function counterexampleOf(
  questions: Questions,
  lost: Lost,
  { statesMax, propose }: CounterexampleOptions,
): Promise<CounterexampleToInduction> {
  const { question, picture } = lost;
  const { instance } = picture;
  const evaluator = new Evaluator(instance);
  const [before, after] = statesOf(evaluator, lost);
  refuseFalsePicture(evaluator, lost, before, after);
  const { graph } = explore(evaluator, { statesMax, keepEdges: false });
  const keys = new Set(graph.states.map(keyOf));
  const isReached = keys.has(keyOf(before));
  const reached: Reached = {
    outcome: isReached ? 'reached' : graph.complete ? 'not reached' : 'not reached within the limit',
    states: graph.states.length,
  };
  const wanted = propose && !isReached && graph.complete;
  return {
    ...{ action: question.action, args: picture.args, claim: question.claim, says: question.says },
    ...{ background: backgroundOf(instance), lines: linesOf(instance, before, after), reached },
    ...(wanted ? { proposals: await proposalsFor(questions, lost, before, graph) } : {}),
  };
}

/** The states before and after the step: of what is no action, twice the same. */
function statesOf(evaluator: Evaluator, { question, picture }: Lost): readonly [State, State] {
  if (question.action === initially) {
    const state = initialState(evaluator);
    return [state, state];
  }
  if (question.action === always) return [picture.state, picture.state];
  const { step, bound } = bind(evaluator, question.action, picture.args);
  const after = picture.state.slice();
  step.write(picture.state, after, bound);
  return [picture.state, after];
}

function bind(evaluator: Evaluator, name: string, args: readonly string[]) {
  const action = evaluator.instance.system.actions.find((each) => each.name === name)!;
  const step = evaluator.step(action);
  const bound: number[] = [];
  for (const [index, { sort }] of action.parameters.entries())
    bound[step.numbers[index]!] = valuesOf(sort, evaluator.instance.elements).indexOf(args[index]!);
  return { step, bound };
}

function refuseFalsePicture(evaluator: Evaluator, { question, picture }: Lost, before: State, after: State): void {
  const { system, name } = evaluator.instance;
  const refuse = (what: string) => {
    throw new QuiesceError('QSC437', `${system.name}, ${name} of ${question.action} and ${question.claim}: ${what}`);
  };
  const assumed = question.action === initially ? system.axioms : { ...system.axioms, ...system.invariant };
  for (const [each, { holds }] of Object.entries(assumed))
    if (!evaluator.holds(holds, before)) refuse(`the solver has ${each} hold in the state before, and it does not`);
  if (question.action !== initially && question.action !== always) {
    const { step, bound } = bind(evaluator, question.action, picture.args);
    if (step.guard(before, before, bound) !== 1) refuse('the solver takes a step that cannot be taken');
  }
  if (claimHolds(evaluator, system, question, before, after)) refuse('the solver has the claim lost, and it is not');
}

function claimHolds(
  evaluator: Evaluator,
  system: System,
  { kind, claim }: Question,
  before: State,
  after: State,
): boolean {
  const lists: Readonly<Record<Question['kind'], Readonly<Record<string, Claim>>>> = {
    conjunct: system.invariant,
    claim: system.claims,
    step: system.steps,
  };
  const { holds } = lists[kind][claim]!;
  return kind === 'step' ? evaluator.holds(holds, before, after) : evaluator.holds(holds, after);
}
