// Why a search does not go on in the kernel: what is not as the kernel has it. In words, for the result.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { ExploreOptions } from './options.js';

/** What of a search says so. */
export interface Asked {
  readonly recordsEdges: boolean;
  readonly isReduced: boolean;
  /** Whether it is kept of each state which predicates are true there. */
  readonly remembersTruth: boolean;
}

/** whyTypescript says why; undefined where the kernel can serve. */
export function whyTypescript(
  { layout }: Multiprocessor,
  { engine, search, store, checkpoints }: ExploreOptions,
  { recordsEdges, isReduced, remembersTruth }: Asked,
): string | undefined {
  if (engine === 'typescript') return 'it was asked for';
  if (search === 'depthFirst') return 'the search goes by depth';
  if (store === 'fingerprint') return 'states are compared by fingerprints';
  if (recordsEdges) return 'every edge is recorded';
  if (isReduced && checkpoints) return 'steps are left out, and no checkpoint knows of them';
  if (layout.policies.includes('cooperative')) return 'a processor is cooperative';
  return remembersTruth ? 'a premise is looked for in every state' : undefined;
}
