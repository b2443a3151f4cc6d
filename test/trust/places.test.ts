// The table that finds states by their hash: whatever the hashes are, every id is found again, and nothing else.

import { describe, expect, it } from 'vitest';
import { Places } from '../../engine/search/places.js';

/** Keys, each with the id under which it was added; equal hashes stand for different keys. */
function filled(keys: number, hashOf: (key: number) => number): { places: Places; found: (key: number) => number } {
  const places: Places = new Places({ isCandidate: (id, candidate) => id === candidate });
  for (let key = 0; key < keys; key++) {
    if (places.find(hashOf(key), key) !== -1) throw new Error(`${key} is found before it was added`);
    places.add(hashOf(key), key);
  }
  return { places, found: (key) => places.find(hashOf(key), key) };
}

const mixed = (key: number): number => Math.imul(key ^ (key >>> 15), 0x9e3779b1 | 0) ^ (key << 7);

describe('a table of states', () => {
  it.each<readonly [string, number, (key: number) => number]>([
    ['that are spread', 200_000, mixed],
    ['of one hash', 300, () => 0x7fffffff],
    ['that differ only in what picks no bucket', 2_000, (key) => key << 27],
    ['that differ only in what picks a bucket', 5_000, (key) => key],
    ['that crowd into few buckets', 20_000, (key) => (mixed(key) & ~0xff) | (key % 3)],
  ])('finds every one of hashes %s', (_how, keys, hashOf) => {
    const { found } = filled(keys, hashOf);

    const lost = Array.from({ length: keys }, (_, key) => key).filter((key) => found(key) !== key);

    expect(lost).toEqual([]);
    expect(found(keys)).toBe(-1);
  });

  it('is empty when it was cleared', () => {
    const { places, found } = filled(10_000, mixed);

    places.clear();

    expect(found(17)).toBe(-1);
  });

  it('takes six to twelve bytes a state, and no more while it grows', () => {
    const bytes = [50_000, 100_000, 190_000].map((keys) => filled(keys, mixed).places.bytes / keys);

    expect(Math.max(...bytes)).toBeLessThan(13);
  });
});
