// Small instances of the per-processor form: shapes as of the one-mediator form, and which processors have called before.

import type { InstanceInput } from '../form/instanceInput.js';
import { instanceFor, type Shape } from '../hotSwap/instances.js';

function onProcessors(name: string, shape: Shape, knowing: readonly string[]): InstanceInput {
  const { elements, fixed } = instanceFor(name, shape);
  return { name, elements, fixed: { ...fixed, knowsAtFirst: knowing.map((processor) => [processor]) } };
}

export const instances: readonly InstanceInput[] = Object.freeze([
  onProcessors('OneProcessor', { callers: ['c1'], swaps: 1 }, ['0']),
  onProcessors('FirstTouch', { callers: ['c1'], swaps: 1, mayAbort: true }, []),
  onProcessors('Recursion', { callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1, mayAbort: true }, ['0']),
  onProcessors('TwoSwaps', { callers: ['c1'], swaps: 2 }, ['0']),
  onProcessors('TwoProcessors', { callers: ['c1', 'c2'], remote: ['c2'], following: ['c2'], swaps: 1 }, ['0', '1']),
]);
