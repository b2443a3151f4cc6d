// A naive enumerator, the other opinion about what the engine explores: it shares no code with engine/machine,
// engine/threads or engine/explore, and prefers the obvious to the fast. A position is the list of results that a
// thread has been given (a stack of lists, one per open scope or loop); whatever is asked of a position is answered by
// running fresh generators from the start. States are compared as JSON text. Leaves out: properties (but for one
// listener to events), limits, and every error but a double spawn.

import type { StateView, ThreadStatus } from '../../engine/explore/property.js';
import type { System } from '../../engine/machine/system.js';
import { type Cell, holdsIntegers } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { Annotation, Event, Label } from '../../engine/program/event.js';
import type { Nesting, Turn } from '../../engine/program/nesting.js';
import type { Condition, Operation, Program, Yielded } from '../../engine/program/operation.js';
import type { Self, Thread } from '../../engine/program/thread.js';
import { Thrown } from '../../engine/program/thrown.js';
import { canonical, type Value } from '../../engine/program/value.js';

export interface NaiveResult {
  readonly states: number;
  readonly transitions: number;
  /** Canonical texts of `of` at the normal ends, sorted, distinct. */
  readonly outcomes: readonly string[];
  /** States that have no successor and are no normal end. */
  readonly deadlocks: number;
}

/** What a program was given back: a value, or an exception. */
type Result = { readonly gave: unknown } | { readonly threw: Value };

/** One open program, scope or loop iteration: the arguments it runs with and the results it has been given. */
interface Frame {
  readonly kind: 'program' | 'scope' | 'loop';
  readonly locals: unknown;
  readonly results: readonly Result[];
}

type Life = 'dormant' | 'live' | 'finished' | 'failed';

interface ThreadState extends Position {
  readonly permit: boolean;
}

/** Where a thread is, and what it will say with its next step. */
interface Position {
  readonly life: Life;
  /** Outermost first; a thread that has ended remembers nothing. */
  readonly frames: readonly Frame[];
  /** What begins with the next step. */
  readonly announced: readonly Said[];
  /** A pause: an opening and a closing met on one step, so the closing, and what follows it, waits for a step. */
  readonly pause?: { readonly owed: readonly Said[]; readonly then: Position };
}

/** An event in the words of its thread. */
type Said = Exclude<Annotation, { readonly kind: 'at' }>;

/** A position just reached, and what happened on the way. */
interface Arrival {
  readonly position: Position;
  /** The frames in which the thread came to rest, even if it has ended. */
  readonly frames: readonly Frame[];
  readonly happened: readonly Said[];
}

/** An automaton that hears every event, in product with the system: what a monitor is to the engine. */
export interface Listener {
  readonly init: Value;
  readonly on: (heard: Value, event: Event) => Value;
}

interface State {
  readonly cells: readonly Value[];
  readonly threads: readonly ThreadState[];
  /** Per processor the slot of the running thread, or null; always null on a preemptive processor. */
  readonly running: readonly (number | null)[];
  /** The listener's state. */
  readonly heard: Value;
}

/** What a frame does next, once it has been given all its results, and the label it has reached. */
type Sight = { readonly label: Label | undefined; readonly said: readonly Said[] } & Next;

type Next =
  | { readonly next: 'operation'; readonly operation: Operation }
  | { readonly next: 'nesting'; readonly nesting: Nesting }
  | { readonly next: 'return'; readonly value: unknown }
  | { readonly next: 'throw'; readonly data: Value };

const deaf: Listener = { init: null, on: () => null };
const nowhere: Position = { life: 'dormant', frames: [], announced: [] };

/** Thrown when a system has more states than the caller has patience for. */
export class TooManyStates extends Error {}

/** enumerate visits every reachable state of the system, breadth first. */
export function enumerate(
  system: System,
  of: (state: StateView) => Value = () => null,
  { statesMax = 200_000, listener = deaf }: { readonly statesMax?: number; readonly listener?: Listener } = {},
): NaiveResult {
  const graph = graphOf(new Simulator(system, listener), statesMax);
  const ends = graph.states.filter((_, index) => graph.endsNormally[index]);
  return {
    states: graph.states.length,
    transitions: graph.successors.reduce((sum, successors) => sum + successors.length, 0),
    outcomes: [...new Set(ends.map((state) => canonical(of(new Simulator(system, listener).view(state)))))].sort(),
    deadlocks: graph.states.filter((_, index) => !graph.endsNormally[index] && graph.successors[index]!.length === 0)
      .length,
  };
}

/** executions counts the maximal executions (total interleavings) of a system whose state graph has no cycle. */
export function executions(system: System): bigint {
  const { successors } = graphOf(new Simulator(system, deaf), 200_000);
  const counted = new Map<number, bigint>();
  const count = (index: number): bigint => {
    const known = counted.get(index);
    if (known !== undefined) return known;
    const after = successors[index]!;
    const total = after.length === 0 ? 1n : after.reduce((sum, next) => sum + count(next), 0n);
    counted.set(index, total);
    return total;
  };
  return count(0);
}

interface Graph {
  readonly states: readonly State[];
  readonly successors: readonly (readonly number[])[];
  readonly endsNormally: readonly boolean[];
}

function graphOf(simulator: Simulator, statesMax: number): Graph {
  const states: State[] = [simulator.start()];
  const indexOf = new Map<string, number>([[textOf(states[0]!), 0]]);
  const successors: number[][] = [];
  for (let index = 0; index < states.length; index += 1) {
    successors.push(simulator.successors(states[index]!).map((next) => number(next)));
    if (states.length > statesMax) throw new TooManyStates(`more than ${statesMax}`);
  }
  return { states, successors, endsNormally: states.map((state) => simulator.endsNormally(state)) };

  function number(state: State): number {
    const text = textOf(state);
    const known = indexOf.get(text);
    if (known !== undefined) return known;
    states.push(state);
    indexOf.set(text, states.length - 1);
    return states.length - 1;
  }
}

/** The text that decides whether two states are one. Functions and cells among locals are known by name. */
function textOf(state: State): string {
  return JSON.stringify(state, (_key, part: unknown) => {
    if (typeof part === 'function') return `function ${part.name}`;
    if (part === undefined) return 'undefined ';
    return part;
  });
}

class Simulator {
  private readonly cells: readonly Cell[];
  private readonly threads: readonly Thread[];
  private readonly cooperative: readonly boolean[];
  private readonly listener: Listener;

  constructor(system: System, listener: Listener) {
    this.listener = listener;
    this.cells = system.cells.flat() as readonly Cell[];
    this.threads = system.threads;
    this.cooperative = cooperativeProcessors(system);
  }

  start(): State {
    const asleep: State = {
      cells: this.cells.map((cell) => cell.initial),
      threads: this.threads.map(() => ({ ...nowhere, permit: false })),
      running: this.cooperative.map(() => null),
      heard: this.listener.init,
    };
    return this.threads.reduce((state, thread, slot) => (thread.dormant ? state : this.begin(state, slot)), asleep);
  }

  successors(state: State): State[] {
    return this.threads.flatMap((_, slot) => (this.mayStep(state, slot) ? this.step(state, slot) : []));
  }

  /** Every thread but daemons (and threads never spawned) has ended, and every daemon is blocked or in a loop. */
  endsNormally(state: State): boolean {
    return this.threads.every((thread, slot) => {
      const status = this.status(state, slot);
      if (status === 'finished' || status === 'failed' || status === 'dormant') return true;
      return (
        thread.daemon && (status === 'blocked' || state.threads[slot]!.frames.some((frame) => frame.kind === 'loop'))
      );
    });
  }

  view(state: State): StateView {
    return {
      threads: this.threads.map((thread) => thread.name),
      read: (cell) => state.cells[this.cellIndex(cell)] as never,
      status: (name) => this.status(state, this.slotOf(name)),
      label: (name) => this.labelOf(state, this.slotOf(name)),
    };
  }

  private labelOf(state: State, slot: number): Label | undefined {
    const { life, frames } = state.threads[slot]!;
    return life === 'live' ? this.look(slot, frames).label : undefined;
  }

  private status(state: State, slot: number): ThreadStatus {
    const { life } = state.threads[slot]!;
    if (life !== 'live') return life;
    return this.ready(state, slot) ? 'ready' : 'blocked';
  }

  private mayStep(state: State, slot: number): boolean {
    if (!this.ready(state, slot)) return false;
    const running = state.running[this.threads[slot]!.processor];
    return running === null || running === slot;
  }

  /** A thread is ready when its operation can be performed now, whoever the processor runs. */
  private ready(state: State, slot: number): boolean {
    const thread = state.threads[slot]!;
    if (thread.life !== 'live') return false;
    if (thread.pause) return true;
    const operation = this.pending(slot, thread.frames);
    switch (operation.kind) {
      case 'wait':
        return satisfies(this.valueOf(state, operation.cell), operation.condition);
      case 'park':
        return thread.permit;
      case 'join':
        return ['finished', 'failed'].includes(state.threads[this.slotOf(operation.thread)]!.life);
      default:
        return true;
    }
  }

  private step(state: State, slot: number): State[] {
    if (state.threads[slot]!.pause) return [this.switched(this.goOn(state, slot), slot, undefined)];
    const operation = this.pending(slot, state.threads[slot]!.frames);
    const results = operation.kind === 'choose' ? Array.from({ length: operation.count }, (_, k) => k) : [undefined];
    return results.map((choice) => this.switched(this.perform(state, slot, operation, choice), slot, operation));
  }

  private perform(state: State, slot: number, operation: Operation, choice: number | undefined): State {
    switch (operation.kind) {
      case 'load':
        return this.resume(state, slot, seen(operation.view, this.valueOf(state, operation.cell)));
      case 'store':
        return this.resume(this.write(state, operation.cell, operation.value), slot, undefined);
      case 'exchange': {
        const before = this.valueOf(state, operation.cell);
        return this.resume(this.write(state, operation.cell, operation.value), slot, seen(operation.view, before));
      }
      case 'compareExchange': {
        const matches = same(this.valueOf(state, operation.cell), operation.expected);
        const after = matches ? this.write(state, operation.cell, operation.value) : state;
        return this.resume(after, slot, matches ? 1 : 0);
      }
      case 'add':
      case 'fetchAdd': {
        const before = this.valueOf(state, operation.cell) as number;
        const after = this.write(state, operation.cell, before + operation.value);
        return this.resume(after, slot, operation.kind === 'add' ? undefined : seen(operation.view, before));
      }
      case 'wait':
      case 'safePoint':
      case 'join':
        return this.resume(state, slot, undefined);
      case 'park':
        return this.resume(withThread(state, slot, { permit: false }), slot, undefined);
      case 'unpark':
        return this.resume(withThread(state, this.slotOf(operation.thread), { permit: true }), slot, undefined);
      case 'spawn':
        return this.spawn(state, slot, this.slotOf(operation.thread));
      case 'choose':
        return this.resume(state, slot, choice);
      case 'fail':
        return this.arriveAt(state, slot, { position: { ...nowhere, life: 'failed' }, frames: [], happened: [] });
    }
  }

  /** What the spawned thread says before its first operation comes after all that the spawning one says. */
  private spawn(state: State, by: number, slot: number): State {
    const { life } = state.threads[slot]!;
    if (life === 'live' || life === 'failed') throw new QuiesceError('QSC506', this.threads[slot]!.name);
    return this.begin(this.resume(state, by, undefined), slot);
  }

  private begin(state: State, slot: number): State {
    return this.arriveAt(state, slot, this.settle(slot, [rootFrame(this.threads[slot]!)]));
  }

  /** A cooperative processor stays with the thread that stepped, except at a safe point; whoever cannot go on yields. */
  private switched(state: State, slot: number, operation: Operation | undefined): State {
    const stepped = this.threads[slot]!.processor;
    const running = state.running.map((before, processor) => {
      if (!this.cooperative[processor]) return null;
      const candidate = processor !== stepped ? before : operation?.kind === 'safePoint' ? null : slot;
      return candidate !== null && candidate !== undefined && this.ready(state, candidate) ? candidate : null;
    });
    return { ...state, running };
  }

  private resume(state: State, slot: number, result: unknown): State {
    const { frames } = state.threads[slot]!;
    const top = frames[frames.length - 1]!;
    const given = { ...top, results: [...top.results, { gave: result }] };
    return this.arriveAt(state, slot, this.settle(slot, [...frames.slice(0, -1), given]));
  }

  /** The thread says what it had announced and what has happened, and is at its new position: or pauses before it. */
  private arriveAt(state: State, slot: number, arrival: Arrival): State {
    const { announced } = state.threads[slot]!;
    const closing = announced.some(isSpan) ? arrival.happened.findIndex(isSpan) : -1;
    if (closing < 0) return this.become(this.say(state, slot, announced), slot, arrival);
    const early = this.say(state, slot, [...announced, ...arrival.happened.slice(0, closing)]);
    const pause = { owed: arrival.happened.slice(closing), then: arrival.position };
    return withThread(early, slot, { life: 'live', frames: arrival.frames, announced: [], pause });
  }

  /** The step after a pause. */
  private goOn(state: State, slot: number): State {
    const { owed, then } = state.threads[slot]!.pause!;
    return this.become(this.say(state, slot, owed), slot, { position: then, happened: [] });
  }

  private become(state: State, slot: number, { position, happened }: Omit<Arrival, 'frames'>): State {
    const after = this.say(state, slot, happened);
    const failed: Said[] = position.life === 'failed' ? [{ kind: 'happened', name: 'failed', data: {} }] : [];
    return withThread(this.say(after, slot, failed), slot, { pause: undefined, ...position });
  }

  private say(state: State, slot: number, said: readonly Said[]): State {
    const thread = this.threads[slot]!.name;
    return {
      ...state,
      heard: said.reduce((heard, { name, data }) => this.listener.on(heard, { name, thread, data }), state.heard),
    };
  }

  /** Opens and closes frames until an operation is pending or the thread has ended. */
  private settle(slot: number, frames: readonly Frame[], before: readonly Said[] = []): Arrival {
    const sight = this.look(slot, frames);
    const said = [...before, ...sight.said];
    if (sight.next === 'nesting') {
      return this.settle(
        slot,
        [...frames, { kind: sight.nesting.kind, locals: sight.nesting.args, results: [] }],
        said,
      );
    }
    const happened = said.filter(({ kind }) => kind === 'happened');
    const announced = said.filter(({ kind }) => kind === 'begins');
    if (sight.next === 'operation') return { position: { life: 'live', frames, announced }, frames, happened };
    if (frames.length > 1) return this.settle(slot, this.close(slot, frames, sight), said);
    return { position: { ...nowhere, life: sight.next === 'return' ? 'finished' : 'failed' }, frames, happened };
  }

  /** The innermost frame has ended: a loop turns, or the frame below is given the result. */
  private close(slot: number, frames: readonly Frame[], end: Sight & { next: 'return' | 'throw' }): readonly Frame[] {
    const below = frames.slice(0, -1);
    const outer = this.look(slot, below);
    if (outer.next !== 'nesting') throw new Error('a frame stands on something that is no scope and no loop');
    if (end.next === 'throw') return given(below, { threw: end.data });
    if (outer.nesting.kind === 'scope') return given(below, { gave: end.value });
    const turn = end.value as Turn<unknown, unknown>;
    if (turn.turn === 'again') return [...below, { kind: 'loop', locals: turn.locals, results: [] }];
    return given(below, { gave: turn.result });
  }

  private pending(slot: number, frames: readonly Frame[]): Operation {
    const sight = this.look(slot, frames);
    if (sight.next !== 'operation') throw new Error('a live thread has no operation');
    return sight.operation;
  }

  /** Runs fresh generators, outermost first, through all their results. */
  private look(slot: number, frames: readonly Frame[]): Sight {
    const { program, name, processor } = this.threads[slot]!;
    const self: Self = Object.freeze({ name, slot, processor });
    let body: (args: never, self: Self) => Program<unknown> = program;
    let sight: Sight | undefined;
    for (const frame of frames) {
      if (sight?.next === 'nesting') body = sight.nesting.body;
      sight = rerun(body(frame.locals as never, self), frame.results, sight?.label);
    }
    return sight!;
  }

  private valueOf(state: State, cell: Cell): Value {
    return state.cells[this.cellIndex(cell)] as Value;
  }

  private write(state: State, cell: Cell, value: Value): State {
    const index = this.cellIndex(cell);
    const { modulo } = this.cells[index]!;
    const kept = modulo && holdsIntegers(cell) ? (((value as number) % modulo) + modulo) % modulo : value;
    return { ...state, cells: state.cells.map((before, at) => (at === index ? kept : before)) };
  }

  private cellIndex(cell: Cell): number {
    return this.cells.findIndex((declared) => declared.name === cell.name);
  }

  private slotOf(name: string): number {
    return this.threads.findIndex((thread) => thread.name === name);
  }
}

function rootFrame(thread: Thread): Frame {
  return { kind: 'program', locals: thread.args, results: [] };
}

function cooperativeProcessors(system: System): readonly boolean[] {
  const { processors } = system;
  if (typeof processors === 'object') return processors.map((policy) => policy === 'cooperative');
  const highest = Math.max(...system.threads.map((thread) => thread.processor));
  return Array.from({ length: processors ?? highest + 1 }, () => false);
}

/** Runs a fresh generator through its results; it starts with the label of the frame below. */
function rerun(program: Program<unknown>, results: readonly Result[], inherited: Label | undefined): Sight {
  let label = inherited;
  let given = 0;
  let said: Said[] = [];
  try {
    let turn = program.next();
    while (!turn.done) {
      const yielded: Yielded = turn.value;
      if (yielded.kind === 'at') label = { name: yielded.name, data: yielded.data };
      if (yielded.kind === 'begins' || yielded.kind === 'happened') said.push(yielded);
      if (isAnnotation(yielded)) turn = program.next(undefined);
      else if (given === results.length) return { label, said, ...next(yielded) };
      else {
        said = [];
        turn = resumeWith(program, results[given++]!);
      }
    }
    return { label, said, next: 'return', value: turn.value };
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    return { label, said, next: 'throw', data: dataOf(error) };
  }
}

function isSpan(said: Said): boolean {
  return said.span === true;
}

function isAnnotation(yielded: Yielded): boolean {
  return yielded.kind === 'begins' || yielded.kind === 'happened' || yielded.kind === 'at';
}

function next(yielded: Yielded): Next {
  if (yielded.kind === 'scope' || yielded.kind === 'loop') return { next: 'nesting', nesting: yielded };
  return { next: 'operation', operation: yielded as Operation };
}

function resumeWith(program: Program<unknown>, result: Result): IteratorResult<Yielded, unknown> {
  return 'gave' in result ? program.next(result.gave) : program.throw(new Thrown(result.threw));
}

function dataOf(error: unknown): Value {
  if (error instanceof Thrown) return error.data;
  if (error instanceof Error) return { name: error.name, message: error.message };
  return error as Value;
}

function given(frames: readonly Frame[], result: Result): readonly Frame[] {
  const top = frames[frames.length - 1]!;
  return [...frames.slice(0, -1), { ...top, results: [...top.results, result] }];
}

type Changes = { readonly [K in keyof ThreadState]?: ThreadState[K] | undefined };

function withThread(state: State, slot: number, change: Changes): State {
  return {
    ...state,
    threads: state.threads.map((thread, at) => (at === slot ? ({ ...thread, ...change } as ThreadState) : thread)),
  };
}

function seen(view: { of(value: Value): Value } | undefined, value: Value): Value {
  return view ? view.of(value) : value;
}

function same(left: Value, right: Value): boolean {
  return canonical(left) === canonical(right);
}

function satisfies(value: Value, condition: Condition): boolean {
  const bound = condition.value as number;
  switch (condition.test) {
    case 'is':
      return same(value, condition.value);
    case 'isNot':
      return !same(value, condition.value);
    case 'below':
      return (value as number) < bound;
    case 'above':
      return (value as number) > bound;
    case 'atMost':
      return (value as number) <= bound;
    case 'atLeast':
      return (value as number) >= bound;
  }
}
