// A step as a value: who performed what, which cells it read and wrote, and what was said with it. Everything that tells
// of steps reads this: reports, waits, replays, conformance.

import {
  ATOMIC,
  BUFFER,
  CHOSEN,
  effectOf,
  FLUSH,
  KEEP,
  learns,
  type Meaning,
  resultOf,
  SEEN,
  STRIKES,
  WHICH,
  writes,
} from '../operations/meaning.js';
import { holdsIntegers } from '../program/cell.js';
import type { Event } from '../program/event.js';
import type { Operation, OperationKind } from '../program/operation.js';
import { canonical, type Value } from '../program/value.js';
import { struck } from './faults.js';
import type { Multiprocessor, State } from './multiprocessor.js';
import { sectionMax } from './section.js';
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
  /**
   * 'pause' is a step of the engine's own, between the single operation of a span and its closing event; 'atomically', a
   * section of several operations.
   */
  readonly kind: OperationKind | 'pause' | 'atomically';
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
  /** It does no more than keep the books of the language. */
  readonly silent?: true;
}

/** What is known of a step before it is taken. */
export interface Pending extends Omit<Step, 'writes' | 'events'> {
  /** The slot that its operation is about, if that is a cell's. */
  readonly slot: number | undefined;
}

/** pendingStep describes the step that an enabled thread would take in a state. */
export function pendingStep(multiprocessor: Multiprocessor, state: State, via: number): Pending {
  const pending = pendingOperation(multiprocessor, state, via);
  if (!standsInSection(multiprocessor, state, via)) return pending;
  const { silent: _, ...first } = pending;
  return { ...first, ...together(partsOfSection(multiprocessor, state, via)) };
}

function standsInSection(multiprocessor: Multiprocessor, state: State, via: number): boolean {
  return (meaningAt(multiprocessor, state, via).terms & ATOMIC) !== 0;
}

function meaningAt(multiprocessor: Multiprocessor, state: State, via: number): Meaning {
  return multiprocessor.automata[threadOf(via)]!.nodes[state[multiprocessor.layout.nodes + threadOf(via)]!]!.meaning;
}

function pendingOperation(multiprocessor: Multiprocessor, state: State, via: number): Pending {
  const { self, nodes } = multiprocessor.automata[threadOf(via)]!;
  const { operation, meaning, text } = nodes[state[multiprocessor.layout.nodes + threadOf(via)]!]!;
  const cell = multiprocessor.layout.cells[meaning.slot];
  const hasChoice = isChoice(meaning) || multiprocessor.choices(state, threadOf(via)) > 1;
  return {
    agent: self.name,
    processor: self.processor,
    kind: operation?.kind ?? 'pause',
    operation: wordsOf(multiprocessor, state, via, meaning, text),
    ...(hasChoice ? { choice: choiceOf(via) } : {}),
    reads: readsOf(multiprocessor, state, meaning),
    slot: cell && meaning.slot,
    ...(isSilent(operation) ? { silent: true as const } : {}),
  };
}

function isChoice(meaning: Meaning): boolean {
  const result = resultOf(meaning);
  return result === CHOSEN || result === WHICH;
}

/** An update tells by what it writes, a load by what it sees. */
function isSilent(operation: Operation | undefined): boolean {
  if (operation?.kind === 'update') return operation.next.silent === true;
  return operation?.kind === 'load' && operation.view?.silent === true;
}

function isStrike({ terms }: Meaning): boolean {
  return (terms & STRIKES) !== 0;
}

function wordsOf(multiprocessor: Multiprocessor, state: State, via: number, meaning: Meaning, text: string): string {
  if (isChoice(meaning) && isStrike(meaning)) return `${text} ${struck(multiprocessor, state, meaning, choiceOf(via))}`;
  if (isChoice(meaning)) return `${text} = ${choiceOf(via)}`;
  if (effectOf(meaning) === BUFFER) return `${text}, into its buffer`;
  if (effectOf(meaning) !== FLUSH) return text;
  const flushed = multiprocessor.flushed(state, meaning.slot, choiceOf(via));
  if (!flushed) return text;
  const { slot, raw } = flushed;
  return `flush ${multiprocessor.layout.cells[slot]!.name} <- ${canonical(valueIn(multiprocessor, slot, raw))}`;
}

/** What the agent learns: of the slot of its operation, or of all that its guard looks at. */
function readsOf(multiprocessor: Multiprocessor, state: State, meaning: Meaning): Read[] {
  const slots = meaning.alternatives?.slots ?? (learns(meaning) ? [meaning.slot] : []);
  return slots.flatMap((slot) => {
    const cell = multiprocessor.layout.cells[slot];
    const raw = cell && multiprocessor.contentFor(state, meaning, slot);
    if (!cell || (cell.quiet && !isLook(multiprocessor, meaning))) return [];
    const value = cell.quiet ? seenOf(multiprocessor, meaning, raw!) : valueIn(multiprocessor, slot, raw!);
    return [{ cell: cell.name, value }];
  });
}

/** Of the language's own books a load tells what it sees of them by a view with a name for people: whether a signal is aborted. */
function isLook({ linker }: Multiprocessor, meaning: Meaning): boolean {
  const looks = resultOf(meaning) === SEEN && effectOf(meaning) === KEEP;
  return looks && linker.views[meaning.view]!.view.silent !== true;
}

function seenOf({ linker }: Multiprocessor, meaning: Meaning, raw: number): Value {
  return linker.value(meaning, linker.see(meaning.view, raw));
}

/** takeStep takes a step by `take`, which returns its batch, and describes it. */
export function takeStep(multiprocessor: Multiprocessor, state: State, via: number, take: () => number): Step {
  if (standsInSection(multiprocessor, state, via)) return takeSection(multiprocessor, state, via, take);
  const { slot: _, ...pending } = pendingOperation(multiprocessor, state, via);
  const meaning = meaningAt(multiprocessor, state, via);
  if (isStrike(meaning)) return takeStrike(multiprocessor, state, pending, take);
  const slot = slotWritten(multiprocessor, state, via, meaning);
  const before = slot === undefined ? undefined : contentOf(multiprocessor, state, slot);
  const batch = take();
  return {
    ...pending,
    writes: writesOf(multiprocessor, state, slot, before),
    events: multiprocessor.batches.events(batch),
  };
}

/** A crash may write to many cells, which is why nothing is known before it. */
function takeStrike(
  multiprocessor: Multiprocessor,
  state: State,
  pending: Omit<Pending, 'slot'>,
  take: () => number,
): Step {
  const held = state.slice();
  const batch = take();
  const writes = [...multiprocessor.layout.cells.keys()]
    .filter((slot) => held[slot] !== state[slot])
    .flatMap((slot) => writesOf(multiprocessor, state, slot, contentOf(multiprocessor, held, slot)));
  return { ...pending, writes, events: multiprocessor.batches.events(batch) };
}

/** The slot of the cell that a step writes to; a store into a buffer writes to none. */
function slotWritten(multiprocessor: Multiprocessor, state: State, via: number, meaning: Meaning): number | undefined {
  if (effectOf(meaning) === BUFFER) return undefined;
  if (effectOf(meaning) === FLUSH) return multiprocessor.flushed(state, meaning.slot, choiceOf(via))?.slot;
  const isCell = multiprocessor.layout.cells[meaning.slot] !== undefined;
  return isCell && writes(meaning, state[meaning.slot] === meaning.x ? 1 : 0) ? meaning.slot : undefined;
}

type Part = Omit<Step, 'events'>;

/** An atomic section as one step. */
function takeSection(multiprocessor: Multiprocessor, state: State, via: number, take: () => number): Step {
  const { slot: _, silent: __, ...pending } = pendingOperation(multiprocessor, state, via);
  const parts = partsOfSection(multiprocessor, state, via);
  const writes = parts.flatMap((part) => part.writes);
  const batch = take();
  return { ...pending, ...together(parts), writes, events: multiprocessor.batches.events(batch) };
}

/** The operations of an atomic section, performed one by one on a copy; up to one that goes wrong. */
function partsOfSection(multiprocessor: Multiprocessor, state: State, via: number): Part[] {
  const copy = state.slice();
  const parts: Part[] = [];
  try {
    for (let goesOn = true; goesOn && parts.length < sectionMax; ) {
      const { slot: _, ...pending } = pendingOperation(multiprocessor, copy, via);
      const slot = slotWritten(multiprocessor, copy, via, meaningAt(multiprocessor, copy, via));
      const before = slot === undefined ? undefined : contentOf(multiprocessor, copy, slot);
      multiprocessor.touchedCount = 0;
      goesOn = multiprocessor.performOne(copy, threadOf(via)).goesOn;
      parts.push({ ...pending, writes: writesOf(multiprocessor, copy, slot, before) });
    }
  } catch {
    // What goes wrong is told when the step is taken.
  }
  multiprocessor.touchedCount = 0;
  return parts;
}

/** What was written; the language's own bookkeeping is told by the operation alone. */
function writesOf(multiprocessor: Multiprocessor, state: State, slot: number | undefined, before: Value): Write[] {
  if (slot === undefined || multiprocessor.layout.cells[slot]!.quiet) return [];
  return [{ cell: multiprocessor.layout.cells[slot]!.name, before, value: contentOf(multiprocessor, state, slot) }];
}

function together(parts: readonly Part[]) {
  return {
    kind: 'atomically' as const,
    operation: `atomically: ${parts.map(partText).join('; ')}`,
    reads: parts.flatMap(({ reads }) => reads),
    ...(parts.every(({ silent }) => silent) ? { silent: true as const } : {}),
  };
}

function partText({ operation, reads, writes: written }: Part): string {
  const read = written.length === 0 && reads.length > 0 ? ` → ${canonical(reads[0]!.value)}` : '';
  return `${operation}${read}`;
}

/** The value of a cell, by its slot. */
export function contentOf(multiprocessor: Multiprocessor, state: State, slot: number): Value {
  return valueIn(multiprocessor, slot, state[slot]!);
}

function valueIn(multiprocessor: Multiprocessor, slot: number, raw: number): Value {
  return holdsIntegers(multiprocessor.layout.cells[slot]!) ? raw : multiprocessor.values.values[raw];
}
