// `import 'quiesce/vitest'`: matchers for a person's own vitest suite.
// toHold passes when every property is proved and its premise was reached; toBeRefutedBy when every one is refuted.
// Both fail as inconclusive (QSC301) when a limit cuts the search, under `.not` too.

import { expect } from 'vitest';
import type { Verdict } from '../engine/explore/index.js';
import { type Asked, explain, isProved, type MatcherOptions, type Subject, verdictsOn } from './verdicts.js';

export type { Asked, MatcherOptions, Subject } from './verdicts.js';

/** Properties, or names of the catalogue's, and at last the options if there are any. */
export type MatcherWords = readonly (Asked | MatcherOptions)[];

interface QuiesceMatchers<R> {
  /** Every property is proved over all interleavings, and its premise was reached. */
  toHold(...words: MatcherWords): R;
  /** Every property is refuted by some interleaving. */
  toBeRefutedBy(...words: MatcherWords): R;
}

declare module 'vitest' {
  interface Matchers<T> extends QuiesceMatchers<T> {}
}

expect.extend({
  toHold(subject: unknown, ...words: MatcherWords) {
    return judged(subject, words, isProved);
  },
  toBeRefutedBy(subject: unknown, ...words: MatcherWords) {
    return judged(subject, words, ({ verdict }) => verdict === 'refuted');
  },
});

function judged(subject: unknown, words: MatcherWords, isWanted: (verdict: Verdict) => boolean) {
  const { asked, options } = parted(words);
  const verdicts = verdictsOn(subject as Subject, asked, options);
  const pass = verdicts.every(isWanted);
  const concerned = verdicts.filter((verdict) => isWanted(verdict) === pass);
  return { pass, message: () => concerned.map(explain).join('\n\n') };
}

function parted(words: MatcherWords): { asked: readonly Asked[]; options: MatcherOptions } {
  const last = words[words.length - 1];
  const asked = words.filter(isAsked);
  return { asked, options: last === undefined || isAsked(last) ? {} : last };
}

function isAsked(word: Asked | MatcherOptions): word is Asked {
  return typeof word === 'string' || 'kind' in word;
}
