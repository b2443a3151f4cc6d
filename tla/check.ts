// Checks configurations with one engine or both, and holds the outcomes to what is expected and to each other.

import { type Configuration, refuseMisfit, withClaims, withOnly } from './configuration.js';
import { checkEmbedded, checkRefinement, claimOfEmbedded } from './embedded.js';
import { departures, type Loaded } from './manifest.js';
import type { Module } from './module.js';
import { refinementCheck } from './refinement.js';
import { agree, type EngineName, refuseDisagreement, type TlaResult } from './result.js';
import { shortestViolation } from './shortestViolation.js';
import { type OnTimed, timed } from './timed.js';
import { checkTlc, claimOfTlc } from './tlc.js';

export type EngineChoice = EngineName | 'both';

export interface CheckedConfiguration {
  readonly configuration: string;
  readonly shows: string;
  readonly expected: string;
  /** One for each engine that was asked. */
  readonly outcomes: readonly TlaResult[];
  /** How the outcomes differ from what is expected. */
  readonly departures: readonly string[];
}

/** check asks the engines for one configuration. Throws what they throw, and QSC418 where they disagree. */
export async function check(
  loaded: Loaded,
  engine: EngineChoice,
  onTimed: OnTimed = () => {},
): Promise<CheckedConfiguration> {
  const { entry } = loaded;
  const outcomes: TlaResult[] = [];
  if (engine !== 'tlc') outcomes.push(await timed(() => checkWithoutJava(loaded), onTimed));
  if (engine !== 'embedded') outcomes.push(await timed(() => checkWithJava(loaded, outcomes[0]), onTimed));
  if (outcomes.length === 2) refuseDisagreement(outcomes[0]!, outcomes[1]!);
  return {
    configuration: entry.configuration,
    shows: entry.shows,
    expected: entry.expected,
    outcomes,
    departures: [...new Set(outcomes.flatMap((outcome) => departures(entry, outcome)))],
  };
}

/** A refinement between modules is checked as an invariant. */
async function checkWithoutJava(loaded: Loaded): Promise<TlaResult> {
  refuseMisfit(loaded.configuration, [loaded.module, ...loaded.beside]);
  const { module, configuration } = loaded.whole;
  if (loaded.entry.mode === 'refinement') return await checkRefinement(refinementCheck(loaded));
  return await checkedEmbedded(module, configuration);
}

/** checkedEmbedded is what the engine without Java says: of several violations the one that any engine has to tell. */
export async function checkedEmbedded(module: Module, configuration: Configuration): Promise<TlaResult> {
  const found = await checkEmbedded(module, configuration);
  return await shortestViolation(found, configuration, async ({ invariants, checksDeadlock }) => {
    const claim = withClaims(configuration, { invariants, properties: [] });
    return await claimOfEmbedded(module, claim, checksDeadlock);
  });
}

/** Alone, TLC is believed; beside another engine it is asked for each claim where the two tell different violations. */
async function checkWithJava({ module, configuration, beside }: Loaded, other?: TlaResult): Promise<TlaResult> {
  const found = checkTlc(module, configuration, { beside });
  if (!other || agree(found, other)) return found;
  return await shortestViolation(found, configuration, ({ invariants, checksDeadlock }) =>
    claimOfTlc(module, withOnly(configuration, { invariants, checksDeadlock }), { beside }),
  );
}
