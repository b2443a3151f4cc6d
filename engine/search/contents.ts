// The contents that one slot of a state has held, numbered from 0 in the order in which it came to hold them.

/** Contents from -below up to `most` are numbered by a table, the others by a map. */
const below = 16;
const most = 1 << 16;

export class Contents {
  /** By number. */
  readonly list: number[] = [];
  /** By content + below: its number + 1; 0 where it has none. */
  #table = new Int32Array(0);
  readonly #far = new Map<number, number>();

  /** The number of a content; -1 where it has none yet. */
  of(content: number): number {
    const at = content + below;
    if (at >= 0 && at < this.#table.length) return this.#table[at]! - 1;
    return this.#far.size === 0 ? -1 : (this.#far.get(content) ?? -1);
  }

  /** The number of a content, which is given one where it has none. */
  learn(content: number): number {
    const known = this.of(content);
    if (known >= 0) return known;
    const number = this.list.push(content) - 1;
    const at = content + below;
    if (at < 0 || at >= most) this.#far.set(content, number);
    else {
      if (at >= this.#table.length) this.#lengthen(at);
      this.#table[at] = number + 1;
    }
    return number;
  }

  #lengthen(at: number): void {
    const longer = new Int32Array(Math.min(most, Math.max(2 * below, at * 2)));
    longer.set(this.#table);
    this.#table = longer;
  }
}
