// A hash of a system's programs, arguments and cells: tells a replay whether the text has changed since the recording.
// It covers the text of the threads' own functions and of those named in their arguments, not of what they call;
// operations recorded step by step catch the rest.

import type { System } from '../multiprocessor/system.js';
import type { Cell } from '../program/cell.js';
import { argumentText } from '../threads/argumentKey.js';

/** programHash is 16 hexadecimal digits. */
export function programHash(system: System): string {
  const cells = (system.cells.flat() as Cell[]).map(argumentText);
  const threads = system.threads.map(({ program, args, ...rest }) =>
    [argumentText(rest), argumentText(program), argumentText(args)].join(''),
  );
  const { memory = 'sc', storeBuffer } = system;
  const weak = memory === 'sc' ? [] : [argumentText([memory, storeBuffer])];
  return hashOf([...cells, ...threads, argumentText(system.processors), ...weak].join('\n'));
}

/** It tells texts apart, and is no secret: FNV-1a twice over, each of 32 bits, with a last mixing of both. */
function hashOf(text: string): string {
  let [low, high] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ ((unit << 8) | (at & 0xff)), 0x85ebca6b);
    high ^= high >>> 13;
  }
  return [low, high ^ Math.imul(low, 0xc2b2ae35)].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
