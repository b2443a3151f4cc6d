// A process of its own that explores one thing with this engine and prints one line of JSON: what the bench measures.
//   node engineProcess.js protocol CLIENTS CALLS [limit on states]
//   node engineProcess.js reduced CLIENTS CALLS
//   node engineProcess.js executions N
//   node engineProcess.js sampled N EXECUTIONS
//   node engineProcess.js scenario NAME checked|bare
//   node engineProcess.js minimised CLIENTS CALLS

import { searchOf } from '../engine/explore.js';
import {
  type Exploration,
  type ExploreOptions,
  explore,
  exploreExecutions,
  type Property,
  sample,
} from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { minimisedStates } from '../engine/search/minimise.js';
import { fibonacci } from './fibonacci.js';
import { protocol } from './protocol.js';

/** One exploration by this engine. */
export interface EngineRun {
  readonly states: number;
  readonly transitions: number;
  readonly complete: boolean;
  /** Processor time of the exploration, without the start of the process. */
  readonly searchMs: number;
  readonly bytesPerState: number;
  /** Executions that were gone through, where that is what was done. */
  readonly executions?: number;
  /** Properties and what came of them, in words. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** States after the nodes of every thread were minimised: how many are there only for dead results. */
  readonly statesMinimised?: number;
}

function explored(system: System, properties: readonly Property[], options: ExploreOptions = {}): EngineRun {
  return measured(() => explore(system, properties, { ...options, builtIn: false }));
}

function measured(find: () => Exploration): EngineRun {
  const before = process.cpuUsage();
  const { states, transitions, complete, bytesPerState, verdicts, executions } = find();
  const { user, system: kernel } = process.cpuUsage(before);
  const words = Object.fromEntries(verdicts.map(({ property, verdict }) => [property, verdict]));
  const searchMs = (user + kernel) / 1000;
  return {
    states,
    transitions,
    complete,
    searchMs,
    bytesPerState,
    verdicts: words,
    ...(executions ? { executions } : {}),
  };
}

function sampled(rounds: number, executions: number): EngineRun {
  const options = { sampler: 'random', seed: 1, executions, builtIn: false } as const;
  return { ...measured(() => sample(fibonacci(rounds), [], options)), executions };
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
  const number = Number(first);
  if (what === 'executions') return measured(() => exploreExecutions(fibonacci(number), [], { builtIn: false }));
  if (what === 'sampled') return sampled(number, Number(second));
  const { system, properties } = protocol({ clients: number, calls: Number(second) });
  if (what === 'minimised') return minimised(system);
  if (what === 'reduced') return explored(system, properties, { reduction: 'persistent' });
  return explored(system, properties, third === undefined ? {} : { limits: { states: Number(third) } });
}

process.stdout.write(`${JSON.stringify(await main(process.argv.slice(2)))}\n`);
