// The lenient admission of K42's released code, in a path that is never taken there (its test for a call across address
// spaces always says yes): in block anybody is let through while a call is in flight. It undoes the deadlocks of calls that
// wait for each other, and lets callers keep each other in for ever. See impl/hotswap/admission.ts.

import { hotSwap } from '../hotswap/hotSwap.js';

export const lenientAdmission = hotSwap(
  'lenientAdmission',
  'the mediator, but in block anybody is let through while a call is in flight',
  { admission: 'lenient' },
);
