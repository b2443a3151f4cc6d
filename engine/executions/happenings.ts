// One execution as the events it is made of, and what happened before what: a stack that grows and shrinks with the
// exploration. Of an event it is kept which thread took it, what it touched, what that held before, and a clock: how many
// events of each thread happened before it. Two events depend on each other when a thread took both, or when they touch
// one thing and one of them writes it; a step that fails to exchange only reads. Flat arrays: part of the hot loop.
// Refused: what touches more than that (waits for predicates and alternatives, atomic sections, store buffers, kills and crashes).
// What is touched: the slot of the operation; of a thread that ends by the step, its node, for those who join it or
// start it again; and where somebody hears or sees the step, one thing that all such steps share.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import * as terms from '../operations/meaning.js';
import { FAILED_NODE } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import { RECORD, SLOT, TERMS, X } from '../threads/nodeTable.js';
import { widened } from '../threads/widened.js';
import { Witnessed } from './witnessed.js';

/** What an event touches at most: its slot, its thread's end, and whether anybody hears or sees it. */
const touchesMax = 3;

export class Happenings {
  readonly threads: number;
  /** Events so far. */
  length = 0;
  thread = new Int32Array(64);
  via = new Int32Array(64);
  /** The node at which its thread was before it. */
  node = new Int32Array(64);
  /** Of how many choices it was one. */
  choices = new Int32Array(64);
  /** What was said on it. */
  batch = new Int32Array(64);
  /** Number of the event among those of its thread, from 1. */
  ordinal = new Int32Array(64);
  /** The event of its thread before it, or the one that started the thread; -1: none. */
  previous = new Int32Array(64);
  /** How many events of each thread happened before an event, itself included. */
  clocks: Int32Array;
  /** What an event touches, `touchesMax` places each: slot (-1: none), whether it writes, what was held before. */
  slot = new Int32Array(64 * touchesMax);
  wrote = new Uint8Array(64 * touchesMax);
  held = new Int32Array(64 * touchesMax);
  /** The touch of the same slot before it; -1: none. */
  earlier = new Int32Array(64 * touchesMax);
  /** By slot: the last touch. By thread: how many events, and the one that its next event comes after. */
  readonly last: Int32Array;
  readonly count: Int32Array;
  readonly latest: Int32Array;

  readonly #multiprocessor: Multiprocessor;
  readonly #witnessed: Witnessed;
  /** Stands for all that is heard or seen. */
  readonly #witness: number;
  readonly #nodes: number;
  readonly #permits: number;
  /** By event: what `latest` was of a thread that it started. */
  #latestBefore = new Int32Array(64);
  /** Writes to the state, to take an event back: where those of an event begin, slot, what was there. */
  #firstWrite = new Int32Array(65);
  #writeSlot = new Int32Array(256);
  #writeBefore = new Int32Array(256);
  /** The slot that the step about to be taken touches; -1: none. */
  #touched = -1;

  constructor(multiprocessor: Multiprocessor, witnessed = new Witnessed()) {
    const { layout } = multiprocessor;
    this.#multiprocessor = multiprocessor;
    this.#witnessed = witnessed;
    this.threads = layout.threads.length;
    this.#nodes = layout.nodes;
    this.#permits = layout.permits;
    // Each thread's permit is a slot of its own here, though they share one in the state.
    this.#witness = layout.width + this.threads;
    this.last = new Int32Array(this.#witness + 1).fill(-1);
    this.count = new Int32Array(this.threads);
    this.latest = new Int32Array(this.threads).fill(-1);
    this.clocks = new Int32Array(64 * this.threads);
  }

  /** How many slots are told apart. */
  get slots(): number {
    return this.#witness + 1;
  }

  /** Takes a step and notes it. */
  take(state: State, via: number): void {
    const event = this.length;
    if (event + 1 >= this.thread.length) this.#makeRoom();
    const thread = threadOf(via);
    this.thread[event] = thread;
    this.via[event] = via;
    this.node[event] = state[this.#nodes + thread]!;
    this.previous[event] = this.latest[thread]!;
    this.choices[event] = this.#multiprocessor.choices(state, thread);
    const starts = this.#noteTouch(event, state, thread);
    this.#step(state, event, thread, choiceOf(via));
    const ended = state[this.#nodes + thread]! <= FAILED_NODE;
    this.#touch(event, 1, ended ? this.#nodes + thread : -1, 1, 0);
    this.#touch(event, 2, this.witnessSlot(thread, this.node[event]!), 1, 0);
    this.ordinal[event] = ++this.count[thread]!;
    this.#tick(event, thread);
    this.latest[thread] = event;
    if (starts >= 0) {
      this.#latestBefore[event] = this.latest[starts]!;
      this.latest[starts] = event;
    }
    this.length++;
  }

  /** Takes the last event back. */
  takeBack(state: State): void {
    const event = --this.length;
    const thread = this.thread[event]!;
    const started = this.#startedBy(event);
    if (started >= 0) this.latest[started] = this.#latestBefore[event]!;
    this.latest[thread] = this.previous[event]!;
    this.count[thread]!--;
    for (let place = touchesMax - 1; place >= 0; place--) {
      const touch = event * touchesMax + place;
      if (this.slot[touch]! >= 0) this.last[this.slot[touch]!] = this.earlier[touch]!;
    }
    const first = this.#firstWrite[event]!;
    for (let write = this.#firstWrite[event + 1]! - 1; write >= first; write--)
      state[this.#writeSlot[write]!] = this.#writeBefore[write]!;
  }

  /** Whether one event happened before another (or is it). */
  before(one: number, other: number): boolean {
    return this.clocks[other * this.threads + this.thread[one]!]! >= this.ordinal[one]!;
  }

  /** The slot that a thread's pending operation touches, as it is told apart here; -1: none. */
  pendingSlot(state: State, thread: number): number {
    const { table } = this.#multiprocessor.automata[thread]!;
    const at = state[this.#nodes + thread]! << RECORD;
    this.#refuseWide(table[at + TERMS]!, thread);
    const slot = table[at + SLOT]!;
    return slot === this.#permits ? this.#permitSlot(table[at + X]!) : slot;
  }

  /** What is touched by a step from a node because somebody hears or sees it; -1: nobody does. */
  witnessSlot(thread: number, node: number): number {
    return this.#witnessed.has(thread, node) ? this.#witness : -1;
  }

  /** What touches more than one slot, or one through a store buffer, has more to it than is noted here. */
  #refuseWide(means: number, thread: number): void {
    const why = widthOf(means);
    if (why === undefined) return;
    throw new QuiesceError('QSC134', `${this.#multiprocessor.layout.threads[thread]!.name}: ${why}`);
  }

  #permitSlot(bits: number): number {
    return this.#multiprocessor.layout.width + (31 - Math.clz32(bits));
  }

  /** Notes what the pending operation touches; returns the thread that it starts, or -1. */
  #noteTouch(event: number, state: State, thread: number): number {
    const { table } = this.#multiprocessor.automata[thread]!;
    const at = state[this.#nodes + thread]! << RECORD;
    const means = table[at + TERMS]!;
    this.#refuseWide(means, thread);
    const slot = table[at + SLOT]!;
    const content = slot < 0 ? 0 : state[slot]!;
    const effect = means & terms.EFFECT;
    const writes = effect === terms.SET_IF ? content === table[at + X]! : effect !== terms.KEEP;
    this.#touched = slot === this.#permits ? this.#permitSlot(table[at + X]!) : slot;
    this.#touch(event, 0, this.#touched, writes ? 1 : 0, content);
    return effect === terms.START ? slot - this.#nodes : -1;
  }

  #touch(event: number, place: number, slot: number, wrote: number, held: number): void {
    const touch = event * touchesMax + place;
    this.slot[touch] = slot;
    if (slot < 0) return;
    this.wrote[touch] = wrote;
    this.held[touch] = held;
    this.earlier[touch] = this.last[slot]!;
    this.last[slot] = touch;
  }

  #step(state: State, event: number, thread: number, choice: number): void {
    const multiprocessor = this.#multiprocessor;
    multiprocessor.touchedCount = 0;
    const batch = multiprocessor.step(state, thread, choice);
    this.batch[event] = batch;
    this.#witnessed.note(thread, this.node[event]!, batch, multiprocessor);
    const first = this.#firstWrite[event]!;
    const { touched, before, touchedCount } = multiprocessor;
    if (first + touchedCount > this.#writeSlot.length) this.#makeRoomForWrites();
    for (let write = 0; write < touchedCount; write++) {
      this.#writeSlot[first + write] = touched[write]!;
      this.#writeBefore[first + write] = before[write]!;
    }
    this.#firstWrite[event + 1] = first + touchedCount;
  }

  /** The clock of an event: that of the thread's event before it, and of those that it depends on. */
  #tick(event: number, thread: number): void {
    const { threads, clocks } = this;
    const own = event * threads;
    const previous = this.previous[event]!;
    if (previous < 0) clocks.fill(0, own, own + threads);
    else clocks.copyWithin(own, previous * threads, (previous + 1) * threads);
    for (let place = 0; place < touchesMax; place++) {
      const touch = event * touchesMax + place;
      if (this.slot[touch]! >= 0) this.#joinEarlier(own, touch);
    }
    clocks[own + thread] = this.ordinal[event]!;
  }

  /** Joins the clocks of the touches that this one depends on. What was there before a write happened before it. */
  #joinEarlier(own: number, touch: number): void {
    const { threads, clocks, wrote, earlier } = this;
    for (let other = earlier[touch]!; other >= 0; other = earlier[other]!) {
      if (wrote[touch] === 0 && wrote[other] === 0) continue;
      const row = ((other / touchesMax) | 0) * threads;
      for (let thread = 0; thread < threads; thread++)
        if (clocks[row + thread]! > clocks[own + thread]!) clocks[own + thread] = clocks[row + thread]!;
      if (wrote[other] !== 0) return;
    }
  }

  #startedBy(event: number): number {
    const slot = this.slot[event * touchesMax]!;
    const isNode = slot >= this.#nodes && slot < this.#permits;
    return isNode && this.wrote[event * touchesMax] !== 0 ? slot - this.#nodes : -1;
  }

  #makeRoom(): void {
    for (const table of [
      'thread',
      'via',
      'node',
      'choices',
      'batch',
      'ordinal',
      'previous',
      'clocks',
      'slot',
      'held',
      'earlier',
    ] as const)
      this[table] = widened(this[table]);
    this.#latestBefore = widened(this.#latestBefore);
    this.#firstWrite = widened(this.#firstWrite);
    const wrote = new Uint8Array(this.wrote.length * 2);
    wrote.set(this.wrote);
    this.wrote = wrote;
  }

  #makeRoomForWrites(): void {
    this.#writeSlot = widened(this.#writeSlot);
    this.#writeBefore = widened(this.#writeBefore);
  }
}

export const touchesOf = touchesMax;

/** Why a step touches more than is noted, if it does. */
function widthOf(means: number): string | undefined {
  if ((means & terms.STRIKES) !== 0) return 'a kill, a crash or a restart';
  if ((means & terms.ATOMIC) !== 0) return 'an atomic section';
  if ((means & terms.GUARD) === terms.HOLDS) return 'a wait for a predicate, or for one of several things';
  return means >= terms.FORWARDS || (means & terms.EFFECT) >= terms.BUFFER ? 'a store buffer' : undefined;
}
