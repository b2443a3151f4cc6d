// What `prove` says of a random protocol, held against the list of all states of small worlds: a row that is inductive is
// lost by no step there, a proved claim is false in no reachable state, a picture is of a real step, a schedule can be
// taken, and what is impossible is so.

import type { Action } from '../../proof/form/action.js';
import { conditionsOf } from '../../proof/form/condition.js';
import { changed, type System } from '../../proof/form/system.js';
import type { Formula } from '../../proof/form/term.js';
import type { Chance } from '../../proof/instance/chance.js';
import { always, initially } from '../../proof/questions.js';
import type { CounterexampleToInduction, ProofResult, ScheduleStep } from '../../proof/result.js';
import {
  allSo,
  firstState,
  isSo,
  reachedFrom,
  type Step,
  stepsFrom,
  type Table,
  tablesOf,
  textOfTable,
  type World,
} from './bruteForce.js';
import { randomSystem } from './randomSystem.js';

/** A world with all its states, and all steps out of each. */
interface Listed {
  readonly world: World;
  /** The instance of the system that it is, if it is one. */
  readonly name?: string;
  readonly states: readonly { readonly state: Table; readonly steps: readonly Step[] }[];
  readonly reached: ReturnType<typeof reachedFrom>;
}

/** How many ants and bees there are in a world. */
export type Size = readonly [ants: number, bees: number];

export const smallSizes: readonly Size[] = [
  [1, 1],
  [2, 1],
  [1, 2],
];

function listed(system: System, world: World, name?: string): Listed {
  const states = tablesOf(world, system.state).map((state) => ({ state, steps: stepsFrom(system, world, state) }));
  return { world, states, reached: reachedFrom(system, world), ...(name === undefined ? {} : { name }) };
}

/** The declared instances, and of each size a world that chance picks among those in which the assumptions hold. */
function worldsOf(system: System, chance: Chance, sizes: readonly Size[]): readonly Listed[] {
  const declared = system.instances.map(({ name, elements, fixed }) => {
    const table = fixed as unknown as { home: Table; near: readonly (readonly string[])[]; queen: string };
    const home = Object.entries(table.home).map(([ant, bee]) => [`home ${ant}`, bee]);
    const near = elements.Ant!.flatMap((ant) =>
      elements.Bee!.map((bee) => [`near ${ant} ${bee}`, `${table.near.some(([a, b]) => a === ant && b === bee)}`]),
    );
    const world = { elements, fixed: { queen: table.queen, ...Object.fromEntries([...home, ...near]) } };
    return listed(system, world, name);
  });
  const others = sizes.map(([ants, bees]) => {
    const elements = { Ant: named('a', ants), Bee: named('b', bees) };
    const worlds = tablesOf({ elements, fixed: {} }, system.fixed).map((fixed) => ({ elements, fixed }));
    const fitting = worlds.filter((world) => allSo(system.axioms, world, {}));
    return listed(system, fitting[chance.below(fitting.length)]!);
  });
  return [...declared, ...others];
}

function named(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}

export interface Drawn {
  readonly system: System;
  readonly worlds: readonly Listed[];
}

/**
 * drawnSystem draws a protocol whose conjuncts hold in all reachable states of the worlds. Three times of four they are kept
 * by every step there too, every action can be taken, and every claim can be false: so that many are proved.
 */
export function drawnSystem(chance: Chance, sizes = smallSizes): Drawn {
  for (;;) {
    const { system, candidates, ofSteps } = randomSystem(chance);
    const worlds = worldsOf(system, chance, sizes);
    const isTaken = ({ name }: Action) =>
      worlds.some((each) => each.name && each.reached.steps.some(({ step }) => step.action === name));
    if (system.actions.every(isTaken) || chance.below(20) === 0)
      return { worlds, system: claiming(system, worlds, candidates, ofSteps, chance) };
  }
}

function claiming(
  system: System,
  worlds: readonly Listed[],
  candidates: readonly Formula[],
  ofSteps: readonly Formula[],
  chance: Chance,
): System {
  const isFree = (share: number) => chance.below(share) === 0;
  const isSaying = (formula: Formula, isOfSteps: boolean) =>
    worlds.some(({ world, states }) => canBeFalse(formula, world, states, isOfSteps));
  const saying = candidates.filter((formula) => isSaying(formula, false) || isFree(30));
  const invariants = saying.filter((formula) => holdsThroughout(formula, worlds));
  const kept = keptOf(invariants, worlds);
  const conjuncts = (isFree(4) ? invariants : kept).slice(0, 4);
  const claims = (isFree(4) ? saying : isFree(3) ? invariants : kept).slice(0, 2);
  const steps = ofSteps.filter((each) => isSaying(each, true) && (isFree(5) || holdsOver(each, worlds, conjuncts)));
  const numbered = <T>(name: string, list: readonly Formula[], more: (holds: Formula) => T) =>
    Object.fromEntries(list.map((holds, index) => [`${name}${index}`, more(holds)]));
  const { neededFor } = Object.values(system.invariant)[0]!;
  return changed(system, {
    invariant: { ...system.invariant, ...numbered('kept', conjuncts, (holds) => ({ says: '', holds, neededFor })) },
    claims: numbered('claim', claims, (holds) => ({ says: '', holds })),
    steps: numbered('step', steps, (holds) => ({ says: '', holds })),
  });
}

function holdsThroughout(formula: Formula, worlds: readonly Listed[]): boolean {
  return worlds.every(({ world, reached }) =>
    [...reached.states.values()].every((state) => isSo(formula, world, state)),
  );
}

/** Over all steps from states in which the conjuncts hold. */
function holdsOver(formula: Formula, worlds: readonly Listed[], conjuncts: readonly Formula[]): boolean {
  return worlds.every(({ world, states }) =>
    states
      .filter(({ state }) => conjuncts.every((each) => isSo(each, world, state)))
      .every(({ state, steps }) => steps.every(({ after }) => isSo(formula, world, state, after))),
  );
}

/** Those that, together, no step loses in any of the worlds. */
function keptOf(formulas: readonly Formula[], worlds: readonly Listed[]): readonly Formula[] {
  const inAll = worlds.map(({ world, states }) => ({
    world,
    kept: states.filter(({ state }) => formulas.every((each) => isSo(each, world, state))),
  }));
  const lost = formulas.find((formula) =>
    inAll.some(({ world, kept }) => kept.some(({ steps }) => steps.some(({ after }) => !isSo(formula, world, after)))),
  );
  const others = formulas.filter((formula) => formula !== lost);
  return lost ? keptOf(others, worlds) : formulas;
}

/** contradictionsOf lists what of a result is not so. */
export function contradictionsOf({ system, worlds: all }: Drawn, result: ProofResult): readonly string[] {
  const worlds = all.map((each) => ({
    ...each,
    kept: each.states.filter(({ state }) => allSo(system.invariant, each.world, state)),
  }));
  return [
    ...result.rows.flatMap(({ action, claim, outcome }) =>
      outcome === 'inductive' && worlds.some((each) => loses(system, each, action, claim))
        ? [`${action} and ${claim}: inductive, and lost`]
        : [],
    ),
    ...result.premises.flatMap(({ name, by, outcome }) =>
      outcome === 'impossible' && worlds.some((each) => isPossible(system, each, name, by))
        ? [`${name} by ${by}: impossible, and possible`]
        : [],
    ),
    ...(result.verdict === 'proved' ? worlds.flatMap((each) => reachableViolation(system, each)) : []),
    ...result.counterexamples.flatMap((each) => unlikePicture(system, each)),
    ...(result.refutation ? falseSchedule(system, worlds, result) : []),
  ];
}

/** With the states in which the invariant holds. */
interface Kept extends Listed {
  readonly kept: Listed['states'];
}

function loses(system: System, { world, kept }: Kept, action: string, claim: string): boolean {
  const { invariant, claims, steps } = system;
  const { holds } = { ...invariant, ...claims, ...steps }[claim]!;
  if (action === initially) return !isSo(holds, world, firstState(system, world));
  return kept.some(({ state, steps: own }) => {
    if (action === always) return !isSo(holds, world, state);
    const taken = own.filter((step) => step.action === action);
    return taken.some(({ after }) => !(steps[claim] ? isSo(holds, world, state, after) : isSo(holds, world, after)));
  });
}

function isPossible(
  system: System,
  { world, states, kept, reached, name }: Kept,
  premise: string,
  by: string,
): boolean {
  if (premise.startsWith('if ')) return name !== undefined && isMet(system, { world, reached }, premise.slice(3));
  if (by === 'exploration') return name !== undefined && reached.steps.some(({ step }) => step.action === premise);
  const { claims, steps } = system;
  if (premise.startsWith('not ')) {
    const claim = premise.slice(4);
    return canBeFalse({ ...claims, ...steps }[claim]!.holds, world, states, Boolean(steps[claim]));
  }
  if (premise === 'axioms') return true;
  if (premise === 'invariant') return kept.length > 0;
  return kept.some(({ steps: own }) => own.some((step) => step.action === premise));
}

/** Whether every condition of a claim is met in a state, or in a step, that is reached. */
function isMet(
  { claims, steps }: System,
  { world, reached }: Pick<Listed, 'world' | 'reached'>,
  claim: string,
): boolean {
  const { holds } = { ...claims, ...steps }[claim]!;
  return conditionsOf(holds).every((condition) =>
    steps[claim]
      ? reached.steps.some(({ before, step }) => isSo(condition, world, before, step.after))
      : [...reached.states.values()].some((state) => isSo(condition, world, state)),
  );
}

/** Of some state, or of some change of states. */
function canBeFalse(holds: Formula, world: World, states: Listed['states'], isOfSteps: boolean): boolean {
  return states.some(({ state }) =>
    isOfSteps ? states.some((other) => !isSo(holds, world, state, other.state)) : !isSo(holds, world, state),
  );
}

function reachableViolation(system: System, { world, reached }: Listed): readonly string[] {
  const { invariant, claims, steps } = system;
  const isLost = [...reached.states.values()].some((state) => !allSo({ ...invariant, ...claims }, world, state));
  const isBroken = reached.steps.some(({ before, step }) =>
    Object.values(steps).some(({ holds }) => !isSo(holds, world, before, step.after)),
  );
  return isLost || isBroken ? ['proved, and false in a reachable state'] : [];
}

/** The world of a picture, and the state before its step: each element has a colour there. */
function pictured({ lines, background }: CounterexampleToInduction): { readonly world: World; readonly state: Table } {
  const of = (symbol: string) =>
    lines.flatMap(({ term }) => (term.startsWith(`${symbol} `) ? [term.split(' ')[1]!] : []));
  const elements = { Ant: of('hue'), Bee: of('shade') };
  const [only] = elements.Bee as [string];
  const said = background.map((line) => line.split(' is ') as [string, string?]);
  const near = elements.Ant.flatMap((ant) => elements.Bee.map((bee) => [`near ${ant} ${bee}`, 'false']));
  const home = elements.Ant.map((ant) => [`home ${ant}`, only]);
  const told = said.map(([term, value = 'true']) => [term, value]);
  const fixed = Object.fromEntries([...near, ...home, ['queen', only], ...told]);
  const likes = elements.Ant.flatMap((ant) => elements.Bee.map((bee) => [`likes ${ant} ${bee}`, 'false']));
  const state = Object.fromEntries([...likes, ...lines.map(({ term, before }) => [term, before])]);
  return { world: { elements, fixed }, state };
}

function unlikePicture(system: System, found: CounterexampleToInduction): readonly string[] {
  const { world, state: told } = pictured(found);
  const { action, args, claim, lines, reached } = found;
  const { invariant, claims, steps, axioms } = system;
  const has = new Set(system.state.map(({ name }) => name));
  const state = Object.fromEntries(Object.entries(told).filter(([term]) => has.has(term.split(' ')[0]!)));
  const what = `the picture of ${action} and ${claim}`;
  if (!allSo(axioms, world, state)) return [`${what}: an assumption is false`];
  const { holds } = { ...invariant, ...claims, ...steps }[claim]!;
  if (action === initially) return isSo(holds, world, firstState(system, world)) ? [`${what}: it holds`] : [];
  if (!allSo(invariant, world, state)) return [`${what}: the invariant is false`];
  if (isLargeFor(world) || (reached.outcome === 'reached') === isReached(system, world, state)) {
    if (action === always) return isSo(holds, world, state) ? [`${what}: it holds`] : [];
    const step = stepsFrom(system, world, state).find(
      (each) => each.action === action && each.args.join(' ') === args.join(' '),
    );
    if (!step) return [`${what}: the step cannot be taken`];
    const isWrong = lines.some(({ term, after }) => step.after[term] !== after);
    if (isWrong) return [`${what}: it leads elsewhere`];
    const isKept = steps[claim] ? isSo(holds, world, state, step.after) : isSo(holds, world, step.after);
    return isKept ? [`${what}: it holds`] : [];
  }
  return [`${what}: ${reached.outcome}`];
}

function isLargeFor({ elements }: World): boolean {
  return elements.Ant!.length * elements.Bee!.length > 4;
}

function isReached(system: System, world: World, state: Table): boolean {
  return reachedFrom(system, world).states.has(textOfTable(state));
}

function falseSchedule(system: System, worlds: readonly Listed[], { refutation, counterexamples }: ProofResult) {
  const { claim, schedule, instance } = refutation!;
  const own = counterexamples.find((each) => instance === `the picture of ${each.action} and ${each.claim}`);
  const world = worlds.find(({ name }) => name === instance)?.world ?? (own && pictured(own).world);
  if (!world) return [`an unknown instance: ${instance}`];
  const way = wayOf(system, world, schedule);
  if (!way) return [`the schedule to ${claim} cannot be taken`];
  const { holds } = { ...system.invariant, ...system.claims, ...system.steps }[claim]!;
  const [last, previous] = [way.at(-1)!, way.at(-2)];
  const isKept = system.steps[claim] ? isSo(holds, world, previous!, last) : isSo(holds, world, last);
  return isKept ? [`${claim} holds after its schedule`] : [];
}

/** The states that a schedule leads through; undefined where a step of it cannot be taken. */
function wayOf(system: System, world: World, schedule: readonly ScheduleStep[]): readonly Table[] | undefined {
  const way = [firstState(system, world)];
  for (const { action, args } of schedule) {
    const step = stepsFrom(system, world, way.at(-1)!).find(
      (each) => each.action === action && each.args.join(' ') === args.join(' '),
    );
    if (!step) return undefined;
    way.push(step.after);
  }
  return way;
}
