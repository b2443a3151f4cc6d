// Property functions are programs too. A search asks each of them once for all states that look alike, and believes it;
// so after the search each is asked again what it was asked, in reverse and in shuffled order, among the questions of all
// the others, and once more by way of a fresh module where there is one. What it cannot see: memory that shows only after
// more questions than these, what changes by the day or the place, and questions beyond the sample.

import { QuiesceError } from '../program/errors.js';
import type { Inquiry, Question } from '../watch/inquiry.js';
import { Random } from './random.js';

/** Questions of one function that are asked again at most; of more, a sample is. */
const questionsMax = 500;
/** How often a function is asked again at least: where there are few questions, each is asked several times. */
const asksMin = 100;
const shuffles = 2;
/** Written down, so that a second run does the same. */
const seed = 20010102;

/** A question, and whose it is. */
interface Asked {
  readonly name: string;
  readonly question: Question;
}

/**
 * askAgain asks every function again what it was asked. `fresh` are the same questions of functions from a module that was
 * loaded anew. Throws QSC214 at a difference.
 */
export function askAgain(inquiries: readonly Inquiry[], fresh: readonly Inquiry[] = []): void {
  const random = new Random(seed);
  const picks = inquiries.map(({ count }) => pickOf(count, random));
  const asked = questionsOf(inquiries, picks);
  for (const each of asked.toReversed()) compare(each);
  for (let shuffle = 0; shuffle < shuffles; shuffle++) for (const each of shuffled(asked, random)) compare(each);
  for (const each of questionsOf(fresh, picks)) compare(each);
}

type Pick = (position: number) => boolean;

/** All positions, or so many of them that about `questionsMax` are picked. */
function pickOf(count: number, random: Random): Pick {
  if (count <= questionsMax) return () => true;
  const picked = new Set(Array.from({ length: questionsMax }, () => random.below(count)));
  return (position) => picked.has(position);
}

function questionsOf(inquiries: readonly Inquiry[], picks: readonly Pick[]): Asked[] {
  return inquiries.flatMap((inquiry, index) => {
    const asked = inquiry.questions(picks[index]!).map((question) => ({ name: inquiry.name, question }));
    const times = Math.ceil(asksMin / (asked.length * (1 + shuffles)));
    return asked.length === 0 ? [] : Array.from({ length: times }, () => asked).flat();
  });
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let end = result.length; end > 1; end--) {
    const other = random.below(end);
    [result[end - 1], result[other]] = [result[other]!, result[end - 1]!];
  }
  return result;
}

function compare({ name, question }: Asked): void {
  const again = question.ask();
  if (again === question.answer) return;
  throw new QuiesceError('QSC214', `${name}, asked ${question.text}: once ${question.answer}, once ${again}`);
}
