// The suites that scenarios and users run: P1 to P12 and L1 are the safety suite, L2 to L5 the liveness suite.
// A property that needs to know something of the scenario gets it from the context; isolation is only there for a
// scenario with bystanders, statePreserved for one with a specification.

import { recordGiven } from '../engine/program/given.js';
import { noUseAfterFree } from '../engine/watch/noUseAfterFree.js';
import type { LivenessProperty, SafetyProperty } from '../engine/watch/property.js';
import { bestFormat, bestFormatStatement, type Formats } from './bestFormat.js';
import { countMatches } from './countMatches.js';
import { everyBlockedCallReleased } from './everyBlockedCallReleased.js';
import { everythingFreed } from './everythingFreed.js';
import { generationsAdvance, generationsAdvanceStatement } from './generationsAdvance.js';
import { isolation, isolationStatement } from './isolation.js';
import type { Specifications } from './linearizability/linearizable.js';
import { noCallLost, noCallLostStatement } from './noCallLost.js';
import { noDeadlock } from './noDeadlock.js';
import { noStuck } from './noStuck.js';
import { oneVersionPerCall } from './oneVersionPerCall.js';
import { phaseMonotone } from './phaseMonotone.js';
import { isEmpty } from './plainData.js';
import { quiescence } from './quiescence.js';
import { statePreserved, statePreservedStatement } from './statePreserved.js';
import { swapEnds } from './swapEnds.js';
import { transferOnce } from './transferOnce.js';
import { transparency } from './transparency.js';
import { zeroCost, zeroCostStatement } from './zeroCost.js';

export { noUseAfterFree } from '../engine/watch/noUseAfterFree.js';
export { bestFormat, type Formats } from './bestFormat.js';
export * from './countMatches.js';
export * from './everyBlockedCallReleased.js';
export * from './everythingFreed.js';
export { generationsAdvance } from './generationsAdvance.js';
export { isolation } from './isolation.js';
export * from './linearizability/linearizable.js';
export { noCallLost } from './noCallLost.js';
export * from './noDeadlock.js';
export * from './noStuck.js';
export * from './oneVersionPerCall.js';
export * from './phaseMonotone.js';
export * from './quiescence.js';
export { statePreserved } from './statePreserved.js';
export * from './swapEnds.js';
export * from './transferOnce.js';
export * from './transparency.js';
export { zeroCost } from './zeroCost.js';

/** What the suites must know of a scenario. */
export interface SuiteContext {
  /** The sequential specification of each reference whose state is to be judged. */
  readonly specifications?: Specifications;
  /** The transfer formats of each reference whose swaps are to be judged. */
  readonly formats?: Formats;
  /** Threads that call and come to an end: at a normal end they have returned from every call. */
  readonly clients?: readonly string[];
  /** Threads that never call a reference that is swapped. */
  readonly bystanders?: readonly string[];
  /** Whether calls are nested, so that a recursive one is to be let through. */
  readonly recursive?: boolean;
  /** The mechanism's own threads, which run while a swap is on. */
  readonly workers?: readonly string[];
  /** How many processors there are; 1 unless told. */
  readonly processors?: number;
}

/** One line of the catalogue. */
export interface PropertyEntry {
  /** Number in the catalogue: P1 to P12, L1 to L5. */
  readonly number: string;
  readonly name: string;
  readonly statement: string;
  readonly kind: 'safety' | 'liveness';
}

/** safetyProperties gives P1 to P12 and L1 as far as they apply, for one exploration together. */
export function safetyProperties(context: SuiteContext): readonly SafetyProperty[] {
  recordGiven('QSC522', 'what the suites must know of a scenario', context);
  const { specifications = {}, formats = {}, clients = [], bystanders = [], recursive = false, workers = [] } = context;
  return [
    quiescence,
    ...(isEmpty(specifications) ? [] : [statePreserved(specifications)]),
    noUseAfterFree,
    transparency,
    oneVersionPerCall,
    noCallLost(clients),
    phaseMonotone,
    countMatches,
    transferOnce,
    zeroCost(workers),
    ...(bystanders.length === 0 ? [] : [isolation(bystanders)]),
    ...(isEmpty(formats) ? [] : [bestFormat(formats)]),
    noDeadlock({ recursive }),
    noStuck({ recursive }),
  ];
}

/** livenessProperties gives L2 to L5, each for an exploration of its own. */
export function livenessProperties(context: SuiteContext): readonly LivenessProperty[] {
  const { processors: length = 1 } = recordGiven('QSC522', 'what the suites must know of a scenario', context);
  const processors = Array.from({ length }, (_, processor) => processor);
  return [swapEnds, everyBlockedCallReleased, everythingFreed, generationsAdvance(processors)];
}

/** The catalogue of properties, in its order, for lists and documentation. */
export const propertyCatalogue: readonly PropertyEntry[] = Object.freeze([
  safety('P1', quiescence),
  safety('P2', { name: 'statePreserved', statement: statePreservedStatement }),
  safety('P3', noUseAfterFree),
  safety('P4', transparency),
  safety('P5', oneVersionPerCall),
  safety('P6', { name: 'noCallLost', statement: noCallLostStatement }),
  safety('P7', phaseMonotone),
  safety('P8', countMatches),
  safety('P9', transferOnce),
  safety('P10', { name: 'zeroCost', statement: zeroCostStatement }),
  safety('P11', { name: 'isolation', statement: isolationStatement }),
  safety('P12', { name: 'bestFormat', statement: bestFormatStatement }),
  safety('L1', noDeadlock()),
  safety('L1', noStuck()),
  liveness('L2', swapEnds),
  liveness('L3', everyBlockedCallReleased),
  liveness('L4', everythingFreed),
  liveness('L5', { name: 'generationsAdvance', statement: generationsAdvanceStatement }),
]);

type Stated = { readonly name: string; readonly statement: string };

function safety(number: string, { name, statement }: Stated): PropertyEntry {
  return Object.freeze({ number, name, statement, kind: 'safety' });
}

function liveness(number: string, { name, statement }: Stated): PropertyEntry {
  return Object.freeze({ number, name, statement, kind: 'liveness' });
}
