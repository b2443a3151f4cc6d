// Small instances of the per-processor form: those of the committed graphs of ClusteredHotSwap under the names of their
// configurations, and one with a caller on each of two processors.

import type { InstanceInput } from '../form/instanceInput.js';
import { instanceFor, type Shape } from '../hotSwap/instances.js';

/** A shape as of the one-mediator form, which processors there are, and which have called before. */
export interface SpreadShape extends Shape {
  readonly processors: readonly string[];
  readonly knowing: readonly string[];
  /** Calls that are made on another processor than their thread's own. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly migrates?: boolean;
  readonly overlaps?: boolean;
  readonly mayDestroy?: boolean;
  /** Threads that are active before their calls and after them. */
  readonly lingering?: readonly string[];
}

/** spreadInstance is the instance that a configuration of the specification describes. */
export function spreadInstance(name: string, shape: SpreadShape): InstanceInput {
  const { elements, fixed } = instanceFor(name, shape);
  const { elsewhere = {}, migrates = false, overlaps = false, mayDestroy = false, lingering = [] } = shape;
  const homes = elements.Call!.map((call) => [call, (shape.remote ?? []).includes(call.split('.')[0]!) ? '1' : '0']);
  return {
    name,
    elements: { ...elements, Processor: shape.processors },
    fixed: {
      ...fixed,
      knowsAtFirst: shape.knowing.map((processor) => [processor]),
      madeOn: { ...Object.fromEntries(homes), ...elsewhere },
      ...{ migrates, overlaps, mayDestroy },
      lingers: lingering.map((thread) => [thread]),
    },
  };
}

const onOne = { processors: ['0'], knowing: ['0'] } as const;
const onTwo = { processors: ['0', '1'], knowing: ['0', '1'] } as const;

/** The instances of the committed graphs. */
export const spreadShapes: Readonly<Record<string, SpreadShape>> = Object.freeze({
  MCClusteredOneCaller: { callers: ['c1'], swaps: 1, ...onOne },
  MCClusteredFirstTouch: { callers: ['c1'], remote: ['c1'], swaps: 1, processors: ['0', '1'], knowing: ['0'] },
  MCClusteredRecursion: { callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1, ...onOne },
  MCClusteredRecursionAbort: { callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1, mayAbort: true, ...onOne },
  MCClusteredTwoSwaps: { callers: ['c1'], swaps: 2, ...onOne },
  MCClusteredTwoProcessors: { callers: ['c1'], swaps: 1, ...onTwo },
});

/** What the specification leaves out. The implementation is held to the form's own graphs of these. */
export const widerShapes: Readonly<Record<string, SpreadShape>> = Object.freeze({
  Overlapping: { callers: ['c1'], swaps: 2, overlaps: true, ...onOne },
  Destroyed: { callers: ['c1'], lingering: ['c1'], swaps: 1, mayDestroy: true, ...onOne },
  Migrating: {
    ...{ callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1, ...onTwo },
    ...{ migrates: true, elsewhere: { 'c1.1': '1' } },
  },
  MigratingFirst: { callers: ['c1'], swaps: 1, migrates: true, elsewhere: { 'c1.0': '1' }, ...onTwo },
});

/** Swaps that may be given up, of which the next may begin early: only a mutant needs it. */
export const overlappingAborts: InstanceInput = spreadInstance('OverlappingAborts', {
  ...{ callers: ['c1'], swaps: 2, overlaps: true, mayAbort: true },
  ...onOne,
});

const spread: SpreadShape = { callers: ['c1', 'c2'], remote: ['c2'], following: ['c2'], swaps: 1, ...onTwo };

export const instances: readonly InstanceInput[] = Object.freeze([
  ...Object.entries({ ...spreadShapes, ...widerShapes }).map(([name, shape]) => spreadInstance(name, shape)),
  spreadInstance('MCClusteredSpread', spread),
]);
