// Candidates: what the steps of a round lead to, packed one after the other, each with its hash, the step, its product state, and
// whether anything was written that a predicate has read.

import { hash, put, words } from './format';
import { take } from './memory';
import { find, first } from './places';
import { stateAt } from './states';

/** Candidates of a round at most, and so many that a further state may bring too many: 30 threads with 256 choices each. */
export const candidatesMost = 1 << 14;
export const candidatesMany = candidatesMost - 30 * 256;

export let staged = 0;

// By candidate.
const hashes: usize = take(candidatesMost << 2);
const firsts: usize = take(candidatesMost << 2);
const vias: usize = take(candidatesMost << 2);
const products: usize = take(candidatesMost << 2);
const seen: usize = take(candidatesMost);
/** By slot: whether a predicate has read it. */
let watched: usize = 0;
let staging: usize = 0;
let stagingWords = 0;
/** Where fetch leaves what it read, so that no compiler takes the reading out. */
const fetched: usize = take(4);

export function candidateAt(candidate: i32): usize {
  return staging + ((<usize>(candidate * words)) << 2);
}

export function hashOf(candidate: i32): i32 {
  return load<i32>(hashes + ((<usize>candidate) << 2));
}

export function viaOf(candidate: i32): i32 {
  return load<i32>(vias + ((<usize>candidate) << 2));
}

export function productOf(candidate: i32): i32 {
  return load<i32>(products + ((<usize>candidate) << 2));
}

export function isSeen(candidate: i32): bool {
  return load<u8>(seen + candidate) !== 0;
}

export function makeWatched(slots: i32): void {
  watched = take(<u64>slots);
}

/** A predicate has read a slot: new states in which it was written are told. */
export function watch(slot: i32): void {
  store<u8>(watched + slot, 1);
}

function isWatched(slot: i32): u8 {
  return load<u8>(watched + slot);
}

/** Where the host packs a state that it wants to look up between two rounds. */
export function stagingAt(): usize {
  return staging;
}

export function seek(): i32 {
  return find(hash(staging), staging);
}

export function makeStaging(): bool {
  if (words <= stagingWords) return true;
  staging = take((<u64>candidatesMost * words) << 2);
  stagingWords = words;
  return staging !== 0;
}

export function clear(): void {
  staged = 0;
}

/**
 * Stages a candidate, and returns where the next outcome is: a number of writes, and each as a slot and what it holds then. Where
 * monitors heard something, their slot is told.
 */
export function stageOne(state: usize, writes: usize, via: i32, product: i32, monitors: i32): usize {
  const candidate = candidateAt(staged);
  for (let word: usize = 0; word < <usize>words; word++)
    store<i32>(candidate + (word << 2), load<i32>(state + (word << 2)));
  const end = writes + 4 + ((<usize>load<i32>(writes)) << 3);
  let isSeen: u8 = monitors < 0 ? 0 : isWatched(monitors);
  for (let at = writes + 4; at < end; at += 8) {
    put(candidate, load<i32>(at), load<i32>(at, 4));
    isSeen |= isWatched(load<i32>(at));
  }
  if (monitors >= 0) put(candidate, monitors, product);
  store<u8>(seen + staged, isSeen);
  const at = (<usize>staged) << 2;
  staged++;
  store<i32>(hashes + at, hash(candidate));
  store<i32>(vias + at, via);
  store<i32>(products + at, product);
  return end;
}

/**
 * Reads what the candidates will be compared with, all at once: first the buckets, then the states that they lead to. It
 * changes nothing.
 */
export function fetch(candidates: i32): void {
  for (let at: usize = 0, end = (<usize>candidates) << 2; at < end; at += 4)
    store<i32>(firsts + at, first(load<i32>(hashes + at)));
  let sum = 0;
  for (let at: usize = 0, end = (<usize>candidates) << 2; at < end; at += 4) {
    const id = load<i32>(firsts + at);
    if (id >= 0) sum += load<i32>(stateAt(id));
  }
  store<i32>(fetched, sum);
}
