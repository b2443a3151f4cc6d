// What a predicate over states was asked: the paths of its decision tree. It is asked again of a state that answers as the
// path says and nothing else, so that a predicate that asks for other things than before is told as well.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { canonical } from '../program/value.js';
import type { DecisionPath, DecisionTree } from './decisionTree.js';
import { answerOf, type Inquiry, type Question } from './inquiry.js';
import type { Predicate } from './predicates.js';
import type { Product } from './product.js';
import { type Seen, StateReader } from './stateReader.js';

/** predicateInquiry is about `predicate`, which need not be the one that was asked: a fresh module's will do. */
export function predicateInquiry(
  name: string,
  tree: DecisionTree,
  predicate: Predicate,
  multiprocessor: Multiprocessor,
  product: Product,
): Inquiry {
  const reader = new StateReader(multiprocessor, product);
  return {
    name,
    count: tree.size,
    questions: (isPicked) => tree.paths(isPicked).map((path) => questionOf(path, predicate, reader)),
  };
}

function questionOf({ questions, told, result }: DecisionPath, predicate: Predicate, reader: StateReader): Question {
  const script = new Map(questions.map((question, index) => [question, told[index]!]));
  return {
    get text() {
      const words = questions.map((question, index) => seenText(reader.seenAs(question, told[index]!)));
      return words.length === 0 ? 'in any state' : `where ${words.join(', ')}`;
    },
    answer: String(result),
    ask: () => {
      const answer = answerOf(() => String(predicate(reader.scripted(script))));
      const other = reader.questions.findIndex((question, index) => question !== questions[index]);
      if (other >= 0) return `a look at ${reader.subjectOf(reader.questions[other]!)}`;
      return reader.questions.length === questions.length ? answer : `${answer}, without a look at all that`;
    },
  };
}

function seenText({ what, value }: Seen): string {
  return `${what} is ${canonical(value)}`;
}
