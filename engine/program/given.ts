// What a caller whom no compiler has looked at has given: it is what is wanted, or it is refused with the code of its kind,
// before anything is made of it.

import { codedError, type ErrorCode, isStackOver, QuiesceError } from './errors.js';

/** isRecord is true of a record, and of an instance of a class. */
export function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** notWanted is the error that says what was wanted, and of what kind it is that was given. */
export function notWanted(code: ErrorCode, wanted: string, given: unknown): QuiesceError {
  const seen = Array.isArray(given) ? 'a list with something else in it' : given === null ? 'null' : typeof given;
  return new QuiesceError(code, `${wanted} wanted, ${seen} given`);
}

/** recordGiven refuses what is no record. */
export function recordGiven<R>(code: ErrorCode, wanted: string, given: R): R {
  if (isRecord(given)) return given;
  throw notWanted(code, wanted, given);
}

/** textGiven refuses what is no text. */
export function textGiven(code: ErrorCode, wanted: string, given: string): string {
  if (typeof given === 'string') return given;
  throw notWanted(code, wanted, given);
}

/** numberGiven refuses what is no number. */
export function numberGiven(code: ErrorCode, wanted: string, given: number): number {
  if (typeof given === 'number') return given;
  throw notWanted(code, wanted, given);
}

/** listGiven refuses what is no list of such things. */
export function listGiven<L>(code: ErrorCode, wanted: string, given: L, isOne = (_: unknown) => true): L {
  if (Array.isArray(given) && given.every(isOne)) return given;
  throw notWanted(code, wanted, given);
}

/** functionGiven refuses what is no function. */
export function functionGiven<F>(code: ErrorCode, wanted: string, given: F): F {
  if (typeof given === 'function') return given;
  throw notWanted(code, wanted, given);
}

/** selfGiven refuses a self without the name of its thread. */
export function selfGiven<S>(self: S): S {
  if (typeof (self as { readonly name?: unknown } | undefined)?.name === 'string') return self;
  throw notWanted('QSC507', 'the self that a program is given, with its name', self);
}

/** slotGiven is the slot of the thread that a program is told that it is. */
export function slotGiven(self: { readonly slot: number }): number {
  return numberGiven('QSC507', 'the self that a program is given, with its slot', self?.slot);
}

/**
 * ofGiven is what a look at nothing but the arguments comes to: where the language itself stops (a TypeError, a RangeError),
 * they are not what is wanted; where the stack runs over, they are too deep (QSC525). It is for data that is too deep to be
 * looked through beforehand, and calls nothing of a user's.
 */
export function ofGiven<T>(code: ErrorCode, wanted: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (isStackOver(error)) throw codedError(error);
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new QuiesceError(code, `${wanted} wanted: ${error.message}`, { cause: error });
  }
}
