// What a program performs with yield*: an operation, an event, a loop. It is a plain iterable, made when its function is
// called and performed when it is iterated. So a run can tell what was made and never performed: `store(x, 1)` without
// yield* would otherwise be forgotten in silence.

import type { Yielded } from './operation.js';
import { sourceOfCaller, sourceOfMaker } from './source.js';

/** What is performed gives its result, read from what the driver hands back. */
export class Performable<R> implements Iterable<Yielded, R, unknown> {
  readonly #yielded: Yielded;
  readonly #result: (given: unknown) => R;
  /** Where it was made, if the run asks for that. */
  readonly source: string | undefined;
  isPerformed = false;

  constructor(yielded: Yielded, result: (given: unknown) => R) {
    this.#yielded = yielded;
    this.#result = result;
    this.source = sourceOfMaker();
    made?.push(this);
  }

  /** In words, for who forgot to perform it. */
  get text(): string {
    const { kind } = this.#yielded;
    const about = this.#yielded as { readonly cell?: { readonly name?: string }; readonly name?: string };
    const name = about.cell?.name ?? about.name;
    return name === undefined ? kind : `${kind} ${name}`;
  }

  [Symbol.iterator](): Iterator<Yielded, R, unknown> {
    this.isPerformed = true;
    const yielded = this.#yielded;
    const result = this.#result;
    let step = 0;
    return {
      next(given?: unknown): IteratorResult<Yielded, R> {
        step++;
        if (step > 1) return { done: true, value: result(given) };
        sourceOfCaller();
        return { done: false, value: yielded };
      },
      throw(thrown: unknown): never {
        step = 2;
        throw thrown;
      },
      return(value: R): IteratorResult<Yielded, R> {
        step = 2;
        return { done: true, value };
      },
    };
  }
}

/** What has been made by the run under way; undefined where nobody asks. */
let made: Performable<unknown>[] | undefined;

/** whileMaking runs a part of a program and notes in `list` what it makes. */
export function whileMaking<T>(list: Performable<unknown>[], run: () => T): T {
  const outer = made;
  made = list;
  try {
    return run();
  } finally {
    made = outer;
  }
}
