// Runs the programs of impl/ again along every edge that the explorations compiled, under V8's precise block coverage.
// A thread of its own: coverage has to be on before impl/ is loaded, and would slow the searches down. A few sampled
// executions besides call what programs do not call themselves: views, and the specifications behind properties.

import { Session } from 'node:inspector/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { CompiledThread } from '../../engine/index.js';

/** The compiled edges of each task, by the task's name. */
export type CompiledTasks = Readonly<Record<string, readonly CompiledThread[]>>;

/** One script as V8 reports it. The first range of a function is its whole text; count 0 means never run. */
export interface CoveredScript {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
  }[];
}

const executions = 50;

async function measure(tasks: CompiledTasks): Promise<readonly CoveredScript[]> {
  const { recompile, sample } = await import('../../engine/index.js');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const { loadTasks } = await import('../tasks.js');
  for (const { name, system, safety } of await loadTasks({ kind: 'catalogue' }, { from: '.' })) {
    const compiled = tasks[name];
    if (!compiled) continue;
    recompile({ ...system, name }, compiled);
    sample({ ...system, name }, safety, { sampler: 'random', executions, seed: 1 });
  }
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result.filter(({ url }) => /\/dist\/impl\//.test(url));
}

parentPort?.postMessage(await measure(workerData as CompiledTasks));
