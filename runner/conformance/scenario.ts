// One scenario with one mechanism held to the xstate machine, in both directions: every step of every interleaving is one
// that the machine of its reference allows; and which of the machine's transitions some interleaving takes.

import {
  below,
  type Conformed,
  type CoverageSets,
  conform,
  coverageOf,
  joined,
  keepsTo,
  type MachineState,
  realisedEdges,
  ruleUses,
  unreachedEdges,
} from '../../conformance/index.js';
import type { ExploreOptions } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import type { InvariantProperty } from '../../engine/watch/property.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { isSpecified, type Replacements, swapSpecifications } from '../../model/specification.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import type { Scenario } from '../../scenarios/scenario.js';
import { declaredInPackage } from '../declaredInPackage.js';
import { type CommittedCoverage, keyOf, withoutFloor } from './committed.js';
import type { ConformanceResult, ConformanceRow } from './result.js';

export interface ConformOptions extends Replacements {
  readonly limits?: NonNullable<ExploreOptions['limits']>;
  readonly interrupted?: () => boolean;
  /** Works out the schedule of every transition that is realised. */
  readonly schedules?: boolean;
  /** Measures pairs of arrows; true unless told. */
  readonly pairs?: boolean;
  readonly committed?: CommittedCoverage;
  /** Why this mechanism is expected to diverge. */
  readonly why?: string;
}

/** What a check of one scenario leaves: rows, the sets behind their figures, and what the machine cost. */
export interface ConformedScenario {
  readonly rows: readonly ConformanceRow[];
  readonly sets: readonly CoverageSets[];
  /** Milliseconds spent in xstate. */
  readonly machineMs: number;
}

/** conformScenario checks one scenario with one mechanism. Throws QSC401 to QSC404. */
export function conformScenario(
  scenario: Scenario,
  variant: MechanismVariant,
  options: ConformOptions = {},
): ConformedScenario {
  const checks = checkScenario(scenario, variant, options);
  return {
    rows: checks.map(({ ref, check }) => {
      const place = { scenario: scenario.name, mechanism: variant.name, ref };
      const found = rowOf(check, options.committed?.[keyOf(place)], options);
      return { ...place, ...declaredInPackage(scenario.name), ...found };
    }),
    sets: checks.flatMap(({ check: { coverage } }) => (coverage ? [coverage] : [])),
    machineMs: checks.reduce((sum, { check }) => sum + costOf(check).elapsedMs, 0),
  };
}

/** One machine beside the exploration of a scenario: it holds the explored graph. */
export interface ScenarioCheck {
  readonly ref: string;
  readonly check: Conformed<MachineState>;
}

/** checkScenario is the check itself, to be walked: one for each machine. */
export function checkScenario(
  scenario: Scenario,
  variant: MechanismVariant,
  options: ConformOptions = {},
): readonly ScenarioCheck[] {
  const system: System = { ...buildSystemWith(scenario, variant), name: `${scenario.name}@${variant.name}` };
  const specifications = swapSpecifications(variant, siteOf(scenario), options);
  return conform(system, specifications, { ...options, searchOnly: true }).map((check, index) => ({
    ref: specifications[index]!.ref,
    check,
  }));
}

function costOf({ conformance }: Conformed<MachineState>) {
  return conformance.specification.automaton.cost ?? { calls: 0, elapsedMs: 0 };
}

function rowOf(
  check: Conformed<MachineState>,
  floor: CommittedCoverage[string] | undefined,
  { why, schedules }: ConformOptions,
): Omit<ConformanceRow, 'scenario' | 'mechanism' | 'ref'> {
  const { explored, verdict, diverging, graph } = check;
  const coverage = coverageOf(check.coverage);
  return {
    states: explored.states,
    transitions: explored.transitions,
    verdict,
    expected: why === undefined ? 'conforms' : 'diverges',
    ...(explored.limit && verdict === 'inconclusive' ? { limit: explored.limit } : {}),
    ...(why === undefined ? {} : { why }),
    ...(diverging ? { divergence: diverging.divergence } : {}),
    coverage,
    below: verdict === 'conforms' ? below(coverage, floor) : [],
    realised: schedules ? realisedEdges(check) : [],
    unreached: unreachedEdges(check),
    untraversed: graph === undefined && !diverging,
    rules: ruleUses(check),
    calls: costOf(check).calls,
  };
}

/** conformanceProperties are the claims that a mechanism conforms, one for each machine; none where there is nothing to hold. */
export function conformanceProperties(scenario: Scenario, variant: MechanismVariant): readonly InvariantProperty[] {
  const site = siteOf(scenario);
  if (!isSpecified(variant, site)) return [];
  return swapSpecifications(variant, site).map((specification) => keepsTo(specification));
}

/** isHeldToMachine tells whether there is something to conform. */
export function isHeldToMachine(scenario: Scenario, variant: MechanismVariant): boolean {
  return isSpecified(variant, siteOf(scenario));
}

/**
 * conformanceResult puts rows together and counts what they cover of the chart. Committed figures are given where
 * everything was checked: then each row must have some.
 */
export function conformanceResult(
  parts: readonly Pick<ConformedScenario, 'rows' | 'sets'>[],
  committed?: CommittedCoverage,
): ConformanceResult {
  const rows = parts.flatMap((part) => part.rows);
  const sets = joined(parts.flatMap((part) => part.sets));
  const total = coverageOf(sets);
  return {
    version: 1,
    rows,
    total,
    below: below(total, committed?.total),
    uncovered: uncoveredIn(sets),
    withoutFloor: committed ? withoutFloor(rows, committed) : [],
  };
}

function uncoveredIn({ arrows, guardsTrue, guardsFalse }: CoverageSets): readonly string[] {
  const kinds = { arrow: arrows, 'guard true': guardsTrue, 'guard false': guardsFalse };
  return Object.entries(kinds).flatMap(([kind, set]) =>
    [...(set?.all ?? [])].filter((name) => !set!.realised.has(name)).map((name) => `${kind}: ${name}`),
  );
}
