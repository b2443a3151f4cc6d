// Live executions that are recorded before the first edge is compiled, and compared with the compiled threads after the
// search. What a program leaves in a variable of JavaScript it leaves there for good: after a search everybody has been
// everywhere, and a live run finds what the search found. Before it, whoever comes first finds the variable untouched.
// Each thread comes first in one of them, and is stopped early in others. Nothing is left from one to the next where each
// has a system from a module of its own; where not, only the first is untouched, and the first to run in it, alone and to
// its end, is a thread that looks before it touches.
// Can miss, in one module: what only a thread that came second would have had to find untouched, and what an exploration
// before this one has left.

import { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { System } from '../multiprocessor/system.js';
import { choiceOf, threadOf, viaOf } from '../multiprocessor/via.js';
import { effectOf, KEEP, SAFE_POINT, START } from '../operations/meaning.js';
import { FAILED_NODE, FINISHED_NODE, operationText } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import { eventsIn } from '../program/event.js';
import { canonical } from '../program/value.js';
import type { LiveRest } from '../threads/liveThread.js';
import { nodeRecord } from '../threads/nodeTable.js';
import { LiveSystem } from './liveExecution.js';
import { Random } from './random.js';

/** Steps of one execution at most, and of all in which a thread is stopped early. */
const stepsMax = 500;
const stoppedMax = 1000;
/** A thread is stopped early after so many steps at most. */
const stopMax = 8;
/** Written down, so that a second run does the same. */
const seed = 20010103;

/** Where a thread has come to, and what was said on the way, in words. */
interface Place {
  readonly slot: number;
  readonly text: string;
}

interface RecordedStep {
  readonly via: number;
  readonly said: string;
  /** The thread that stepped, and one that it started. */
  readonly places: readonly Place[];
}

/** An execution as it went: where the threads were at the start, and step by step. */
export interface Recording {
  readonly start: readonly Place[];
  readonly steps: readonly RecordedStep[];
}

/** Which of the threads that may step is next. */
type Pick = (ready: readonly number[], live: LiveSystem) => number;

/**
 * recordExecutions records live executions of a system. `fresh` gives the system from a module that was loaded anew; it is
 * asked for each execution, and the last one is that for which it gives one.
 */
export function recordExecutions(
  system: System,
  fresh: () => System | undefined = () => system,
  isOver: () => boolean = () => false,
): Recording[] {
  const recordings: Recording[] = [];
  let stoppedSteps = 0;
  for (const { pick, isStopped } of picksFor(system)) {
    if (isStopped && stoppedSteps >= stoppedMax) break;
    const instance = isOver() ? undefined : fresh();
    if (!instance) break;
    const recording = record(instance, pick, isOver);
    if (isStopped) stoppedSteps += recording.steps.length;
    recordings.push(recording);
  }
  return recordings;
}

function* picksFor({ threads }: System): Iterable<{ readonly pick: Pick; readonly isStopped: boolean }> {
  const slots = threads.flatMap(({ dormant }, slot) => (dormant ? [] : [slot]));
  yield { pick: oneByOne(), isStopped: false };
  for (const slot of slots) yield { pick: comingFirst(slot, Number.POSITIVE_INFINITY), isStopped: false };
  for (let steps = 1; steps <= stopMax; steps++)
    for (const slot of slots) yield { pick: comingFirst(slot, steps), isStopped: true };
}

/** One after the other runs as long as it can: those first that would look and not touch; of equals, the last. */
function oneByOne(): Pick {
  let current = -1;
  return (ready, live) => {
    const touches = (slot: number) => effectOf(live.meaning(slot)!) !== KEEP;
    const first = ready.findLast((slot) => !touches(slot)) ?? ready[ready.length - 1]!;
    current = ready.includes(current) ? current : first;
    return current;
  };
}

/** One thread takes so many steps, if it can; then the others run, at random, and it goes on when they are done. */
function comingFirst(first: number, steps: number): Pick {
  const random = new Random(seed + first);
  let left = steps;
  return (ready) => {
    left = ready.includes(first) ? left - 1 : 0;
    const others = ready.filter((slot) => slot !== first);
    return left >= 0 && ready.includes(first) ? first : (others[random.below(others.length)] ?? first);
  };
}

/** What goes wrong in an execution ends it: the search comes upon it as well, and says so with its schedule. */
function record(system: System, pick: Pick, isOver: () => boolean): Recording {
  const steps: RecordedStep[] = [];
  let start: readonly Place[] = [];
  try {
    const native = new NativeExecution(system);
    start = native.places();
    while (steps.length < stepsMax && !isOver()) {
      const step = native.step(pick);
      if (!step) break;
      steps.push(step);
    }
  } catch {
    // Whatever it is: what was recorded up to here is compared.
  }
  return { start, steps };
}

/** A live execution that schedules itself: no compiled thread is asked. */
class NativeExecution {
  readonly #multiprocessor: Multiprocessor;
  readonly #live: LiveSystem;
  readonly #random = new Random(seed);
  /** By processor: the thread that runs there, where it is cooperative. */
  readonly #running: (number | undefined)[];

  constructor(system: System) {
    this.#multiprocessor = new Multiprocessor(system);
    this.#live = new LiveSystem(this.#multiprocessor);
    this.#running = this.#multiprocessor.layout.policies.map(() => undefined);
  }

  places(): Place[] {
    return this.#live.rests.flatMap((rest, slot) => (rest ? [placeOf(rest, slot)] : []));
  }

  /** Takes a step; nothing where no thread may, or where one would start another that is under way. */
  step(pick: Pick): RecordedStep | undefined {
    const { rests } = this.#live;
    const ready = rests.flatMap((_, slot) => (this.#mayStep(slot) ? [slot] : []));
    if (ready.length === 0) return undefined;
    const slot = pick(ready, this.#live);
    const meaning = this.#live.meaning(slot)!;
    if (effectOf(meaning) === START && this.#live.state[meaning.slot]! > FINISHED_NODE) return undefined;
    const choices = this.#multiprocessor.choicesAt(this.#live.state, nodeRecord(meaning, 0), 0);
    const choice = choices === 1 ? 0 : this.#random.below(choices);
    const before = [...rests];
    this.#live.step(slot, choice);
    this.#dispatch(slot, (meaning.terms & SAFE_POINT) !== 0);
    const moved = [slot, ...rests.keys()].filter(
      (at, index) => (index === 0 || at !== slot) && rests[at] !== before[at],
    );
    return {
      via: viaOf(slot, choice),
      said: saidOn(
        before[slot]!,
        moved.map((at) => rests[at]!),
      ),
      places: moved.map((at) => placeOf(rests[at]!, at)),
    };
  }

  #isReady(slot: number): boolean {
    const meaning = this.#live.meaning(slot);
    return meaning !== undefined && this.#multiprocessor.mayPerform(this.#live.state, nodeRecord(meaning, 0), 0);
  }

  #mayStep(slot: number): boolean {
    const { threads, declared } = this.#multiprocessor.layout;
    const running = slot < declared ? this.#running[threads[slot]!.processor] : undefined;
    return (running === undefined || running === slot) && this.#isReady(slot);
  }

  #dispatch(slot: number, isSafePoint: boolean): void {
    const { policies, threads, declared } = this.#multiprocessor.layout;
    const { processor } = threads[slot]!;
    if (slot < declared && policies[processor] === 'cooperative')
      this.#running[processor] = isSafePoint ? undefined : slot;
    this.#running.forEach((running, at) => {
      if (running !== undefined && !this.#isReady(running)) this.#running[at] = undefined;
    });
  }
}

function placeOf({ end, label }: LiveRest, slot: number): Place {
  return { slot, text: end.kind === 'operation' ? placeText(operationText(end.operation), label) : end.kind };
}

function placeText(operation: string, label: LiveRest['label']): string {
  return label ? `${operation} @${label.name} ${canonical(label.data)}` : operation;
}

/** What is told on a step: what began with it, what has happened by it, and the first words of whom it started. */
function saidOn(left: LiveRest, reached: readonly LiveRest[]): string {
  return [...announced(left, 'begins'), ...reached.flatMap((rest) => announced(rest, 'happened'))].join(', ');
}

function announced({ annotations }: LiveRest, kind: 'begins' | 'happened'): string[] {
  return annotations.flatMap((annotation) =>
    annotation.kind === kind ? eventsIn(annotation).map(({ name, data }) => saidText(name, data)) : [],
  );
}

function saidText(name: string, data: unknown): string {
  return `${name} ${canonical(data)}`;
}

/** compareRecordings takes the steps of recordings in compiled threads. Throws QSC213 at the first difference. */
export function compareRecordings(
  multiprocessor: Multiprocessor,
  recordings: readonly Recording[],
  isOver: () => boolean = () => false,
): void {
  for (const { start, steps } of recordings) {
    const comparison = new Comparison(multiprocessor);
    for (const place of start) comparison.compare(place, 0);
    for (const [index, step] of steps.entries()) {
      if (isOver()) return;
      comparison.step(step, index + 1);
    }
  }
}

class Comparison {
  readonly #multiprocessor: Multiprocessor;
  readonly #state;

  constructor(multiprocessor: Multiprocessor) {
    this.#multiprocessor = multiprocessor;
    this.#state = multiprocessor.initial().state;
  }

  step({ via, said, places }: RecordedStep, count: number): void {
    const slot = threadOf(via);
    const batches = [this.#take(slot, choiceOf(via))];
    // A pause is the compiled thread's own step: it is over before the next one.
    while (this.#node(slot).paused) batches.push(this.#take(slot, 0));
    const told = batches
      .flatMap((batch) => this.#multiprocessor.batches.events(batch))
      .filter(({ name }) => name !== 'failed')
      .map(({ name, data }) => saidText(name, data))
      .join(', ');
    if (told !== said) this.#differ(slot, count, `says "${told}"`, `"${said}"`);
    for (const place of places) this.compare(place, count);
  }

  compare({ slot, text }: Place, count: number): void {
    const compiled = this.#textAt(slot);
    if (compiled !== text) this.#differ(slot, count, `is at "${compiled}"`, `at "${text}"`);
  }

  #take(slot: number, choice: number): number {
    this.#multiprocessor.touchedCount = 0;
    return this.#multiprocessor.step(this.#state, slot, choice);
  }

  #nodeId(slot: number): number {
    return this.#state[this.#multiprocessor.layout.nodes + slot]!;
  }

  #node(slot: number) {
    return this.#multiprocessor.automata[slot]!.nodes[this.#nodeId(slot)]!;
  }

  #textAt(slot: number): string {
    const id = this.#nodeId(slot);
    if (id === FINISHED_NODE) return 'finished';
    if (id === FAILED_NODE) return 'failed';
    const { text, label } = this.#node(slot);
    return placeText(text, label);
  }

  #differ(slot: number, count: number, compiled: string, live: string): never {
    const { name } = this.#multiprocessor.layout.threads[slot]!;
    throw new QuiesceError(
      'QSC213',
      `after step ${count} thread ${name} ${compiled} compiled, and ${live} in an execution before the search`,
    );
  }
}
