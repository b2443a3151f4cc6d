// The hash of some words of a table: it only ever picks where to look.

/** hashOf mixes `length` words from `offset` on into 32 bits. */
export function hashOf(from: Int32Array, offset: number, length: number): number {
  let hash = 0x2545f491;
  for (let word = 0; word < length; word++) {
    hash = Math.imul(hash ^ from[offset + word]!, 0x9e3779b1 | 0);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b | 0);
  return hash ^ (hash >>> 13);
}
