// The calls that the benchmarks of the runtime time and count, by name: each is made ready in a process of its own, so that
// what one of them taught the compiler does not change what the next one costs.

import { Mutex } from 'async-mutex';
import { runActivity, swap, swappable } from '../runtime/index.js';
import { Counter } from './runtimeCounter.js';

export interface Measured {
  readonly name: string;
  /** Makes one call; awaited where it is asynchronous. */
  readonly call: () => unknown;
  readonly isAwaited?: boolean;
  /** Whether the calls are made within an activity. */
  readonly isInActivity?: boolean;
}

/** runtimeCalls makes each ready. */
export const runtimeCalls: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
  direct() {
    const plain = new Counter();
    return { name: 'synchronous: the object itself', call: () => plain.add(1) };
  },
  variable() {
    const holder = { current: new Counter() };
    return { name: 'synchronous: one mutable variable', call: () => holder.current.add(1) };
  },
  proxy() {
    const proxy = new Proxy(new Counter(), {});
    return { name: 'synchronous: Proxy', call: () => proxy.add(1) };
  },
  idle() {
    const swapped = swappable('bench', new Counter());
    return { name: 'synchronous: swappable, no swap on', call: () => swapped.add(1) };
  },
  async mediated() {
    const swapped = await behindMediator();
    return { name: 'synchronous: swappable, mediated', call: () => swapped.add(1) };
  },
  directLater() {
    const plain = new Counter();
    return { name: 'asynchronous: the object itself', call: () => plain.addLater(1), isAwaited: true };
  },
  mutexLater() {
    const plain = new Counter();
    const lock = new Mutex();
    const call = () => lock.runExclusive(() => plain.addLater(1));
    return { name: 'asynchronous: a mutex (async-mutex)', call, isAwaited: true };
  },
  directInActivity() {
    const plain = new Counter();
    return inActivity('the object itself', () => plain.addLater(1));
  },
  idleInActivity() {
    const swapped = swappable('bench', new Counter());
    return inActivity('swappable, no swap on', () => swapped.addLater(1));
  },
  async mediatedInActivity() {
    const swapped = await behindMediator();
    return inActivity('swappable, mediated', () => swapped.addLater(1));
  },
  idleSwap() {
    const swapped = swappable('idle', new Counter());
    const call = () => swap(swapped, new Counter(), { warnAfter: 600_000 });
    return { name: 'idle swap, transfer by value', call, isAwaited: true };
  },
};

function inActivity(what: string, call: () => unknown): Measured {
  return { name: `asynchronous, in an activity: ${what}`, call, isAwaited: true, isInActivity: true };
}

/** An activity that goes on holds the swap in forward: every call goes through the mediator. */
async function behindMediator(): Promise<Counter> {
  const swapped = swappable('bench', new Counter());
  void runActivity('holder', () => new Promise<void>(() => {}));
  void swap(swapped, new Counter(), { warnAfter: 600_000 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  return swapped;
}
