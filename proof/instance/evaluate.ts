// One of the two readings of a form: terms evaluated on a finite instance. Each term becomes a closure over the state
// before, the state after (for claims about steps) and the values of bound variables; a value is its index in its sort.
// Written apart from smt/translate.ts on purpose: agreement.ts holds the two against each other.

import type { Action, Update } from '../form/action.js';
import { enabled } from '../form/action.js';
import type { Sort, Union } from '../form/sort.js';
import type { Formula, SymbolData, Term, Variable } from '../form/term.js';
import { type Instance, type Place, type State, valuesOf } from './instance.js';

/** The values of bound variables, by the number of the variable. */
export type Bindings = number[];

export type Evaluated = (before: State, after: State, bound: Bindings) => number;

export class Evaluator {
  readonly instance: Instance;
  readonly #numbers = new Map<unknown, number>();

  constructor(instance: Instance) {
    this.instance = instance;
  }

  /** numberOf is the place of a variable in the bindings. */
  numberOf(variable: Variable | Term): number {
    const known = this.#numbers.get(variable);
    if (known !== undefined) return known;
    this.#numbers.set(variable, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** compile makes the closure of a term. */
  compile(term: Term): Evaluated {
    switch (term.kind) {
      case 'variable': {
        const number = this.numberOf(term);
        return (_before, _after, bound) => bound[number]!;
      }
      case 'value':
        return constant(valuesOf(term.sort, this.instance.elements).indexOf(term.value));
      case 'truth':
        return constant(term.value ? 1 : 0);
      case 'apply':
        return this.#application(term.symbol, term.primed, term.args);
      case 'inject':
        return this.#injection(term.sort as Union, term.alternative, term.of);
      case 'equal': {
        const [left, right] = [this.compile(term.left), this.compile(term.right)];
        return (before, after, bound) => (left(before, after, bound) === right(before, after, bound) ? 1 : 0);
      }
      case 'not': {
        const of = this.compile(term.of);
        return (before, after, bound) => 1 - of(before, after, bound);
      }
      case 'and':
      case 'or':
        return this.#junction(term.kind === 'and' ? 0 : 1, term.of);
      case 'implies': {
        const [left, right] = [this.compile(term.left), this.compile(term.right)];
        return (before, after, bound) => (left(before, after, bound) === 0 ? 1 : right(before, after, bound));
      }
      case 'choose': {
        const [test, then, otherwise] = [term.test, term.chosen, term.otherwise].map((each) => this.compile(each)) as [
          Evaluated,
          Evaluated,
          Evaluated,
        ];
        return (before, after, bound) => (test(before, after, bound) === 1 ? then : otherwise)(before, after, bound);
      }
      case 'cases':
        return this.#cases(term);
      case 'forAll':
      case 'exists':
        return this.#quantified(term.kind === 'forAll' ? 0 : 1, term.variables, term.body);
    }
  }

  /** holds tells whether a formula without free variables holds in a state, or between two. */
  holds(formula: Formula, before: State, after: State = before): boolean {
    return this.compile(formula)(before, after, []) === 1;
  }

  #application(symbol: SymbolData, primed: boolean, args: readonly Term[]): Evaluated {
    const { offset, strides } = this.instance.places.get(symbol)!;
    const compiled = args.map((arg) => this.compile(arg));
    const at = indexOf(offset, strides, compiled);
    const { fixed } = this.instance;
    if (symbol.kind === 'fixed') return (before, after, bound) => fixed[at(before, after, bound)]!;
    if (primed) return (before, after, bound) => after[at(before, after, bound)]!;
    return (before, after, bound) => before[at(before, after, bound)]!;
  }

  #injection(sort: Union, alternative: string, of: Term): Evaluated {
    const start = this.#startOf(sort, alternative);
    const compiled = this.compile(of);
    return (before, after, bound) => start + compiled(before, after, bound);
  }

  /** The index of the first element of an alternative among the values of its union. */
  #startOf(sort: Union, alternative: string): number {
    return valuesOf(sort, this.instance.elements).findIndex((text) => text.startsWith(`${alternative} `));
  }

  #cases(term: Extract<Term, { kind: 'cases' }>): Evaluated {
    const sort = term.of.sort as Union;
    const of = this.compile(term.of);
    const branches = Object.keys(sort.alternatives).map((kind) => {
      const { variable, body } = term.branches[kind]!;
      return { start: this.#startOf(sort, kind), number: this.numberOf(variable), body: this.compile(body) };
    });
    return (before, after, bound) => {
      const value = of(before, after, bound);
      const branch = branches.findLast(({ start }) => value >= start)!;
      bound[branch.number] = value - branch.start;
      return branch.body(before, after, bound);
    };
  }

  #junction(decisive: 0 | 1, of: readonly Term[]): Evaluated {
    const compiled = of.map((each) => this.compile(each));
    return (before, after, bound) => {
      for (const each of compiled) if (each(before, after, bound) === decisive) return decisive;
      return 1 - decisive;
    };
  }

  #quantified(decisive: 0 | 1, variables: readonly Variable[], body: Term): Evaluated {
    const [first, ...others] = variables;
    if (!first) return this.compile(body);
    const number = this.numberOf(first);
    const size = valuesOf(first.sort, this.instance.elements).length;
    const inner = this.#quantified(decisive, others, body);
    return (before, after, bound) => {
      for (let index = 0; index < size; index++) {
        bound[number] = index;
        if (inner(before, after, bound) === decisive) return decisive;
      }
      return 1 - decisive;
    };
  }

  /** step compiles an action: whether it can be taken with these arguments, and the state that it leads to. */
  step(action: Action): CompiledAction {
    const numbers = action.parameters.map((variable) => this.numberOf(variable));
    const guard = this.compile(enabled(action));
    const write = this.writes(action.updates);
    return {
      name: action.name,
      numbers,
      sizes: this.#sizesOf(action.parameters.map(({ sort }) => sort)),
      guard,
      write,
    };
  }

  #sizesOf(sorts: readonly Sort[]): readonly number[] {
    return sorts.map((sort) => valuesOf(sort, this.instance.elements).length);
  }

  /** writes compiles updates: they read one state and write another. */
  writes(updates: readonly Update[]): (before: State, after: State, bound: Bindings) => void {
    const compiled = updates.map(({ symbol, variables, value }) => ({
      place: this.instance.places.get(symbol)!,
      numbers: variables.map((variable) => this.numberOf(variable)),
      sizes: this.#sizesOf(symbol.parameters),
      value: this.compile(value),
    }));
    return (before, after, bound) => {
      for (const { place, numbers, sizes, value } of compiled)
        eachPoint(place, numbers, sizes, bound, (at) => {
          after[at] = value(before, before, bound);
        });
    };
  }
}

export interface CompiledAction {
  readonly name: string;
  /** Where its arguments go among the bindings, and how many values each may have. */
  readonly numbers: readonly number[];
  readonly sizes: readonly number[];
  readonly guard: Evaluated;
  readonly write: (before: State, after: State, bound: Bindings) => void;
}

function constant(value: number): Evaluated {
  return () => value;
}

function indexOf(offset: number, strides: readonly number[], args: readonly Evaluated[]): Evaluated {
  const [first, second] = args;
  const [one, two] = strides as [number, number];
  if (!first) return () => offset;
  if (!second) return (before, after, bound) => offset + first(before, after, bound) * one;
  if (args.length === 2)
    return (before, after, bound) => offset + first(before, after, bound) * one + second(before, after, bound) * two;
  return (before, after, bound) =>
    args.reduce((at, arg, index) => at + arg(before, after, bound) * strides[index]!, offset);
}

function eachPoint(
  { offset, size }: Place,
  numbers: readonly number[],
  sizes: readonly number[],
  bound: Bindings,
  visit: (at: number) => void,
): void {
  for (let index = 0; index < size; index++) {
    let rest = index;
    for (let parameter = sizes.length - 1; parameter >= 0; parameter--) {
      bound[numbers[parameter]!] = rest % sizes[parameter]!;
      rest = Math.floor(rest / sizes[parameter]!);
    }
    visit(offset + index);
  }
}
