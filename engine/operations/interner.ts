// Interning: values to small ids and back, by canonical text, so that a state vector holds integers only.
// Ids depend on the order of discovery and never reach a report.

import { canonical, deepFreeze, normalised, type Value } from '../program/value.js';

export class Interner<T = Value> {
  readonly values: T[] = [];
  readonly texts: string[] = [];
  readonly #ids = new Map<string, number>();
  /** What is kept, by itself: whoever gives it back need not have it put into words again. */
  readonly #kept = new WeakMap<object, number>();
  readonly #encode: (value: T) => string;

  constructor(encode: (value: T) => string = canonical) {
    this.#encode = encode;
  }

  /** textOf puts a value into words; one that is kept has been. */
  textOf(value: T): string {
    const kept = typeof value === 'object' && value !== null ? this.#kept.get(value) : undefined;
    return kept === undefined ? this.#encode(value) : this.texts[kept]!;
  }

  /** The id of the value, from 0. What is kept is a normalised copy: it does not depend on which of equals came first. */
  id(value: T): number {
    const isObject = typeof value === 'object' && value !== null;
    const same = isObject ? this.#kept.get(value) : undefined;
    if (same !== undefined) return same;
    const text = this.#encode(value);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.values.length;
    const kept = deepFreeze(normalised(value));
    this.values.push(kept);
    if (typeof kept === 'object' && kept !== null) this.#kept.set(kept, id);
    this.texts.push(text);
    this.#ids.set(text, id);
    return id;
  }
}
