// Who waits for whom, in words. What nobody has explored is said to be not known: it is never said that nobody could.

import type { WaitRecord } from '../engine/explain/verdict.js';

/**
 * waitText is what a thread waits at, and for whom.
 *
 * @example
 * waitText({ thread: 't1', operation: 'park', waitsFor: [], notKnown: ['t2'] }) // => 't1 at park waits; for whom is not known here: t2 may go on in ways that were not explored'
 */
export function waitText({ thread, operation, source, waitsFor, notKnown = [] }: WaitRecord): string {
  const place = source === undefined ? '' : ` (${source})`;
  const head = `${thread} at ${operation}${place} waits`;
  const may = `${notKnown.join(', ')} may go on in ways that were not explored`;
  if (waitsFor.length > 0) return `${head} for ${waitsFor.join(', ')}${notKnown.length > 0 ? `; besides, ${may}` : ''}`;
  return notKnown.length > 0
    ? `${head}; for whom is not known here: ${may}`
    : `${head} for nobody: no thread can let it go on`;
}
