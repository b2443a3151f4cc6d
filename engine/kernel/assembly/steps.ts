// What is known of the steps of threads. A node has a look: which slot decides what its step does, and by the number that the
// slot's field holds, a row of what comes of it. The host has performed that very step once and says here what it
// did; nothing of the meaning of operations is known here.

import { get } from './format';
import { moved, take } from './memory';

/** Entries of a row; 0: nothing is known. What is greater is the address of outcomes, or of a further look, with its tag. */
export const BLOCKED = 1;
export const READY = 2;
const LOOK = 3;

const threadsMost = 32;
const lookBits: usize = 4;
/** A row begins with as many entries as a cache line has. */
const rowMin = 16;

/** By thread: the looks of its nodes, and room for how many. */
const looks: usize = take(threadsMost << 2);
const rooms: usize = take(threadsMost << 2);

/** Makes room for the nodes of a thread. A look holds a slot (-1: none), where its row is, and how long. */
export function makeNodes(thread: i32, nodes: i32): void {
  const at = (<usize>thread) << 2;
  const has = load<i32>(rooms + at);
  if (nodes <= has) return;
  const room = max(nodes, max(64, 2 * has));
  const wider = moved(load<usize>(looks + at), (<u64>has) << lookBits, (<u64>room) << lookBits);
  if (wider === 0) return;
  store<usize>(looks + at, wider);
  store<i32>(rooms + at, room);
}

export function lookOf(thread: i32, node: i32): usize {
  return load<usize>(looks + ((<usize>thread) << 2)) + ((<usize>node) << lookBits);
}

/** Where the entry of a look for the number of a field stands: its row is made so long. 0 where memory ends. */
export function entryAt(look: usize, coded: i32): usize {
  const length = load<i32>(look, 8);
  if (coded >= length) {
    const longer = max(coded + 1, max(rowMin, 2 * length));
    const row = moved(load<usize>(look, 4), (<u64>length) << 2, (<u64>longer) << 2);
    if (row === 0) return 0;
    store<usize>(look, row, 4);
    store<i32>(look, longer, 8);
  }
  return load<usize>(look, 4) + ((<usize>coded) << 2);
}

/** What is known of the step of a node in a packed state: an entry that is no further look. */
export function known(state: usize, node: usize): i32 {
  let look = node;
  while (true) {
    const slot = load<i32>(look);
    const coded = slot < 0 ? 0 : get(state, slot);
    if (coded >= load<i32>(look, 8)) return 0;
    const entry = load<i32>(load<usize>(look, 4) + ((<usize>coded) << 2));
    if ((entry & LOOK) !== LOOK) return entry;
    look = <usize>(entry & ~LOOK);
  }
}
