// The hash of some words of a table: it only ever picks where to look.

/**
 * hashOf mixes `length` words from `offset` on into 32 bits, the last word first: words of 0 at the end change nothing, so
 * that they can be added to what is in a table already.
 */
export function hashOf(from: Int32Array, offset: number, length: number): number {
  let hash = 0;
  for (let word = offset + length - 1; word >= offset; word--) {
    hash = Math.imul(hash ^ from[word]!, 0x9e3779b1 | 0);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ 0x2545f491, 0x85ebca6b | 0);
  return hash ^ (hash >>> 13);
}
