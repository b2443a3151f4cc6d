// `import 'quiesce/vitest'`: matchers for a person's own vitest suite.
// toConformTo passes when a system, or a recorded run, keeps to a specification of quiesce/conformance; vacuous is no pass.
// toHold passes when every property is proved (vacuous is not proved), noDeadlock, noStuck and noFailure among them unless
// `builtIn` says otherwise; toBeRefutedBy when every one that is named is refuted.
// Both fail as inconclusive (QSC301) when a limit cuts the search, under `.not` too. What a failing matcher has found is
// attached to the test as an annotation, so that any reporter that shows annotations keeps path, timeline and replay line.

import { expect, type TestContext } from 'vitest';
import type { AnySpecification } from '../conformance/index.js';
import type { Verdict } from '../engine/index.js';
import { recordGiven } from '../engine/program/given.js';
import { type ConformToOptions, conformity, type Held } from './conformity.js';
import { type Asked, explain, type MatcherOptions, type Subject, verdictsOn } from './verdicts.js';

export type { ConformToOptions, Held } from './conformity.js';
export type { Asked, MatcherOptions, Subject } from './verdicts.js';

/** Properties, or names of the catalogue's, and at last the options if there are any. */
export type MatcherWords = readonly (Asked | MatcherOptions)[];

interface QuiesceMatchers {
  /** Every property is proved over all interleavings, and so are the built-in ones, unless `builtIn` says otherwise. */
  toHold(...words: MatcherWords): void;
  /** Every property is refuted by some interleaving. */
  toBeRefutedBy(...words: MatcherWords): void;
  /** Every step of every interleaving of a system, or every event of a recorded run, is one that a specification allows. */
  toConformTo(specification: AnySpecification, options?: ConformToOptions): void;
}

/** What expect(…) gives in every version of vitest; `Matchers` has other parameters in each. */
declare global {
  namespace Chai {
    interface Assertion extends QuiesceMatchers {}
  }
}

expect.extend({
  toHold(subject: unknown, ...words: MatcherWords) {
    // What is vacuous neither holds nor fails to. `.not` is about what was named, not about what is built in.
    return this.isNot
      ? judged(this, subject, words, isUnrefuted, false)
      : judged(this, subject, words, ({ verdict }) => verdict === 'proved', true);
  },
  toBeRefutedBy(subject: unknown, ...words: MatcherWords) {
    return judged(this, subject, words, (verdict) => !isUnrefuted(verdict), false);
  },
  toConformTo(subject: unknown, specification: AnySpecification, options: ConformToOptions = {}) {
    const { pass, text, replay } = conformity(subject as Held, specification, options);
    if (pass === (this.isNot ?? false)) annotate(this.task, text, replay);
    return { pass, message: () => text };
  },
});

function isUnrefuted({ verdict }: Verdict): boolean {
  return verdict !== 'refuted';
}

/** What vitest tells a matcher of where it is; `isNot` is undefined where there is no `.not`. */
interface Place {
  readonly isNot?: boolean;
  readonly task?: { readonly context: Pick<TestContext, 'annotate' | 'onTestFinished'> };
}

function judged(
  { isNot, task }: Place,
  subject: unknown,
  words: MatcherWords,
  isWanted: (verdict: Verdict) => boolean,
  builtInToo: boolean,
) {
  const { asked, options } = parted(words);
  const builtIn = builtInToo ? (options.builtIn ?? true) : false;
  const verdicts = verdictsOn(subject as Subject, asked, { ...options, builtIn });
  const pass = verdicts.every(isWanted);
  const concerned = verdicts.filter((verdict) => isWanted(verdict) === pass);
  if (pass === (isNot ?? false)) for (const verdict of concerned) attach(task, verdict);
  return { pass, message: () => concerned.map(explain).join('\n\n') };
}

/** The matcher fails the test before the annotation has arrived, so the test is told to wait for it at its end. */
function attach(task: Place['task'], verdict: Verdict): void {
  const [head, ...rest] = explain(verdict).split('\n');
  annotate(
    task,
    [head, ...rest].join('\n'),
    rest.filter((line) => line.startsWith('replay: ')),
  );
}

function annotate(task: Place['task'], text: string, replay: readonly string[]): void {
  const [head, ...rest] = text.split('\n');
  const body = new TextEncoder().encode([head, ...rest, ''].join('\n'));
  const attachment = { contentType: 'text/plain', body };
  const arrived = task?.context.annotate([head, ...replay].join('\n'), 'quiesce', attachment);
  task?.context.onTestFinished(async () => void (await arrived));
}

function parted(words: MatcherWords): { asked: readonly Asked[]; options: MatcherOptions } {
  const last = words[words.length - 1];
  const asked = words.filter(isAsked);
  return { asked, options: last === undefined || isAsked(last) ? {} : last };
}

function isAsked(word: Asked | MatcherOptions): word is Asked {
  return typeof word === 'string' || 'kind' in recordGiven('QSC522', 'a property, its name, or options', word);
}
