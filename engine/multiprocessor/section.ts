// How long an atomic section may be. Nobody else steps while it is performed, so that one which waits for somebody else
// never comes to its end.

import { QuiesceError } from '../program/errors.js';

/** Operations of one atomic section at most. */
export const sectionMax = 400;

/** refuseEndless throws QSC526 where a section goes on after so many operations. */
export function refuseEndless(thread: string, operations: number): void {
  if (operations >= sectionMax)
    throw new QuiesceError('QSC526', `${thread}: more than ${sectionMax} operations in one atomic section`);
}
