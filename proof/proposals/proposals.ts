// Conjuncts that may be missing: what tells an unreachable state from all that are reachable, in as few facts about as few
// elements as possible. A bounded search, as published for inductive invariants in this fragment: the smallest sets of
// facts that hold together of elements of the unreachable state, and of no elements of any reachable one, are claimed
// never to hold together. The solver says whether the lost row is inductive with the claim, and whether the claim is.

import type { Lost } from '../counterexample.js';
import { and, equal, not, or } from '../form/build.js';
import type { OpenSort } from '../form/sort.js';
import type { Claim } from '../form/system.js';
import { type Formula, freeVariables, type Term, type Variable } from '../form/term.js';
import { textOf } from '../form/text.js';
import { Evaluator } from '../instance/evaluate.js';
import { explore, type InstanceGraph } from '../instance/graph.js';
import { type Instance, type State, tuples, valuesOf } from '../instance/instance.js';
import { always, initially, type Questions, type RowAsker } from '../questions.js';
import type { Proposal } from '../result.js';
import { type Reading, smallestUnheardOf, type UnheardOf } from './unheardOf.js';
import { variedInstances } from './variedInstances.js';
import { type Vocabulary, vocabularyOf } from './vocabulary.js';

/** Bounds of the search. */
const bounds = Object.freeze({ factsOfOne: 4, factsOfTwo: 3, statesMax: 2_000, judged: 40, proposed: 3 });

/** proposalsFor proposes conjuncts for a lost row whose state before is not reachable, the best first. */
export async function proposalsFor(
  questions: Questions,
  lost: Lost,
  before: State,
  own: InstanceGraph,
): Promise<readonly Proposal[]> {
  if (lost.question.action === initially) return [];
  const { instance } = lost.picture;
  const graphs = [own, ...variedInstances(questions.system).map(graphOf)];
  const found: Proposal[] = [];
  for (const sorts of choicesOfSorts(instance)) {
    for (const claim of simplest(claimsOver(sorts, instance, before, graphs))) {
      if (!(await closes(questions, lost, claim))) continue;
      found.push({ text: claim.says, loses: await losesItself(questions, claim) });
    }
    if (found.some(({ loses }) => loses.length === 0)) break;
  }
  return found.sort((one, other) => one.loses.length - other.loses.length).slice(0, bounds.proposed);
}

function graphOf(instance: Instance): InstanceGraph {
  return explore(new Evaluator(instance), { statesMax: bounds.statesMax, keepEdges: false }).graph;
}

/** The sorts of no, one and two variables. */
function choicesOfSorts({ system }: Instance): readonly (readonly OpenSort[])[] {
  const open = system.sorts.filter((sort): sort is OpenSort => sort.kind === 'open');
  const pairs = open.flatMap((one, index) => open.slice(index).map((other) => [one, other]));
  return [[], ...open.map((sort) => [sort]), ...pairs];
}

function claimsOver(
  sorts: readonly OpenSort[],
  picture: Instance,
  before: State,
  graphs: readonly InstanceGraph[],
): readonly Claim[] {
  const vocabulary = vocabularyOf(picture.system, sorts);
  const known = distinct(graphs.flatMap(({ instance, states }) => readingsOf(vocabulary, instance, states)));
  const readings = distinct(readingsOf(vocabulary, picture, [before]));
  const { observations } = vocabulary;
  const limits = {
    factsMax: sorts.length < 2 ? bounds.factsOfOne : bounds.factsOfTwo,
    sizes: observations.map(({ values }) => values.length),
    isBackground: (at: number) => observations[at]!.isBackground,
  };
  return readings.flatMap((reading) =>
    smallestUnheardOf(reading, known, limits).map((facts) => claimOf(vocabulary, facts)),
  );
}

/** The value of each observation, for each choice of elements in each state. */
function readingsOf(
  { variables, observations }: Vocabulary,
  instance: Instance,
  states: readonly State[],
): readonly Reading[] {
  const evaluator = new Evaluator(instance);
  const compiled = observations.map(({ values }) => values.map((formula) => evaluator.compile(formula)));
  const choices = choicesOf(variables, instance);
  return states.flatMap((state) =>
    choices.map((choice) => {
      const bound: number[] = [];
      for (const [index, variable] of variables.entries()) bound[evaluator.numberOf(variable)] = choice[index]!;
      return Uint8Array.from(compiled, (values) => values.findIndex((value) => value(state, state, bound) === 1));
    }),
  );
}

/** Two variables of one sort stand for two elements. */
function choicesOf(variables: Vocabulary['variables'], { elements }: Instance): readonly (readonly number[])[] {
  const all = tuples(variables.map(({ sort }) => valuesOf(sort, elements).map((_, index) => index)));
  return all.filter(([one, other]) => variables.length < 2 || !isOneSort(variables) || one !== other);
}

function isOneSort([one, other]: Vocabulary['variables']): boolean {
  return one?.sort.name === other?.sort.name;
}

function distinct(readings: readonly Reading[]): readonly Reading[] {
  return [...new Map(readings.map((reading) => [String.fromCharCode(...reading), reading])).values()];
}

/** The claim that some facts never hold together, of as many variables as they speak of. */
function claimOf({ variables, observations }: Vocabulary, facts: readonly UnheardOf[]): Claim {
  const formulas = facts.map(({ at, values }) => oneOf(observations[at]!.values, values));
  const used = variables.filter((variable) => formulas.some((formula) => freeVariables(formula).has(variable)));
  const never = not(and(...formulas));
  const [one, other] = used as [Term?, Term?];
  const body = one && other && isOneSort(used) ? or(equal(one, other), never) : never;
  const holds = used.length === 0 ? body : forAllOf(used, body);
  return { says: textOf(holds), holds };
}

/** One of some values; or none of the others, where those are fewer. */
function oneOf(all: readonly Formula[], chosen: readonly number[]): Formula {
  const others = all.filter((_, value) => !chosen.includes(value));
  if (others.length > 0 && others.length < chosen.length) return not(or(...others));
  return or(...chosen.map((value) => all[value]!));
}

function forAllOf(variables: readonly Variable[], body: Formula): Formula {
  return Object.freeze({ kind: 'forAll', sort: body.sort, variables, body });
}

/** Those that are said most shortly, each once. */
function simplest(claims: readonly Claim[]): readonly Claim[] {
  const unique = [...new Map(claims.map((claim) => [claim.says, claim])).values()];
  return unique.sort((one, other) => one.says.length - other.says.length).slice(0, bounds.judged);
}

/** Whether the lost row is inductive with the claim. */
async function closes(questions: Questions, { question }: Lost, claim: Claim): Promise<boolean> {
  const isClosed = async (row: RowAsker) => (await row(question.claim)).answer === 'unsat';
  if (question.action === always) return await questions.always(isClosed, [claim]);
  const action = questions.system.actions.find(({ name }) => name === question.action)!;
  return await questions.after(action, isClosed, [claim]);
}

/** The actions by which the claim itself would be lost; none if it can be added as it stands. */
async function losesItself(questions: Questions, claim: Claim): Promise<readonly string[]> {
  const isLost = async (row: RowAsker) => (await row(claim.says, { holds: claim })).answer !== 'unsat';
  const found = (await questions.initially(isLost)) ? [initially] : [];
  for (const action of questions.system.actions)
    if (await questions.after(action, isLost, [claim])) found.push(action.name);
  return found;
}
