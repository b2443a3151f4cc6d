// How few preemptions, or turns of a round robin, an execution needs in the kindest order that is equivalent to it
// (Marmanis, Kokologiannakis, Vafeiadis: reconciling preemption bounding with DPOR, TACAS 2023; rounds: FMCAD 2023). A search over the sets
// of events that are closed under what happened before, nearest first: one for each execution, so that it suits small ones.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { meets } from '../operations/meaning.js';
import { type Happenings, touchesOf } from './happenings.js';

/** What it costs to let `next` step after `last`; -1 before the first step. */
export type Cost = (last: number, next: number, isEnabled: (thread: number) => boolean) => 0 | 1;

/** A switch away from a thread that could have gone on. */
export const preemption: Cost = (last, next, isEnabled) => (last >= 0 && last !== next && isEnabled(last) ? 1 : 0);

/** A switch to a thread that comes before in the order of threads: another round. */
export const round: Cost = (last, next) => (next < last ? 1 : 0);

/** fewest is the least cost of an order of the events that is equivalent to the one in which they came. */
export function fewest(multiprocessor: Multiprocessor, happenings: Happenings, state: State, cost: Cost): number {
  const orders = new Orders(multiprocessor, happenings, state);
  const seen = new Set<string>();
  let nearest: Reached[] = [{ done: orders.none, last: -1 }];
  for (let total = 0; ; total++) {
    const later: Reached[] = [];
    for (let next = nearest.pop(); next; next = nearest.pop()) {
      const key = `${next.done.join()};${next.last}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (orders.isAll(next.done)) return total;
      for (const step of orders.after(next))
        (cost(next.last, step.last, next.isEnabled!) === 0 ? nearest : later).push(step);
    }
    if (later.length === 0) return total;
    nearest = later;
  }
}

interface Reached {
  /** By thread, how many of its events have come. */
  readonly done: readonly number[];
  readonly last: number;
  isEnabled?: (thread: number) => boolean;
}

class Orders {
  readonly none: readonly number[];
  readonly #multiprocessor: Multiprocessor;
  readonly #happenings: Happenings;
  readonly #state: State;
  /** By thread, its events. */
  readonly #events: readonly (readonly number[])[];

  constructor(multiprocessor: Multiprocessor, happenings: Happenings, state: State) {
    this.#multiprocessor = multiprocessor;
    this.#happenings = happenings;
    this.#state = state;
    const events = Array.from({ length: happenings.threads }, (): number[] => []);
    for (let event = 0; event < happenings.length; event++) events[happenings.thread[event]!]!.push(event);
    this.#events = events;
    this.none = events.map(() => 0);
  }

  isAll(done: readonly number[]): boolean {
    return done.every((count, thread) => count === this.#events[thread]!.length);
  }

  after(reached: Reached): Reached[] {
    const { done } = reached;
    reached.isEnabled = (thread) => this.#isEnabled(done, thread);
    return this.#events.flatMap((events, thread) => {
      const event = events[done[thread]!];
      if (event === undefined || !this.#mayCome(event, done)) return [];
      return [{ done: done.with(thread, done[thread]! + 1), last: thread }];
    });
  }

  /** Whether all that happened before an event has come. */
  #mayCome(event: number, done: readonly number[]): boolean {
    const { clocks, threads, thread } = this.#happenings;
    const own = event * threads;
    return done.every((count, other) => clocks[own + other]! - (other === thread[event] ? 1 : 0) <= count);
  }

  /** Whether a thread could step now, be it in an order that is not equivalent. */
  #isEnabled(done: readonly number[], thread: number): boolean {
    const { node, slot } = this.#happenings;
    const event = this.#events[thread]![done[thread]!];
    if (event === undefined) return this.#multiprocessor.ready(this.#state, thread);
    const touched = slot[event * touchesOf]!;
    return (
      touched < 0 ||
      meets(this.#multiprocessor.automata[thread]!.nodes[node[event]!]!.meaning, this.#held(touched, done))
    );
  }

  /** What a slot holds when these events have come: what it held before the first write that has not. */
  #held(wanted: number, done: readonly number[]): number {
    const { slot, wrote, held, thread, ordinal, length, last } = this.#happenings;
    for (let event = 0; event < length; event++) {
      if (ordinal[event]! <= done[thread[event]!]!) continue;
      for (let touch = event * touchesOf; touch < (event + 1) * touchesOf; touch++)
        if (slot[touch] === wanted && wrote[touch] !== 0) return held[touch]!;
    }
    const touch = last[wanted]!;
    return wrote[touch] === 0 ? held[touch]! : this.#state[wanted]!;
  }
}
