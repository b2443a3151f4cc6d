// Linear memory is handed out from below to above; what is new is all zeros. Only large blocks are given back: other tables
// that grow leave behind what they were, which is less than what they are.

/** WebAssembly ends at 4 GiB. */
const END: u64 = 1 << 32;
const pageBits: u64 = 16;
/** Pages that are asked for at once, where there are so many, and a quarter of what there is: each time costs its host. */
const manyPages: u64 = 64;

let top: usize = (__heap_base + 63) & ~63;

/** Whether something did not fit: then it is not there, and the search has to stop. */
export let isFull: bool = false;

/** take hands out so many bytes, which begin a cache line; 0 where there are not so many. */
export function take(bytes: u64): usize {
  const end: u64 = ((<u64>top + bytes + 63) >> 6) << 6;
  const has: u64 = (<u64>memory.size()) << pageBits;
  if (end > has && !widen((end - has + 65535) >> pageBits)) {
    isFull = true;
    return 0;
  }
  const at = top;
  top = <usize>end;
  return at;
}

function widen(pages: u64): bool {
  const has: u64 = memory.size();
  if ((has + pages) << pageBits >= END) return false;
  const more = max(manyPages, has >> 2);
  if (pages < more && (has + more) << pageBits < END && memory.grow(<i32>more) >= 0) return true;
  return memory.grow(<i32>pages) >= 0;
}

/** Blocks of 256 KiB that were given back, one on the other. */
const blocks: usize = take(1 << 16);
let blockCount = 0;
export const BLOCK: u64 = 1 << 18;

/** Gives back so many bytes, which are whole blocks. */
export function giveBack(at: usize, bytes: u64): void {
  for (let block: u64 = 0; block < bytes; block += BLOCK) {
    store<usize>(blocks + ((<usize>blockCount) << 2), at + <usize>block);
    blockCount++;
  }
}

/** takeBlock hands out a block, all zeros; 0 where there is none. */
export function takeBlock(): usize {
  if (blockCount === 0) return take(BLOCK);
  blockCount--;
  const at = load<usize>(blocks + ((<usize>blockCount) << 2));
  memory.fill(at, 0, <usize>BLOCK);
  return at;
}

/** take for the host, which has no integers of 64 bits. */
export function takeBytes(bytes: i32): usize {
  return take(<u64>bytes);
}

/** moved hands out more bytes, and begins them with what stands elsewhere. */
export function moved(from: usize, bytes: u64, more: u64): usize {
  const to = take(more);
  if (to !== 0) memory.copy(to, from, <usize>bytes);
  return to;
}

/** How many bytes have been handed out. */
export function used(): f64 {
  return <f64>top;
}
