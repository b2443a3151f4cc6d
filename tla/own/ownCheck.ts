// A user's own specification, checked. With the embedded engine where its subset takes all of it, else by TLC, to which everything
// goes as it is; why the embedded engine was not asked is said.

import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { readText } from '../module.js';
import type { TlaResult } from '../result.js';
import { type OnTimed, timed } from '../timed.js';
import { cfgSections } from './cfgText.js';
import { checkEmbeddedWithin } from './embeddedWorker.js';
import type { Expectation, OwnSpecification } from './ownFiles.js';
import { type OwnOutcome, ownResult } from './ownResult.js';
import { hasAlgorithm, refuseStale, translated } from './pluscal.js';
import { type Messages, runTlc, type TlcRun } from './tlcMessages.js';

export type OwnEngine = 'auto' | 'embedded' | 'tlc' | 'both';

export interface OwnCheck {
  readonly configuration: string;
  readonly expected: Expectation;
  readonly outcomes: readonly (OwnOutcome | TlaResult)[];
  /** How an outcome differs from what is expected. */
  readonly departures: readonly string[];
  /** Why the embedded engine was not asked, where either would do. */
  readonly notEmbedded?: string;
}

export interface OwnCheckOptions extends Pick<TlcRun, 'archive' | 'secondsMax' | 'isInterrupted' | 'onProgress'> {
  /** How long an engine took. */
  readonly onTimed?: OnTimed;
}

/** What the embedded engine does not take, and TLC may. */
const beyondEmbedded: readonly ErrorCode[] = ['QSC301', 'QSC411', 'QSC412', 'QSC413', 'QSC414', 'QSC419', 'QSC422'];

/** How long the embedded engine may take where nothing is said; TLC, which has an own limit, is quicker by then. */
const embeddedSecondsMax = 60;

/** checkOwn asks the engines. Throws what they throw, and QSC418 where they disagree. */
export async function checkOwn(
  own: OwnSpecification,
  engine: OwnEngine,
  options: OwnCheckOptions = {},
): Promise<OwnCheck> {
  const outcomes: (OwnOutcome | TlaResult)[] = [];
  const { onTimed = () => {} } = options;
  let notEmbedded: string | undefined;
  if (engine !== 'tlc') {
    try {
      outcomes.push(await timed(() => embeddedOutcome(own, options), onTimed));
    } catch (error) {
      const isBeyond = error instanceof QuiesceError && beyondEmbedded.includes(error.code);
      if (engine !== 'auto' || !isBeyond) throw error;
      notEmbedded = error.seen;
    }
  }
  if (engine === 'tlc' || engine === 'both' || notEmbedded !== undefined)
    outcomes.push(await timed(() => tlcOutcome(own, options), onTimed));
  if (outcomes.length === 2) refuseDifference(own.name, outcomes);
  const departures = outcomes.flatMap((outcome) => departuresOf(own.expected, outcome));
  return {
    configuration: own.name,
    expected: own.expected,
    outcomes,
    departures,
    ...(notEmbedded === undefined ? {} : { notEmbedded }),
  };
}

async function embeddedOutcome({ name, cfg, tlaPath }: OwnSpecification, options: OwnCheckOptions): Promise<TlaResult> {
  const module = readText(tlaPath);
  if (hasAlgorithm(module))
    throw new QuiesceError('QSC411', `${name}: an algorithm, whose translation only TLC's parser knows to be its own`);
  const { secondsMax = embeddedSecondsMax, isInterrupted } = options;
  return await checkEmbeddedWithin({ name, module, cfg }, { secondsMax, ...(isInterrupted ? { isInterrupted } : {}) });
}

async function tlcOutcome(own: OwnSpecification, options: OwnCheckOptions): Promise<OwnOutcome> {
  return await translated(own, options.archive, async ({ tlaPath, cfgPath, libraries }) =>
    judged(own, await runTlc({ cfgPath, tlaPath, libraries, ...options })),
  );
}

function judged({ name, cfg, takesStale }: OwnSpecification, messages: Messages): OwnOutcome {
  if (!takesStale) refuseStale(name, messages.plain);
  const outcome = ownResult(name, messages);
  const behaves = cfgSections(cfg).some(({ keyword }) => ['SPECIFICATION', 'INIT'].includes(keyword));
  if (behaves && outcome.verdict === 'holds' && outcome.states === 0)
    throw new QuiesceError('QSC413', `${name}: no state is an initial one, so that everything holds`);
  return outcome;
}

function departuresOf(expected: Expectation, { verdict, violated }: OwnOutcome | TlaResult): readonly string[] {
  const say = (of: string, claim: string | undefined) => (claim === undefined ? of : `${of}: ${claim}`);
  const isOther = expected.violated !== undefined && violated !== expected.violated;
  if (verdict === expected.verdict && !isOther) return [];
  return [`it is ${say(verdict, violated)}, expected ${say(expected.verdict, expected.violated)}`];
}

function refuseDifference(name: string, outcomes: readonly (OwnOutcome | TlaResult)[]): void {
  const say = ({ engine, verdict, states, depth }: OwnOutcome | TlaResult) =>
    verdict === 'holds' ? `${engine}: holds, ${states} states, depth ${depth}` : `${engine}: ${verdict}`;
  const [one, other] = outcomes.map((outcome) => say(outcome));
  if (one!.replace(/^\w+/, '') !== other!.replace(/^\w+/, ''))
    throw new QuiesceError('QSC418', `${name}: ${one}; ${other}`);
}
