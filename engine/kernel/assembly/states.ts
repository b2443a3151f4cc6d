// The states that were found, packed, in chunks, and of each where it was found from. Ids count up from 0.

import { getOf, put, useFormat, words } from './format';
import { giveBack, take } from './memory';

const chunkBits = 16;
const chunkSize: u64 = 1 << chunkBits;
const chunkMask = (1 << chunkBits) - 1;
const chunksMost = 1 << 15;

export let count: i32 = 0;

/** By chunk: its states; its parents, and behind them their vias of two bytes. */
const states: usize = take(chunksMost << 2);
const links: usize = take(chunksMost << 2);
/** Where steps are left out, by chunk: of each state the threads whose steps have been taken, as bits. */
const taken: usize = take(chunksMost << 2);
let chunks: i32 = 0;
let keepsTaken = false;

/** From the first state on it is kept of which threads steps have been taken. */
export function keepTaken(): void {
  keepsTaken = true;
}

/** Where it stands. */
export function takenAt(id: i32): usize {
  return load<usize>(taken + ((<usize>(id >>> chunkBits)) << 2)) + ((<usize>(id & chunkMask)) << 2);
}

export function stateAt(id: i32): usize {
  return load<usize>(states + ((<usize>(id >>> chunkBits)) << 2)) + ((<usize>((id & chunkMask) * words)) << 2);
}

/** Where the parent of a state stands: the id of the state that it was found from, -1 of the first. */
export function parentAt(id: i32): usize {
  return load<usize>(links + ((<usize>(id >>> chunkBits)) << 2)) + ((<usize>(id & chunkMask)) << 2);
}

/** Where the step stands by which it was found. */
export function viaAt(id: i32): usize {
  const chunk = load<usize>(links + ((<usize>(id >>> chunkBits)) << 2));
  return chunk + ((<usize>chunkSize) << 2) + ((<usize>(id & chunkMask)) << 1);
}

/** Room for so many states in all; false where there is none. */
export function makeRoom(most: i32): bool {
  while (chunks <= most >>> chunkBits) {
    if (chunks === chunksMost) return false;
    const chunk = take((chunkSize * words) << 2);
    const link = take(chunkSize * 6);
    const threads = keepsTaken ? take(chunkSize << 2) : 0;
    if (chunk === 0 || link === 0 || (keepsTaken && threads === 0)) return false;
    store<usize>(taken + ((<usize>chunks) << 2), threads);
    store<usize>(states + ((<usize>chunks) << 2), chunk);
    store<usize>(links + ((<usize>chunks) << 2), link);
    chunks++;
  }
  return true;
}

/** Adds a packed state, for which there is room; returns its id. */
export function append(from: usize, parent: i32, via: i32): i32 {
  const id = count++;
  const to = stateAt(id);
  for (let word: usize = 0; word < <usize>words; word++) store<i32>(to + (word << 2), load<i32>(from + (word << 2)));
  store<i32>(parentAt(id), parent);
  store<u16>(viaAt(id), <u16>via);
  return id;
}

/** The host has written so many states and links into their chunks. */
export function setCount(known: i32): void {
  count = known;
}

/** Adds words of 0 to all states. */
export function addWords(longer: i32): bool {
  for (let chunk = 0; chunk < chunks; chunk++) {
    const from = load<usize>(states + ((<usize>chunk) << 2));
    const to = take((chunkSize * longer) << 2);
    if (to === 0) return false;
    const known = min(<i32>chunkSize, count - (chunk << chunkBits));
    for (let index = 0; index < known; index++)
      memory.copy(to + ((<usize>(index * longer)) << 2), from + ((<usize>(index * words)) << 2), (<usize>words) << 2);
    store<usize>(states + ((<usize>chunk) << 2), to);
    giveBack(from, (chunkSize * words) << 2);
  }
  return true;
}

/** All states are packed in another format; where they are as long as before, each in its place. */
export function repack(
  oldFields: usize,
  oldParts: usize,
  newFields: usize,
  newParts: usize,
  slots: i32,
  longer: i32,
): bool {
  const before = words;
  const coded = take((<u64>slots) << 2);
  if (coded === 0) return false;
  useFormat(newFields, newParts, longer);
  for (let chunk = 0, id = 0; chunk < chunks; chunk++) {
    const from = load<usize>(states + ((<usize>chunk) << 2));
    const to = longer === before ? from : take((chunkSize * longer) << 2);
    if (to === 0) return false;
    for (let index = 0; index <= chunkMask && id < count; index++, id++)
      repackOne(
        oldFields,
        oldParts,
        from + ((<usize>(index * before)) << 2),
        coded,
        to + ((<usize>(index * longer)) << 2),
        slots,
      );
    store<usize>(states + ((<usize>chunk) << 2), to);
    if (to !== from) giveBack(from, (chunkSize * before) << 2);
  }
  return true;
}

function repackOne(fields: usize, parts: usize, from: usize, coded: usize, to: usize, slots: i32): void {
  for (let slot = 0; slot < slots; slot++) store<i32>(coded + ((<usize>slot) << 2), getOf(fields, parts, from, slot));
  memory.fill(to, 0, (<usize>words) << 2);
  for (let slot = 0; slot < slots; slot++) put(to, slot, load<i32>(coded + ((<usize>slot) << 2)));
}
