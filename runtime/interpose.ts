// interpose: an interposer is put between the callers of a component and the component, and taken away, by a swap.

import type { UserComponent } from './component.js';
import type { Interposer } from './interposer.js';
import { replace, type SwapOptions, type SwapReport } from './swap.js';

/** An interposer that was put in. */
export interface Interposed {
  /** What became of the swap that put it in. */
  readonly report: SwapReport;
  /** Takes it out again, by a swap. */
  remove(options?: SwapOptions): Promise<SwapReport>;
}

/**
 * interpose puts an interposer in front of a component and of all who come after it, until it is removed. It is a swap without
 * a transfer: the object serves on, and each call is made either wholly through the interposer or wholly past it. The one put
 * in last is called first. Throws what swap throws.
 *
 * @example
 * class Greeter {
 *   static formats = [];
 *   greet(name) { return `hello ${name}`; }
 * }
 * const greeter = swappable('greeter', new Greeter());
 * const heard = [];
 * const { remove } = await interpose(greeter, tracing(({ method, value }) => heard.push(`${method}: ${value}`)));
 * greeter.greet('Ann');
 * await remove();
 * greeter.greet('Bob');
 * heard.join() // => 'greet: hello Ann'
 */
export async function interpose(
  reference: object,
  interposer: Interposer,
  options: SwapOptions = {},
): Promise<Interposed> {
  const change = (to: (now: readonly Interposer[]) => readonly Interposer[], by: SwapOptions) =>
    replace(reference, ({ component }) => behind(component, to), by);
  const report = await change((now) => [interposer, ...now], options);
  return { report, remove: (by = options) => change((now) => now.filter((each) => each !== interposer), by) };
}

function behind(
  component: UserComponent,
  change: (now: readonly Interposer[]) => readonly Interposer[],
): UserComponent {
  return component.behind(change(component.interposers));
}
