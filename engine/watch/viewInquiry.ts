// What views were asked: a view is asked once for each content of a cell that it is shown. Views belong to programs, not
// to properties, but they are functions of one question too.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { LinkedView } from '../operations/linker.js';
import { canonical } from '../program/value.js';
import { answerOf, type Inquiry, type Question } from './inquiry.js';

/** viewInquiries is about every view that a program has used. */
export function viewInquiries({ linker, values }: Multiprocessor): Inquiry[] {
  return linker.views.map((linked) => {
    const seen = [...linked.seen];
    const questionOf = ([raw, id]: readonly [number, number]): Question => {
      const value = shown(linked, raw);
      return {
        text: `of ${canonical(value)}`,
        answer: values.texts[id]!,
        ask: () => answerOf(() => canonical(linked.view.of(value))),
      };
    };
    return {
      name: `view ${linked.view.name}`,
      count: seen.length,
      questions: (isPicked) => seen.filter((_, position) => isPicked(position)).map(questionOf),
    };
  });

  function shown({ integers }: LinkedView, raw: number) {
    return integers ? raw : values.values[raw];
  }
}
