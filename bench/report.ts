// The bench in words.

import { type Comparison, type Measured, rateTargetOf, targets } from './comparison.js';
import type { Measurements, Row } from './measurements.js';
import { nameOf } from './sizes.js';

/** Everything one run of the bench found; versioned, because other programs read it. */
export interface BenchResult {
  readonly version: 1;
  /** Why there is no peer, where there is none. */
  readonly skipped?: string;
  readonly pinning: string;
  readonly comparisons: readonly Comparison[];
  readonly measurements: Measurements;
  readonly reached: boolean;
}

/** benchText is the report for people. */
export function benchText(result: BenchResult): string {
  const { comparisons, measurements, skipped, pinning } = result;
  return [
    `Bench: medians of ${comparisons[0]?.runs} interleaved runs, each in a process of its own, ${pinning}.`,
    ...(skipped === undefined ? [] : [`The comparison with Spin is skipped: ${skipped}.`]),
    '',
    ...comparisons.flatMap(comparisonLines),
    ...measurementLines(measurements),
    '',
    ...(skipped === undefined ? [result.reached ? 'Every target is reached.' : 'A target is missed.'] : []),
    '',
  ].join('\n');
}

function comparisonLines(comparison: Comparison): string[] {
  const { size, states, statesReduced, engine, spin, soonestMs, soonestOfSpinMs } = comparison;
  return [
    `${nameOf(size)}: ${count(states)} states`,
    `  this engine  ${measured(engine)}`,
    ...(spin
      ? [
          `  Spin         ${measured(spin)} (generation ${seconds(spin.generateMs)}, compilation ${seconds(spin.compileMs)})`,
        ]
      : []),
    `  soonest      this engine after ${seconds(soonestMs)} (${count(statesReduced)} states where steps are left out)${
      soonestOfSpinMs === undefined
        ? ''
        : `, Spin after ${seconds(soonestOfSpinMs)}, the best of four ways to compile it`
    }`,
    ...(spin ? [`  ratio        ${ratios(comparison)}`] : []),
    '',
  ];
}

function ratios({ size, rateRatio, verdictRatio, soonestRatio }: Comparison): string {
  const rate = `rate ${rateRatio!.toFixed(2)} (to reach: ${rateTargetOf(size)})`;
  const soonest = `soonest ${soonestRatio!.toFixed(2)} (to reach: ${targets.soonestRatio})`;
  return `${rate}, time to verdict ${verdictRatio!.toFixed(2)}, ${soonest}`;
}

function measured({ statesPerSecond, searchMs, verdictMs }: Measured): string {
  return `${count(statesPerSecond)} states/s, search ${seconds(searchMs)} of processor time, verdict after ${seconds(verdictMs)}`;
}

function measurementLines({ scenario, deadResults, growth }: Measurements): string[] {
  const { states, minimised } = deadResults;
  return [
    `Scenario ${scenario.name}`,
    `  all properties on  ${row(scenario.checked)}`,
    `  none               ${row(scenario.bare)}`,
    `Dead results: ${count(states)} states against ${count(minimised)} with minimised nodes, on ${nameOf(deadResults.size)}: ${(states / minimised).toFixed(2)} times`,
    'Growth, one call each',
    ...growth.map((one) => `  ${one.clients} clients  ${row(one)}${one.complete ? '' : ' (cut by its limit)'}`),
  ];
}

function row({ states, statesPerSecond, bytesPerState }: Row): string {
  return `${count(states)} states, ${count(statesPerSecond)} states/s, ${bytesPerState} bytes a state`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function seconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(2)} s`;
}
