// What views were asked: a view is asked once for each content of a cell that it is shown. Views belong to programs, not
// to properties, but they are functions of one question too, and so is the function of an update.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { holdsIntegers } from '../program/cell.js';
import { canonical, type Value } from '../program/value.js';
import { answerOf, type Inquiry, type Question } from './inquiry.js';

/** viewInquiries is about every view, and every predicate, that a program has used. */
export function viewInquiries(multiprocessor: Multiprocessor): Inquiry[] {
  return [...ofViews(multiprocessor), ...ofPredicates(multiprocessor)];
}

/** What the predicates of waitUntil, updateWhen and select were asked. */
function ofPredicates({ linker }: Multiprocessor): Inquiry[] {
  return linker.conditions.asked.map(({ predicate, answers }) => {
    const answered = [...answers.values()];
    const questionOf = ({ values, held }: (typeof answered)[number]): Question => ({
      text: `of ${canonical(values)}`,
      answer: canonical(held),
      ask: () => answerOf(() => canonical(predicate.of(values))),
    });
    return {
      name: `predicate ${predicate.name}`,
      count: answered.length,
      questions: (isPicked) => answered.filter((_, position) => isPicked(position)).map(questionOf),
    };
  });
}

function ofViews({ linker, values }: Multiprocessor): Inquiry[] {
  const contentOf = (raw: number, isInteger: boolean): Value => (isInteger ? raw : values.values[raw]);
  return linker.views.map(({ view, integers, next, seen }) => {
    const asked = [...seen];
    const questionOf = ([raw, answer]: readonly [number, number]): Question => {
      const value = contentOf(raw, integers);
      return {
        text: `of ${canonical(value)}`,
        answer: canonical(contentOf(answer, next !== undefined && holdsIntegers(next))),
        ask: () => answerOf(() => canonical(view.of(value))),
      };
    };
    return {
      name: `view ${view.name}`,
      count: asked.length,
      questions: (isPicked) => asked.filter((_, position) => isPicked(position)).map(questionOf),
    };
  });
}
