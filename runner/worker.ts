// A worker: does one job after another. It finds the task by its source and name, and explores one part of it.

import { parentPort, workerData } from 'node:worker_threads';
import { searchOf } from '../engine/explore.js';
import { compiledThreads } from '../engine/index.js';
import type { Progress } from '../engine/search/options.js';
import type { FromWorker, Job, JobFindings, WorkerSetup } from './protocol.js';
import { errorOf, nothing, onlyProperties, type Part, type Task, type TaskOptions, verifyPart } from './task.js';
import { loadTasks, type TaskSource } from './tasks.js';

const setup = workerData as WorkerSetup;
const stop = new Int32Array(setup.stop);
const loaded = new Map<string, Promise<readonly Task[]>>();
const reportEveryMs = 150;

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function tasksOf(source: TaskSource): Promise<readonly Task[]> {
  const key = JSON.stringify(source);
  const tasks = loaded.get(key) ?? loadTasks(source, { from: setup.from, checked: true });
  loaded.set(key, tasks);
  return tasks;
}

async function run(job: Job): Promise<JobFindings> {
  try {
    const task = (await tasksOf(job.source)).find(({ name }) => name === job.name);
    if (!task) throw new Error(`no task ${job.name} in the worker`);
    const onProgress = atMostEvery(reportEveryMs, (progress) => say({ kind: 'progress', progress }));
    const interrupted = () => Atomics.load(stop, 0) === 1;
    const options = { ...setup.options, onProgress, interrupted };
    return job.part === 'compile' ? compile(task, options) : verify(task, job.part, job.properties, options);
  } catch (error) {
    const [scenario = job.name, mechanism = ''] = job.name.split('@');
    return { ...nothing, errors: [errorOf({ scenario, mechanism }, error)] };
  }
}

function verify(task: Task, part: Part, names: readonly string[] | undefined, options: TaskOptions): JobFindings {
  return verifyPart(names ? onlyProperties(task, names) : task, part, options);
}

/** The edges of a task's programs, from a search without properties. What goes wrong in it is told by the other parts. */
function compile(task: Task, options: TaskOptions): JobFindings {
  try {
    const search = searchOf({ ...task.system, name: task.name }, [], options);
    return search.complete ? { ...nothing, compiled: compiledThreads(search) } : nothing;
  } catch {
    return nothing;
  }
}

function atMostEvery(ms: number, report: (progress: Progress) => void): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < ms) return;
    last = now;
    report(progress);
  };
}

parentPort?.on('message', async (job: Job) => say({ kind: 'done', findings: await run(job) }));
