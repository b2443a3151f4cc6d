// The hot loop of the exhaustive search, breadth first, over packed states, in WebAssembly (written in AssemblyScript). As
// search/search.ts does it: stage what a few states lead to, read what all of that is compared with, look it up. What a
// step does it knows from tables (steps.ts, transitions.ts). Where they say nothing it stops, the host performs that
// very step and teaches the tables, and it goes on where it was.

import {
  candidateAt,
  candidatesMany,
  candidatesMost,
  clear,
  fetch,
  hashOf,
  isSeen,
  makeStaging,
  makeWatched,
  productOf,
  staged,
  stageOne,
  viaOf,
} from './candidates';
import { get, useFormat } from './format';
import { isFull, take } from './memory';
import { choose, missedOne, standsAt } from './persistent';
import { enter, enterAll, find, spread } from './places';
import { addWords, append, count, keepTaken, makeRoom, repack, stateAt, takenAt } from './states';
import { BLOCKED, known, lookOf, READY } from './steps';
import { failedNode, threadsMost } from './threads';
import { addEdge, addRow, END, isNearlyFull, makeLists, REFUTED, SEEN, tell, told } from './told';
import { after, refuted } from './transitions';

export { seek, stagingAt, watch } from './candidates';
export { useFormat } from './format';
export { isFull, takeBytes, used } from './memory';
export { knowStep, makeFutures, numberNodes } from './persistent';
export { count, makeRoom, parentAt, setCount, stateAt, takenAt, viaAt } from './states';
export { entryAt, lookOf, makeNodes } from './steps';
export { edges, edgesAt, forget, rows, rowsAt, told, toldAt } from './told';
export { keep, knowProduct } from './transitions';

/** Why `run` returns. */
const DONE = 0;
const BREATH = 1;
const STATES_HIT = 2;
const FULL = 3;
const UNKNOWN_GUARD = 4;
const UNKNOWN_STEP = 5;
const UNKNOWN_TRANSITION = 6;
const UNKNOWN_FUTURE = 7;

/** States that are expanded at once: the processor waits together for what all their candidates are compared with. */
const atOnce = 48;

let threads = 0;
let nodes = 0;
let monitors = 0;
let daemons = 0;
let optional = 0;
let isWaitingAsked = false;
let isReduced = false;

export let expanded = 0;
export let transitions: f64 = 0;
let statesMost = 0;

/** What it stopped at: the state, the thread, the choice, and for a transition the batch and the product state. */
export let missedState = 0;
export let missedThread = 0;
export let missedChoice = 0;
export let missedBatch = 0;
export let missedProduct = 0;

// By source: the threads that are enabled, those that have not ended, its product state, one past its last candidate.
const sourceEnabled: usize = take(atOnce << 2);
const sourceUnfinished: usize = take(atOnce << 2);
/** The threads whose steps are taken: all that are enabled, but where steps are left out. */
const sourceTaking: usize = take(atOnce << 2);
const sourceProduct: usize = take(atOnce << 2);
const sourceEnd: usize = take(atOnce << 2);
/** By thread: what is known of its step from the state that is being staged. */
const entries: usize = take(threadsMost << 2);

// Where it is: the round, the state in it, whether its guards have been looked at, the thread, its choice and its outcome.
let isOpen = false;
let hasMissed = false;
let sources = 0;
let source = 0;
let isGuarded = false;
let isChosen = false;
let thread = 0;
let choice = 0;
let outcome: usize = 0;

/** States that are looked at again, since threads are known better: the next, and the first that is not; one a round. */
export let again = 0;
let againEnd = 0;
/** Of the threads whose steps have been taken: they are all that are enabled. */
const WHOLE = 1 << 31;
/** In such a round, the threads whose steps from its state had been taken before it. */
let takenBefore = 0;

/** Steps are left out (persistent.ts). */
export function leaveOut(): void {
  isReduced = true;
  keepTaken();
}

/** The first so many states are looked at again before anything else is. */
export function lookAgain(states: i32): void {
  again = 0;
  againEnd = states;
}

function isAgain(): bool {
  return again < againEnd;
}

/** The state of a source of this round. */
function idOf(each: i32): i32 {
  return isAgain() ? again : expanded + each;
}

export function setUp(
  threadCount: i32,
  nodesSlot: i32,
  monitorsSlot: i32,
  daemonBits: i32,
  optionalBits: i32,
  waiting: i32,
): void {
  threads = threadCount;
  nodes = nodesSlot;
  monitors = monitorsSlot;
  daemons = daemonBits;
  optional = optionalBits;
  isWaitingAsked = waiting !== 0;
  makeLists(candidatesMost, atOnce);
  makeWatched(monitorsSlot + 1);
}

/** The host has laid states in their places: so many, of which so many are expanded. */
export function goOnFrom(done: i32, taken: f64, limit: i32): bool {
  expanded = done;
  transitions = taken;
  statesMost = limit;
  if (!makeStaging() || !reserve()) return false;
  enterAll();
  return true;
}

function reserve(): bool {
  return makeRoom(count + candidatesMost) && spread(count + candidatesMost);
}

/** The states are given further words, and what was staged is staged again. Their hashes are what they were. */
export function lengthen(fields: usize, parts: usize, longer: i32): bool {
  if (!addWords(longer)) return false;
  useFormat(fields, parts, longer);
  if (isOpen) open();
  return makeStaging();
}

/** All states are packed anew, and what was staged is staged again. */
export function changeFormat(
  oldFields: usize,
  oldParts: usize,
  fields: usize,
  parts: usize,
  slots: i32,
  longer: i32,
): bool {
  if (!repack(oldFields, oldParts, fields, parts, slots, longer) || !makeStaging()) return false;
  enterAll();
  if (isOpen) open();
  return true;
}

/** Says what the step is that was not known. */
export function give(outcomes: usize): void {
  store<usize>(entries + ((<usize>thread) << 2), outcomes);
}

/** Expands states, so many in all if nothing stops it before. */
export function run(until: i32): i32 {
  while (true) {
    if (isFull) return FULL;
    if (!isOpen) {
      if (!isAgain() && expanded >= count) return DONE;
      if ((isAgain() ? again : expanded) >= until || told > 0 || hasMissed || isNearlyFull(atOnce)) {
        hasMissed = false;
        return BREATH;
      }
      if (!reserve()) return FULL;
      if (isAgain() && skipWhole()) continue;
      open();
    }
    const miss = stage();
    if (miss !== 0) {
      if (miss !== UNKNOWN_FUTURE) hasMissed = true;
      return miss;
    }
    if (!lookUp(sources)) return STATES_HIT;
  }
}

/** Passes a state of which all steps have been taken; of another, notes which have been. */
function skipWhole(): bool {
  const known = load<i32>(takenAt(again));
  takenBefore = known & ~WHOLE;
  if ((known & WHOLE) === 0) return false;
  again++;
  return true;
}

/** Looks up what the states before the one lead to whose step cannot be taken; false where the limit of states is hit. */
export function finish(): bool {
  return lookUp(source);
}

function open(): void {
  isOpen = true;
  sources = isAgain() ? 1 : min(atOnce, count - expanded);
  source = 0;
  clear();
  isGuarded = false;
  isChosen = false;
}

/** Stages what the states of a round lead to; says where something was not known. */
function stage(): i32 {
  for (; source < sources; source++) {
    const state = stateAt(idOf(source));
    if (!isGuarded && !lookAtGuards(state)) return missed(UNKNOWN_GUARD);
    if (!isChosen && !chooseSteps()) return missed(UNKNOWN_FUTURE);
    const miss = takeSteps(state);
    if (miss !== 0) return missed(miss);
    store<i32>(sourceEnd + ((<usize>source) << 2), staged);
    isGuarded = false;
    isChosen = false;
    if (staged > candidatesMany) sources = source + 1;
  }
  return 0;
}

function missed(why: i32): i32 {
  missedState = idOf(source);
  missedThread = thread;
  missedChoice = choice;
  return why;
}

/** What is known of the steps of all threads; false where of one it is not even known whether it is enabled. */
function lookAtGuards(state: usize): bool {
  let enabled = 0;
  let unfinished = 0;
  for (thread = 0; thread < threads; thread++) {
    const node = get(state, nodes + thread);
    if (isReduced) standsAt(thread, node);
    const entry = known(state, lookOf(thread, node));
    if (entry === 0) return false;
    store<i32>(entries + ((<usize>thread) << 2), entry);
    if (entry !== BLOCKED) enabled |= 1 << thread;
    if (node > failedNode) unfinished |= 1 << thread;
  }
  const at = (<usize>source) << 2;
  store<i32>(sourceEnabled + at, enabled);
  store<i32>(sourceUnfinished + at, unfinished & ~daemons);
  store<i32>(sourceProduct + at, get(state, monitors));
  isGuarded = true;
  return true;
}

/** The threads whose steps from a state have been taken. */
function takenFrom(id: i32): i32 {
  return load<i32>(takenAt(id)) & ~WHOLE;
}

/** Which steps are taken from a state; false where something is not known by which that is chosen. */
function chooseSteps(): bool {
  const at = (<usize>source) << 2;
  const enabled = load<i32>(sourceEnabled + at);
  // At an end of the system all that daemons can do is looked at.
  const isWhole = !isReduced || load<i32>(sourceUnfinished + at) === 0;
  const chosen = isWhole ? enabled : choose(threads, enabled, takenFrom(idOf(source)));
  if (!isWhole && missedOne >= 0) {
    thread = missedOne;
    choice = 0;
    return false;
  }
  store<i32>(sourceTaking + at, isReduced ? noted(chosen, enabled) : chosen);
  isChosen = true;
  thread = 0;
  choice = 0;
  outcome = 0;
  return true;
}

/** Notes which threads are chosen; returns those whose steps are taken now: none where it is looked at again, and as it was. */
function noted(chosen: i32, enabled: i32): i32 {
  store<i32>(takenAt(idOf(source)), chosen === enabled ? chosen | WHOLE : chosen);
  return isAgain() && chosen === takenBefore ? 0 : chosen;
}

/** Takes the steps of a state, from the thread, the choice and the outcome on where it stopped. */
function takeSteps(state: usize): i32 {
  const taking = load<i32>(sourceTaking + ((<usize>source) << 2));
  const product = load<i32>(sourceProduct + ((<usize>source) << 2));
  for (; thread < threads; thread++) {
    if (((taking >>> thread) & 1) === 0) continue;
    const entry = load<usize>(entries + ((<usize>thread) << 2));
    if (entry === READY) return UNKNOWN_STEP;
    const choices = load<i32>(entry);
    if (outcome === 0) outcome = entry + 4;
    for (; choice < choices; choice++) {
      const batch = load<i32>(outcome);
      const next = batch === 0 ? product : after(product, batch);
      if (next < 0) {
        missedBatch = batch;
        missedProduct = product;
        return UNKNOWN_TRANSITION;
      }
      outcome = stageOne(state, outcome + 4, thread | (choice << 5), next, next === product ? -1 : monitors);
    }
    choice = 0;
    outcome = 0;
  }
  return 0;
}

/** Looks up what the first states of the round lead to, and ends it; false where the limit of states is hit. */
function lookUp(upTo: i32): bool {
  isOpen = false;
  if (upTo === 0) return true;
  if (isAgain()) return lookUpAgain();
  fetch(load<i32>(sourceEnd + ((<usize>(upTo - 1)) << 2)));
  for (let each = 0, candidate = 0; each < upTo; each++) {
    candidate = lookUpFrom(each, candidate);
    if (count > statesMost) return false;
  }
  return true;
}

/** The same of a state that is looked at again: what has been taken before is taken once more, so that its edges stand together. */
function lookUpAgain(): bool {
  if (load<i32>(sourceTaking) !== 0) {
    fetch(staged);
    lookUpFrom(0, 0);
    expanded--;
    for (let candidate = 0; candidate < staged; candidate++)
      transitions -= (takenBefore >>> (viaOf(candidate) & 31)) & 1;
  }
  again++;
  return count <= statesMost;
}

/** Looks up the candidates of a state; returns the first one of the next. */
function lookUpFrom(each: i32, begin: i32): i32 {
  const at = (<usize>each) << 2;
  const id = isAgain() ? again : expanded;
  // What need never happen lets no thread go on.
  const enabled = load<i32>(sourceEnabled + at) & ~optional;
  const unfinished = load<i32>(sourceUnfinished + at);
  const isWaiting = isWaitingAsked && (unfinished & ~enabled) !== 0;
  if (isWaiting) addRow(id, enabled | ~unfinished);
  if (enabled === 0 || unfinished === 0) tell(END, id, enabled, 0);
  const product = load<i32>(sourceProduct + at);
  const end = load<i32>(sourceEnd + at);
  for (let candidate = begin; candidate < end; candidate++) {
    const via = viaOf(candidate);
    const target = lookUpOne(candidate, id, via, product);
    if (isWaiting && ((optional >>> (via & 31)) & 1) === 0) addEdge(target);
  }
  transitions += end - begin;
  expanded++;
  return end;
}

function lookUpOne(candidate: i32, from: i32, via: i32, product: i32): i32 {
  const state = candidateAt(candidate);
  const hashed = hashOf(candidate);
  const found = find(hashed, state);
  if (found >= 0) return found;
  const id = append(state, from, via);
  enter(hashed, id);
  if (isSeen(candidate)) tell(SEEN, id, 0, 0);
  const own = productOf(candidate);
  if (own !== product && refuted(own) > refuted(product)) tell(REFUTED, from, via, id);
  return id;
}
