// Progress on stderr. At a terminal: a line per running job, redrawn in place. Elsewhere: one line per finished job.
// Elapsed times, rates and what is expected appear here only, never in a document.

import { createLogUpdate } from 'log-update';
import { visible } from '../engine/program/visible.js';
import type { Progress } from '../engine/search/options.js';
import { counted, withThousands } from '../reports/table.js';
import type { ProgressDisplay } from '../runner/progress.js';
import type { Job } from '../runner/protocol.js';
import { isUndecided, isUnexpected } from '../runner/result.js';
import type { SearchOptions } from '../runner/searchOptions.js';
import type { Findings } from '../runner/task.js';
import { Estimate, type Estimated, sampleEstimate } from './estimate.js';
import { fitted } from './terminal.js';

/** progressDisplay picks the form that suits the stream. */
export function progressDisplay(stream: NodeJS.WriteStream, search: SearchOptions, jobs: number): ProgressDisplay {
  return stream.isTTY ? new LiveDisplay(stream, search, jobs) : new LineDisplay(stream, jobs);
}

/** stderrProgress shows the progress of a verification on stderr. */
export function stderrProgress(search: SearchOptions): (jobs: number) => ProgressDisplay {
  return (jobs) => progressDisplay(process.stderr, search, jobs);
}

class LineDisplay implements ProgressDisplay {
  readonly #stream: NodeJS.WriteStream;
  readonly #jobs: number;
  #done = 0;

  constructor(stream: NodeJS.WriteStream, jobs: number) {
    this.#stream = stream;
    this.#jobs = jobs;
    this.#write(`${counted(jobs, 'exploration')} to do`);
  }

  #write(line: string): void {
    this.#stream.write(`${fitted(line, this.#stream)}\n`);
  }

  update(): void {}

  finished(job: Job, findings: Findings): void {
    this.#done++;
    if (job.part !== 'compile') this.#write(`[${this.#done}/${this.#jobs}] ${finishedText(job, findings)}`);
  }

  end(): void {}
}

class LiveDisplay implements ProgressDisplay {
  readonly #draw: (text: string) => void;
  readonly #log: ReturnType<typeof createLogUpdate>;
  readonly #running = new Map<Job, Progress>();
  readonly #estimates = new Map<Job, Estimate>();
  readonly #search: SearchOptions;
  readonly #jobs: number;
  readonly #startedMs = performance.now();
  #done = 0;
  #states = 0;

  constructor(stream: NodeJS.WriteStream, search: SearchOptions, jobs: number) {
    this.#log = createLogUpdate(stream);
    this.#draw = (text) => this.#log(fitted(text, stream));
    this.#search = search;
    this.#jobs = jobs;
  }

  update(job: Job, progress: Progress): void {
    this.#running.set(job, progress);
    const estimate = this.#estimates.get(job) ?? new Estimate();
    estimate.note(progress);
    this.#estimates.set(job, estimate);
    this.#redraw();
  }

  finished(job: Job, findings: Findings): void {
    this.#done++;
    this.#states += findings.explorations.reduce((total, one) => total + one.states, 0);
    this.#running.delete(job);
    if (!isAsExpected(findings)) {
      this.#draw(finishedText(job, findings));
      this.#log.done();
    }
    this.#redraw();
  }

  end(): void {
    this.#log.clear();
    this.#log.done();
  }

  #redraw(): void {
    const seconds = ((performance.now() - this.#startedMs) / 1000).toFixed(1);
    const running = [...this.#running.values()].reduce((sum, progress) => sum + progress.states, 0);
    const states = counted(this.#states + running, 'state');
    const total = `${this.#done} of ${this.#jobs} explorations done, ${states}, ${seconds} s`;
    const lines = [...this.#running].map(([job, progress]) => progressText(job, progress, this.#expected(job)));
    this.#draw([...lines, total].join('\n'));
  }

  /** Of a search by depth the queue tells nothing. */
  #expected(job: Job): Estimated | undefined {
    if (this.#search.sample) return sampleEstimate(this.#running.get(job)!);
    return this.#search.search === 'depthFirst' ? undefined : this.#estimates.get(job)?.now();
  }
}

function progressText(job: Job, progress: Progress, expected: Estimated | undefined): string {
  const { states, queue, memoryMiB, elapsedMs } = progress;
  const rate = elapsedMs > 0 ? Math.round((states * 1000) / elapsedMs) : 0;
  const parts = [
    counted(states, 'state'),
    `${withThousands(rate)}/s`,
    `queue ${withThousands(queue)}`,
    `${withThousands(Math.round(memoryMiB))} MiB`,
    `${(elapsedMs / 1000).toFixed(1)} s`,
    ...(expected ? [expectedText(expected)] : []),
  ];
  return visible(`${job.name} ${job.part}: ${parts.join(', ')}`);
}

/** An extrapolation, and how far it has wandered of late. */
function expectedText({ states, secondsLeft, error }: Estimated): string {
  const percent = Math.ceil(error * 100);
  const wandering = percent === 0 ? '' : `; so far ±${percent} %`;
  return `about ${Math.ceil(secondsLeft)} s left (of ${withThousands(Math.round(states))} in all${wandering})`;
}

function isAsExpected({ verdicts, errors }: Findings): boolean {
  return errors.length === 0 && verdicts.every((row) => row.asExpected);
}

function finishedText(job: Job, findings: Findings): string {
  const states = findings.explorations.reduce((total, one) => total + one.states, 0);
  const unexpected = findings.verdicts.filter(isUnexpected).map((row) => row.property);
  const undecided = findings.verdicts.filter(isUndecided).map((row) => row.property);
  const said = [
    ...(unexpected.length > 0 ? [`UNEXPECTED: ${unexpected.join(', ')}`] : []),
    ...(undecided.length > 0 ? [`undecided: ${undecided.join(', ')}`] : []),
    ...findings.errors.map((error) => error.code),
  ];
  return visible(`${job.name} ${job.part}: ${counted(states, 'state')}, ${said.join('; ') || 'as expected'}`);
}
