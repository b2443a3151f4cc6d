// One specification held to another: every step that the first allows, wherever both get to together, must be one that the
// second allows. What the first does not allow and the second does is listed, and is no divergence.

import { QuiesceError, type Value } from '../engine/program/index.js';
import { type SpecificationAutomaton, type Step, step } from './automaton.js';
import { compare } from './between.js';
import { descriptorOf, isArrowOf } from './descriptor.js';
import { type EdgeRow, edgeRows } from './edges.js';
import type { Refusal } from './result.js';
import type { Specification } from './specification.js';

/** How the steps of the first are read as steps of the second. S is what the first shows of a state. */
export interface ModelsOptions<S = unknown> {
  /**
   * By name, with which parameters the first is asked for its steps; needed where it does not know all of them itself. All
   * of its steps are there: one that is not to be compared with an empty list.
   */
  readonly alphabet?: { readonly [step: string]: readonly { readonly [name: string]: Value }[] };
  /** What a step of the first is to the second: its steps, in order. The one of the same name and parameters unless told. */
  readonly steps?: (state: S, step: Step) => readonly Step[];
  /** Pairs of states at most; 100,000 unless told. */
  readonly pairsMax?: number;
}

export interface ModelsReport {
  /** vacuous: no step of the first that it allows is one of the second. */
  readonly verdict: 'conforms' | 'diverges' | 'vacuous' | 'inconclusive';
  /** Pairs of states that both get to together. */
  readonly pairs: number;
  /** By step, how many transitions both have, only the first, only the second. */
  readonly rows: readonly EdgeRow[];
  /** The first step that the second refuses. */
  readonly refusal?: Refusal;
  /** What of either is not compared, in sentences; left out where all is. */
  readonly remark?: string;
}

/** heldTo compares two specifications. Throws QSC407. */
export function heldTo<S>(
  { automaton: leader, hidden: owes = [] }: Specification<S>,
  { automaton: follower, hidden = [] }: Specification,
  { alphabet, steps, pairsMax }: ModelsOptions<S>,
): ModelsReport {
  const unsaid = [...owes, ...hidden].map(({ text }) => text);
  if (unsaid.length > 0)
    throw new QuiesceError(
      'QSC407',
      `${unsaid.join(', ')} may come at any time: two specifications are compared step by step`,
    );
  const asked = alphabet ? stepsIn(leader, alphabet) : leader.alphabet;
  if (!asked)
    throw new QuiesceError(
      'QSC407',
      `${leader.name} does not know all of its steps: give an alphabet, with which parameters it makes them`,
    );
  refuseNothingAsked(leader.name, asked);
  if (alphabet) refuseLeftOut(leader, alphabet);
  const known = (each: Step) => follower.ownStep?.(each) ?? each;
  const named = new Map(steps ? [] : asked.map((each) => [each.text, namesake(follower, each)]));
  const readAs = (state: S, each: Step) => (steps ? steps(state, each).map(known) : [named.get(each.text)!]);
  const reading = { leader, follower, alphabet: asked, steps: readAs };
  const { verdict, pairs, edges, refusal } = compare({ ...reading, ...(pairsMax === undefined ? {} : { pairsMax }) });
  const remarks = [leader.remark, follower.remark].filter((each) => each !== undefined);
  const remark = remarks.length > 0 ? { remark: remarks.join('; ') } : {};
  return { verdict, pairs, rows: edgeRows(edges), ...(refusal ? { refusal } : {}), ...remark };
}

/** refuseNothingAsked: an alphabet without steps makes every specification like every other. Throws QSC407. */
export function refuseNothingAsked(name: string, asked: readonly Step[]): void {
  if (asked.length === 0) throw new QuiesceError('QSC407', `of ${name} no step is asked: the alphabet is empty`);
}

/** A step that nobody asks for would be taken for one that the second allows. */
function refuseLeftOut(leader: SpecificationAutomaton, alphabet: object): void {
  const given = Object.keys(alphabet);
  const left = leader.arrows.filter((arrow) => isSaid(arrow) && !given.some((name) => isArrowOf(arrow, name)));
  if (left.length > 0)
    throw new QuiesceError(
      'QSC407',
      `the alphabet of ${leader.name} leaves out ${left.join(', ')}: give it a list, an empty one where it is not compared`,
    );
}

/** Not what a machine does of itself: arrows without an event, and those of its own states that are done. */
function isSaid(arrow: string): boolean {
  const event = descriptorOf(arrow);
  return event !== 'always' && !event.startsWith('xstate.done.state.');
}

/** stepsIn are the steps of an alphabet, as an automaton knows them. Throws QSC407. */
export function stepsIn(
  automaton: SpecificationAutomaton,
  alphabet: NonNullable<ModelsOptions['alphabet']>,
): readonly Step[] {
  const unknown = Object.keys(alphabet).find((name) => !automaton.alphabet && !isMadeBy(automaton, name));
  if (unknown !== undefined) throw new QuiesceError('QSC407', `${automaton.name} has no step ${unknown}`);
  return Object.entries(alphabet).flatMap(([name, list]) => list.map((data) => ownStep(automaton, step(name, data))));
}

function isMadeBy({ arrows }: SpecificationAutomaton, name: string): boolean {
  return arrows.some((arrow) => isArrowOf(arrow, name));
}

/** The second's step of the same name; itself where the second does not know all of its steps. */
function namesake(follower: SpecificationAutomaton, asked: Step): Step {
  if (!follower.alphabet && !isMadeBy(follower, asked.name))
    throw new QuiesceError('QSC407', `${follower.name} has no step ${asked.name}: say what it is with \`steps\``);
  if (isByPosition(asked) && !follower.ownStep)
    throw new QuiesceError(
      'QSC407',
      `${asked.text} has its parameters by position, and ${follower.name} by name: say what it is with \`steps\``,
    );
  return ownStep(follower, asked);
}

function isByPosition({ parameters }: Step): boolean {
  return Array.isArray(parameters) && parameters.length > 0;
}

/** Parameters by name and parameters by position are the same when their values are, in that order. */
function ownStep(automaton: SpecificationAutomaton, asked: Step): Step {
  const { alphabet, name } = automaton;
  if (!alphabet || alphabet.some((each) => each.name === asked.name)) return automaton.ownStep?.(asked) ?? asked;
  throw new QuiesceError('QSC407', `${name} has no step ${asked.name}: say what it is with \`steps\``);
}
