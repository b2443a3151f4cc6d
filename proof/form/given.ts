// What people write in plain JavaScript, where the types of TypeScript do not look: something else than was expected is
// refused here with words (QSC430), not by the engine of the language.

import { QuiesceError } from '../../engine/program/errors.js';

/** seenAs is how something is named in an error. */
export function seenAs(given: unknown): string {
  if (typeof given === 'function') return 'a function';
  const { sort, name } = (given ?? {}) as { readonly sort?: { readonly name?: unknown }; readonly name?: unknown };
  if (typeof sort?.name === 'string') return `a term of ${sort.name}`;
  if (typeof name === 'string') return `${name}`;
  return textOf(given).slice(0, 60);
}

function textOf(given: unknown): string {
  try {
    return JSON.stringify(given) ?? String(given);
  } catch {
    return 'something that is no plain data';
  }
}

/** recordGiven refuses what is no record. Throws QSC430. */
export function recordGiven<R extends object>(what: string, given: R): R {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw new QuiesceError('QSC430', `${what} is ${seenAs(given)}, and no record`);
}

/** listGiven refuses what is no list. Throws QSC430. */
export function listGiven<L extends readonly unknown[]>(what: string, given: L): L {
  if (Array.isArray(given)) return given;
  throw new QuiesceError('QSC430', `${what} is ${seenAs(given)}, and no list`);
}

/** functionGiven refuses what is no function. Throws QSC430. */
export function functionGiven<F>(what: string, given: F): F {
  if (typeof given === 'function') return given;
  throw new QuiesceError('QSC430', `${what} is ${seenAs(given)}, and no function`);
}
