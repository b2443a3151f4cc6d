// What properties were asked at ends of executions: predicates of end states, and monitors of the state that they are in
// there. Elsewhere such questions are kept by Predicates and by Product; these are asked of few states, directly.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import { canonical, type Value } from '../program/value.js';
import { DecisionTree } from './decisionTree.js';
import { answerOf, type Inquiry, type Question } from './inquiry.js';
import { predicateInquiry } from './predicateInquiry.js';
import type { Predicate } from './predicates.js';
import type { Product } from './product.js';
import { Violation } from './property.js';
import type { StateReader } from './stateReader.js';

/** A monitor's claim about the state that it is in at an end. */
export type EndClaim = (state: Value) => boolean | Violation;

export class EndQuestions {
  readonly #trees = new Map<string, DecisionTree>();
  /** By monitor, what it was asked: its states by their texts, and the answers. */
  readonly #states = new Map<string, Map<string, { readonly state: Value; readonly answer: string }>>();

  /** Keeps what a predicate has just been asked by way of the reader. Throws QSC214 where it once answered otherwise. */
  keepPredicate(name: string, reader: StateReader, result: boolean): void {
    const tree = this.#trees.get(name) ?? new DecisionTree();
    this.#trees.set(name, tree);
    const known = tree.find(reader);
    const fits = known === undefined ? tree.keep(reader.questions, reader, result) : known === result;
    if (!fits) throw new QuiesceError('QSC214', `${name}, asked at two ends that are alike, answers ${result} at one`);
  }

  keepMonitor(name: string, state: Value, answer: boolean | Violation): void {
    const states = this.#states.get(name) ?? new Map();
    this.#states.set(name, states);
    const text = canonical(state);
    if (!states.has(text)) states.set(text, { state, answer: wording(answer) });
  }

  /** All that was asked; asked again are the functions given by name. */
  inquiries(
    predicates: ReadonlyMap<string, Predicate>,
    claims: ReadonlyMap<string, EndClaim>,
    multiprocessor: Multiprocessor,
    product: Product,
  ): Inquiry[] {
    return [
      ...[...this.#trees].map(([name, tree]) =>
        predicateInquiry(`${name}, at an end`, tree, predicates.get(name)!, multiprocessor, product),
      ),
      ...[...this.#states.keys()].map((name) => this.#inquiryOf(name, claims.get(name)!)),
    ];
  }

  #inquiryOf(name: string, claim: EndClaim): Inquiry {
    const asked = [...this.#states.get(name)!];
    const questionOf = ([text, { state, answer }]: (typeof asked)[number]): Question => ({
      text: `in state ${text}`,
      answer,
      ask: () => answerOf(() => wording(claim(state))),
    });
    return {
      name: `${name}, at an end`,
      count: asked.length,
      questions: (isPicked) => asked.filter((_, position) => isPicked(position)).map(questionOf),
    };
  }
}

function wording(answer: boolean | Violation): string {
  return answer instanceof Violation ? `violated: ${answer.reason}` : String(answer);
}
