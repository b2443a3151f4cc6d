// The sizes of the bench protocol that are compared. The one that matters is first: on the others starting up is what is
// measured.

import type { Size } from './protocol.js';

export const sizes: readonly Size[] = [
  { clients: 3, calls: 2 },
  { clients: 2, calls: 5 },
  { clients: 3, calls: 1 },
];

/** The smallest of all: for the test that the two state counts agree. */
export const sizeOfTest: Size = { clients: 2, calls: 1 };

export function nameOf({ clients, calls }: Size): string {
  return `${clients} clients, ${calls} ${calls === 1 ? 'call' : 'calls'} each`;
}
