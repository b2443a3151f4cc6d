// Conditions over several cells, and alternatives of such conditions: what waitUntil, updateWhen and select wait for.
// A predicate is a pure named function; what it answers is remembered by what it was shown.

import { QuiesceError } from '../program/errors.js';
import { enter, leave } from '../program/nowRunning.js';
import type { View } from '../program/operation.js';
import type { Value } from '../program/value.js';
import type { Alternatives } from './meaning.js';

/** One alternative: the slots that it looks at, and whether it holds, given what they hold. */
export interface LinkedCondition {
  readonly slots: readonly number[];
  holds(raws: readonly number[]): boolean;
}

/** A predicate as it was asked: for the questions after the search. */
export interface AskedPredicate {
  readonly predicate: View;
  /** What it was shown, in words, and whether it held. */
  readonly answers: ReadonlyMap<string, { readonly values: Value; readonly held: boolean }>;
}

export class Conditions {
  /** Alternatives by number. */
  readonly all: Alternatives[] = [];
  readonly asked: AskedPredicate[] = [];

  /** Alternatives that stand in a meaning from now on. */
  alternatives(conditions: readonly LinkedCondition[]): Alternatives {
    const made: Alternatives = {
      number: this.all.length,
      slots: [...new Set(conditions.flatMap(({ slots }) => slots))],
      count: conditions.length,
      holds: (which, content) => {
        const { slots, holds } = conditions[which]!;
        return holds(slots.map(content));
      },
    };
    this.all.push(made);
    return made;
  }

  /** A predicate over what slots hold; `valuesOf` makes values of it: one, or a list. */
  predicate(predicate: View, slots: readonly number[], valuesOf: (raws: readonly number[]) => Value): LinkedCondition {
    const answers = new Map<string, { readonly values: Value; readonly held: boolean }>();
    this.asked.push({ predicate, answers });
    return {
      slots,
      holds: (raws) => {
        const key = raws.join();
        let answer = answers.get(key);
        if (!answer) {
          const values = valuesOf(raws);
          answer = { values, held: truthOf(predicate, values) };
          answers.set(key, answer);
        }
        return answer.held;
      },
    };
  }
}

/** truthOf asks a predicate. Throws QSC509 for what it throws, QSC521 for anything but a boolean. */
function truthOf(predicate: View, values: Value): boolean {
  const around = enter(`predicate ${predicate.name}`);
  let truth: unknown;
  try {
    truth = predicate.of(values);
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC509', `predicate ${predicate.name}: ${String(error)}`, { cause: error });
  } finally {
    leave(around);
  }
  if (typeof truth !== 'boolean') throw new QuiesceError('QSC521', `${predicate.name} returns ${String(truth)}`);
  return truth;
}
