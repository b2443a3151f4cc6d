// A worker: does one job after another. It finds the task by its source and name, and explores one part of it.

import { parentPort, workerData } from 'node:worker_threads';
import type { Progress } from '../engine/explore/options.js';
import { errorOf, type Outcome, onlyProperties, type Task, verifyPart } from '../scenarios/task.js';
import type { FromWorker, Job, WorkerSetup } from './protocol.js';
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

async function run(job: Job): Promise<Outcome> {
  try {
    const task = (await tasksOf(job.source)).find(({ name }) => name === job.name);
    if (!task) throw new Error(`no task ${job.name} in the worker`);
    const onProgress = atMostEvery(reportEveryMs, (progress) => say({ kind: 'progress', progress }));
    const interrupted = () => Atomics.load(stop, 0) === 1;
    return verifyPart(job.properties ? onlyProperties(task, job.properties) : task, job.part, {
      ...setup.options,
      onProgress,
      interrupted,
    });
  } catch (error) {
    const [scenario = job.name, mechanism = ''] = job.name.split('@');
    return { verdicts: [], explorations: [], errors: [errorOf({ scenario, mechanism }, error)] };
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

parentPort?.on('message', async (job: Job) => say({ kind: 'done', outcome: await run(job) }));
