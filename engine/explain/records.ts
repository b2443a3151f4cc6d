// A path as records: each step as a value, with its source line and the threads enabled before it.

import { type Stop, Walker } from '../drivers/walk.js';
import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { pendingStep, takeStep } from '../multiprocessor/step.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import { threadOf } from '../multiprocessor/via.js';
import type { Event } from '../program/event.js';
import { canonical } from '../program/value.js';
import { visible } from '../program/visible.js';
import { showSource } from '../threads/sourceMap.js';
import type { Checks } from '../watch/checks.js';
import type { StepRecord } from './verdict.js';

/** recordPath walks the steps and describes each. The steps must be enabled one after the other. */
export function recordPath(multiprocessor: Multiprocessor, checks: Checks, vias: readonly number[]): StepRecord[] {
  const walker = new Walker(multiprocessor, checks);
  return vias.map((via) => recordStep(walker, via));
}

/** recordStep takes one step of a walk, lets `look` see where it led, and describes it. */
export function recordStep(walker: Walker, via: number, look: (stop: Stop) => void = () => {}): StepRecord {
  const { multiprocessor, state } = walker;
  const thread = threadOf(via);
  const { source } = multiprocessor.automata[thread]!.nodes[state[multiprocessor.layout.nodes + thread]!]!;
  const enabled = threadNames(multiprocessor, walker.enabled);
  let index = 0;
  const step = takeStep(multiprocessor, state, via, () => {
    const stop = walker.step(via);
    index = stop.index;
    look(stop);
    return stop.batch;
  });
  const ends = multiprocessor.ended(state, thread) ? { ends: true as const } : {};
  return { index, ...step, ...(source ? { source: showSource(source) } : {}), enabled, ...ends };
}

/** recordPending describes a step before it is taken: for one that goes wrong. */
export function recordPending({ multiprocessor, state, enabled }: Walker, via: number, index: number): StepRecord {
  const { source } =
    multiprocessor.automata[threadOf(via)]!.nodes[state[multiprocessor.layout.nodes + threadOf(via)]!]!;
  const { slot: _, ...step } = pendingStep(multiprocessor, state, via);
  return {
    ...{ index, ...step, writes: [], events: [] },
    ...(source ? { source: showSource(source) } : {}),
    enabled: threadNames(multiprocessor, enabled),
  };
}

/** valueText is a value in its canonical text, with nothing in it that is obeyed instead of read. */
export function valueText(value: unknown): string {
  return visible(canonical(value));
}

/** eventText puts an event into words; the thread is named where it is not the one that steps (a spawned one). */
export function eventText(event: Event, stepping: string): string {
  const data = Object.keys(event.data).length === 0 ? '' : ` ${valueText(event.data)}`;
  return `${event.thread === stepping ? '' : `${event.thread}: `}${event.name}${data}`;
}
