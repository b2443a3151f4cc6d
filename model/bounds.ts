// How far the machine's own graph goes for one reference of one system: how deep each thread calls, and how many swaps are
// asked for. The events that occur at all are known without it.

import type { Bounds, MachineState } from '../conformance/index.js';
import type { Event } from '../engine/program/index.js';
import type { SwapContext } from './swapMachine.js';

/** swapBounds are the bounds for a reference of which so many swaps are asked for, from everything that was said. */
export function swapBounds(ref: string, swaps: number): (said: readonly Event[]) => Bounds<MachineState> {
  return (said) => {
    const depths = depthsOf(said.filter(({ name, data }) => name === 'invoke' && data.ref === ref));
    return ({ value, context }, { name, parameters }) => {
      const { inFlight, mediator } = context as unknown as SwapContext;
      const { thread } = parameters as { readonly thread?: string };
      switch (name) {
        case 'invoke':
        case 'counted.in':
        case 'suspended':
          return (inFlight[thread!] ?? 0) < (depths.get(thread!) ?? 0);
        case 'swapRequested':
          return mediator + ((value as { readonly swap: unknown }).swap === 'idle' ? 0 : 1) < swaps;
        default:
          return true;
      }
    };
  };
}

/** By thread: the most calls of one family. `c1.0/2` is of the family `c1.0`, whose calls are inside each other. */
function depthsOf(invocations: readonly Event[]): ReadonlyMap<string, number> {
  const families = new Map<string, Set<string>>();
  const depths = new Map<string, number>();
  for (const { thread, data } of invocations) {
    const [family] = String(data.call).split('/');
    const calls = families.get(`${thread} ${family}`) ?? new Set();
    families.set(`${thread} ${family}`, calls.add(String(data.call)));
    depths.set(thread, Math.max(depths.get(thread) ?? 0, calls.size));
  }
  return depths;
}
