// What the host has to hear of: ends and refutations in the order in which they were met, and the states in which some thread
// waits, with the states that they lead to (search/waiting.ts). It takes them and begins both lists anew.

import { take } from './memory';

export const END = 1;
export const REFUTED = 2;
/** A new state in which something was written that a predicate has read. */
export const SEEN = 3;

/** Rows and edges of waiting threads that there is room for, and how many may be added by one round. */
const rowsMost = 4096;
const edgesMost = 1 << 16;

export let told = 0;
export let rows = 0;
export let edges = 0;

let list: usize = 0;
const rowList: usize = take(rowsMost * 12);
let edgeList: usize = 0;

/** Room for what a round of so many candidates can tell. */
export function makeLists(candidates: i32, sources: i32): void {
  list = take((<u64>(2 * candidates + sources)) << 4);
  edgeList = take((<u64>(edgesMost + candidates)) << 2);
}

export function toldAt(): usize {
  return list;
}

export function rowsAt(): usize {
  return rowList;
}

export function edgesAt(): usize {
  return edgeList;
}

export function tell(kind: i32, one: i32, other: i32, third: i32): void {
  const at = list + ((<usize>told) << 4);
  told++;
  store<i32>(at, kind);
  store<i32>(at, one, 4);
  store<i32>(at, other, 8);
  store<i32>(at, third, 12);
}

/** Opens the edges of a state in which some thread waits: the state, what `able` is there, where its edges begin. */
export function addRow(state: i32, able: i32): void {
  const at = rowList + <usize>rows * 12;
  rows++;
  store<i32>(at, state);
  store<i32>(at, able, 4);
  store<i32>(at, edges, 8);
}

export function addEdge(target: i32): void {
  store<i32>(edgeList + ((<usize>edges) << 2), target);
  edges++;
}

/** Whether a round of so many sources may have no room. */
export function isNearlyFull(sources: i32): bool {
  return rows + sources > rowsMost || edges > edgesMost;
}

/** The host has taken everything. */
export function forget(): void {
  told = 0;
  rows = 0;
  edges = 0;
}
