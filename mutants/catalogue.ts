// The catalogue of mutants: every deviation of the mechanism, and the options that make one. The numbers are those of
// the lists that we work from: M1 to M25 for mutants, D1 to D8 for defects of K42's released code.

import type { MechanismVariant } from '../impl/contract.js';
import { type Deviation, deviations } from '../impl/hotswap/options.js';
import type { Scenario } from '../scenarios/scenario.js';
import { alwaysAsking, answering, refusing, repeating } from './calls.js';
import type { Base, DefectOfThePaper, Ground, Mutant, MutantOutOfReach } from './mutant.js';

interface Entry {
  readonly numbers?: readonly string[];
  /** `scenario` or `scenario@base`, the likeliest and cheapest first. */
  readonly grounds: readonly string[];
  readonly actsIn?: Mutant['actsIn'];
  readonly equivalent?: string;
}

/** Defects by an option that has sound values too, and one that takes two deviations. */
const byOption: readonly Mutant[] = [
  {
    name: 'oneAdvance',
    numbers: ['M1'],
    statement: 'one generation is let pass in a grace period, not two',
    change: { advances: 1 },
    grounds: groundsOf(['selfSwap']),
  },
  {
    name: 'noAdvance',
    numbers: ['M2'],
    statement: 'no generation is let pass in a grace period',
    change: { advances: 0 },
    grounds: groundsOf(['selfSwap']),
  },
  {
    name: 'sleeperUncounted',
    numbers: ['M13', 'D4'],
    statement: 'a sleep inside a component is taken for a safe point',
    change: { sleepStaysCounted: false },
    grounds: groundsOf(['sleepInsideTheComponent@sleepStaysCounted']),
  },
  {
    name: 'capturedTargetInNextSwap',
    numbers: ['D2'],
    statement: 'a released caller installs the successor that its mediator knew, when the next swap may have begun',
    change: { deviations: ['capturedTarget', 'nextSwapBeforeSecondGrace'] },
    grounds: groundsOf(['backToBackSwaps']),
  },
];

const byDeviation: Readonly<Record<Deviation, Entry>> = {
  forwardSkipped: { numbers: ['M3'], grounds: ['selfSwap'] },
  countAfterUnlock: { numbers: ['M4'], grounds: ['mediatorPointerInHand'] },
  registerAfterUnlock: { numbers: ['M5'], grounds: ['lockBesideTheComponent'] },
  dekkerReversed: { numbers: ['M6'], grounds: ['mediatorPointerInHand'] },
  dekkerReversedInEpilog: { numbers: ['M6'], grounds: ['mediatorPointerInHand'] },
  staleZero: { grounds: ['lastReturnInBlock'] },
  noTicket: { numbers: ['M7'], grounds: ['backToBackSwaps'] },
  freeMediatorAtOnce: { numbers: ['M8'], grounds: ['mediatorPointerInHand'] },
  capturedTarget: { numbers: ['M9'], grounds: ['failingTransfer'] },
  noFinally: { numbers: ['M10'], grounds: ['exceptionInFlight'] },
  nextSwapBeforeSecondGrace: {
    numbers: ['M15'],
    grounds: ['backToBackSwaps', 'rivalRequests', 'backToBackSwaps@abortAnywhere'],
    actsIn: isSwappedAgain,
    equivalent:
      'whoever still holds the first mediator, or waits in it, is active since before the second swap began, and goes ' +
      "through the pointer again: the second swap's own grace period waits for it, so that it is gone or counted before " +
      'block. The first mediator is freed after a grace period of its own in either case. With capturedTarget beside ' +
      'it, the premise that waiters go through the pointer is gone, and the pair is killed (capturedTargetInNextSwap).',
  },
  commitBeforeTransfer: { numbers: ['M18'], grounds: ['mediatorPointerInHand'] },
  releaseBeforeSwing: { numbers: ['M19'], grounds: ['lockBesideTheComponent'] },
  tableKeyedByThread: { numbers: ['M20'], grounds: ['callBackThroughPartner'] },
  phaseLockLeak: { numbers: ['M21', 'D1'], grounds: ['mediatorPointerInHand'] },
  oldReadBeforeSwitching: { numbers: ['M22', 'D3'], grounds: ['rivalRequests'] },
  abortAfterCommit: { numbers: ['M23'], grounds: ['abortBeforeCommit@abortAnywhere'] },
  completionAfterReclamation: { numbers: ['M24'], grounds: ['selfSwapAwaited@withDeadline'] },
  workerActive: { numbers: ['M25'], grounds: ['mediatorPointerInHand'] },
  latePop: { grounds: ['mediatorPointerInHand'] },
  entryLeaks: { grounds: ['exceptionInFlight'] },
  formatUnchecked: { numbers: ['D7'], grounds: ['noCommonFormat'] },
};

/** The mutants, in the order of the deviations. */
export const mutants: readonly Mutant[] = Object.freeze([
  ...byOption,
  ...(Object.keys(byDeviation) as Deviation[]).map(mutantOf),
  ...[refusing, answering, repeating, alwaysAsking].map((each) => byCall(each, ['selfSwap'])),
]);

function mutantOf(name: Deviation): Mutant {
  const { numbers = [], grounds, actsIn, equivalent } = byDeviation[name];
  return Object.freeze({
    ...{ name, numbers, statement: deviations[name], grounds: groundsOf(grounds) },
    change: { deviations: [name] },
    ...(actsIn === undefined ? {} : { actsIn }),
    ...(equivalent === undefined ? {} : { equivalent }),
  });
}

/** Elsewhere there is no next swap. */
function isSwappedAgain({ references }: Scenario): boolean {
  return Object.values(references).some(({ versions, swaps = versions.length - 1 }) => swaps > 1);
}

/** Another way to make a call, under the name and the statement of the mechanism that does it. */
function byCall(change: MechanismVariant, grounds: readonly string[]): Mutant {
  const { name, statement } = change;
  return { name, numbers: [], statement, change, grounds: groundsOf(grounds) };
}

function groundsOf(texts: readonly string[]): readonly Ground[] {
  return texts.map((text) => {
    const [scenario, base = 'asItIs'] = text.split('@');
    return { scenario: scenario!, base: base as Base };
  });
}

/** Defects of the released code that the paper's mechanism has as it stands; the scenario expects each. */
export const inThePaper: readonly DefectOfThePaper[] = Object.freeze([
  {
    number: 'D5',
    statement: 'recursion through another thread deadlocks',
    scenario: 'callBackThroughAnotherThread',
    property: 'noDeadlock',
  },
  {
    number: 'D6',
    statement: 'two swaps of components that call each other deadlock',
    scenario: 'mutualSwaps',
    property: 'noDeadlock',
  },
]);

/** What the mechanism of one mediator for all processors cannot express. */
export const outOfReach: readonly MutantOutOfReach[] = Object.freeze([
  later('M11', 'a table of thread ids per processor', 'threads that migrate'),
  later('M12', 'a processor enters block before the generations of all have passed', 'threads that migrate'),
  later('M14', 'no drain of the threads in the miss handler', 'a pointer per processor, filled by a miss handler'),
  later('M16', 'group swap without a joint zero', 'group swap'),
  later('M17', 'group swap without a joint end of forward', 'group swap'),
  later('D8', 'sets of processors without atomic operations, counters that overflow', 'a mediator per processor'),
]);

function later(number: string, statement: string, needs: string): MutantOutOfReach {
  return Object.freeze({ number, statement, needs });
}
