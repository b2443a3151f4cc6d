// Of components that ask for their own replacement (paper, section 1; reference 1: customization): under a load that does not
// change they do so as often as it calls for, and no more. How often that is belongs to the workload: see scenarios with claims.

import { monitor, type SafetyProperty, violated } from '../engine/watch/property.js';

/** doesNotFlap claims that in a workload that calls for so many swaps its components ask for no more. */
export function doesNotFlap(swaps: number): SafetyProperty {
  return monitor<number>(
    'doesNotFlap',
    {
      init: 0,
      handles: ['swapAsked'],
      on: (asked) =>
        asked < swaps ? asked + 1 : violated(`swap ${asked + 1} is asked for, where the load calls for ${swaps}`),
    },
    { statement: 'components ask for their own replacement as often as the load calls for, and no more' },
  );
}
