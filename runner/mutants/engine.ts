// The engine in the copy that has a mutant of it: a check that the sound engine passes is asked of the copy's own.

import * as engine from '../../engine/index.js';
import { groundOf, type Killer } from '../../mutants/mutant.js';
import { type Answer, unexplored } from './answer.js';
import { checks, type Engine } from './engineChecks.js';
import { executionChecks } from './executionChecks.js';
import { languageChecks } from './languageChecks.js';
import { reductionChecks } from './reductionChecks.js';

/** askEngine tells whether a check gives the mutant away. Throws RangeError where there is no such check. */
export function askEngine(killer: Killer): Answer {
  const { by, at } = groundOf(killer);
  const seen = failureOf(by, engine);
  const answer = { ...unexplored, explorations: 1 };
  return seen === undefined ? answer : { ...answer, kill: { by, in: at, seen } };
}

/** failureOf is what is wrong, or what was thrown: an engine that notices its own defect is given away as well. */
export function failureOf(name: string, judged: Engine): string | undefined {
  const check = checks[name] ?? languageChecks[name] ?? reductionChecks[name] ?? executionChecks[name];
  if (!check) throw new RangeError(`no check "${name}"`);
  try {
    return check(judged);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
