// Texts, each once, however many there are: one Set of JavaScript takes 16,777,216 and no more.

/** Texts of one set. */
const setMax = 1 << 23;

export class DistinctTexts {
  readonly #most: number;
  readonly #sets = [new Set<string>()];

  constructor(most = setMax) {
    this.#most = most;
  }

  add(text: string): void {
    if (this.#sets.some((set) => set.has(text))) return;
    if (this.#sets[0]!.size >= this.#most) this.#sets.unshift(new Set());
    this.#sets[0]!.add(text);
  }

  sorted(): string[] {
    const texts: string[] = [];
    for (const set of this.#sets) for (const text of set) texts.push(text);
    return texts.sort();
  }
}
