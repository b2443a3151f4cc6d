// The catalogue of mutants: all kinds, and what of the lists that we work from no mutant stands for.

import { QuiesceError } from '../engine/program/errors.js';
import { machineMutants } from './machine.js';
import { mechanismMutants } from './mechanism.js';
import type { DefectOfThePaper, Edit, Mutant, MutantKind, MutantOutOfReach } from './mutant.js';
import { specificationMutants } from './specification.js';

/** All mutants, in the order of their kinds. */
export const mutants: readonly Mutant[] = Object.freeze([
  ...mechanismMutants,
  ...machineMutants,
  ...specificationMutants,
]);

/** mutantNamed finds a mutant of a kind. */
export function mutantNamed(kind: MutantKind, name: string): Mutant | undefined {
  return mutants.find((mutant) => mutant.kind === kind && mutant.name === name);
}

/** mutantEdits is what a mutant of a kind changes. Throws QSC114 where there is none of this name. */
export function mutantEdits(kind: MutantKind, name: string): readonly Edit[] {
  const found = mutantNamed(kind, name);
  if (!found) throw new QuiesceError('QSC114', `${kind} ${name}`);
  return found.edits;
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
