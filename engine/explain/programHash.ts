// A hash of a system's programs, arguments and cells: tells a replay whether the text has changed since the recording.
// It covers the text of the threads' own functions and of those named in their arguments, not of what they call;
// operations recorded step by step catch the rest.

import { createHash } from 'node:crypto';
import type { System } from '../multiprocessor/system.js';
import type { Cell } from '../program/cell.js';
import { argumentText } from '../threads/argumentKey.js';

/** programHash is 16 hexadecimal digits. */
export function programHash(system: System): string {
  const hash = createHash('sha256');
  for (const cell of system.cells.flat() as Cell[]) hash.update(argumentText(cell)).update('\n');
  for (const { program, args, ...rest } of system.threads) {
    hash.update(argumentText(rest)).update(argumentText(program)).update(argumentText(args)).update('\n');
  }
  hash.update(argumentText(system.processors));
  if (system.memory !== undefined && system.memory !== 'sc')
    hash.update(argumentText([system.memory, system.storeBuffer]));
  return hash.digest('hex').slice(0, 16);
}
