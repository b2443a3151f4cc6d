// The fields of packed states, as search/format.ts lays them out: the host writes these tables. What a field holds is never
// looked into here: a node, a product state, or the number of a content.

/** Bytes of a field, as a shift, and of a further part. */
const fieldBits: usize = 5;
const partBytes: usize = 20;

/** Words of a packed state, and its tables. */
export let words: i32 = 1;
let fields: usize = 0;
let parts: usize = 0;

export function useFormat(fieldsAt: usize, partsAt: usize, count: i32): void {
  fields = fieldsAt;
  parts = partsAt;
  words = count;
}

/** get reads a field of a packed state. */
export function get(state: usize, slot: i32): i32 {
  return getOf(fields, parts, state, slot);
}

/** put writes it. Whoever taught this number has seen to it that it fits. */
export function put(state: usize, slot: i32, coded: i32): void {
  const field = fields + ((<usize>slot) << fieldBits);
  write(state, field, 0, coded);
  const further = load<i32>(field, 16);
  if (further !== 0) putParts(state, field, further, coded);
}

export function getOf(fieldsAt: usize, partsAt: usize, state: usize, slot: i32): i32 {
  const field = fieldsAt + ((<usize>slot) << fieldBits);
  const coded = read(state, field);
  const further = load<i32>(field, 16);
  if (further === 0) return coded;
  return coded | getParts(partsAt, state, field, further);
}

/** Reads the bits of a part: word, shift and mask stand one after the other. */
function read(state: usize, part: usize): i32 {
  return (load<u32>(state + ((<usize>load<u32>(part)) << 2)) >>> load<u32>(part, 4)) & load<u32>(part, 8);
}

function write(state: usize, part: usize, from: i32, coded: i32): void {
  const at = state + ((<usize>load<u32>(part)) << 2);
  const shift = load<i32>(part, 4);
  const mask = load<i32>(part, 8);
  store<i32>(at, (load<i32>(at) & ~(mask << shift)) | (((coded >>> from) & mask) << shift));
}

function getParts(partsAt: usize, state: usize, field: usize, further: i32): i32 {
  let part = partsAt + ((<usize>load<i32>(field, 24)) << 2);
  let coded = 0;
  for (let index = 0; index < further; index++, part += partBytes)
    coded |= read(state, part + 4) << load<i32>(part, 16);
  return coded;
}

function putParts(state: usize, field: usize, further: i32, coded: i32): void {
  let part = parts + ((<usize>load<i32>(field, 24)) << 2);
  for (let index = 0; index < further; index++, part += partBytes) write(state, part + 4, load<i32>(part, 16), coded);
}

/** hash mixes the words of a packed state, the last one first: words of 0 at the end change nothing. */
export function hash(state: usize): i32 {
  let mixed = 0;
  for (let word = words - 1; word >= 0; word--) {
    mixed = (mixed ^ load<i32>(state + ((<usize>word) << 2))) * 0x9e3779b1;
    mixed ^= mixed >>> 15;
  }
  mixed = (mixed ^ 0x2545f491) * 0x85ebca6b;
  return mixed ^ (mixed >>> 13);
}

/** isSame tells whether two packed states are equal, word for word. */
export function isSame(one: usize, other: usize): bool {
  for (let word: usize = 0; word < <usize>words; word++)
    if (load<i32>(one + (word << 2)) !== load<i32>(other + (word << 2))) return false;
  return true;
}
