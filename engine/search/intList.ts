// A growable list of 32-bit integers.

export class IntList {
  data: Int32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.#widen(this.length + 1);
    this.data[this.length++] = value;
  }

  pushAll(values: Int32Array): void {
    if (this.length + values.length > this.data.length) this.#widen(this.length + values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  /** Writes at an index, growing the list with zeros up to it. */
  set(index: number, value: number): void {
    if (index >= this.data.length) this.#widen(index + 1);
    if (index >= this.length) this.length = index + 1;
    this.data[index] = value;
  }

  get bytes(): number {
    return this.data.byteLength;
  }

  #widen(needed: number): void {
    const wider = new Int32Array(Math.max(needed, this.data.length * (this.data.length < 1 << 22 ? 4 : 2)));
    wider.set(this.data.subarray(0, this.length));
    this.data = wider;
  }
}
