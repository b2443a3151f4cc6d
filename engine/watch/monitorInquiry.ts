// What a monitor was asked: a (state, batch of events) for each of its transitions, and its states for whether they show
// that a premise was reached. Each was asked once, however many interleavings came by.

import type { Interner } from '../operations/interner.js';
import type { Event } from '../program/event.js';
import { canonical, type Value } from '../program/value.js';
import type { Batches } from '../threads/batches.js';
import { answerOf, type Inquiry, type Question } from './inquiry.js';
import type { Component } from './product.js';
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

/** transitionInquiry is about the `on` of a component, which need not be the one that was asked. */
export function transitionInquiry(
  { name, on }: Pick<Component, 'name' | 'on'>,
  asked: AskedTransitions,
  states: Interner,
  batches: Batches,
): Inquiry {
  const wording = (answer: Value | Violation) =>
    answer instanceof Violation ? `violated: ${answer.reason}` : canonical(answer);
  const questionOf = ({ from, batch, answer }: AskedTransition): Question => ({
    get text() {
      return `in state ${states.texts[from]} on ${batches.events(batch).map(eventText).join(', ')}`;
    },
    answer: answer instanceof Violation ? wording(answer) : states.texts[answer]!,
    ask: () => answerOf(() => wording(after(on, states.values[from], batches.events(batch)))),
  });
  return {
    name,
    count: asked.count,
    questions: (isPicked) => positions(asked.count, isPicked).map((position) => questionOf(asked.at(position))),
  };
}

function after(on: Component['on'], from: Value, events: readonly Event[]): Value | Violation {
  let state = from;
  for (const event of events) {
    const next = on(state, event);
    if (next instanceof Violation) return next;
    state = next;
  }
  return state;
}

function eventText({ name, thread, data }: Event): string {
  return `${thread}: ${name}${Object.keys(data).length === 0 ? '' : ` ${canonical(data)}`}`;
}

/**
 * witnessInquiry is about a predicate over the states of a monitor: asked of the first `count`, and true of none but the
 * last of them, if it was reached.
 */
export function witnessInquiry(
  name: string,
  witness: (state: Value) => boolean,
  states: Interner,
  { count, reached }: { readonly count: number; readonly reached: boolean },
): Inquiry {
  const questionOf = (position: number): Question => ({
    text: `in state ${states.texts[position]}`,
    answer: String(reached && position === count - 1),
    ask: () => answerOf(() => String(witness(states.values[position]))),
  });
  return { name, count, questions: (isPicked) => positions(count, isPicked).map(questionOf) };
}

function positions(count: number, isPicked: (position: number) => boolean): number[] {
  return Array.from({ length: count }, (_, position) => position).filter(isPicked);
}
