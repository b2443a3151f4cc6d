// One system held to one or several specifications in one exploration: every step of every interleaving must be one that
// each of them can follow; and the other way round, which of their transitions some interleaving takes.

import {
  type ExploredGraph,
  type ExploreOptions,
  explore,
  explored,
  formatSchedule,
  type Property,
} from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { listGiven, ofGiven, recordGiven } from '../engine/program/given.js';
import { Conformance } from './conformance.js';
import { type CoverageSets, coverageSets, pairsMax, realisedPairs } from './coverage.js';
import { type Diverging, divergenceOf } from './divergence.js';
import { graphWithin, type SpecificationGraph } from './graph.js';
import { type Realised, realisedIn, scheduleOf, transitionKey } from './realised.js';
import type { ConformanceVerdict, RealisedEdge, RuleUse, UnreachedEdge } from './result.js';
import type { Specification } from './specification.js';
import { refuseOther } from './wellDeclared.js';

export interface ConformOptions {
  readonly limits?: NonNullable<ExploreOptions['limits']>;
  readonly interrupted?: () => boolean;
  /** Measures pairs of arrows, in explorations of up to 250,000 states; true unless told. */
  readonly pairs?: boolean;
  /** Leaves out the audits and the live executions: for programs that are audited elsewhere. */
  readonly searchOnly?: boolean;
}

/** One specification beside one exploration. */
export interface Conformed<S = unknown> {
  readonly conformance: Conformance<S>;
  readonly verdict: ConformanceVerdict;
  /** What the exploration went through. */
  readonly explored: ExploredGraph;
  readonly realised: Realised;
  /** The specification's own graph; undefined where it is too large, or where the alphabet is not known to its end. */
  readonly graph: SpecificationGraph | undefined;
  /** Undefined where the system diverges, or there is no graph. */
  readonly coverage: CoverageSets | undefined;
  readonly diverging?: Diverging;
}

/** conform explores a system with specifications beside it. Throws QSC401 to QSC403. */
export function conform<S>(
  system: System,
  specifications: readonly Specification<S>[],
  options: ConformOptions = {},
): readonly Conformed<S>[] {
  for (const each of listGiven('QSC407', 'a list of specifications', specifications))
    refuseOther('a specification', each, 'rules');
  recordGiven('QSC110', 'options: a record', options);
  const conformances = specifications.map((specification) => new Conformance(specification));
  const graph = exploredBeside(
    system,
    conformances.map(({ property }) => property),
    options,
  );
  return conformances.map((conformance) => judged(system, graph, conformance, options.pairs ?? true));
}

function exploredBeside(
  system: System,
  properties: readonly Property[],
  { limits, interrupted, searchOnly }: ConformOptions,
): ExploredGraph {
  const options = { ...(limits ? { limits } : {}), ...(interrupted ? { interrupted } : {}) };
  return searchOnly
    ? explored(system, properties, options)
    : explore(system, properties, { ...options, builtIn: false }).graph;
}

function judged<S>(system: System, explored: ExploredGraph, conformance: Conformance<S>, pairs: boolean): Conformed<S> {
  const { specification } = conformance;
  const realised = realisedIn(conformance, explored);
  const alphabet = [...realised.alphabet.values()];
  const counterexample = explored.counterexample(conformance.property.name);
  const diverging = counterexample && divergenceOf(conformance, system, counterexample, alphabet);
  const isKnown = !diverging || specification.automaton.steps !== undefined;
  const graph = isKnown ? graphWithin(specification, realised) : undefined;
  const withPairs = pairs && explored.complete && explored.states <= pairsMax;
  const coverage =
    graph && !diverging
      ? coverageSets(conformance, realised, graph, withPairs ? realisedPairs(conformance, system) : undefined)
      : undefined;
  const verdict = diverging
    ? 'diverges'
    : !explored.complete
      ? 'inconclusive'
      : isAsked(conformance, realised)
        ? 'conforms'
        : 'vacuous';
  return { conformance, verdict, explored, realised, graph, coverage, ...(diverging ? { diverging } : {}) };
}

/** Whether anything was said that the specification had to answer. */
function isAsked<S>({ specification: { rules } }: Conformance<S>, { uses }: Realised): boolean {
  return rules.some(({ name, kind }) => (kind === 'step' || kind === 'observation') && uses.get(name)! > 0);
}

/** realisedEdges lists the transitions that some interleaving takes, each with a schedule that takes it. */
export function realisedEdges<S>(conformed: Conformed<S>): readonly RealisedEdge[] {
  return ofGiven('QSC407', 'what conform gives', () => {
    const { conformance, realised, explored } = conformed;
    const { automaton } = conformance.specification;
    return [...realised.transitions.values()].map((made) => ({
      state: automaton.textOf(made.from),
      step: made.step.text,
      arrows: made.arrows,
      schedule: formatSchedule(scheduleOf(explored, made)),
    }));
  });
}

/** unreachedEdges lists the transitions of the specification's graph that no interleaving takes. */
export function unreachedEdges<S>(conformed: Conformed<S>): readonly UnreachedEdge[] {
  return ofGiven('QSC407', 'what conform gives', () => {
    const { conformance, realised, graph } = conformed;
    const { automaton } = conformance.specification;
    const unreached = graph?.transitions.filter((made) => !realised.transitions.has(transitionKey(made))) ?? [];
    return unreached.map(({ from, step, arrows }) => ({
      state: automaton.textOf(from),
      step: step.text,
      arrows,
      path: graph!.pathTo(from).map(({ text }) => text),
    }));
  });
}

/** ruleUses lists the rules of a specification, each with how often it was used. */
export function ruleUses<S>(conformed: Conformed<S>): readonly RuleUse[] {
  return ofGiven('QSC407', 'what conform gives', () => {
    const { conformance, realised } = conformed;
    return conformance.specification.rules.map(({ name, kind, why }) => ({
      rule: name,
      kind,
      uses: realised.uses.get(name)!,
      ...(why === undefined ? {} : { why }),
    }));
  });
}
