// The node table of an automaton: what the step function reads of a node, side by side in one record of eight words, so
// that a step has to fetch one line of memory for it. Everything else about a node is in Node, for people.

import type { Meaning } from '../operations/meaning.js';

/** The record of node n begins at n << RECORD. */
export const RECORD = 3;

// Places in a record. What the operation means (operations/meaning.ts): its terms, its slot and its operands.
export const TERMS = 0;
export const SLOT = 1;
export const X = 2;
export const Y = 3;
export const VIEW = 4;
/** The id of the node's label. */
export const LABEL_ID = 5;
/** Where the edge of raw result 0 leads, and the batch that rides on it: the only edge of most nodes. -1: not compiled. */
export const TARGET = 6;
export const BATCH = 7;

/** nodeRecord is the record of a node that has no edge yet. */
export function nodeRecord({ terms, slot, x, y, view }: Meaning, label: number): Int32Array<ArrayBuffer> {
  return Int32Array.of(terms, slot, x, y, view, label, -1, 0);
}
