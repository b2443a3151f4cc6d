// The variants of a scenario that no compiler has looked at.

import { isRecord, listGiven } from '../engine/program/given.js';
import { QuiesceError } from '../engine/program/index.js';
import type { Scenario, ScenarioVariant } from './scenario.js';

/** variantsGiven are the variants of a scenario, at least one. Throws QSC112. */
export function variantsGiven({ variants }: Scenario): readonly ScenarioVariant[] {
  const isVariant = (one: unknown) => isRecord(one) && isRecord(one.mechanism);
  const given = listGiven('QSC112', 'the variants of a scenario', variants, isVariant);
  if (given.length > 0) return given;
  throw new QuiesceError('QSC112', 'the variants of a scenario wanted, none given');
}
