// Views that are made for an argument: one for each, however often it is asked for, because views are told apart by their
// functions.

import { type View, view } from '../operation.js';
import { canonical } from '../value.js';

/** byText makes the same result for equal plain data. */
export function byText<A, R>(make: (of: A) => R): (of: A) => R {
  const made = new Map<string, R>();
  return (of) => {
    const text = canonical(of);
    const known = made.get(text);
    if (known !== undefined) return known;
    const fresh = make(of);
    made.set(text, fresh);
    return fresh;
  };
}

/** byViews makes the same result for the same two views. */
export function byViews<R>(make: (one: View, other: View) => R): (one: View, other: View) => R {
  const made = new WeakMap<View, WeakMap<View, { readonly result: R }>>();
  return (one, other) => {
    const some = made.get(one) ?? new WeakMap<View, { readonly result: R }>();
    made.set(one, some);
    const known = some.get(other) ?? { result: make(one, other) };
    some.set(other, known);
    return known.result;
  };
}

/** What a wait gives that only waits. */
export const nothing: View<unknown, void> = view('nothing', () => undefined);
