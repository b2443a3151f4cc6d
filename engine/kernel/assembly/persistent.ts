// Persistent sets, as reduction/persistentSets.ts chooses them: in a state, some threads such that nothing which the others
// may still do depends on their next steps. What may be done from each node on the host has written down, and what the step
// from a node depends on it says when it is asked; both are rows of bits, which meet or not.

import { take } from './memory';
import { failedNode, threadsMost } from './threads';

/** The thread of which it is not known what its step depends on; -1: none. */
export let missedOne = -1;

/** By thread: the number of its node 0, and how many of its nodes have been looked at. */
const bases: usize = take(threadsMost << 2);
const sizes: usize = take(threadsMost << 2);
/** Words of a row. */
let width: usize = 0;
/** By number of a node: what may be done from it on; and what its step depends on, behind a word that says of it more. */
let may: usize = 0;
let against: usize = 0;
let room: u64 = 0;
/** That word: whether the row is known, and whether the step may close a loop. */
const KNOWN = 1;
const CLOSES = 2;
/** By thread: the number of its node (-1 where it was compiled since, or does nothing more), and what it depends on, as bits; -1 not asked yet. */
const numbers: usize = take(threadsMost << 2);
const dependsOn: usize = take(threadsMost << 2);

/** The host has looked at threads anew, at so many nodes: room for what it says of them. Nothing is known of steps. */
export function makeFutures(nodes: i32, words: i32): usize {
  width = <usize>words;
  const needed: u64 = (<u64>nodes * (2 * words + 1)) << 2;
  if (needed > room) {
    may = take(2 * needed);
    room = may === 0 ? 0 : 2 * needed;
  }
  if (may === 0) return 0;
  against = may + ((<usize>(nodes * words)) << 2);
  memory.fill(against, 0, (<usize>(nodes * (words + 1))) << 2);
  return may;
}

export function numberNodes(thread: i32, base: i32, size: i32): void {
  store<i32>(bases + ((<usize>thread) << 2), base);
  store<i32>(sizes + ((<usize>thread) << 2), size);
}

function againstAt(step: i32): usize {
  return against + ((<usize>step * (width + 1)) << 2);
}

/** Where the host writes what a step depends on. */
export function knowStep(step: i32, closes: bool): usize {
  const at = againstAt(step);
  store<i32>(at, closes ? KNOWN | CLOSES : KNOWN);
  return at + 4;
}

/** Says at which node a thread is in the state of which is asked. Of nodes that were compiled since nothing is known, and nothing depends on them. */
export function standsAt(thread: i32, node: i32): void {
  const at = (<usize>thread) << 2;
  const isKnown = node > failedNode && node < load<i32>(sizes + at);
  store<i32>(numbers + at, isKnown ? load<i32>(bases + at) + node : -1);
}

function numberOf(thread: i32): i32 {
  return load<i32>(numbers + ((<usize>thread) << 2));
}

/**
 * The threads, of those that are enabled, whose steps have to be taken: `taken` where they suffice, else these and the fewest
 * others that do. Worth nothing where something was missed.
 */
export function choose(threads: i32, enabled: i32, taken: i32): i32 {
  missedOne = -1;
  if ((enabled & (enabled - 1)) === 0) return enabled;
  for (let thread = 0; thread < threads; thread++) store<i32>(dependsOn + ((<usize>thread) << 2), -1);
  let best = enabled;
  const fewest = taken === 0 ? 1 : 0;
  for (let open = enabled; open !== 0 && popcnt(best & ~taken) > fewest; open &= open - 1) {
    const set = closed(threads, ctz(open)) & enabled;
    if (missedOne >= 0) return 0;
    if (popcnt(set & ~taken) < popcnt(best & ~taken) && !mayCloseLoop(set)) best = set;
  }
  return best | taken;
}

/** A thread, and all that it depends on, and all that these do. */
function closed(threads: i32, thread: i32): i32 {
  let set = 1 << thread;
  for (let open = set; open !== 0 && missedOne < 0; ) {
    const others = othersOf(threads, ctz(open)) & ~set;
    set |= others;
    open = (open & (open - 1)) | others;
  }
  return set;
}

function othersOf(threads: i32, thread: i32): i32 {
  const at = dependsOn + ((<usize>thread) << 2);
  if (load<i32>(at) === -1) store<i32>(at, look(threads, thread));
  return load<i32>(at);
}

function look(threads: i32, thread: i32): i32 {
  const step = numberOf(thread);
  if (step < 0) return 0;
  const row = againstAt(step);
  if (load<i32>(row) === 0) {
    missedOne = thread;
    return 0;
  }
  let bits = 0;
  for (let other = 0; other < threads; other++)
    if (other !== thread && numberOf(other) >= 0 && meets(row + 4, numberOf(other))) bits |= 1 << other;
  return bits;
}

function meets(row: usize, future: i32): bool {
  const other = may + ((<usize>future * width) << 2);
  for (let word: usize = 0; word < width; word++)
    if ((load<i32>(row + (word << 2)) & load<i32>(other + (word << 2))) !== 0) return true;
  return false;
}

function mayCloseLoop(set: i32): bool {
  for (let open = set; open !== 0; open &= open - 1) {
    const step = numberOf(ctz(open));
    if (step >= 0 && (load<i32>(againstAt(step)) & CLOSES) !== 0) return true;
  }
  return false;
}
