// Terms and formulas of a protocol, as plain data: a formula is a term of sort Truth. There are two readings of them, and
// nothing else knows what they mean: instance/evaluate.ts on a finite instance, smt/translate.ts for the solver.
// A bound variable is known by its object, not by its name, so that no substitution can capture one.

import type { Enumeration, Sort, Truth } from './sort.js';

/** A fixed symbol never changes (who is on which processor); a state symbol is what actions write. */
export interface SymbolData<Result extends Sort = Sort> {
  readonly kind: 'fixed' | 'state';
  readonly name: string;
  readonly parameters: readonly Sort[];
  readonly result: Result;
  /** What it says, as the end of a sentence. */
  readonly says: string;
}

export interface Variable<S extends Sort = Sort> {
  readonly kind: 'variable';
  readonly sort: S;
  readonly name: string;
}

export interface Branch {
  readonly variable: Variable;
  readonly body: Term;
}

type Node =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'truth'; readonly value: boolean }
  | {
      readonly kind: 'apply';
      readonly symbol: SymbolData;
      /** The symbol's meaning after the step. */
      readonly primed: boolean;
      readonly args: readonly Term[];
    }
  | { readonly kind: 'inject'; readonly alternative: string; readonly of: Term }
  | { readonly kind: 'equal'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'not'; readonly of: Term<Truth> }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Term<Truth>[] }
  | { readonly kind: 'implies'; readonly left: Term<Truth>; readonly right: Term<Truth> }
  | { readonly kind: 'choose'; readonly test: Term<Truth>; readonly chosen: Term; readonly otherwise: Term }
  | { readonly kind: 'cases'; readonly of: Term; readonly branches: Readonly<Record<string, Branch>> }
  | { readonly kind: 'forAll' | 'exists'; readonly variables: readonly Variable[]; readonly body: Term<Truth> };

export type Term<S extends Sort = Sort> = { readonly sort: S } & Node;

export type Formula = Term<Truth>;

/** Where a term of a sort is expected, a value of an enumeration may be written as text, and a truth as a boolean. */
export type Given<S extends Sort> =
  | Term<S>
  | (S extends Enumeration<string, infer Value> ? Value : S extends Truth ? boolean : never);

/** childrenOf lists the terms that a term is made of, bodies under binders included. */
export function childrenOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'variable':
    case 'value':
    case 'truth':
      return [];
    case 'apply':
      return term.args;
    case 'inject':
    case 'not':
      return [term.of];
    case 'equal':
    case 'implies':
      return [term.left, term.right];
    case 'and':
    case 'or':
      return term.of;
    case 'choose':
      return [term.test, term.chosen, term.otherwise];
    case 'cases':
      return [term.of, ...Object.values(term.branches).map(({ body }) => body)];
    case 'forAll':
    case 'exists':
      return [term.body];
  }
}

/** boundBy lists the variables that a term itself binds. */
export function boundBy(term: Term): readonly Variable[] {
  if (term.kind === 'forAll' || term.kind === 'exists') return term.variables;
  return term.kind === 'cases' ? Object.values(term.branches).map(({ variable }) => variable) : [];
}

/** freeVariables are those that nothing inside a term binds. */
export function freeVariables(term: Term): ReadonlySet<Term> {
  if (term.kind === 'variable') return new Set([term]);
  const free = new Set(childrenOf(term).flatMap((child) => [...freeVariables(child)]));
  for (const variable of boundBy(term)) free.delete(variable);
  return free;
}

/** boundTwice finds a variable that is bound where it is bound already: the two readings need not mean the same by it. */
export function boundTwice(term: Term, bound: readonly unknown[]): Variable | undefined {
  const own = boundBy(term);
  const twice = own.find((variable) => bound.includes(variable));
  if (twice) return twice;
  const inside = own.length > 0 ? [...bound, ...own] : bound;
  for (const child of childrenOf(term)) {
    const found = boundTwice(child, inside);
    if (found) return found;
  }
  return undefined;
}

/** applicationsIn lists the applications of symbols in a term, outermost first. */
export function applicationsIn(term: Term): readonly Extract<Term, { kind: 'apply' }>[] {
  const below = childrenOf(term).flatMap(applicationsIn);
  return term.kind === 'apply' ? [term, ...below] : below;
}
