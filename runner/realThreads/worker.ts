// A worker that is one thread of a subject: it lays the subject out as all others do, and runs its thread again and again. The
// leader looks at what came of each repetition, and sets memory back.

import { parentPort, workerData } from 'node:worker_threads';
import { canonical } from '../../engine/program/value.js';
import { valueFor } from '../../runtime/threads/encoding.js';
import { initialContents, type SharedCell, type SharedMemory } from '../../runtime/threads/memory.js';
import { type Manner, runOn, type ThreadSelf } from '../../runtime/threads/operations.js';
import { noted, outcomeText, type Returns } from './allowed.js';
import type { ErasedThread } from './erasedSystem.js';
import { askToStop, countRepetition, isToStop, type Meeting, meet } from './meeting.js';
import { cellsOf, erasedOf, type Subject, systemOf } from './subject.js';

/** What a worker is told. */
export interface ThreadSetup {
  readonly subject: Subject;
  readonly slot: number;
  readonly memory: SharedMemory;
  readonly meeting: Meeting;
  /** By thread: what its calls have returned, as text; its length first. */
  readonly told: readonly SharedArrayBuffer[];
  readonly manner: Manner;
  /** When to stop: milliseconds, and repetitions. */
  readonly forMs: number;
  readonly repetitionsMost: number;
}

/** What a worker says: an outcome when it is first seen, how often each was in the end, or why it cannot go on. */
export type Said =
  | { readonly outcome: string }
  | { readonly counts: readonly (readonly [string, number])[] }
  | { readonly failed: string };

const setup = workerData as ThreadSetup;
const { slot, memory, meeting, told } = setup;
const { threads, cells } = await erasedOf(setup.subject);
const initial = initialContents(cells);
const declared = new Set(cellsOf(systemOf(setup.subject)).map(({ name }) => name));
const self: ThreadSelf = Object.freeze({ name: threads[slot]!.name, slot, processor: threads[slot]!.processor });

let returns: Returns = {};
runOn(memory, new Map(threads.map(({ name }, index) => [name, index])), setup.manner, (name, data) => {
  returns = noted(returns, { name, data: data as never });
});

const say = (said: Said) => parentPort?.postMessage(said);

/** Runs its thread: once, or as often as it is started by others, until nobody runs who could start it. */
function runOnce({ program, args, dormant }: ErasedThread): void {
  returns = {};
  if (dormant) {
    for (let done = 0; isStarted(done); done++) perform(program, args);
  } else perform(program, args);
  tellReturns();
}

function isStarted(done: number): boolean {
  for (;;) {
    const starts = Atomics.load(memory.starts, slot);
    if (starts > done) return true;
    if (Atomics.load(memory.running, 0) === 0) return false;
    Atomics.wait(memory.starts, slot, starts, 1);
  }
}

function perform(program: ErasedThread['program'], args: unknown): void {
  program(args, self);
  Atomics.sub(memory.running, 0, 1);
}

function tellReturns(): void {
  const text = new TextEncoder().encode(canonical(returns));
  new Int32Array(told[slot]!)[0] = text.length;
  new Uint8Array(told[slot]!, 4).set(text);
}

/** Sets memory back for the next repetition. */
function reset(): void {
  memory.cells.set(initial);
  for (const words of [memory.permits, memory.starts, memory.waiting]) words.fill(0);
  Atomics.store(memory.running, 0, threads.filter(({ dormant }) => !dormant).length);
}

/** An outcome as integers, and the texts of what was returned: to tell whether it was seen before. */
function keyOf(): string {
  return `${memory.cells.subarray(0, cells.length).join()} ${told.map(textOf).join(' ')}`;
}

function textOf(of: SharedArrayBuffer): string {
  return Buffer.from(of, 4, new Int32Array(of)[0]).toString();
}

function decoded(): string {
  const content = ({ isInteger, index }: SharedCell) => {
    const code = memory.cells[index]!;
    return isInteger ? code : valueFor(code);
  };
  const told = cells.filter(({ name }) => declared.has(name));
  const held = Object.fromEntries(told.map((cell) => [cell.name, content(cell)]));
  const all = Object.assign({}, ...setup.told.map((one) => JSON.parse(textOf(one)) as Returns));
  return outcomeText(held, all);
}

const seen = new Map<string, { readonly text: string; count: number }>();

function lookAtOutcome(): void {
  const key = keyOf();
  const known = seen.get(key);
  if (known) known.count++;
  else {
    const text = decoded();
    seen.set(key, { text, count: 1 });
    say({ outcome: text });
  }
}

function lead(): void {
  reset();
  meet(meeting);
  const beganMs = performance.now();
  for (let repetition = 1; ; repetition++) {
    meet(meeting);
    runOnce(threads[slot]!);
    meet(meeting);
    lookAtOutcome();
    countRepetition(meeting);
    reset();
    if (repetition < setup.repetitionsMost && performance.now() - beganMs < setup.forMs) continue;
    askToStop(meeting);
    meet(meeting);
    break;
  }
  say({ counts: [...seen.values()].map(({ text, count }) => [text, count]) });
}

function follow(): void {
  meet(meeting);
  for (;;) {
    meet(meeting);
    if (isToStop(meeting)) return;
    runOnce(threads[slot]!);
    meet(meeting);
  }
}

try {
  if (slot === 0) lead();
  else follow();
} catch (error) {
  say({ failed: `${self.name}: ${String(error)}` });
}
