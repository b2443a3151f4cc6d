// What a user's file exports is the user's: a getter or a proxy among it runs when it is looked at, and what it throws is
// said of the file; one that never comes back is stopped by whoever watches.

import { QuiesceError } from '../engine/program/errors.js';
import { enter, leave } from '../engine/program/nowRunning.js';
import { messageOf } from './loadFile.js';

/** lookedAt gives what a look at the exports of a file gives. Throws QSC106 for whatever they throw, and what the look does. */
export async function lookedAt<T>(file: string, look: () => T | Promise<T>): Promise<T> {
  const around = enter(`a look at the exports of ${file}`);
  try {
    return await look();
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    const seen = `${file} exports what cannot be looked at: ${messageOf(error)}`;
    throw new QuiesceError('QSC106', seen, { cause: error });
  } finally {
    leave(around);
  }
}
