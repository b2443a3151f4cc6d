// A path in words: for each step its thread, operation, values, source line, events and the threads enabled before it.

import { type Stop, Walker } from '../drivers/walk.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import * as code from '../operations/code.js';
import { holdsIntegers } from '../program/cell.js';
import type { Event } from '../program/event.js';
import { canonical } from '../program/value.js';
import type { Checks } from '../watch/checks.js';
import { showSource } from './sourceMap.js';
import type { StepRecord } from './verdict.js';

const reading = new Set([
  code.LOAD,
  code.LOAD_VIEW,
  code.EXCHANGE,
  code.EXCHANGE_VIEW,
  code.COMPARE_EXCHANGE,
  code.FETCH_ADD,
  code.FETCH_ADD_VIEW,
  code.WAIT_IS,
  code.WAIT_IS_NOT,
  code.WAIT_BELOW,
  code.WAIT_ABOVE,
]);
const writing = new Set([code.STORE, code.EXCHANGE, code.EXCHANGE_VIEW, code.ADD, code.FETCH_ADD, code.FETCH_ADD_VIEW]);

/** recordPath walks the steps and describes each. The steps must be enabled one after the other. */
export function recordPath(multiprocessor: Multiprocessor, checks: Checks, vias: readonly number[]): StepRecord[] {
  const walker = new Walker(multiprocessor, checks);
  return vias.map((via) => recordStep(walker, via));
}

/** recordStep takes one step of a walk, lets `look` see where it led, and describes it. */
export function recordStep(walker: Walker, via: number, look: (stop: Stop) => void = () => {}): StepRecord {
  const { multiprocessor, state } = walker;
  const thread = threadOf(via);
  const automaton = multiprocessor.automata[thread]!;
  const node = state[multiprocessor.layout.nodes + thread]!;
  const { linked, text, source } = automaton.nodes[node]!;
  const { slot, code: operation } = linked;
  const enabled = threadNames(multiprocessor, walker.enabled);
  const before = slot < 0 ? '' : cellText(multiprocessor, state, slot);
  const stop = walker.step(via);
  const { batch, index } = stop;
  look(stop);
  const after = slot < 0 ? '' : cellText(multiprocessor, state, slot);
  const wrote =
    writing.has(operation) || (operation === code.COMPARE_EXCHANGE && linked.x === rawOf(multiprocessor, slot, before));
  return {
    index,
    thread: automaton.self.name,
    processor: automaton.self.processor,
    operation: operation === code.CHOOSE ? `${text} = ${choiceOf(via)}` : text,
    ...(slot < 0 ? {} : { cell: multiprocessor.layout.cells[slot]!.name }),
    ...(reading.has(operation) ? { read: before } : {}),
    ...(wrote ? { wrote: after } : {}),
    ...(source ? { source: showSource(source) } : {}),
    events: multiprocessor.batches.events(batch).map((event) => eventText(event, automaton.self.name)),
    enabled,
  };
}

/** recordPending describes a step before it is taken: for one that cannot be. */
export function recordPending({ multiprocessor, state, enabled }: Walker, via: number, index: number): StepRecord {
  const { self, nodes } = multiprocessor.automata[threadOf(via)]!;
  const { text, source } = nodes[state[multiprocessor.layout.nodes + threadOf(via)]!]!;
  return {
    ...{ index, thread: self.name, processor: self.processor, operation: text },
    ...(source ? { source: showSource(source) } : {}),
    ...{ events: [], enabled: threadNames(multiprocessor, enabled) },
  };
}

/** An event in words; the thread is named where it is not the one that steps (a spawned one). */
export function eventText(event: Event, stepping: string): string {
  const data = Object.keys(event.data).length === 0 ? '' : ` ${canonical(event.data)}`;
  return `${event.thread === stepping ? '' : `${event.thread}: `}${event.name}${data}`;
}

function cellText(multiprocessor: Multiprocessor, state: State, slot: number): string {
  const raw = state[slot]!;
  return holdsIntegers(multiprocessor.layout.cells[slot]!) ? String(raw) : multiprocessor.values.texts[raw]!;
}

/** The raw content of a cell whose text is known. */
function rawOf(multiprocessor: Multiprocessor, slot: number, text: string): number {
  return holdsIntegers(multiprocessor.layout.cells[slot]!) ? Number(text) : multiprocessor.values.texts.indexOf(text);
}
