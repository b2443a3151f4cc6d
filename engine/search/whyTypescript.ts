// Why a search does not go on in the kernel: what is not as the kernel has it. In words, for the result.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { ExploreOptions } from './options.js';

/** What of a search says so. */
export interface Asked {
  readonly recordsEdges: boolean;
  readonly isReduced: boolean;
  /** Predicates over states that are followed. */
  readonly predicates: number;
}

/** whyTypescript says why; undefined where the kernel can serve. */
export function whyTypescript(
  { layout }: Multiprocessor,
  { engine, search, store }: ExploreOptions,
  { recordsEdges, isReduced, predicates }: Asked,
): string | undefined {
  if (engine === 'typescript') return 'it was asked for';
  if (search === 'depthFirst') return 'the search goes by depth';
  if (store === 'fingerprint') return 'states are compared by fingerprints';
  if (recordsEdges) return 'every edge is recorded';
  if (isReduced) return 'steps are left out';
  if (layout.policies.includes('cooperative')) return 'a processor is cooperative';
  return predicates > 0 ? 'predicates over states are followed' : undefined;
}
