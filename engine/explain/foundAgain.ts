// A violation looked for anew from where a replay left its recorded path: breadth-first, plainly, over copies of a walk,
// so that monitors go on from what they have heard. For the few states that follow an edited path; a verification of
// everything is the search's. Can miss: lassos, and stuck threads outside a deadlock; then it says that it did not look.

import type { Stop, Walker } from '../drivers/walk.js';
import { viaOf } from '../multiprocessor/via.js';
import { type ErrorCode, QuiesceError } from '../program/errors.js';
import type { Schedule } from './schedule.js';
import type { Recognise } from './violation.js';

/** What came of looking for the violation from there. */
export type FoundAgain =
  | { readonly kind: 'found'; readonly schedule: Schedule }
  /** In none of so many states that follow. */
  | { readonly kind: 'none'; readonly states: number }
  /** Not in the first so many states. */
  | { readonly kind: 'cut'; readonly states: number }
  /** A lasso or a stuck thread: it takes a whole search to see one. */
  | { readonly kind: 'not looked for' };

const statesMax = 100_000;

interface Place {
  readonly walker: Walker;
  readonly via: number;
  readonly from: Place | undefined;
}

/** What a step came to: the reason of the violation, if it is one, or an error of the program's in its place. */
interface Taken {
  readonly walker: Walker;
  readonly violates: boolean;
  readonly failed: boolean;
}

/** What is looked for: a violation that one of these recognises, or a step that ends in an error of this code. */
export interface Sought {
  readonly recognise: readonly Recognise[];
  readonly code: ErrorCode | undefined;
  /** Whether to stop. */
  readonly interrupted: (() => boolean) | undefined;
}

/** stepsAgain returns the further steps of a shortest violation from there, or how many states it saw. Throws QSC302. */
export function stepsAgain(
  start: Walker,
  sought: Sought,
): readonly number[] | { readonly states: number; readonly cut: boolean } {
  const seen = new Set([keyOf(start)]);
  const queue: Place[] = [{ walker: start, via: -1, from: undefined }];
  for (const place of queue) {
    if (sought.interrupted?.()) throw new QuiesceError('QSC302', 'looking for the violation again was not done');
    for (const via of stepsOf(place.walker)) {
      const { walker, violates, failed } = take(place.walker, via, sought);
      const next = { walker, via, from: place };
      if (violates) return pathOf(next);
      const key = keyOf(walker);
      if (failed || seen.has(key)) continue;
      if (seen.size === statesMax) return { states: seen.size, cut: true };
      seen.add(key);
      queue.push(next);
    }
  }
  return { states: seen.size, cut: false };
}

function take(from: Walker, via: number, { recognise, code }: Sought): Taken {
  const walker = from.copy();
  try {
    const stop: Stop = walker.step(via);
    return { walker, violates: recognise.some((each) => each(stop, walker.enabled) !== undefined), failed: false };
  } catch (error) {
    if (!(error instanceof QuiesceError && error.code.startsWith('QSC5'))) throw error;
    return { walker, violates: error.code === code, failed: true };
  }
}

function stepsOf({ multiprocessor, state, enabled }: Walker): readonly number[] {
  const vias: number[] = [];
  for (let thread = 0; enabled >>> thread !== 0; thread++) {
    if (((enabled >>> thread) & 1) === 0) continue;
    const choices = multiprocessor.choices(state, thread);
    for (let choice = 0; choice < choices; choice++) vias.push(viaOf(thread, choice));
  }
  return vias;
}

function keyOf({ state }: Walker): string {
  return state.join();
}

function pathOf(last: Place): readonly number[] {
  const vias: number[] = [];
  for (let place: Place | undefined = last; place?.from; place = place.from) vias.unshift(place.via);
  return vias;
}
