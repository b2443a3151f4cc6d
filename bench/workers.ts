// npm run bench -- workers RESULT...: what so many workers of a queue would make of explorations whose times were measured, as
// `quiesce verify --json` writes them. A simulation, not a measurement: each worker takes the next job, the longest first, and
// a job costs what it took on one core and what the queue takes of it.

import { readFileSync } from 'node:fs';

/** Seconds that the queue takes of a job: fifty jobs of two states each, on one worker, took 0.07 each more than one of them. */
export const queueSeconds = 0.1;

export const workerCounts = [1, 2, 10, 100] as const;

/** makespan is how long so many workers take for all jobs, in seconds. */
export function makespan(seconds: readonly number[], workers: number): number {
  const busyUntil: number[] = new Array(workers).fill(0);
  for (const job of [...seconds].sort((one, other) => other - one)) {
    const first = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[first]! += job + queueSeconds;
  }
  return Math.max(...busyUntil);
}

/** secondsIn reads the times of the explorations of a result. */
export function secondsIn(file: string): number[] {
  const { explorations } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly explorations: readonly { readonly elapsedMs: number }[];
  };
  return explorations.map(({ elapsedMs }) => elapsedMs / 1000);
}

/** workersText is a table of it. */
export function workersText(files: readonly string[]): string {
  const jobs = files.flatMap(secondsIn);
  const total = jobs.reduce((sum, each) => sum + each, 0);
  const rows = workerCounts.map((workers) => `${workers} workers: ${makespan(jobs, workers).toFixed(0)} s`);
  const head = `${jobs.length} explorations, ${total.toFixed(0)} s together, the longest ${Math.max(...jobs).toFixed(0)} s`;
  return `${[head, ...rows].join('\n')}\n`;
}
