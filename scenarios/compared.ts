// What `quiesce compare` lays beside each other: the mediator, with and without an abort, and every rival.
// They run in the same scenarios, under the same properties. A mechanism of one's own is compared by standing in this list.

import type { MechanismVariant } from '../impl/contract.js';
import * as rivals from '../impl/rivals/index.js';
import { asItIs, freedAtOnce, perProcessor, withBlockDeadline, withDeadline } from './mechanisms.js';

/** A mechanism, and where its idea comes from. */
export interface Compared {
  readonly mechanism: MechanismVariant;
  readonly from: string;
  /** What it asks of components and clients, beside the export and import of state that all ask for. */
  readonly asks?: string;
  /** It has a mediator, with phases, a count and one transfer in block: claims about these are asked of it too. */
  readonly hasMediator?: true;
}

function entry(mechanism: MechanismVariant, from: string, asks?: string): Compared {
  return Object.freeze({ mechanism, from, ...(asks === undefined ? {} : { asks }) });
}

function mediator(mechanism: MechanismVariant, from: string): Compared {
  return Object.freeze({ mechanism, from, hasMediator: true });
}

/** Every mechanism of the comparison, in the order of its rows. */
export const compared: readonly Compared[] = Object.freeze([
  mediator(asItIs, 'Hui et al., with a second grace period'),
  mediator(withDeadline, 'the same, given up when a deadline passes'),
  mediator(withBlockDeadline, 'the same, given up when it holds callers back too long'),
  mediator(perProcessor, "K42's released code, its defects cured"),
  mediator(freedAtOnce, "Hui et al., by the paper's letter"),
  mediator(rivals.lenientAdmission, "K42's released code, a path never taken"),
  entry(rivals.generationInterposer, 'K42 white paper, 2001'),
  entry(rivals.numberedInterposer, 'K42 white paper, 2001, generations with numbers'),
  entry(rivals.writerPreferringLock, 'Hui et al., section 1'),
  entry(rivals.readerPreferringLock, 'Hui et al., section 1'),
  entry(rivals.referenceCount, 'kpatch, issue 138'),
  entry(rivals.readCopyUpdate, 'McKenney and Slingwine, 1998'),
  entry(rivals.replugging, 'Pu et al., 1995'),
  entry(rivals.dynamicClasses, 'Hjalmtysson and Gray, 1998', 'clients that retry'),
  entry(rivals.stopTheWorldLeaving, 'Hui et al., section 1: garbage collection', 'a poll before every operation'),
  entry(rivals.stopTheWorldRewriting, 'Hui et al., section 1: garbage collection', 'a poll before every operation'),
  entry(rivals.livepatch, 'Linux livepatch'),
  entry(rivals.livepatchKGraft, 'kGraft'),
  entry(rivals.livepatchKpatch, 'kpatch'),
  entry(rivals.livepatchImmediate, 'Linux livepatch, its removed flag'),
  entry(rivals.codeChange, 'Erlang/OTP'),
  entry(rivals.kramerMagee, 'Kramer and Magee, 1990'),
  entry(rivals.tranquillity, 'Vandewoude et al., 2007'),
  entry(rivals.versionConsistency, 'Ma et al., 2011'),
]);

/** Claims about parts that only a mediator has: its phases, its count, its one transfer in block, the generations. */
export const aboutMediators: readonly string[] = Object.freeze([
  'phaseMonotone',
  'countMatches',
  'transferOnce',
  'generationsAdvance',
]);

/**
 * Scenarios that take minutes under a mechanism: they are explored with persistent sets, and only where the comparison is
 * deep. Threads that may each be given up at any time have many states.
 */
const takingMinutes: readonly (readonly [mechanism: MechanismVariant, scenarios: readonly string[]])[] = Object.freeze([
  [withDeadline, ['mutualSwaps', 'threeCallers']],
  [withBlockDeadline, ['mutualSwaps']],
  [perProcessor, ['mutualSwaps', 'threeCallers']],
]);

/** takesMinutes says whether a mechanism in a scenario is left to the deep comparison. */
export function takesMinutes(mechanism: string, scenario: string): boolean {
  return takingMinutes.some(([{ name }, scenarios]) => name === mechanism && scenarios.includes(scenario));
}
