// The transitions of the monitors' product that are known, as in watch/transitionTable.ts: each product state has a row of its
// own, a small hash table of the batches that ever met it; and of each product state how many components are refuted.

import { moved, take } from './memory';

const rowBits: usize = 4;
const placesMin = 4;

/** By product state: where its row is, its last place, its transitions, its refuted components. */
let rows: usize = take(256 << rowBits);
let room = 256;

function hashOf(batch: i32): i32 {
  return (batch * 0x9e3779b1) >>> 12;
}

/** The product state after a batch; -1 where it is not known yet. */
export function after(product: i32, batch: i32): i32 {
  const row = rows + ((<usize>product) << rowBits);
  const first = load<usize>(row);
  const mask = load<i32>(row, 4);
  if (first === 0) return -1;
  let place = hashOf(batch) & mask;
  while (true) {
    const at = first + ((<usize>place) << 3);
    const key = load<i32>(at);
    if (key === batch + 1) return load<i32>(at, 4);
    if (key === 0) return -1;
    place = (place + 1) & mask;
  }
}

export function refuted(product: i32): i32 {
  return load<i32>(rows + ((<usize>product) << rowBits), 12);
}

/** Keeps how many components are refuted in a product state. */
export function knowProduct(product: i32, refuted: i32): void {
  if (product >= room) {
    const more = max(product + 1, 2 * room);
    const wider = moved(rows, (<u64>room) << rowBits, (<u64>more) << rowBits);
    if (wider === 0) return;
    rows = wider;
    room = more;
  }
  store<i32>(rows + ((<usize>product) << rowBits), refuted, 12);
}

/** Keeps a transition between known product states. */
export function keep(product: i32, batch: i32, target: i32): void {
  if (after(product, batch) >= 0) return;
  const row = rows + ((<usize>product) << rowBits);
  const transitions = load<i32>(row, 8) + 1;
  const places = load<usize>(row) === 0 ? 0 : load<i32>(row, 4) + 1;
  if (4 * transitions > 3 * places && !move(row, max(placesMin, 2 * places), places)) return;
  store<i32>(row, transitions, 8);
  put(row, batch, target);
}

function move(row: usize, more: i32, places: i32): bool {
  const old = load<usize>(row);
  const wider = take((<u64>more) << 3);
  if (wider === 0) return false;
  store<usize>(row, wider);
  store<i32>(row, more - 1, 4);
  for (let place: usize = 0; place < <usize>places; place++) {
    const key = load<i32>(old + (place << 3));
    if (key !== 0) put(row, key - 1, load<i32>(old + (place << 3), 4));
  }
  return true;
}

function put(row: usize, batch: i32, target: i32): void {
  const mask = load<i32>(row, 4);
  const first = load<usize>(row);
  let place = hashOf(batch) & mask;
  while (load<i32>(first + ((<usize>place) << 3)) !== 0) place = (place + 1) & mask;
  store<i32>(first + ((<usize>place) << 3), batch + 1);
  store<i32>(first + ((<usize>place) << 3), target, 4);
}
