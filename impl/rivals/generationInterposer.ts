// The interposer stamped with a generation (K42 white paper, 2001): one phase. Threads of an older generation than the swap
// are passed on, equal or newer ones are held back, and the component is quiescent when all older ones are gone. No table
// and no count. It is the mediator of impl/hotswap with that rule of admission: see admission.ts there.
// With an index of one bit, as K42's counters have, and with a number.

import { hotSwap } from '../hotswap/hotSwap.js';

export const generationInterposer = hotSwap(
  'generationInterposer',
  'threads older than the swap pass, all others are held back; the generation is one bit',
  { admission: 'byGeneration' },
);

export const numberedInterposer = hotSwap(
  'numberedInterposer',
  'threads of a generation with a lower number than the swap pass, all others are held back',
  { admission: 'byGenerationNumber' },
);
