// One scenario with one mechanism, explored with a machine beside every swapped reference: implementation to machine in
// the exploration, machine to implementation by what the exploration has realised of the machine's graph.

import { counterexampleOf, scheduleOf } from '../engine/explain/counterexample.js';
import { recordPath } from '../engine/explain/records.js';
import { formatSchedule } from '../engine/explain/schedule.js';
import { Multiprocessor } from '../engine/multiprocessor/multiprocessor.js';
import type { System } from '../engine/multiprocessor/system.js';
import { canonical } from '../engine/program/index.js';
import type { ExploreOptions } from '../engine/search/options.js';
import { Search } from '../engine/search/search.js';
import { Checks } from '../engine/watch/checks.js';
import type { MechanismVariant } from '../impl/contract.js';
import { buildSystemWith } from '../scenarios/build.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type ModelState, pathText } from './automaton.js';
import { Conformance, eventText, transitionKey } from './conformance.js';
import {
  below,
  type CommittedCoverage,
  type CoverageSets,
  coverageOf,
  coverageSets,
  joined,
  pairsMax,
  realisedPairs,
} from './coverage.js';
import { divergenceOf } from './divergence.js';
import { type ModelGraph, modelGraph } from './graph.js';
import { type PairingOptions, pairingsOf } from './pairing.js';
import type {
  ConformanceResult,
  ConformanceRow,
  Divergence,
  RealisedTransition,
  UnreachedTransition,
} from './result.js';

export interface ConformOptions extends PairingOptions {
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
export interface Conformed {
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
): Conformed {
  const name = `${scenario.name}@${variant.name}`;
  const system: System = { ...buildSystemWith(scenario, variant), name };
  const conformances = pairingsOf(scenario, variant, options).map((pairing) => new Conformance(pairing));
  const search = explored(system, conformances, options);
  const judged = conformances.map((conformance, index) =>
    judge({ scenario, variant, system, search, options }, conformance, index),
  );
  return {
    rows: judged.map(({ row }) => row),
    sets: judged.flatMap(({ sets }) => (sets ? [sets] : [])),
    machineMs: conformances.reduce((sum, { pairing }) => sum + pairing.automaton.elapsedMs, 0),
  };
}

function explored(
  system: System,
  conformances: readonly Conformance[],
  { limits, interrupted }: ConformOptions,
): Search {
  const multiprocessor = new Multiprocessor(system);
  const checks = new Checks(
    multiprocessor,
    conformances.map(({ property }) => property),
  );
  const search = new Search(multiprocessor, checks, {
    ...(limits ? { limits } : {}),
    ...(interrupted ? { interrupted } : {}),
  });
  for (const conformance of conformances) conformance.whereabouts = search;
  search.run();
  return search;
}

interface Judging {
  readonly scenario: Scenario;
  readonly variant: MechanismVariant;
  readonly system: System;
  readonly search: Search;
  readonly options: ConformOptions;
}

function judge(judging: Judging, conformance: Conformance, index: number) {
  const { search, options, scenario, variant, system } = judging;
  const { automaton, subject, rules } = conformance.pairing;
  const divergence = divergenceFor(judging, conformance, index);
  const graph = divergence ? undefined : modelGraph(conformance);
  const withPairs = options.pairs !== false && search.complete && search.store.count <= pairsMax;
  const sets = graph && coverageSets(conformance, graph, withPairs ? realisedPairs(conformance, system) : undefined);
  const coverage = coverageOf(sets);
  const place = { scenario: scenario.name, mechanism: variant.name, ref: subject.ref };
  const row: ConformanceRow = {
    ...place,
    states: search.store.count,
    transitions: search.transitions,
    verdict: divergence ? 'diverges' : search.complete ? 'conforms' : 'inconclusive',
    expected: options.why === undefined ? 'conforms' : 'diverges',
    ...(options.why === undefined ? {} : { why: options.why }),
    ...(divergence ? { divergence } : {}),
    coverage,
    below: search.complete && !divergence ? below(coverage, options.committed?.[keyOf(place)]) : [],
    realised: options.schedules ? realisedBy(conformance, search) : [],
    unreached: graph ? unreachedIn(conformance, graph) : [],
    untraversed: graph === undefined && divergence === undefined,
    rules: rules.map(({ name, kind, why }) => ({
      rule: name,
      kind,
      uses: conformance.ruleUses.get(name)!,
      ...(why === undefined ? {} : { why }),
    })),
    calls: automaton.calls,
  };
  return { row, sets };
}

/** keyOf names a row in the committed figures. */
export function keyOf({ scenario, mechanism, ref }: Pick<ConformanceRow, 'scenario' | 'mechanism' | 'ref'>): string {
  return `${scenario}@${mechanism} ${ref}`;
}

function divergenceFor({ search, system }: Judging, conformance: Conformance, index: number): Divergence | undefined {
  const finding = search.findings.get(index);
  if (!finding) return undefined;
  const { multiprocessor, checks, graph } = search;
  const vias = graph.pathTo(finding.state);
  const counterexample = counterexampleOf({ multiprocessor, checks, finding, vias, stuckIn: () => [], shortest: true });
  return divergenceOf(conformance, system, counterexample);
}

function realisedBy(
  { pairing: { automaton }, realised }: Conformance,
  { multiprocessor, checks, graph }: Search,
): readonly RealisedTransition[] {
  return [...realised.values()].map(({ state, question, arrow, leaving, via }) => {
    const vias = leaving < 0 ? [] : [...graph.pathTo(leaving), via];
    const schedule = scheduleOf(multiprocessor, vias, recordPath(multiprocessor, checks, vias));
    return {
      state: stateText(automaton.state(state)),
      event: eventText(question.event),
      arrow: arrow.name,
      schedule: formatSchedule(schedule),
    };
  });
}

function unreachedIn(
  { pairing: { automaton }, realised }: Conformance,
  graph: ModelGraph,
): readonly UnreachedTransition[] {
  return graph.transitions
    .filter(({ state, question }) => !realised.has(transitionKey(state, question)))
    .map(({ state, question, arrow }) => ({
      state: stateText(automaton.state(state)),
      event: eventText(question.event),
      arrow,
      path: graph.pathTo(state),
    }));
}

function stateText({ value, context }: ModelState): string {
  return `${pathText(value)} ${canonical(context)}`;
}

/** conformanceResult puts rows together and counts what they cover of the chart. */
export function conformanceResult(parts: readonly Conformed[], committed: CommittedCoverage = {}): ConformanceResult {
  const sets = joined(parts.flatMap((part) => part.sets));
  const total = coverageOf(sets);
  const chart = [sets.arrows, sets.guardsTrue, sets.guardsFalse];
  const labels = ['arrow', 'guard true', 'guard false'];
  const uncovered = chart.flatMap((set, index) =>
    [...(set?.all ?? [])].filter((name) => !set!.realised.has(name)).map((name) => `${labels[index]}: ${name}`),
  );
  return {
    version: 1,
    rows: parts.flatMap(({ rows }) => rows),
    total,
    below: below(total, committed.total),
    uncovered,
  };
}

/** coverageDocument is the text of model/coverage.json for a result: a line for each machine. */
export function coverageDocument({ rows, total }: ConformanceResult): string {
  const conforming = rows.filter(({ verdict }) => verdict === 'conforms');
  const figures = [...conforming.map((row) => [keyOf(row), row.coverage] as const), ['total', total] as const];
  const lines = figures.map(([key, coverage]) => `  ${JSON.stringify(key)}: ${JSON.stringify(figuresOf(coverage))}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function figuresOf(coverage: ConformanceRow['coverage']): CommittedCoverage[string] {
  const known = Object.entries(coverage).flatMap(([kind, covered]) =>
    covered ? [[kind, [covered.realised, covered.of]] as const] : [],
  );
  return Object.fromEntries(known);
}
