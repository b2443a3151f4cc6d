// Transactions, for the rivals whose criterion is about them: a call that a client makes, and all calls nested in it. A
// nested call shows by its name (call.ts), so that nobody has to keep a depth.

import type { Call } from '../contract.js';

/** isTransaction tells the outermost calls from those that are nested in them. */
export function isTransaction({ call }: Call): boolean {
  return !call.includes('/');
}
