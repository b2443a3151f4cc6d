// One state of a TLA+ specification, to be asked for its variables by name; a function of it can be applied to a key.

import { QuiesceError } from '../../engine/program/index.js';
import { writeLabel } from './label.js';
import { applied, type TlaValue, writeValue } from './value.js';

export class TlaState {
  readonly #variable: (name: string) => TlaValue | undefined;
  readonly #allows: (action: string) => boolean;

  constructor(variable: (name: string) => TlaValue | undefined, allows: (action: string) => boolean = () => false) {
    this.#variable = variable;
    this.#allows = allows;
  }

  /** The value of a variable, or of a function at a key. Throws QSC419 where there is none. */
  value(variable: string, key?: TlaValue): TlaValue {
    const whole = this.#variable(variable);
    const found = key === undefined ? whole : applied(whole, key);
    if (found !== undefined) return found;
    const asked = key === undefined ? '' : writeValue(key);
    throw new QuiesceError('QSC419', `the specification has no ${variable} ${asked}`);
  }

  /** Whether the specification has a variable of that name. */
  has(variable: string): boolean {
    return this.#variable(variable) !== undefined;
  }

  /** The members of a variable that is a set. */
  members(variable: string): readonly TlaValue[] {
    const value = this.value(variable);
    return typeof value === 'object' && 'set' in value ? value.set : [];
  }

  /** The keys of a variable that is a function, in order. */
  domain(variable: string): readonly TlaValue[] {
    const value = this.value(variable);
    if (typeof value !== 'object') return [];
    if ('fn' in value) return value.fn.map(([key]) => key);
    return 'tuple' in value ? value.tuple.map((_, index) => index + 1) : [];
  }

  /** Whether an action is allowed here. A state that stands alone allows none. */
  allows(action: string, ...parameters: readonly TlaValue[]): boolean {
    return this.#allows(writeLabel({ action, parameters }));
  }
}

/** isSame tells whether two values are equal. */
export function isSame(one: TlaValue | undefined, other: TlaValue): boolean {
  return one !== undefined && writeValue(one) === writeValue(other);
}
