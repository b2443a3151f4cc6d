// What the functions of a property may answer. A promise is as true as any object, and a forgotten return as false as
// undefined: neither is taken for an answer. Only where a claim itself is asked may a reason stand for false.

import { QuiesceError } from '../program/errors.js';
import { enter, leave } from '../program/nowRunning.js';
import { canonical } from '../program/value.js';
import { Violation } from './property.js';

/** truthOf passes a boolean on; anything else is QSC521. `asked` says what was asked: "from of p". */
export function truthOf(asked: string, answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new QuiesceError('QSC521', `${asked} returned ${inWords(answer)}`);
}

/** judgementOf passes a boolean or a Violation on; anything else is QSC521. */
export function judgementOf(asked: string, answer: unknown): boolean | Violation {
  return answer instanceof Violation ? answer : truthOf(asked, answer);
}

/** guarded runs a function of a property; what it throws becomes QSC509. */
export function guarded<T>(asked: string, ask: () => T): T {
  const around = enter(asked);
  try {
    return ask();
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC509', `${asked}: ${String(error)}`, { cause: error });
  } finally {
    leave(around);
  }
}

function inWords(answer: unknown): string {
  if (answer instanceof Violation) return `violated(${JSON.stringify(answer.reason)})`;
  if (typeof (answer as { then?: unknown } | null | undefined)?.then === 'function') return 'a promise';
  if (typeof answer === 'function') return 'a function';
  try {
    return canonical(answer) ?? String(answer);
  } catch {
    return Object.prototype.toString.call(answer);
  }
}
