// Where states stand by their hash, as in search/places.ts: ids in buckets of sixteen words, one cache line each. A word is an
// id + 1 in its low bits and bits of the hash above. The table grows by splitting each bucket in place, into itself and
// one that is added behind all: no state is looked at. The hash only picks where to look; all words of a state decide.

import { hash, isSame } from './format';
import { BLOCK, moved, take, takeBlock } from './memory';
import { count, stateAt } from './states';

const perBucket = 16;
const bucketBits = 6;
/** Bits of a hash that are known of an entry; the four highest say where in its bucket it is looked for first. */
const knownBits = 27;
const knownMask = (1 << knownBits) - 1;
const startShift = knownBits - 4;
const tagShift = 32 - knownBits;
/** Buckets of a chunk, and at first. */
const chunkBits = 12;
const chunkMask = (1 << chunkBits) - 1;
const chunkBytes: u64 = BLOCK;
const levelMost = 24;
/** So many of the places of a bucket are taken on average when the table grows. */
const crowded = 11;

const chunks: usize = take(1 << (levelMost - chunkBits + 2));
let level = chunkBits;
/** Where the last search ended that found nothing; 0: its bucket is full. */
let free: usize = 0;
const split: usize = take(perBucket << 2);

/** What found its bucket full: id + 1 and hash, one after the other. */
let besidePlaces = 1024;
let beside: usize = take(besidePlaces << 3);
let besideCount = 0;

store<usize>(chunks, take(chunkBytes));

function idsAt(bits: i32): i32 {
  return -1 >>> (knownBits - bits);
}

function entryOf(hashed: i32, numbered: i32): i32 {
  return ((hashed << tagShift) & ~idsAt(level)) | numbered;
}

function bucketOf(bucket: i32): usize {
  return load<usize>(chunks + ((<usize>(bucket >>> chunkBits)) << 2)) + ((<usize>(bucket & chunkMask)) << bucketBits);
}

/** The id that a search for a hash looks at first; -1 where that is none. It changes nothing. */
export function first(hashed: i32): i32 {
  const ids = idsAt(level);
  const start = (hashed >>> startShift) & (perBucket - 1);
  const entry = load<i32>(bucketOf(hashed & ((1 << level) - 1)) + ((<usize>start) << 2));
  return ((entry ^ (hashed << tagShift)) & ~ids) === 0 ? (entry & ids) - 1 : -1;
}

/** The id of a packed state with this hash, or -1: then `enter` may follow. */
export function find(hashed: i32, state: usize): i32 {
  const base = bucketOf(hashed & ((1 << level) - 1));
  const ids = idsAt(level);
  const tag = (hashed << tagShift) & ~ids;
  for (let place = hashed >>> startShift, end = place + perBucket; place < end; place++) {
    const at = base + ((<usize>(place & (perBucket - 1))) << 2);
    const entry = load<i32>(at);
    if (entry === 0) {
      free = at;
      return -1;
    }
    if ((entry & ~ids) === tag && isSame(stateAt((entry & ids) - 1), state)) return (entry & ids) - 1;
  }
  free = 0;
  return findBeside(hashed & knownMask, state);
}

/** Enters the id of what was looked for last, and not found. */
export function enter(hashed: i32, id: i32): void {
  if (free === 0) addBeside(hashed & knownMask, id + 1);
  else store<i32>(free, entryOf(hashed, id + 1));
}

/** Room for so many ids in all; false where there is none. */
export function spread(ids: i32): bool {
  while (ids > crowded << level) if (!grow()) return false;
  return true;
}

/** Enters all states anew: their hashes have changed. */
export function enterAll(): void {
  for (let chunk = 0; chunk < 1 << (level - chunkBits); chunk++)
    memory.fill(load<usize>(chunks + ((<usize>chunk) << 2)), 0, <usize>chunkBytes);
  memory.fill(beside, 0, (<usize>besidePlaces) << 3);
  besideCount = 0;
  for (let id = 0; id < count; id++) put(hash(stateAt(id)), id + 1);
}

function grow(): bool {
  if (level === levelMost) return false;
  const buckets = 1 << level;
  for (let chunk = buckets >>> chunkBits; chunk < (2 * buckets) >>> chunkBits; chunk++) {
    const more = takeBlock();
    if (more === 0) return false;
    store<usize>(chunks + ((<usize>chunk) << 2), more);
  }
  const ids = idsAt(level);
  level++;
  for (let bucket = 0; bucket < buckets; bucket++) splitBucket(bucket, ids);
  drainBeside();
  return true;
}

/** What stands in a bucket is entered again: by one bit more, in itself or in the one that is as far behind as there were. */
function splitBucket(bucket: i32, ids: i32): void {
  const base = bucketOf(bucket);
  memory.copy(split, base, perBucket << 2);
  memory.fill(base, 0, perBucket << 2);
  for (let place: usize = 0; place < <usize>perBucket; place++) {
    const entry = load<i32>(split + (place << 2));
    if (entry !== 0) put(((entry & ~ids) >>> tagShift) | bucket, entry & ids);
  }
}

function put(hashed: i32, numbered: i32): void {
  const base = bucketOf(hashed & ((1 << level) - 1));
  for (let place = hashed >>> startShift, end = place + perBucket; place < end; place++) {
    const at = base + ((<usize>(place & (perBucket - 1))) << 2);
    if (load<i32>(at) !== 0) continue;
    store<i32>(at, entryOf(hashed, numbered));
    return;
  }
  addBeside(hashed & knownMask, numbered);
}

function findBeside(hashed: i32, state: usize): i32 {
  let place = hashed & (besidePlaces - 1);
  while (true) {
    const at = beside + ((<usize>place) << 3);
    const numbered = load<i32>(at);
    if (numbered === 0) return -1;
    if (load<i32>(at, 4) === hashed && isSame(stateAt(numbered - 1), state)) return numbered - 1;
    place = (place + 1) & (besidePlaces - 1);
  }
}

/** It is full by half at most, and where memory ends, not quite: the search stops before it is. */
function addBeside(hashed: i32, numbered: i32): void {
  if (2 * ++besideCount > besidePlaces) growBeside();
  if (besideCount === besidePlaces) unreachable();
  putBeside(hashed, numbered);
}

function putBeside(hashed: i32, numbered: i32): void {
  let place = hashed & (besidePlaces - 1);
  while (load<i32>(beside + ((<usize>place) << 3)) !== 0) place = (place + 1) & (besidePlaces - 1);
  store<i32>(beside + ((<usize>place) << 3), numbered);
  store<i32>(beside + ((<usize>place) << 3), hashed, 4);
}

function growBeside(): void {
  const wider = take((<u64>besidePlaces) << 4);
  if (wider === 0) return;
  const old = beside;
  const places = besidePlaces;
  beside = wider;
  besidePlaces = 2 * places;
  enterFrom(old, places);
}

/** What stands beside may have room in its bucket now. */
function drainBeside(): void {
  if (besideCount === 0) return;
  const old = moved(beside, (<u64>besidePlaces) << 3, (<u64>besidePlaces) << 3);
  if (old === 0) return;
  memory.fill(beside, 0, (<usize>besidePlaces) << 3);
  besideCount = 0;
  for (let place = 0, places = besidePlaces; place < places; place++) {
    const numbered = load<i32>(old + ((<usize>place) << 3));
    if (numbered !== 0) put(load<i32>(old + ((<usize>place) << 3), 4), numbered);
  }
}

function enterFrom(old: usize, places: i32): void {
  for (let place = 0; place < places; place++) {
    const numbered = load<i32>(old + ((<usize>place) << 3));
    if (numbered !== 0) putBeside(load<i32>(old + ((<usize>place) << 3), 4), numbered);
  }
}
