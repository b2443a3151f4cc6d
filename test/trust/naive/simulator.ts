// The naive simulator: states as plain data, and for each the list of its successors. It prefers the obvious to the fast.

import type { Faults } from '../../../engine/multiprocessor/faults.js';
import type { System } from '../../../engine/multiprocessor/system.js';
import { type Cell, holdsIntegers } from '../../../engine/program/cell.js';
import { QuiesceError } from '../../../engine/program/errors.js';
import type { Event, Label } from '../../../engine/program/event.js';
import type { Awaited, Condition, Operation, View } from '../../../engine/program/operation.js';
import type { Thread } from '../../../engine/program/thread.js';
import { canonical, type Value } from '../../../engine/program/value.js';
import type { StateView, ThreadStatus } from '../../../engine/watch/property.js';
import { type Arrival, Itinerary, isSpan, nowhere, type Position, type Said } from './position.js';

interface ThreadState extends Position {
  readonly permit: boolean;
}

/** An automaton that hears every event, in product with the system: what a monitor is to the engine. */
export interface Listener {
  readonly init: Value;
  readonly on: (heard: Value, event: Event) => Value;
}

export interface State {
  readonly cells: readonly Value[];
  readonly threads: readonly ThreadState[];
  /** Per processor the slot of the running thread, or null; always null on a preemptive processor. */
  readonly running: readonly (number | null)[];
  /** The listener's state. */
  readonly heard: Value;
  /** Crashes that are left, and the threads that have crashed and not begun again. */
  readonly crashesLeft: number;
  readonly crashed: readonly number[];
}

/** The threads that crash together, and the processor if it is one. */
interface Victim {
  readonly slots: readonly number[];
  readonly processor?: number;
}

export class Simulator {
  private readonly cells: readonly Cell[];
  private readonly threads: readonly Thread[];
  private readonly itineraries: readonly Itinerary[];
  private readonly cooperative: readonly boolean[];
  private readonly listener: Listener;
  private readonly faults: Faults | undefined;

  constructor(system: System, listener: Listener) {
    this.listener = listener;
    this.faults = system.faults;
    this.cells = system.cells.flat() as readonly Cell[];
    this.threads = system.threads;
    this.itineraries = system.threads.map((thread, slot) => new Itinerary(thread, slot));
    this.cooperative = cooperativeProcessors(system);
  }

  start(): State {
    const asleep: State = {
      cells: this.cells.map((cell) => cell.initial),
      threads: this.threads.map(() => ({ ...nowhere, permit: false })),
      running: this.cooperative.map(() => null),
      heard: this.listener.init,
      crashesLeft: this.faults?.crashes ?? 0,
      crashed: [],
    };
    return this.threads.reduce((state, thread, slot) => (thread.dormant ? state : this.begin(state, slot)), asleep);
  }

  successors(state: State): State[] {
    return [...this.stepsOf(state), ...this.crashes(state), ...this.restarts(state)];
  }

  private stepsOf(state: State): State[] {
    return this.threads.flatMap((_, slot) => (this.mayStep(state, slot) ? this.step(state, slot) : []));
  }

  /** Whether anything goes on of itself: nobody can count on a crash, nor on a restart that need not come. */
  goesOn(state: State): boolean {
    return this.stepsOf(state).length > 0 || this.certainRestarts(state).length > 0;
  }

  daemonSuccessors(state: State): State[] {
    const steps = this.threads.flatMap(({ daemon }, slot) =>
      daemon && this.mayStep(state, slot) ? this.step(state, slot) : [],
    );
    return [...steps, ...this.certainRestarts(state)];
  }

  private certainRestarts(state: State): State[] {
    return this.faults?.restarts === 'eventually' ? this.restarts(state) : [];
  }

  /** The threads of each victim, and the processor whose volatile cells go with it. */
  private victims(): Victim[] {
    const { threads = [], processors = [] } = this.faults ?? {};
    const on = (processor: number) =>
      [...this.threads.keys()].filter((slot) => this.threads[slot]!.processor === processor);
    return [
      ...threads.map((name) => ({ slots: [this.slotOf(name)] })),
      ...processors.map((processor) => ({ slots: on(processor), processor })),
    ];
  }

  /** What each victim would leave behind, where that is not what is there already. */
  private crashes(state: State): State[] {
    if (state.crashesLeft === 0) return [];
    return this.victims()
      .map((victim) => this.afterCrash(state, victim))
      .filter((after) => JSON.stringify(after) !== JSON.stringify(state))
      .map((after) => ({ ...after, crashesLeft: state.crashesLeft - 1 }));
  }

  private afterCrash(state: State, { slots, processor }: Victim): State {
    const hit = slots.filter((slot) => state.threads[slot]!.life === 'live');
    const dead = hit.reduce((after, slot) => this.kill(after, slot), state);
    const unpermitted = processor === undefined ? hit : slots;
    const quiet = unpermitted.reduce((after, slot) => withThread(after, slot, { permit: false }), dead);
    const cells = quiet.cells.map((value, index) => {
      const { volatile, initial } = this.cells[index]!;
      return processor !== undefined && volatile === processor ? initial : value;
    });
    const crashed = [...new Set([...state.crashed, ...hit])].sort();
    return this.dispatched({ ...quiet, cells, crashed });
  }

  private restarts(state: State): State[] {
    const { restarts = 'never' } = this.faults ?? {};
    if (restarts === 'never') return [];
    return this.victims().flatMap(({ slots }) => {
      const back = slots.filter((slot) => state.crashed.includes(slot));
      if (back.length === 0) return [];
      return [this.dispatched(back.reduce((after, slot) => this.begin(after, slot), state))];
    });
  }

  private kill(state: State, slot: number): State {
    if (state.threads[slot]!.life !== 'live') return state;
    return withThread(state, slot, { ...nowhere, life: 'finished', pause: undefined });
  }

  /** Whoever ran and can run no more gives its processor up. */
  private dispatched(state: State): State {
    const running = state.running.map((slot) => (slot !== null && this.ready(state, slot) ? slot : null));
    return { ...state, running };
  }

  /** Every thread but daemons (and threads never spawned) has ended. */
  onlyDaemonsLive(state: State): boolean {
    return this.threads.every(({ daemon }, slot) => daemon || state.threads[slot]!.life !== 'live');
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
    return life === 'live' ? this.itineraries[slot]!.look(frames).label : undefined;
  }

  private status(state: State, slot: number): ThreadStatus {
    const { life } = state.threads[slot]!;
    if (life === 'finished' && state.crashed.includes(slot)) return 'crashed';
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
    const operation = this.itineraries[slot]!.pending(thread.frames);
    switch (operation.kind) {
      case 'wait':
        return satisfies(this.valueOf(state, operation.cell), operation.condition);
      case 'waitUntil':
        return this.allHold(state, operation);
      case 'select':
        return this.holding(state, operation.alternatives).length > 0;
      case 'update':
        return operation.when === undefined || operation.when.of(this.valueOf(state, operation.cell)) === true;
      case 'park':
        return thread.permit;
      case 'join':
        return ['finished', 'failed'].includes(state.threads[this.slotOf(operation.thread)]!.life);
      default:
        return true;
    }
  }

  private allHold(state: State, { cells, predicate }: { readonly cells: readonly Cell[]; readonly predicate: View }) {
    return predicate.of(cells.map((cell) => this.valueOf(state, cell))) === true;
  }

  /** The alternatives that hold, by their places. */
  private holding(state: State, alternatives: readonly Awaited[]): number[] {
    const holds = (awaited: Awaited) =>
      'cell' in awaited
        ? satisfies(this.valueOf(state, awaited.cell), awaited.condition)
        : this.allHold(state, awaited);
    return alternatives.flatMap((awaited, which) => (holds(awaited) ? [which] : []));
  }

  private choices(state: State, operation: Operation): (number | undefined)[] {
    if (operation.kind === 'choose') return Array.from({ length: operation.count }, (_, k) => k);
    return operation.kind === 'select' ? this.holding(state, operation.alternatives) : [undefined];
  }

  private step(state: State, slot: number): State[] {
    if (state.threads[slot]!.pause) return [this.switched(this.goOn(state, slot), slot, undefined)];
    const operation = this.itineraries[slot]!.pending(state.threads[slot]!.frames);
    return this.choices(state, operation).map((choice) =>
      this.switched(this.perform(state, slot, operation, choice), slot, operation),
    );
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
      case 'fetchOr': {
        const before = this.valueOf(state, operation.cell) as number;
        return this.resume(
          this.write(state, operation.cell, before | operation.value),
          slot,
          seen(operation.view, before),
        );
      }
      case 'update': {
        const before = this.valueOf(state, operation.cell);
        const after = this.write(state, operation.cell, operation.next.of(before));
        return this.resume(after, slot, operation.view ? operation.view.of(before) : undefined);
      }
      case 'allocate': {
        const life = operation.region.life as Cell;
        const freed = this.valueOf(state, life) as number;
        const after = freed % 2 === 0 ? freed + 1 : freed + 2;
        return this.resume(this.write(state, life, after), slot, (after + 1) / 2);
      }
      case 'free': {
        const life = operation.region.life as Cell;
        const before = this.valueOf(state, life) as number;
        return this.resume(this.write(state, life, before + (before % 2)), slot, undefined);
      }
      case 'wait':
      case 'waitUntil':
      case 'fence':
      case 'safePoint':
      case 'join':
        return this.resume(state, slot, undefined);
      case 'kill': {
        const target = this.slotOf(operation.thread);
        if (target === slot) throw new QuiesceError('QSC524', operation.thread);
        return this.resume(this.kill(state, target), slot, undefined);
      }
      case 'flush':
      case 'crash':
      case 'restart':
        throw new Error('no program of a thread performs this');
      case 'park':
        return this.resume(withThread(state, slot, { permit: false }), slot, undefined);
      case 'unpark':
        return this.resume(withThread(state, this.slotOf(operation.thread), { permit: true }), slot, undefined);
      case 'spawn':
        return this.spawn(state, slot, this.slotOf(operation.thread));
      case 'choose':
      case 'select':
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
    const crashed = state.crashed.filter((other) => other !== slot);
    return this.arriveAt({ ...state, crashed }, slot, this.itineraries[slot]!.start());
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
    return this.arriveAt(state, slot, this.itineraries[slot]!.after(state.threads[slot]!.frames, result));
  }

  /** The thread says what it had announced and what has happened, and is at its new position: or pauses before it. */
  private arriveAt(state: State, slot: number, arrival: Arrival): State {
    const { announced } = state.threads[slot]!;
    const closing = announced.some(isSpan) ? arrival.happened.findIndex(isSpan) : -1;
    if (closing < 0) return this.become(this.say(state, slot, announced), slot, arrival);
    const early = this.say(state, slot, [...announced, ...arrival.happened.slice(0, closing)]);
    const pause = { owed: arrival.happened.slice(closing), onward: arrival.position };
    return withThread(early, slot, { life: 'live', frames: arrival.frames, announced: [], pause });
  }

  /** The step after a pause. */
  private goOn(state: State, slot: number): State {
    const { owed, onward } = state.threads[slot]!.pause!;
    return this.become(this.say(state, slot, owed), slot, { position: onward, happened: [] });
  }

  private become(state: State, slot: number, { position, happened }: Omit<Arrival, 'frames'>): State {
    const after = this.say(state, slot, happened);
    const failed: Said[] = position.life === 'failed' ? [{ kind: 'happened', name: 'failed', data: {} }] : [];
    return withThread(this.say(after, slot, failed), slot, { pause: undefined, ...position });
  }

  private say(state: State, slot: number, said: readonly Said[]): State {
    const thread = this.threads[slot]!.name;
    const events = said.flatMap(({ name, data, together = [] }) => [{ name, data }, ...together]);
    return {
      ...state,
      heard: events.reduce((heard, { name, data }) => this.listener.on(heard, { name, thread, data }), state.heard),
    };
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

  private cellIndex(cell: Cell<unknown>): number {
    return this.cells.findIndex((declared) => declared.name === cell.name);
  }

  private slotOf(name: string): number {
    return this.threads.findIndex((thread) => thread.name === name);
  }
}

function cooperativeProcessors(system: System): readonly boolean[] {
  const { processors } = system;
  if (typeof processors === 'object') return processors.map((policy) => policy === 'cooperative');
  const highest = Math.max(...system.threads.map((thread) => thread.processor));
  return Array.from({ length: processors ?? highest + 1 }, () => false);
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
