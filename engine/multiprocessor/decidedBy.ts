// Which slots of a state decide what a step does: whether it may be taken, what it writes, what it gives back. Two steps
// from one node, with the same in these slots, are the same step. Part of what a table of known steps counts on.

import * as terms from '../operations/meaning.js';
import type { Layout } from './layout.js';
import type { Multiprocessor, State } from './multiprocessor.js';

/** decidingSlots lists them for the meaning of a node, none twice. */
export function decidingSlots({ layout }: Multiprocessor, meaning: terms.Meaning): readonly number[] {
  const buffer = meaning.terms >>> terms.BUFFER_NUMBER;
  const slots = [
    ...terms.guardSlots(meaning),
    ...(buffer === 0 ? [] : [layout.buffers - 1 + buffer]),
    ...(meaning.slot < 0 || isBlind(meaning) || isBuffered(meaning) ? [] : [meaning.slot]),
    ...livesAskedBy(layout, meaning).filter((life) => life >= 0),
  ];
  return [...new Set(slots)];
}

/** writtenBlindly lists the slots that a step, about to be taken, writes whatever they hold. */
export function writtenBlindly(
  multiprocessor: Multiprocessor,
  state: State,
  meaning: terms.Meaning,
  choice: number,
): readonly number[] {
  if (terms.effectOf(meaning) === terms.FLUSH) return [multiprocessor.flushed(state, meaning.slot, choice)!.slot];
  return isBlind(meaning) ? [meaning.slot] : [];
}

/** Whether a step of a node is more than its meaning says of slots: it goes on, or strikes other threads. */
export function isManifold(meaning: terms.Meaning): boolean {
  return (meaning.terms & terms.MANIFOLD) !== 0;
}

/** A store that learns nothing of what it overwrites. */
function isBlind(meaning: terms.Meaning): boolean {
  return terms.effectOf(meaning) === terms.SET && !terms.learns(meaning);
}

/** A store that goes into a store buffer. */
function isBuffered(meaning: terms.Meaning): boolean {
  return terms.effectOf(meaning) === terms.BUFFER;
}

/** The slots of lives of memory that it asks for: of what it stores, or of whatever may be flushed. */
function livesAskedBy({ lives }: Layout, meaning: terms.Meaning): readonly number[] {
  if (isBuffered(meaning)) return [lives[meaning.slot]!];
  return terms.effectOf(meaning) === terms.FLUSH ? lives : [];
}
