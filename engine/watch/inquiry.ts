// What the functions of properties were asked, so that they can be asked again. A search asks each once for many states
// that look alike to it, and believes the answer; that is sound only if the answer depends on nothing but the question.

/** One question that a function was asked, and what it answered. */
export interface Question {
  /** What was asked, in words. */
  readonly text: string;
  /** What was answered, in words: equal texts, equal answers. */
  readonly answer: string;
  /** Asks again. */
  ask(): string;
}

/** All that one function was asked in a search. */
export interface Inquiry {
  /** Whose function it is: the name of the property, or `memory of` it, and so on. */
  readonly name: string;
  /** How many distinct questions it was asked. */
  readonly count: number;
  /** Those of the questions whose position, from 0, is picked. */
  questions(isPicked: (position: number) => boolean): readonly Question[];
}

/** answerOf is what a function answers, in words; what it throws is an answer too. */
export function answerOf(ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    return `an exception: ${String(error)}`;
  }
}
