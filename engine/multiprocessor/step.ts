// A step as a value: who performed what, which cells it read and wrote, and what was said with it. Everything that tells
// of steps reads this: reports, waits, replays, conformance.

import { CHOSEN, learns, resultOf, writes } from '../operations/meaning.js';
import { holdsIntegers } from '../program/cell.js';
import type { Event } from '../program/event.js';
import type { OperationKind } from '../program/operation.js';
import type { Value } from '../program/value.js';
import type { Multiprocessor, State } from './multiprocessor.js';
import { choiceOf, threadOf } from './via.js';

export interface Read {
  readonly cell: string;
  readonly value: Value;
}

export interface Write extends Read {
  /** What the cell held before. */
  readonly before: Value;
}

export interface Step {
  /** Who performs it: a thread, by name. */
  readonly agent: string;
  readonly processor: number;
  /** 'pause' is a step of the engine's own, between the single operation of a span and its closing event. */
  readonly kind: OperationKind | 'pause';
  /** The operation in words: `store pointer <- {"object":1}`. */
  readonly operation: string;
  /** Where the scheduler chose: what. */
  readonly choice?: number;
  /** What the agent learned of cells, and what it left in them. */
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  /** Whose memory it was about, where its cell has an owner. */
  readonly region?: string;
  /** What was said with it, in order. */
  readonly events: readonly Event[];
}

/** What is known of a step before it is taken. */
export interface Pending extends Omit<Step, 'writes' | 'events'> {
  /** The slot that its operation is about, if that is a cell's. */
  readonly slot: number | undefined;
}

/** pendingStep describes the step that an enabled thread would take in a state. */
export function pendingStep(multiprocessor: Multiprocessor, state: State, via: number): Pending {
  const { self, nodes } = multiprocessor.automata[threadOf(via)]!;
  const { operation, meaning, text } = nodes[state[multiprocessor.layout.nodes + threadOf(via)]!]!;
  const cell = multiprocessor.layout.cells[meaning.slot];
  const isChosen = resultOf(meaning) === CHOSEN;
  return {
    agent: self.name,
    processor: self.processor,
    kind: operation?.kind ?? 'pause',
    operation: isChosen ? `${text} = ${choiceOf(via)}` : text,
    ...(isChosen ? { choice: choiceOf(via) } : {}),
    reads: cell && learns(meaning) ? [{ cell: cell.name, value: contentOf(multiprocessor, state, meaning.slot) }] : [],
    slot: cell && meaning.slot,
  };
}

/** takeStep takes a step by `take`, which returns its batch, and describes it. */
export function takeStep(multiprocessor: Multiprocessor, state: State, via: number, take: () => number): Step {
  const { slot, ...pending } = pendingStep(multiprocessor, state, via);
  const { meaning } =
    multiprocessor.automata[threadOf(via)]!.nodes[state[multiprocessor.layout.nodes + threadOf(via)]!]!;
  const before = slot === undefined ? undefined : contentOf(multiprocessor, state, slot);
  const matched = slot !== undefined && state[slot] === meaning.x ? 1 : 0;
  const batch = take();
  const written = slot !== undefined && writes(meaning, matched);
  return {
    ...pending,
    writes: written
      ? [{ cell: multiprocessor.layout.cells[slot]!.name, before, value: contentOf(multiprocessor, state, slot) }]
      : [],
    events: multiprocessor.batches.events(batch),
  };
}

/** The value of a cell, by its slot. */
export function contentOf(multiprocessor: Multiprocessor, state: State, slot: number): Value {
  const raw = state[slot]!;
  return holdsIntegers(multiprocessor.layout.cells[slot]!) ? raw : multiprocessor.values.values[raw];
}
