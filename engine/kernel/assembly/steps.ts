// What is known of the steps of threads. A node has a look: which slot decides what its step does, and by the number that the
// slot's field holds, what comes of it: in a row where the numbers are small or follow one another, in a hash table where
// they are far apart (a counter that is at another number whenever a node is met). The host has performed that very step
// once and says here what it did; nothing of the meaning of operations is known here.

import { get } from './format';
import { moved, take } from './memory';
import { threadsMost } from './threads';

/** Entries of a row; 0: nothing is known. What is greater is the address of outcomes, or of a further look, with its tag. */
export const BLOCKED = 1;
export const READY = 2;
const LOOK = 3;

const lookBits: usize = 4;
/** A row begins with as many entries as a cache line has; numbers up to this one are always in it. */
const rowMin = 16;
const rowMost = 256;
/** A hash table of far numbers begins with its last place and how many it has; a place holds a number and its entry. */
const farHead: usize = 8;
const farMin = 4;

/** By thread: the looks of its nodes, and room for how many. */
const looks: usize = take(threadsMost << 2);
const rooms: usize = take(threadsMost << 2);

/** Makes room for the nodes of a thread. A look holds a slot (-1: none), where its row is, how long, and where far numbers are. */
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

/** Where the entry of a look for the number of a field stands: room is made for it. 0 where memory ends. */
export function entryAt(look: usize, coded: i32): usize {
  const length = load<i32>(look, 8);
  if (coded < length) return load<usize>(look, 4) + ((<usize>coded) << 2);
  const known = farEntry(load<usize>(look, 12), coded);
  if (known !== 0) return known;
  if (coded >= max(rowMost, 2 * length)) return addFar(look, coded);
  return lengthen(look, length, max(coded + 1, max(rowMin, 2 * length))) ? entryAt(look, coded) : 0;
}

/** Makes a row longer. What is far stays where it is, and is looked for there no more: it is put into the row. */
function lengthen(look: usize, length: i32, longer: i32): bool {
  const row = moved(load<usize>(look, 4), (<u64>length) << 2, (<u64>longer) << 2);
  if (row === 0) return false;
  const far = load<usize>(look, 12);
  for (let coded = length; far !== 0 && coded < longer; coded++) {
    const entry = farEntry(far, coded);
    if (entry !== 0) store<i32>(row + ((<usize>coded) << 2), load<i32>(entry));
  }
  store<usize>(look, row, 4);
  store<i32>(look, longer, 8);
  return true;
}

/** Where the entry of a far number stands; 0 where there is none. */
function farEntry(far: usize, coded: i32): usize {
  if (far === 0) return 0;
  const place = farPlace(far, coded);
  return load<i32>(place) === 0 ? 0 : place + 4;
}

/** The place that a far number has, or would have: its number is 0 then. */
function farPlace(far: usize, coded: i32): usize {
  const mask = load<i32>(far);
  let at = ((coded * 0x9e3779b1) >>> 12) & mask;
  while (true) {
    const place = far + farHead + ((<usize>at) << 3);
    const key = load<i32>(place);
    if (key === 0 || key === coded + 1) return place;
    at = (at + 1) & mask;
  }
}

function addFar(look: usize, coded: i32): usize {
  let far = load<usize>(look, 12);
  const places = far === 0 ? 0 : load<i32>(far) + 1;
  const has = far === 0 ? 0 : load<i32>(far, 4);
  if (4 * (has + 1) > 3 * places) far = widenFar(look, far, places);
  if (far === 0) return 0;
  store<i32>(far, has + 1, 4);
  const place = farPlace(far, coded);
  store<i32>(place, coded + 1);
  return place + 4;
}

function widenFar(look: usize, far: usize, places: i32): usize {
  const more = max(farMin, 2 * places);
  const wider = take(farHead + ((<u64>more) << 3));
  if (wider === 0) return 0;
  store<i32>(wider, more - 1);
  for (let at = 0; at < places; at++) {
    const key = load<i32>(far + farHead + ((<usize>at) << 3));
    if (key === 0) continue;
    const place = farPlace(wider, key - 1);
    store<i32>(place, key);
    store<i32>(place, load<i32>(far + farHead + ((<usize>at) << 3), 4), 4);
  }
  store<usize>(look, wider, 12);
  return wider;
}

/** What is known of the step of a node in a packed state: an entry that is no further look. */
export function known(state: usize, node: usize): i32 {
  let look = node;
  while (true) {
    const slot = load<i32>(look);
    const coded = slot < 0 ? 0 : get(state, slot);
    const entry =
      coded < load<i32>(look, 8) ? load<i32>(load<usize>(look, 4) + ((<usize>coded) << 2)) : farKnown(look, coded);
    if ((entry & LOOK) !== LOOK) return entry;
    look = <usize>(entry & ~LOOK);
  }
}

function farKnown(look: usize, coded: i32): i32 {
  const entry = farEntry(load<usize>(look, 12), coded);
  return entry === 0 ? 0 : load<i32>(entry);
}
