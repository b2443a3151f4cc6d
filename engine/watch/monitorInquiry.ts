// What a monitor was asked: a (state, batch) for each of its transitions, and its states for whether they show that a
// premise was reached. Each was asked once, however many interleavings came by.

import type { Interner } from '../operations/interner.js';
import { canonical, type Value } from '../program/value.js';
import { type Batches, isFact, type Rider } from '../threads/batches.js';
import { type Component, hears, tell } from './component.js';
import { answerOf, type Inquiry, type Question } from './inquiry.js';
import { Violation } from './property.js';

/** A transition that a monitor was asked for. */
export interface AskedTransition {
  readonly from: number;
  readonly batch: number;
  /** The id of a state, or why it is refuted. */
  readonly answer: number | Violation;
}

/** The transitions that a monitor was asked for. */
export interface AskedTransitions {
  readonly count: number;
  at(position: number): AskedTransition;
}

/** transitionInquiry is about the transitions of a component, which need not be the one that was asked. */
export function transitionInquiry(
  component: Component,
  asked: AskedTransitions,
  states: Interner,
  batches: Batches,
): Inquiry {
  const questionOf = ({ from, batch, answer }: AskedTransition): Question => {
    const heard = batches.riders(batch).filter((rider) => hears(component, rider));
    return {
      get text() {
        return `in state ${states.texts[from]} on ${heard.map(riderText).join(', ')}`;
      },
      answer: answer instanceof Violation ? wording(answer) : states.texts[answer]!,
      ask: () => answerOf(() => wording(after(component, states.values[from], heard))),
    };
  };
  return {
    name: component.name,
    count: asked.count,
    questions: (isPicked) => positions(asked.count, isPicked).map((position) => questionOf(asked.at(position))),
  };
}

function after(component: Component, from: Value, heard: readonly Rider[]): Value | Violation {
  let state = from;
  for (const rider of heard) {
    const next = tell(component, state, rider);
    if (next instanceof Violation) return next;
    state = next;
  }
  return state;
}

function wording(answer: Value | Violation): string {
  return answer instanceof Violation ? `violated: ${answer.reason}` : canonical(answer);
}

/** riderText says what a monitor is told. */
export function riderText(rider: Rider): string {
  if (isFact(rider)) return `the fact ${canonical(rider)}`;
  const { name, thread, data } = rider;
  return `${thread}: ${name}${Object.keys(data).length === 0 ? '' : ` ${canonical(data)}`}`;
}

/**
 * premiseInquiry is about the premise of a component: asked of the first `count` of its states, and true of none but the
 * last of them, if it was reached.
 */
export function premiseInquiry(
  { name, premise }: Component,
  { count, reached }: { readonly count: number; readonly reached: boolean },
  states: Interner,
): Inquiry {
  const questionOf = (position: number): Question => ({
    text: `in state ${states.texts[position]}`,
    answer: String(reached && position === count - 1),
    ask: () => answerOf(() => String(premise?.(states.values[position]))),
  });
  return {
    name: `premise of ${name}`,
    count,
    questions: (isPicked) => positions(count, isPicked).map(questionOf),
  };
}

function positions(count: number, isPicked: (position: number) => boolean): number[] {
  return Array.from({ length: count }, (_, position) => position).filter(isPicked);
}
