// What the matchers ask: the verdicts of some properties on a scenario, or on a system of the user's own.
// A search that a limit cuts is an error here, so that no form of a matcher can pass on it, `.not` included.

import {
  type BuiltInChoice,
  explore,
  formatSchedule,
  isLiveness,
  type Limits,
  onMemory,
  type Property,
  type Verdict,
  withBuiltIn,
} from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import { recordGiven } from '../engine/program/given.js';
import { refuseIllTyped } from '../engine/program/wellTyped.js';
import { livenessProperties, safetyProperties } from '../properties/index.js';
import { counterexampleText } from '../reports/counterexample.js';
import { buildSystem, contextOf, variantNamed } from '../scenarios/build.js';
import type { Scenario } from '../scenarios/scenario.js';
import { variantsGiven } from '../scenarios/variantsGiven.js';

/** What a matcher judges. */
export type Subject = Scenario | System;

/** A property, or the name of one of the catalogue's. */
export type Asked = Property | string;

export interface MatcherOptions {
  /** Which of the scenario's mechanisms; the first unless told. */
  readonly mechanism?: string;
  readonly limits?: Limits;
  /** Which built-in properties `toHold` checks besides those that are named; all unless told, none where false. */
  readonly builtIn?: BuiltInChoice;
  /** The file that exports the scenario, for the replay line; none is needed for Quiesce's own. */
  readonly file?: string;
}

/** verdictsOn explores the subject for each property, and for the built-in ones. Throws QSC102, QSC103, and QSC301 where a limit cuts a search. */
export function verdictsOn(
  subject: Subject,
  asked: readonly Asked[],
  options: MatcherOptions = {},
): readonly Verdict[] {
  const system = systemOf(subject, options);
  const properties = asked.map((one) => (typeof one === 'string' ? propertyNamed(subject, system, one) : one));
  const safety = withBuiltIn(
    system,
    properties.filter((property) => !isLiveness(property)),
    options.builtIn,
  );
  if (properties.length + safety.length === 0) throw new QuiesceError('QSC102', 'a matcher without a property');
  const groups = [safety, ...properties.filter(isLiveness).map((property) => [property])];
  return groups.filter((group) => group.length > 0).flatMap((group) => decided(system, group, options));
}

function decided(system: System, properties: readonly Property[], { limits }: MatcherOptions): readonly Verdict[] {
  const { verdicts } = explore(system, properties, { ...(limits === undefined ? {} : { limits }), builtIn: false });
  const cut = verdicts.find(({ verdict }) => verdict === 'inconclusive');
  if (cut) throw new QuiesceError('QSC301', `${cut.property} is inconclusive: ${cut.limit?.text ?? 'cut'}`);
  return verdicts;
}

function systemOf(subject: Subject, { mechanism, file }: MatcherOptions): System {
  if (!isScenario(subject)) {
    if (mechanism !== undefined) throw new QuiesceError('QSC103', `${mechanism}: a system of one's own has none`);
    refuseIllTyped(subject, [], {});
    return file === undefined ? subject : { ...subject, name: file };
  }
  const [first] = variantsGiven(subject);
  const variant = mechanism === undefined ? first! : variantNamed(subject, mechanism);
  const system = buildSystem(subject, variant);
  const name = `${subject.name}@${variant.mechanism.name}`;
  return { ...system, name: file === undefined ? name : `${file}#${name}` };
}

function isScenario(subject: Subject): subject is Scenario {
  return 'variants' in recordGiven('QSC112', 'a scenario or a system', subject);
}

function propertyNamed(subject: Subject, system: System, name: string): Property {
  const context = isScenario(subject) ? contextOf(subject, system) : undefined;
  const known: readonly Property[] = context ? [...safetyProperties(context), ...livenessProperties(context)] : [];
  const found = known.find((property) => property.name === name);
  if (found) return found;
  const names = known.map((property) => property.name).join(', ');
  throw new QuiesceError('QSC102', `${name} does not apply here${names === '' ? '' : `; these do: ${names}`}`);
}

/** explain says what was found, with the failing schedule and the line that replays it. */
export function explain(verdict: Verdict): string {
  const { property, counterexample, reason } = verdict;
  if (!counterexample) {
    const why = reason === undefined ? '' : `: ${reason}`;
    return `${property} is ${verdict.verdict}${onMemory(verdict)} over ${verdict.states} states${why}`;
  }
  const path = counterexampleText(counterexample, formatSchedule(counterexample.schedule), 'npx quiesce');
  return [`${property} is refuted${onMemory(verdict)}: ${counterexample.reason}`, ...path].join('\n');
}
