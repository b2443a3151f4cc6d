// What a claim says something under: of "for all …: if A then B", that there are some of which A is so. A claim whose
// condition is never met is true of anything, and says nothing: a phase that no step turns to, a caller who never comes.

import { and, not, or, truth } from './build.js';
import { truthSort } from './sort.js';
import type { Formula, Variable } from './term.js';

/**
 * conditionsOf lists what has to be met lest a claim says nothing: the condition of each "if", wherever it stands, within
 * those that it stands under; and each of what is denied to be so together, by itself. None where there is neither.
 */
export function conditionsOf(claim: Formula): readonly Formula[] {
  return [...conditionsIn(claim), ...deniedTogether(claim)];
}

function conditionsIn(claim: Formula): readonly Formula[] {
  switch (claim.kind) {
    case 'and':
      return claim.of.flatMap(conditionsIn);
    case 'or':
      return ofAlternatives(claim.of);
    case 'implies':
      return under(claim.left, conditionsIn(claim.right));
    case 'not':
      return ofDenied(claim.of);
    case 'equal':
      return isOfTruth(claim) ? [claim.left, claim.right].flatMap(ofEither) : [];
    case 'choose':
      return [
        ...ofBranch(claim.test, claim.chosen as Formula),
        ...ofBranch(not(claim.test), claim.otherwise as Formula),
      ];
    case 'cases':
      return Object.entries(claim.branches).flatMap(([kind, { body }]) =>
        ofBranch(truth(true), body as Formula).map((condition) => inBranch(claim, kind, condition)),
      );
    case 'forAll':
    case 'exists':
      return forSome(claim.variables, conditionsIn(claim.body));
    default:
      return [];
  }
}

/** What is denied says what its opposite says. Of "not (A and B)" either may be the condition: see deniedTogether. */
function ofDenied(denied: Formula): readonly Formula[] {
  switch (denied.kind) {
    case 'or':
      return denied.of.flatMap(ofDenied);
    case 'implies':
      return [...conditionsIn(denied.left), ...ofDenied(denied.right)];
    case 'not':
      return conditionsIn(denied.of);
    case 'forAll':
    case 'exists':
      return forSome(denied.variables, ofDenied(denied.body));
    default:
      return isOfTruth(denied) ? [denied.left, denied.right].flatMap(ofEither) : [];
  }
}

/** "not A, or B" is "if A then B"; of "A, or if B then C" the condition is that B is so, and A is not. */
function ofAlternatives(of: readonly Formula[]): readonly Formula[] {
  const denied = of.flatMap((each) => (each.kind === 'not' ? [each.of] : []));
  const others = of.filter(({ kind }) => kind !== 'not');
  if (others.length === 0) return [];
  const inner = others.flatMap((each) => within(not(or(...others.filter((one) => one !== each))), conditionsIn(each)));
  return denied.length > 0 ? under(and(...denied), inner) : inner;
}

/** Each of A and B, where "not (A and B)" stands: one that is never so makes the other say nothing. */
function deniedTogether(claim: Formula): readonly Formula[] {
  switch (claim.kind) {
    case 'and':
      return claim.of.flatMap(deniedTogether);
    case 'or':
      return claim.of.every(({ kind }) => kind === 'not')
        ? claim.of.flatMap((each) => (each.kind === 'not' ? [each.of] : []))
        : claim.of.flatMap(deniedTogether);
    case 'implies':
      return deniedTogether(claim.right);
    case 'not':
      return partsDenied(claim.of);
    case 'forAll':
    case 'exists':
      return forSome(claim.variables, deniedTogether(claim.body));
    default:
      return [];
  }
}

function partsDenied(denied: Formula): readonly Formula[] {
  if (denied.kind === 'and') return denied.of;
  return denied.kind === 'exists' ? forSome(denied.variables, partsDenied(denied.body)) : [];
}

function ofEither(side: Formula): readonly Formula[] {
  return [...conditionsIn(side), ...ofDenied(side)];
}

/** The condition of an "if", with each of those inside of what follows from it. */
function under(condition: Formula, inner: readonly Formula[]): readonly Formula[] {
  return inner.length === 0 ? [condition] : within(condition, inner);
}

/** A branch says something where it is taken, unless it is what always holds, or never. */
function ofBranch(condition: Formula, branch: Formula): readonly Formula[] {
  return branch.kind === 'truth' ? [] : under(condition, conditionsIn(branch));
}

function within(condition: Formula, inner: readonly Formula[]): readonly Formula[] {
  return inner.map((each) => and(condition, each));
}

function forSome(variables: readonly Variable[], inner: readonly Formula[]): readonly Formula[] {
  return inner.map((body) => Object.freeze({ kind: 'exists', sort: truthSort, variables, body }));
}

/** That what is taken apart is of a kind, and of its element the condition. */
function inBranch(taken: Extract<Formula, { kind: 'cases' }>, wanted: string, condition: Formula): Formula {
  const branches = Object.entries(taken.branches).map(([kind, branch]) => [
    kind,
    Object.freeze({ ...branch, body: kind === wanted ? condition : truth(false) }),
  ]);
  return Object.freeze({ ...taken, branches: Object.freeze(Object.fromEntries(branches)) });
}

/** Whether a formula says of two formulas that they are so together. */
function isOfTruth(
  formula: Formula,
): formula is Extract<Formula, { kind: 'equal' }> & { left: Formula; right: Formula } {
  return formula.kind === 'equal' && formula.left.sort.kind === 'truth';
}
