// A process of its own that explores one thing with this engine and prints one line of JSON: what the bench measures.
//   node engineProcess.js protocol CLIENTS CALLS [limit on states]
//   node engineProcess.js scenario NAME checked|bare
//   node engineProcess.js minimised CLIENTS CALLS

import { searchOf } from '../engine/explore.js';
import { explore, type Property } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { minimisedStates } from '../engine/search/minimise.js';
import { protocol } from './protocol.js';

/** One exploration by this engine. */
export interface EngineRun {
  readonly states: number;
  readonly transitions: number;
  readonly complete: boolean;
  /** Processor time of the exploration, without the start of the process. */
  readonly searchMs: number;
  readonly bytesPerState: number;
  /** Properties and what came of them, in words. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** States after the nodes of every thread were minimised: how many are there only for dead results. */
  readonly statesMinimised?: number;
}

function explored(system: System, properties: readonly Property[], statesMax?: number): EngineRun {
  const before = process.cpuUsage();
  const limits = statesMax === undefined ? {} : { limits: { states: statesMax } };
  const found = explore(system, properties, { ...limits, builtIn: false });
  const { user, system: kernel } = process.cpuUsage(before);
  const { states, transitions, complete, bytesPerState, verdicts } = found;
  const words = Object.fromEntries(verdicts.map(({ property, verdict }) => [property, verdict]));
  return { states, transitions, complete, searchMs: (user + kernel) / 1000, bytesPerState, verdicts: words };
}

function minimised(system: System): EngineRun {
  return { ...explored(system, []), statesMinimised: minimisedStates(searchOf(system, [], {})) };
}

async function main([what, first, second, third]: readonly string[]): Promise<EngineRun> {
  if (what === 'scenario') {
    // Loaded here only: what a run does not use shall not weigh on its start.
    const { scenarioTask } = await import('./realScenario.js');
    const { system, safety } = scenarioTask(first!);
    return explored(system, second === 'bare' ? [] : safety);
  }
  const { system, properties } = protocol({ clients: Number(first), calls: Number(second) });
  if (what === 'minimised') return minimised(system);
  return explored(system, properties, third === undefined ? undefined : Number(third));
}

process.stdout.write(`${JSON.stringify(await main(process.argv.slice(2)))}\n`);
