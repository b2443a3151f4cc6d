// Small instances of the per-processor form: those of the committed graphs of ClusteredHotSwap under the names of their
// configurations, and one with a caller on each of two processors.

import type { InstanceInput } from '../form/instanceInput.js';
import { instanceFor, type Shape } from '../hotSwap/instances.js';

/** A shape as of the one-mediator form, which processors there are, and which have called before. */
export interface SpreadShape extends Shape {
  readonly processors: readonly string[];
  readonly knowing: readonly string[];
}

/** spreadInstance is the instance that a configuration of the specification describes. */
export function spreadInstance(name: string, shape: SpreadShape): InstanceInput {
  const { elements, fixed } = instanceFor(name, shape);
  return {
    name,
    elements: { ...elements, Processor: shape.processors },
    fixed: { ...fixed, knowsAtFirst: shape.knowing.map((processor) => [processor]) },
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

const spread: SpreadShape = { callers: ['c1', 'c2'], remote: ['c2'], following: ['c2'], swaps: 1, ...onTwo };

export const instances: readonly InstanceInput[] = Object.freeze([
  ...Object.entries(spreadShapes).map(([name, shape]) => spreadInstance(name, shape)),
  spreadInstance('MCClusteredSpread', spread),
]);
