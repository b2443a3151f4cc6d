// What a proof asks. The axioms are told once; then initially, every conjunct holds; each action keeps each conjunct and
// each claim about steps; each claim about states follows from the invariant. A question is put as "can it be otherwise?".

import { type Action, enabled, type Update } from './form/action.js';
import { apply, equal } from './form/build.js';
import { type OpenSort, truthSort } from './form/sort.js';
import type { Claim, System } from './form/system.js';
import type { Formula, SymbolData, Variable } from './form/term.js';
import { answerOf } from './smt/answer.js';
import { copiesNeeded, declareCopies } from './smt/copies.js';
import { type Picture, smallestPicture } from './smt/model.js';
import { declareSome } from './smt/names.js';
import {
  anyName,
  assertion,
  beforeStep,
  declarations,
  declareAfter,
  declareParameters,
  defineAfter,
  formulaText,
  parameterName,
  type Reading,
} from './smt/translate.js';
import { scoped } from './solver/scoped.js';
import type { Answer, Solver } from './solver/solver.js';

/** Names of what is no action. */
export const initially = 'initially';
export const always = 'always';

/** What may be possible, and whether it is. */
export type Possible = readonly [what: string, answer: Answer];

export interface Asked {
  readonly answer: Answer;
  readonly elapsedMs: number;
  /** Where the answer is "it can", how: if that was wanted. */
  readonly picture?: Picture;
}

/** More elements than an instance has: what bounds a sort would make "for any number" of it a proof for a few. */
const many = 12;

/** More copies than any formula should need: what they are told would be a long text. */
const copiesMax = 24;

/** openSortsOf lists what a system is proved for any number of. */
export function openSortsOf({ sorts }: System): readonly OpenSort[] {
  return sorts.filter((sort): sort is OpenSort => sort.kind === 'open');
}

/** One row to be asked: a claim, and when it is read. */
export interface Question {
  readonly action: string;
  readonly claim: string;
  readonly says: string;
  readonly kind: 'conjunct' | 'claim' | 'step';
}

/** questionsOf lists every row that a proof of a system has to have. */
export function questionsOf({ actions, invariant, claims, steps }: System): readonly Question[] {
  const of = (action: string, list: Readonly<Record<string, Claim>>, kind: Question['kind']): readonly Question[] =>
    Object.entries(list).map(([claim, { says }]) => ({ action, claim, says, kind }));
  return [
    ...of(initially, invariant, 'conjunct'),
    ...actions.flatMap(({ name }) => [...of(name, invariant, 'conjunct'), ...of(name, steps, 'step')]),
    ...of(always, claims, 'claim'),
  ];
}

/** That a symbol has the values that an update gives it. */
function holdsOf({ symbol, variables, value }: Update): Formula {
  const body = equal(apply(symbol, variables), value);
  return variables.length === 0 ? body : { kind: 'forAll', sort: truthSort, variables, body };
}

/** Puts the questions of one system to one solver. */
export class Questions {
  readonly system: System;
  readonly solver: Solver;

  constructor(system: System, solver: Solver) {
    this.system = system;
    this.solver = solver;
    this.#tell(declarations(system));
    this.#assume(system.axioms);
  }

  /** Whether the axioms, or with them the invariant, can be so. */
  async possible(what: 'axioms' | 'invariant'): Promise<Answer> {
    return await this.#scoped(async () => {
      if (what === 'invariant') this.#assume(this.system.invariant);
      return await this.#answer();
    });
  }

  /** Whether states of the invariant can have many elements of each open sort, each asked by itself. */
  async large(): Promise<readonly Possible[]> {
    return await this.#scoped(async () => {
      this.#assume(this.system.invariant);
      const answers: Possible[] = [];
      for (const { name, elements } of openSortsOf(this.system)) answers.push([elements, await this.#hasMany(name)]);
      return answers;
    });
  }

  /**
   * Whether the guards of each action can hold where there are any number of all sorts together: an action for a few only
   * makes "for any number" of it a proof for a few. "Unknown" where there can be many, and any number is not shown. The
   * invariant is left out: what bounds there begins with some guard.
   */
  async crowded(): Promise<readonly Possible[]> {
    const answers: Possible[] = [];
    for (const action of this.system.actions) answers.push([action.name, await this.#amongAny(action)]);
    return answers;
  }

  async #amongAny(action: Action): Promise<Answer> {
    return await this.#scoped(async () => {
      const guards = formulaText(enabled(action), beforeStep, action.parameters);
      this.#tell(declareParameters(action.parameters));
      this.#tell(assertion(guards));
      for (const kinds of [1, 2]) if (await this.#hasCopies(action, kinds)) return 'sat';
      return (await this.#amongMany()) === 'unsat' ? 'unsat' : 'unknown';
    });
  }

  async #hasCopies(action: Action, kinds: number): Promise<boolean> {
    const { axioms, fixed, state } = this.system;
    const sorts = openSortsOf(this.system);
    const formulas = [...Object.values(axioms).map(({ holds }) => holds), enabled(action)];
    const count = copiesNeeded(formulas, [...fixed, ...state]);
    if (count > copiesMax) return false;
    const constants = [
      ...sorts.map(({ name }) => ({ name: anyName(name), sort: name })),
      ...action.parameters.flatMap((each) =>
        each.sort.kind === 'open' ? [{ name: parameterName(each), sort: each.sort.name }] : [],
      ),
    ];
    return await this.#scoped(async () => {
      this.#tell(declareCopies(this.system, { sorts, count, kinds }, constants));
      return (await this.solver.check()) === 'sat';
    });
  }

  async #amongMany(): Promise<Answer> {
    return await this.#scoped(async () => {
      for (const { name } of openSortsOf(this.system)) this.#tell(declareSome(name, many));
      return await this.solver.check();
    });
  }

  /** Whether each claim is false of some state, or of some change of states: one that cannot be says nothing. */
  async falsifiable(): Promise<readonly Possible[]> {
    const { claims, steps, state } = this.system;
    const overAnyStep: Reading = { at: 'before', written: new Set(state) };
    const asked = [
      ...Object.entries(claims).map(([name, { holds }]) => [name, formulaText(holds)] as const),
      ...Object.entries(steps).map(([name, { holds }]) => [name, formulaText(holds, overAnyStep)] as const),
    ];
    return await this.#scoped(async () => {
      this.#tell(declareAfter(state));
      const answers: Possible[] = [];
      for (const [name, text] of asked) answers.push([name, await this.#canBeFalse(text)]);
      return answers;
    });
  }

  async #canBeFalse(text: string): Promise<Answer> {
    return await this.#scoped(async () => {
      this.#tell(assertion(`(not ${text})`));
      return await this.#answer();
    });
  }

  /** The first state is one of the invariant, and easily found; where it has few, another may have many. */
  async #hasMany(sort: string): Promise<Answer> {
    return await this.#scoped(async () => {
      this.#tell(declareSome(sort, many));
      const atFirst = await this.#scoped(async () => {
        for (const update of this.system.initially) this.#tell(assertion(formulaText(holdsOf(update))));
        return await this.solver.check();
      });
      return atFirst === 'sat' ? atFirst : await this.solver.check();
    });
  }

  /** Runs questions about the first state. */
  async initially<T>(ask: (row: RowAsker) => Promise<T>): Promise<T> {
    const { initially: updates, state, invariant } = this.system;
    return await this.#scoped(async () => {
      this.#tell(defineAfter(updates));
      return await ask(this.#asker({ at: 'after', written: new Set(state) }, invariant, []));
    });
  }

  /** Runs questions about what follows from the invariant. */
  async always<T>(ask: (row: RowAsker) => Promise<T>, more: readonly Claim[] = []): Promise<T> {
    return await this.#scoped(async () => {
      this.#assume(this.system.invariant);
      for (const { holds } of more) this.#tell(assertion(formulaText(holds)));
      return await ask(this.#asker(beforeStep, this.system.claims, []));
    });
  }

  /** Runs questions about the steps of an action from states of the invariant, and perhaps of more. */
  async after<T>(
    action: Action,
    ask: (row: RowAsker, isPossible: Answer) => Promise<T>,
    more: readonly Claim[] = [],
  ): Promise<T> {
    return await this.#scoped(async () => {
      this.#assume(this.system.invariant);
      for (const { holds } of more) this.#tell(assertion(formulaText(holds)));
      this.#tell(declareParameters(action.parameters));
      this.#tell(defineAfter(action.updates, action.parameters));
      this.#tell(assertion(formulaText(enabled(action), beforeStep, action.parameters)));
      const isPossible = await this.#answer();
      const written = new Set<SymbolData>(action.writes);
      const conjuncts = this.#asker({ at: 'after', written }, this.system.invariant, action.parameters);
      const steps = this.#asker({ at: 'before', written }, this.system.steps, action.parameters);
      const row: RowAsker = (claim, options) =>
        options?.holds || Object.hasOwn(this.system.invariant, claim)
          ? conjuncts(claim, options)
          : steps(claim, options);
      return await ask(row, isPossible);
    });
  }

  #asker(reading: Reading, claims: Readonly<Record<string, Claim>>, parameters: readonly Variable[]): RowAsker {
    return async (claim, { picture: wanted = false, holds } = {}) =>
      await this.#scoped(async () => {
        this.#tell(assertion(`(not ${formulaText((holds ?? claims[claim]!).holds, reading)})`));
        const begun = performance.now();
        const answer = await this.#answer();
        const elapsedMs = performance.now() - begun;
        const picture =
          wanted && answer === 'sat' ? await smallestPicture(this.solver, this.system, parameters) : undefined;
        return { answer, elapsedMs, ...(picture ? { picture } : {}) };
      });
  }

  #assume(claims: Readonly<Record<string, Claim>>): void {
    for (const { holds } of Object.values(claims)) this.#tell(assertion(formulaText(holds)));
  }

  async #answer(): Promise<Answer> {
    return await answerOf(
      this.solver,
      openSortsOf(this.system).map(({ name }) => name),
    );
  }

  #tell(commands: string): void {
    if (commands !== '') this.solver.tell(commands);
  }

  async #scoped<T>(ask: () => Promise<T>): Promise<T> {
    return await scoped(this.solver, ask);
  }
}

export interface RowOptions {
  /** Whether a picture is wanted where the answer is "it can". */
  readonly picture?: boolean;
  /** A claim that is not (yet) one of the system. */
  readonly holds?: Claim;
}

/** Asks whether a claim can be false. */
export type RowAsker = (claim: string, options?: RowOptions) => Promise<Asked>;
