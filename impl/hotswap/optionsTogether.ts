// Options of the mechanism that exclude each other, refused where a mechanism is declared.

import { QuiesceError } from '../../engine/program/index.js';
import { type HotSwapOptions, hasDeadlines } from './options.js';

/**
 * checkOptions gives the options back, and refuses what nobody has thought through. Throws QSC112.
 * A group has the paper's rule of admission, and nobody's deadline but the scheduler's.
 */
export function checkOptions(name: string, options: HotSwapOptions): HotSwapOptions {
  if (!options.grouped) return options;
  const others = [
    options.admission !== 'strict' && `admission ${options.admission}`,
    hasDeadlines(options) && 'a deadline',
    options.serialised && 'swaps one at a time',
    options.synchronousCalls && 'calls that cannot be held back',
  ].filter((other) => typeof other === 'string');
  if (others.length > 0) throw new QuiesceError('QSC112', `${name}: swaps in groups with ${others.join(', ')}`);
  return options;
}
