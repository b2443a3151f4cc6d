// The runtime as it is shipped: its erased text is made by the build, so that tests load it from dist/.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const dist = join(import.meta.dirname, '../../dist');
/** A module of the package as it is built. */
export const from = (file: string) => import(pathToFileURL(join(dist, file)).href);

export const runtime = (await from('runtime/index.js')) as typeof import('../../runtime/index.js');

/** pause waits for some milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A component with a state, an asynchronous method and a synchronous one. */
export class Counter {
  static readonly formats: readonly string[] = ['total'];
  #total = 0;

  add(amount: number): number {
    this.#total += amount;
    return this.#total;
  }

  async addLater(amount: number, ms: number): Promise<number> {
    const before = this.#total;
    await pause(ms);
    // Whoever adds in between is not lost: the state is read where it is written.
    this.#total += amount;
    return this.#total - before;
  }

  async fail(): Promise<never> {
    await pause(1);
    throw new RangeError('the component itself');
  }

  total(): number {
    return this.#total;
  }

  itself(): this {
    return this;
  }

  async *each(count: number): AsyncGenerator<number> {
    for (let index = 0; index < count; index++) {
      await pause(1);
      yield this.#total;
    }
  }

  exportState(_format: string): unknown {
    return this.#total;
  }

  importState(state: unknown, _format: string): unknown {
    this.#total = state as number;
    return undefined;
  }
}
