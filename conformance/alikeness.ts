// Strands of a recording that say the same: events that are in one line after another and have nothing to do with others, and of
// which another strand has the same. Which of two such strands goes first makes no difference to a specification, so that an
// order is known up to which of them is which.

import { type Recorded, successorsOf } from './recording/recording.js';

/** How far the strands of each group are, of several events; the shortest first. */
export type Lengths = readonly (readonly number[])[];

type Strand = readonly number[];

export class Alikeness {
  /** By event: its own, unless it stands at the same place of strands that say the same. */
  readonly names: readonly string[];
  /** Strands that say the same: two at least. */
  readonly #groups: readonly (readonly Strand[])[];
  readonly #alone: readonly boolean[];

  /** `said` is what the specification is told by an event, as a text. */
  constructor(events: readonly Recorded[], said: (index: number) => string) {
    const byText = new Map<string, Strand[]>();
    for (const strand of strandsOf(events)) {
      const text = JSON.stringify(strand.map(said));
      byText.set(text, [...(byText.get(text) ?? []), strand]);
    }
    this.#groups = [...byText.values()].filter((strands) => strands.length > 1);
    const names = events.map((_, index) => String(index));
    for (const [group, strands] of this.#groups.entries())
      for (const strand of strands) for (const [place, index] of strand.entries()) names[index] = `g${group}.${place}`;
    this.names = names;
    this.#alone = names.map((name) => !name.startsWith('g'));
  }

  /** How far the strands of each group have to be for all of some events to be done. */
  lengths(isAmong: (index: number) => boolean): Lengths {
    return this.#groups.map((strands) =>
      strands.map((strand) => strand.findLastIndex(isAmong) + 1).sort((one, other) => one - other),
    );
  }

  /** Those of some events that are in no group. */
  alone(set: readonly number[]): readonly number[] {
    return set.filter((index) => this.#alone[index]);
  }
}

/** fitsIn tells whether strands that are so far can be renamed to be within others. */
export function fitsIn(some: Lengths, others: Lengths): boolean {
  return some.every((lengths, group) => lengths.every((length, place) => length <= others[group]![place]!));
}

/** The strands that nothing else comes before or after. */
function strandsOf(events: readonly Recorded[]): readonly Strand[] {
  const successors = successorsOf(events);
  const isLinked = (index: number) => events[index]!.after.length <= 1 && successors[index]!.length <= 1;
  const first = events.flatMap(({ after }, index) => (after.length === 0 ? [index] : []));
  const strands = first.map((index) => {
    const strand = [index];
    for (let next = successors[index]![0]; next !== undefined && isLinked(next); next = successors[next]![0])
      strand.push(next);
    return strand;
  });
  return strands.filter((strand) => strand.every(isLinked) && successors[strand.at(-1)!]!.length === 0);
}
