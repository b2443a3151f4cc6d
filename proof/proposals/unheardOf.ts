// The smallest sets of facts that hold together in one reading and in no other: the core of the search, on bits. A
// reading is the value of each observation, for one choice of elements in one state.

export type Reading = Uint8Array;

/** Some observations of a reading, by index, each with the values that are as unheard of as its own. */
export interface UnheardOf {
  readonly at: number;
  readonly values: readonly number[];
}

export interface Limits {
  readonly factsMax: number;
  /** How many values each observation has. */
  readonly sizes: readonly number[];
  readonly isBackground: (at: number) => boolean;
}

/**
 * smallestUnheardOf lists the sets of at most `factsMax` facts of a reading that no known reading has all of, and of which
 * no smaller set is as unheard of. Observations of which `isBackground` holds count for nothing by themselves: at most one
 * of them goes into a set, and never alone.
 */
export function smallestUnheardOf(
  reading: Reading,
  known: readonly Reading[],
  { factsMax, sizes, isBackground }: Limits,
): readonly (readonly UnheardOf[])[] {
  const holders = Array.from(reading, (value, at) => holdersOf(known, (other) => other[at] === value));
  const found: number[][] = [];
  for (let size = 1; size <= factsMax; size++) {
    const isMinimal = (chosen: readonly number[]) =>
      !found.some((smaller) => smaller.every((at) => chosen.includes(at)));
    const more = [...choose(holders, size, 0, undefined)].filter(isMinimal);
    found.push(...more);
  }
  const isWorth = (chosen: readonly number[]) => chosen.filter(isBackground).length < Math.min(2, chosen.length);
  return found.filter(isWorth).map((chosen) => widened(chosen, reading, known, sizes));
}

type Bits = Uint32Array;

/** Which of the known readings have a fact, a bit for each. */
function holdersOf(known: readonly Reading[], has: (reading: Reading) => boolean): Bits {
  const bits = new Uint32Array(Math.ceil(known.length / 32));
  for (const [index, reading] of known.entries()) if (has(reading)) bits[index >>> 5]! |= 1 << (index & 31);
  return bits;
}

/** The sets of so many facts, from an index on, that no known reading has together with those chosen before. */
function* choose(holders: readonly Bits[], size: number, from: number, chosen: Bits | undefined): Generator<number[]> {
  for (let first = from; first <= holders.length - size; first++) {
    const both = chosen ? intersection(chosen, holders[first]!) : holders[first]!;
    if (size === 1) {
      if (both.every((word) => word === 0)) yield [first];
      continue;
    }
    for (const others of choose(holders, size - 1, first + 1, both)) yield [first, ...others];
  }
}

function intersection(one: Bits, other: Bits): Bits {
  return one.map((word, index) => word & other[index]!);
}

/**
 * Each fact widened in turn, as far as the set stays unheard of: to every value of its observation but those that are met
 * beside the others. What is met nowhere at all is as unheard of.
 */
function widened(
  chosen: readonly number[],
  reading: Reading,
  known: readonly Reading[],
  sizes: readonly number[],
): readonly UnheardOf[] {
  const allowed = chosen.map((at) => new Set([reading[at]!]));
  for (const [index, at] of chosen.entries()) {
    const isMet = (other: Reading) =>
      chosen.every((each, place) => place === index || allowed[place]!.has(other[each]!));
    const met = new Set(known.filter(isMet).map((other) => other[at]!));
    for (let value = 0; value < sizes[at]!; value++) if (!met.has(value)) allowed[index]!.add(value);
  }
  return chosen.map((at, index) => ({ at, values: [...allowed[index]!].sort((a, b) => a - b) }));
}
