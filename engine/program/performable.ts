// What a program performs with yield*: an operation, an event, a loop. It is a plain iterable, made when its function is
// called and performed when what it yields comes to whoever drives the program. So a run can tell what was made and never
// performed: `store(x, 1)` without yield*, or `[...store(x, 1)]`, would otherwise be forgotten in silence.

import type { Yielded } from './operation.js';
import { sourceOfCaller, sourceOfMaker } from './source.js';

/** What is performed gives its result, read from what the driver hands back. */
export class Performable<R> implements Iterable<Yielded, R, unknown> {
  /** What comes to the driver: an object of its own. */
  readonly yielded: Yielded;
  readonly #result: (given: unknown) => R;
  /** Where it was made, if the run asks for that. */
  readonly source: string | undefined;

  constructor(yielded: Yielded, result: (given: unknown) => R) {
    this.yielded = yielded;
    this.#result = result;
    this.source = sourceOfMaker();
    making?.made.push(this);
  }

  /** In words, for who forgot to perform it. */
  get text(): string {
    const { kind } = this.yielded;
    const about = this.yielded as { readonly cell?: { readonly name?: string }; readonly name?: string };
    const name = about.cell?.name ?? about.name;
    return name === undefined ? kind : `${kind} ${name}`;
  }

  [Symbol.iterator](): Iterator<Yielded, R, unknown> {
    const yielded = this.yielded;
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

/** A run of a part of a program: what it makes, and what has come to its driver. */
interface Making {
  readonly made: Performable<unknown>[];
  readonly received: Set<unknown>;
}

/** The run under way; undefined where nobody asks. */
let making: Making | undefined;

/** whileMaking runs a part of a program; of what it made it can list what never came to the driver. */
export function whileMaking<T>(run: () => T): { readonly result: T; readonly forgotten: () => Performable<unknown>[] } {
  const outer = making;
  const own: Making = { made: [], received: new Set() };
  making = own;
  try {
    const result = run();
    return { result, forgotten: () => own.made.filter(({ yielded }) => !own.received.has(yielded)) };
  } finally {
    making = outer;
  }
}

/** What stands for another that its program yielded. */
const originals = new WeakMap<object, object>();

/** inPlaceOf says that a program which drives another yields `substitute` for what that one yielded: both are performed. */
export function inPlaceOf<Y extends Yielded>(original: Yielded, substitute: Y): Y {
  originals.set(substitute, original);
  return substitute;
}

/** receive notes what has come to the driver, and what it stands for. */
export function receive(yielded: unknown): void {
  for (let each = yielded; each !== undefined; each = originals.get(each as object)) making?.received.add(each);
}
