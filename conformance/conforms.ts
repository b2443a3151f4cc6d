// conforms: whether a system keeps to a specification, on every step of every interleaving, as one value of plain data.

import type { InvariantProperty, LimitHit } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { type Conformed, type ConformOptions, conform, ruleUses, unreachedEdges } from './conform.js';
import { Conformance } from './conformance.js';
import { coverageOf } from './coverage.js';
import { type FairnessReport, fairnessOf } from './fairness.js';
import { graphHash } from './graph.js';
import { heldTo, type ModelsOptions, type ModelsReport } from './models.js';
import type { ConformanceVerdict, Coverage, Divergence, RuleUse, UnreachedEdge } from './result.js';
import type { EnvironmentUse, Specification } from './specification.js';
import { refuseNoObject, refuseOther } from './wellDeclared.js';

/** What one check against one specification found. */
export interface ConformanceReport {
  /** The name of the specification's property: schedules have it. */
  readonly name: string;
  readonly verdict: ConformanceVerdict;
  readonly limit?: LimitHit;
  readonly states: number;
  readonly transitions: number;
  readonly divergence?: Divergence;
  /** How much of the specification some interleaving takes; undefined figures where its own graph is too large. */
  readonly coverage: Coverage;
  /** Transitions that the specification allows, within what the system ever does, and that no interleaving takes. */
  readonly unreached: readonly UnreachedEdge[];
  readonly rules: readonly RuleUse[];
  /** SHA-256 of the specification's own graph within what the system does; left out where that is too large. */
  readonly graph?: string;
  /** For each weakly fair step, whether fair executions of the system keep taking it; left out where none is fair. */
  readonly fairness?: readonly FairnessReport[];
  /** Timers and ends of actors, and how each comes: left out where the specification has none. */
  readonly environment?: readonly EnvironmentUse[];
  /** What of the specification is not compared, in a sentence; left out where all is. */
  readonly remark?: string;
}

/**
 * conforms explores every interleaving of a system with a specification beside it. A system that does nothing wrong and stops
 * conforms, unless the specification has fair steps: then its fair executions are explored too, and one that leaves a fair
 * step allowed for ever diverges. Throws QSC401 to QSC410 for what is declared wrongly, and what `explore` throws.
 *
 * @example
 * conforms(ticking, specification(counter, { bounds: (count) => count < 1 })).verdict // => 'conforms'
 */
export function conforms<S>(
  system: System,
  specification: Specification<S>,
  options?: Omit<ConformOptions, 'searchOnly'>,
): ConformanceReport;
/** Of two specifications: every step of the first is one that the second allows, wherever they get to together. */
export function conforms<S, T>(
  first: Specification<S>,
  second: Specification<T>,
  options?: ModelsOptions<S>,
): ModelsReport;
export function conforms(held: object, specification: object, options: object = {}): ConformanceReport | ModelsReport {
  const second = specification as Specification;
  refuseOther('a specification', second, 'automaton');
  refuseNoObject('options', options);
  refuseOther('a system or a specification', held, isSpecification(held) ? 'automaton' : 'threads');
  return isSpecification(held)
    ? heldTo(held as Specification, second, options)
    : explored(held as System, second, options);
}

function isSpecification(held: object): boolean {
  return typeof held === 'object' && held !== null && 'automaton' in held;
}

function explored<S>(system: System, specification: Specification<S>, options: ConformOptions): ConformanceReport {
  const [checked] = conform(system, [specification], options);
  const report = reportOf(checked!);
  if (!specification.fairness || report.verdict !== 'conforms') return report;
  const { limits, interrupted } = options;
  const searching = { ...(limits ? { limits } : {}), ...(interrupted ? { interrupted } : {}) };
  const fairness = fairnessOf(system, specification, checked!.realised, searching);
  return { ...report, verdict: worst(fairness), fairness };
}

/** Of a system that keeps to every step. A fair step that is never allowed asks nothing. */
function worst(fairness: readonly FairnessReport[]): ConformanceVerdict {
  const order = ['diverges', 'inconclusive', 'vacuous'] as const;
  return order.find((verdict) => fairness.some((each) => each.verdict === verdict)) ?? 'conforms';
}

/**
 * keepsTo is the same as a property: for `explore` beside others, for a matcher, for the replay of a divergence. It says
 * nothing of coverage, and cannot be vacuous.
 *
 * @example
 * explore(ticking, [keepsTo(specification(counter))]).verdicts[0].verdict // => 'proved'
 */
export function keepsTo<S>(specification: Specification<S>): InvariantProperty {
  refuseOther('a specification', specification, 'automaton');
  return new Conformance(specification).property;
}

function reportOf<S>(check: Conformed<S>): ConformanceReport {
  const { conformance, explored, diverging, verdict } = check;
  const { limit } = explored;
  const { environment, automaton } = conformance.specification;
  return {
    name: conformance.specification.name,
    verdict,
    ...(limit ? { limit } : {}),
    states: explored.states,
    transitions: explored.transitions,
    ...(diverging ? { divergence: diverging.divergence } : {}),
    coverage: coverageOf(check.coverage),
    unreached: unreachedEdges(check),
    rules: ruleUses(check),
    ...(check.graph ? { graph: graphHash(automaton, check.graph) } : {}),
    ...(environment ? { environment } : {}),
    ...(automaton.remark === undefined ? {} : { remark: automaton.remark }),
  };
}
