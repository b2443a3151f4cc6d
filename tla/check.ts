// Checks configurations with one engine or both, and holds the outcomes to what is expected and to each other.

import { refuseMisfit } from './configuration.js';
import { checkEmbedded, checkRefinement } from './embedded.js';
import { departures, type Loaded } from './manifest.js';
import { type EngineName, refuseDisagreement, type TlaOutcome } from './outcome.js';
import { refinementCheck } from './refinement.js';
import { checkTlc } from './tlc.js';

export type EngineChoice = EngineName | 'both';

export interface CheckedConfiguration {
  readonly configuration: string;
  readonly shows: string;
  readonly expected: string;
  /** One for each engine that was asked. */
  readonly outcomes: readonly TlaOutcome[];
  /** How the outcomes differ from what is expected. */
  readonly departures: readonly string[];
}

/** check asks the engines for one configuration. Throws what they throw, and QSC418 where they disagree. */
export async function check(loaded: Loaded, engine: EngineChoice): Promise<CheckedConfiguration> {
  const { entry } = loaded;
  const outcomes: TlaOutcome[] = [];
  if (engine !== 'tlc') outcomes.push(await checkWithoutJava(loaded));
  if (engine !== 'embedded') outcomes.push(checkTlc(loaded.module, loaded.configuration, { beside: loaded.beside }));
  if (outcomes.length === 2) refuseDisagreement(outcomes[0]!, outcomes[1]!);
  return {
    configuration: entry.configuration,
    shows: entry.shows,
    expected: entry.expected,
    outcomes,
    departures: outcomes.flatMap((outcome) => departures(entry, outcome)),
  };
}

/** A refinement between modules is checked as an invariant. */
async function checkWithoutJava(loaded: Loaded): Promise<TlaOutcome> {
  refuseMisfit(loaded.configuration, [loaded.module, ...loaded.beside]);
  const { module, configuration } = loaded.whole;
  if (loaded.entry.mode !== 'refinement') return await checkEmbedded(module, configuration);
  return await checkRefinement(refinementCheck(loaded));
}
