// What is handed over as a system, a specification or its options, looked at before it is believed: an option that is
// misspelt would be left out in silence, and what it asks for would never be asked.

import { isRecord, QuiesceError } from '../engine/program/index.js';

/** refuseUnknownFields refuses what is no object, or has fields that nobody reads. Throws QSC407. */
export function refuseUnknownFields(what: string, given: unknown, known: readonly string[]): void {
  refuseNoObject(what, given);
  const unknown = Object.keys(given as object).find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw new QuiesceError('QSC407', `${what} have no ${unknown}; there are ${known.join(', ')}`);
}

/** refuseOddReading refuses what says nothing of an event. Throws QSC407. */
export function refuseOddReading(event: string, reading: unknown): void {
  if (typeof reading === 'string') return;
  const { step, hidden, observes } = isRecord(reading) ? reading : {};
  const isOne = typeof step === 'string' || typeof hidden === 'string' || typeof observes === 'function';
  if (!isOne)
    throw new QuiesceError('QSC407', `the event ${event} is none of a step, { step }, { observes } and { hidden }`);
  refuseUnknownFields(`of the event ${event} the words`, reading, readingFields);
}

const readingFields = ['step', 'with', 'observes', 'why', 'hidden'];

/** refuseOther refuses what has none of the fields of what it should be. Throws QSC407. */
export function refuseOther(what: string, given: unknown, field: string): void {
  if (typeof given === 'object' && given !== null && field in given) return;
  throw new QuiesceError('QSC407', `${what} is wanted, and there is ${named(given)}`);
}

/** refuseNoObject refuses options and the like that are none. Throws QSC407. */
export function refuseNoObject(what: string, given: unknown): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new QuiesceError('QSC407', `${what} are to be an object, and are ${named(given)}`);
}

/** refuseNoText refuses a name or a path that is no text. Throws QSC407. */
export function refuseNoText(what: string, given: unknown): void {
  if (typeof given !== 'string' || given === '')
    throw new QuiesceError('QSC407', `${what} is to be a text, and is ${given === '' ? 'empty' : named(given)}`);
}

function named(given: unknown): string {
  if (given === null || given === undefined) return String(given);
  return Array.isArray(given) ? 'a list' : `${typeof given === 'object' ? 'an' : 'a'} ${typeof given}`;
}
