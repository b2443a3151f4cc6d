// Views that are made for an argument: one for each, however often it is asked for, because views are told apart by their
// functions.

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
