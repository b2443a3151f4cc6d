// A worker: everything of the user's runs here. It answers one request after another: loads a file, does a part of a
// task, replays a schedule. What it prints goes to stderr (lane.ts): stdout is for the report.

import { parentPort, workerData } from 'node:worker_threads';
import { searchOf } from '../engine/explore.js';
import { compiledThreads, type ExploredGraph } from '../engine/index.js';
import { QuiesceError } from '../engine/program/errors.js';
import { watchRunning } from '../engine/program/nowRunning.js';
import type { Progress } from '../engine/search/options.js';
import { checkpointFile } from './checkpoint/checkpointFile.js';
import type { SteppedTask } from './graph/stand.js';
import { outlineOf } from './outline.js';
import type {
  Answers,
  Ask,
  ErrorText,
  FromWorker,
  Job,
  JobFindings,
  Request,
  RequestOf,
  TaskName,
  WorkerSetup,
} from './protocol.js';
import type { SearchOptions } from './searchOptions.js';
import { errorOf, nothing, onlyProperties, type Part, type Task, type TaskOptions, verifyPart } from './task.js';
import { type FileSource, loadTasks, scenarioOf, type TaskLoadOptions, type TaskSource } from './tasks.js';

const setup = workerData as WorkerSetup;
const stop = new Int32Array(setup.stop);
const loaded = new Map<string, Promise<readonly Task[]>>();
const reportEveryMs = 150;

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/**
 * The tasks of a source, of this package's those of a scenario, loaded once. Only the worker that was asked to load a file
 * checks it.
 */
function tasksOf(source: TaskSource, options: Omit<TaskLoadOptions, 'from'>): Promise<readonly Task[]> {
  const key = JSON.stringify([source, source.kind === 'file' ? null : options.scenario]);
  const tasks = loaded.get(key) ?? loadTasks(source, { from: setup.from, ...options });
  loaded.set(key, tasks);
  return tasks;
}

async function load(source: FileSource): Promise<Answers['load']> {
  const tasks = (await tasksOf(source, { checked: false })).map(outlineOf);
  // One turn of the loop: what the file has left to fail, a rejected promise, fails before the answer is given.
  await new Promise((resolve) => setImmediate(resolve));
  return tasks;
}

async function taskNamed({ source, name }: TaskName): Promise<Task> {
  const task = (await tasksOf(source, { checked: true, scenario: scenarioOf(name) })).find(
    (each) => each.name === name,
  );
  if (!task) throw new Error(`no task ${name} in the worker`);
  return task;
}

function isStopped(): boolean {
  return Atomics.load(stop, 0) === 1;
}

async function doJob(job: Job, { checkpoint, ...search }: SearchOptions): Promise<JobFindings> {
  try {
    const task = await taskNamed(job);
    const onProgress = atMostEvery(reportEveryMs, (progress) => say({ say: 'progress', progress }));
    const options = { ...search, onProgress, interrupted: isStopped };
    if (job.part === 'compile') return compile(task, options);
    const kept = checkpoint ? { checkpointsOf: (name: string) => checkpointFile(checkpoint, name) } : {};
    return verify(task, job.part, job, { ...options, ...kept, anew: await anewOf(job.source, task) });
  } catch (error) {
    const [scenario = job.name, mechanism = ''] = job.name.split('@');
    return { ...nothing, errors: [errorOf({ scenario, mechanism }, error)] };
  }
}

/** Modules that are loaded anew at most. */
const instancesMax = 12;

/** The task from modules that are loaded anew: one to ask, and one for each execution in which another thread comes first. */
async function anewOf(source: TaskSource, { name, system }: Task): Promise<readonly Task[]> {
  if (source.kind !== 'file') return [];
  const anew: Task[] = [];
  for (let instance = 0; instance < Math.min(instancesMax, system.threads.length + 2); instance++) {
    const tasks = await loadTasks(source, { from: setup.from, checked: true, fresh: true });
    const found = tasks.find((task) => task.name === name);
    if (!found) throw new QuiesceError('QSC211', `${source.path} exports no ${name} when it is loaded again`);
    anew.push(found);
  }
  return anew;
}

function verify(task: Task, part: Part, { properties, listsEdges }: Job, options: TaskOptions): JobFindings {
  const asked = properties ? onlyProperties(task, properties) : task;
  if (!listsEdges) return verifyPart(asked, part, options);
  let compiled: JobFindings['compiled'];
  const onExplored = (graph: ExploredGraph) => {
    if (graph.complete) compiled = graph.compiled();
  };
  const findings = verifyPart(asked, part, { ...options, onExplored });
  return { ...compile(task, options, compiled), ...findings };
}

/**
 * The edges of a task's programs: those that were compiled already, else from a search without properties, which does not
 * end where all is refuted. What goes wrong in it is told by the other parts.
 */
function compile(task: Task, asked: TaskOptions, known?: JobFindings['compiled']): JobFindings {
  if (known) return { ...nothing, compiled: known };
  const { sample: _, engine: _engine, preemptions: _most, anew: _anew, checkpointsOf: _kept, ...options } = asked;
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

/** What somebody steps through by hand; another one where that is another task, or where a step went wrong. */
let stepped: SteppedTask | undefined;

async function standAfter({ task: named, choices, known }: RequestOf<'stand'>): Promise<Answers['stand']> {
  const [task, { SteppedTask }] = await Promise.all([taskNamed(named), import('./graph/stand.js')]);
  const taken = stepped?.task === task ? stepped : new SteppedTask(task);
  stepped = undefined;
  const stand = taken.standAfter(choices);
  stepped = taken;
  return { ...stand, steps: stand.steps.slice(known) };
}

async function answer(request: Request): Promise<Answers[Ask]> {
  switch (request.ask) {
    case 'load':
      return await load(request.source);
    case 'configure':
      return await (await import('./configuration.js')).loadConfiguration(request.path, setup.from);
    case 'do':
      return await doJob(request.job, request.options);
    case 'replay':
      return await (await import('./replayed.js')).replayed(request.schedule, setup.from, {
        continue: request.continue,
        interrupted: isStopped,
      });
    case 'graph': {
      const { stateGraphOf } = await import('./graph/stateGraph.js');
      return stateGraphOf(await taskNamed(request.task), { ...request.options, interrupted: isStopped });
    }
    case 'stand':
      return await standAfter(request);
    case 'find': {
      const { findState } = await import('./graph/stand.js');
      const { task, sought, limits } = request;
      return findState(await taskNamed(task), sought, { limits, interrupted: isStopped });
    }
    case 'conform': {
      const { path, commit, limits } = request;
      const { conformOwn } = await import('./conformance/own.js');
      return await conformOwn(
        path,
        { from: setup.from },
        { commit, interrupted: isStopped, ...(limits ? { limits } : {}) },
      );
    }
    case 'validate': {
      const { validateOwn } = await import('./conformance/own.js');
      return await validateOwn(request.path, request.runs, { from: setup.from }, request.options);
    }
  }
}

function errorText(error: unknown): ErrorText {
  const coded = error instanceof QuiesceError ? error : new QuiesceError('QSC901', inWords(error), { cause: error });
  return { code: coded.code, seen: coded.seen, next: coded.next };
}

function inWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function hear(request: Request): Promise<void> {
  // While a file is loaded nothing keeps this thread alive but what the file waits for: if that is nothing, it ends.
  const mayWait = request.ask !== 'do';
  if (mayWait) parentPort?.unref();
  try {
    say({ say: 'answer', answer: await answer(request) });
  } catch (error) {
    say({ say: 'failed', error: errorText(error) });
  }
  if (mayWait) parentPort?.ref();
}

watchRunning(setup.running, (id, what) => say({ say: 'named', id, what }));
parentPort?.on('message', (request: Request) => void hear(request));
process.on('beforeExit', () => say({ say: 'idle' }));
