// The catalogue of mutants: all kinds, and what of the lists that we work from no mutant stands for.

import { QuiesceError } from '../engine/program/errors.js';
import { clusteredMutants } from './clustered.js';
import { clusteredSpecificationMutants } from './clusteredSpecification.js';
import { engineMutants } from './engine.js';
import { groupSpecificationMutants } from './groupSpecification.js';
import { languageMutants } from './language.js';
import { machineMutants } from './machine.js';
import { mechanismMutants } from './mechanism.js';
import type { DefectOfThePaper, Edit, Mutant, MutantKind, MutantOutOfReach } from './mutant.js';
import { askedProperty, propertyMutants } from './properties.js';
import { specificationMutants } from './specification.js';
import { tokenMutants } from './token.js';
import { tokenSpecificationMutants } from './tokenSpecification.js';
import { widerSpecificationMutants } from './widerSpecification.js';

/** All mutants, in the order of their kinds. */
export const mutants: readonly Mutant[] = Object.freeze([
  ...mechanismMutants,
  ...clusteredMutants,
  ...tokenMutants,
  ...machineMutants,
  ...specificationMutants,
  ...clusteredSpecificationMutants,
  ...widerSpecificationMutants,
  ...groupSpecificationMutants,
  ...tokenSpecificationMutants,
  ...propertyMutants,
  ...engineMutants,
  ...languageMutants,
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

/**
 * editsToRun is what a copy has to have for a mutant to be hunted in it: its own edits, and for one of a property those of
 * the mechanism that it is asked of.
 */
export function editsToRun({ kind, edits, killedBy }: Mutant): readonly Edit[] {
  if (kind !== 'property') return edits;
  const asked = new Set(killedBy.map((killer) => askedProperty(killer).of).filter((of) => of !== 'asItIs'));
  return [...edits, ...[...asked].flatMap((name) => mutantEdits('mechanism', name))];
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

/** What no mechanism here can express yet. */
export const outOfReach: readonly MutantOutOfReach[] = Object.freeze([]);
