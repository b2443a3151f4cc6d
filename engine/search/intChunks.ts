// A growable list of integers in chunks: it grows without a copy of what is there.

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

type Integers = Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

export class IntChunks {
  length = 0;
  readonly #make: (length: number) => Integers;
  readonly #chunks: Integers[] = [];
  /** The chunk that is being filled. */
  #last: Integers;

  constructor(make: (length: number) => Integers) {
    this.#make = make;
    this.#last = make(0);
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  push(value: number): void {
    const place = this.length & chunkMask;
    if (place === 0) this.#addChunk();
    this.#last[place] = value;
    this.length++;
  }

  get(index: number): number {
    return this.#chunks[index >>> chunkBits]![index & chunkMask]!;
  }

  #addChunk(): void {
    this.#last = this.#make(chunkMask + 1);
    this.#chunks.push(this.#last);
  }
}
