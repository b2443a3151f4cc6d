// Where states stand by their hash: ids in buckets of sixteen words, one cache line each. Part of the hot loop.
// A word is an id + 1 in its low bits and bits of the hash above; with those that pick the bucket, 27 bits of the hash are
// known of each. So when the table has to grow, every bucket is split in place, into itself and one that is added behind
// all: no state is looked at. What finds its bucket full stands beside, with all
// that is known of its hash.

import { widened } from '../threads/widened.js';

const perBucket = 16;
const bucketBits = 4;
/** Bits of a hash that are known of an entry; the four highest say where in its bucket it is looked for first. */
const knownBits = 27;
const knownMask = 2 ** knownBits - 1;
const startShift = knownBits - bucketBits;
/** Where the bits of the hash stand in an entry: beside ids of so many bits more than those that pick the bucket. */
const tagShift = 32 - knownBits;
/** Buckets of a chunk, and at first. */
const chunkBits = 12;
const chunkMask = (1 << chunkBits) - 1;
const firstLevel = 8;
/** So many of the places of a bucket are taken on average when the table grows. */
const crowded = 11;

/** Whoever has the states says whether one is the candidate that is looked for. */
export interface Comparison {
  isCandidate(id: number, candidate: number): boolean;
}

export class Places {
  readonly #comparison: Comparison;
  #chunks: Int32Array[] = [];
  /** Bits of the hash that pick a bucket. */
  #level = firstLevel;
  #count = 0;
  readonly #beside: Beside;
  /** Where the last search ended without having found anything: the next id that is added belongs there. -1 is beside. */
  #free = -1;
  #freeChunk: Int32Array = new Int32Array(0);

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
    this.#beside = new Beside(comparison);
    this.clear();
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) + this.#beside.bytes;
  }

  clear(): void {
    this.#chunks = [new Int32Array(perBucket << firstLevel)];
    this.#level = firstLevel;
    this.#count = 0;
    this.#beside.clear();
  }

  /** For each of `count` hashes, the id that a search for it looks at first; -1 where that is none. It changes nothing. */
  firsts(hashes: Int32Array, count: number, into: Int32Array): void {
    const chunks = this.#chunks;
    const buckets = (1 << this.#level) - 1;
    const ids = idsAt(this.#level);
    for (let index = 0; index < count; index++) {
      const hash = hashes[index]!;
      const bucket = hash & buckets;
      const start = (hash >>> startShift) & (perBucket - 1);
      const entry = chunks[bucket >>> chunkBits]![((bucket & chunkMask) << bucketBits) + start]!;
      into[index] = ((entry ^ (hash << tagShift)) & ~ids) === 0 ? (entry & ids) - 1 : -1;
    }
  }

  /** The id of a candidate with this hash, or -1: then `add` may follow. */
  find(hash: number, candidate: number): number {
    const bucket = hash & ((1 << this.#level) - 1);
    const chunk = this.#chunks[bucket >>> chunkBits]!;
    const base = (bucket & chunkMask) << bucketBits;
    const ids = idsAt(this.#level);
    const tag = (hash << tagShift) & ~ids;
    for (let place = hash >>> startShift, end = place + perBucket; place < end; place++) {
      const at = base + (place & (perBucket - 1));
      const entry = chunk[at]!;
      if (entry === 0) return this.#missing(chunk, at);
      if ((entry & ~ids) === tag && this.#comparison.isCandidate((entry & ids) - 1, candidate))
        return (entry & ids) - 1;
    }
    this.#free = -1;
    return this.#beside.find(hash & knownMask, candidate);
  }

  #missing(chunk: Int32Array, free: number): number {
    this.#freeChunk = chunk;
    this.#free = free;
    return -1;
  }

  /** Adds the id of what was looked for last, and not found. */
  add(hash: number, id: number): void {
    if (this.#free < 0) this.#beside.add(hash & knownMask, id);
    else this.#freeChunk[this.#free] = entryOf(hash, id + 1, this.#level);
    if (++this.#count > crowded << this.#level) this.#grow();
  }

  #grow(): void {
    const buckets = 1 << this.#level;
    this.#addBuckets(buckets);
    this.#level++;
    const moved = new Int32Array(perBucket);
    for (let bucket = 0; bucket < buckets; bucket++) this.#splitBucket(bucket, moved);
    this.#beside.drain((hash, id) => this.#put(hash, id + 1));
  }

  /** As many as there are, behind all; only the first chunk begins short and is copied until it is whole. */
  #addBuckets(buckets: number): void {
    if (2 * buckets <= 1 << chunkBits) this.#chunks = [widened(this.#chunks[0]!)];
    else
      for (let more = 0; more < buckets; more += 1 << chunkBits)
        this.#chunks.push(new Int32Array(perBucket << chunkBits));
  }

  /** What stands in a bucket is entered again: by one bit more, in itself or in the one that is as far behind as there were. */
  #splitBucket(bucket: number, moved: Int32Array): void {
    const chunk = this.#chunks[bucket >>> chunkBits]!;
    const base = (bucket & chunkMask) << bucketBits;
    for (let place = 0; place < perBucket; place++) {
      moved[place] = chunk[base + place]!;
      chunk[base + place] = 0;
    }
    const ids = idsAt(this.#level - 1);
    for (let place = 0; place < perBucket; place++) {
      const entry = moved[place]!;
      if (entry !== 0) this.#put(((entry & ~ids) >>> tagShift) | bucket, entry & ids);
    }
  }

  #put(hash: number, numbered: number): void {
    const bucket = hash & ((1 << this.#level) - 1);
    const chunk = this.#chunks[bucket >>> chunkBits]!;
    const base = (bucket & chunkMask) << bucketBits;
    for (let place = hash >>> startShift, end = place + perBucket; place < end; place++) {
      const at = base + (place & (perBucket - 1));
      if (chunk[at] !== 0) continue;
      chunk[at] = entryOf(hash, numbered, this.#level);
      return;
    }
    this.#beside.add(hash & knownMask, numbered - 1);
  }
}

/** The bits of an entry that hold an id + 1: there are at most twice as many ids as places. */
function idsAt(level: number): number {
  return -1 >>> (knownBits - level);
}

function entryOf(hash: number, numbered: number, level: number): number {
  return ((hash << tagShift) & ~idsAt(level)) | numbered;
}

/** What found its bucket full: few, in a table of their own. */
class Beside {
  readonly #comparison: Comparison;
  #count = 0;
  /** Id + 1, 0 where nothing is, and hash, one after the other. */
  #entries = new Int32Array(64);

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  get bytes(): number {
    return this.#entries.byteLength;
  }

  clear(): void {
    this.#count = 0;
    this.#entries = new Int32Array(64);
  }

  find(hash: number, candidate: number): number {
    const mask = this.#entries.length / 2 - 1;
    for (let place = hash & mask; this.#entries[2 * place] !== 0; place = (place + 1) & mask) {
      const id = this.#entries[2 * place]! - 1;
      if (this.#entries[2 * place + 1] === hash && this.#comparison.isCandidate(id, candidate)) return id;
    }
    return -1;
  }

  add(hash: number, id: number): void {
    if (4 * ++this.#count > this.#entries.length) this.#grow();
    this.#put(hash, id);
  }

  /** Gives everything away. */
  drain(take: (hash: number, id: number) => void): void {
    const old = this.#entries;
    this.clear();
    for (let at = 0; at < old.length; at += 2) if (old[at] !== 0) take(old[at + 1]!, old[at]! - 1);
  }

  #put(hash: number, id: number): void {
    const mask = this.#entries.length / 2 - 1;
    let place = hash & mask;
    while (this.#entries[2 * place] !== 0) place = (place + 1) & mask;
    this.#entries[2 * place] = id + 1;
    this.#entries[2 * place + 1] = hash;
  }

  #grow(): void {
    const old = this.#entries;
    this.#entries = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) if (old[at] !== 0) this.#put(old[at + 1]!, old[at]! - 1);
  }
}
