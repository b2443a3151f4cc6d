// What the paper's FCM and Region mean when nothing is concurrent (section 4, the page-fault path). A File Cache Manager knows
// which pages are in memory, and how often each has been asked for; a Region knows which pages of it are mapped.

import type { Value } from '../../../engine/program/index.js';
import type { Effect, SequentialSpecification } from '../../specification.js';

/** Pages in ascending order. */
export type Pages = readonly number[];

/** frameOf is where a page lies in memory: frames are given by page, so that results can be told. */
export function frameOf(page: number): number {
  return 100 + page;
}

export function withPage(pages: Pages, page: number): Pages {
  return pages.includes(page) ? pages : [...pages, page].sort((a, b) => a - b);
}

export function withoutPage(pages: Pages, page: number): Pages {
  return pages.filter((each) => each !== page);
}

function applyToManager(state: Pages, method: string, page: Value): Effect<Pages> {
  if (method === 'getPage') return { state: withPage(state, page as number), result: frameOf(page as number) };
  if (method === 'evict') return { state: withoutPage(state, page as number), result: null };
  if (method === 'resident') return { state, result: state };
  throw new RangeError(`a File Cache Manager has no method ${method}`);
}

function applyToRegion(state: Pages, method: string, page: Value): Effect<Pages> {
  if (method === 'fault') return { state: withPage(state, page as number), result: frameOf(page as number) };
  if (method === 'unmap') return { state: withoutPage(state, page as number), result: null };
  if (method === 'mapped') return { state, result: state };
  throw new RangeError(`a Region has no method ${method}`);
}

const initial: Pages = Object.freeze([]);

export const managerSpecification: SequentialSpecification<Pages> = Object.freeze({
  initial,
  exceptions: 'asApplied' as const,
  apply: applyToManager,
});

export const regionSpecification: SequentialSpecification<Pages> = Object.freeze({
  initial,
  exceptions: 'asApplied' as const,
  apply: applyToRegion,
});
