// Sets of small integers as bits of words, rows of equal width in one array.

export class BitRows {
  readonly words: number;
  readonly data: Int32Array;

  constructor(rows: number, width: number) {
    this.words = (width + 31) >>> 5;
    this.data = new Int32Array(rows * this.words);
  }

  add(row: number, value: number): void {
    this.data[row * this.words + (value >>> 5)]! |= 1 << (value & 31);
  }

  has(row: number, value: number): boolean {
    return ((this.data[row * this.words + (value >>> 5)]! >>> (value & 31)) & 1) === 1;
  }

  /** The words of a row. */
  row(row: number): Int32Array {
    return this.data.subarray(row * this.words, (row + 1) * this.words);
  }

  /** Adds what another row has; whether there was anything to add. */
  join(row: number, other: number): boolean {
    const { data, words } = this;
    let grown = false;
    for (let word = 0; word < words; word++) {
      const before = data[row * words + word]!;
      const after = before | data[other * words + word]!;
      if (after === before) continue;
      data[row * words + word] = after;
      grown = true;
    }
    return grown;
  }

  /** Whether a row and one of other rows have a value in common. */
  meets(row: number, others: BitRows, other: number): boolean {
    for (let word = 0; word < this.words; word++)
      if ((this.data[row * this.words + word]! & others.data[other * this.words + word]!) !== 0) return true;
    return false;
  }

  equals(other: BitRows): boolean {
    return this.data.length === other.data.length && this.data.every((word, index) => word === other.data[index]);
  }
}
