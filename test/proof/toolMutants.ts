// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are those of the prover's own templates.
// Deliberate defects of the prover itself, each as one replacement in its compiled text. A text that does not stand there
// exactly once fails the test: the prover has changed, and the defect must follow it.

export interface ToolMutant {
  readonly name: string;
  /** Below proof/, without extension. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** What is wrong then. */
  readonly statement: string;
}

export const toolMutants: readonly ToolMutant[] = [
  {
    name: 'implicationTurnedRound',
    statement: 'the solver is told that the conclusion implies the condition',
    file: 'smt/translate',
    find: '`(=> ${text(term.left)} ${text(term.right)})`',
    replace: '`(=> ${text(term.right)} ${text(term.left)})`',
  },
  {
    name: 'someForAll',
    statement: 'the solver is told "for all" where "there is" is meant',
    file: 'smt/translate',
    find: "const quantifier = term.kind === 'forAll' ? 'forall' : 'exists';",
    replace: "const quantifier = 'forall';",
  },
  {
    name: 'unionsByKindOnly',
    statement: 'the solver takes two mediators for one',
    file: 'smt/translate',
    find: "if (sort.kind !== 'union')\n        return whole;",
    replace: 'return whole;',
  },
  {
    name: 'wrongBranch',
    statement: 'the solver is told the first of two choices in place of the second',
    file: 'smt/translate',
    find: '`(ite ${test} ${one} ${other})`',
    replace: '`(ite ${test} ${other} ${one})`',
  },
  {
    name: 'elementLost',
    statement: 'the solver is not told which mediator it is',
    file: 'smt/translate',
    find: 'kind === alternative ? of : anyName(name)',
    replace: 'anyName(name)',
  },
  {
    name: 'afterIsBefore',
    statement: 'the solver is asked about the state before the step in place of the one after it',
    file: 'smt/translate',
    find: "written.has(symbol) ? '+' : ''",
    replace: "written.has(symbol) ? '' : ''",
  },
  {
    name: 'guardLost',
    statement: 'the solver is not told the guards of an action',
    file: 'questions',
    find: 'this.#tell(assertion(formulaText(enabled(action), beforeStep, action.parameters)));',
    replace: '',
  },
  {
    name: 'claimOfTheStateBefore',
    statement: 'a conjunct is asked of the state in which it is assumed',
    file: 'questions',
    find: "this.#asker({ at: 'after', written }, this.system.invariant, action.parameters)",
    replace: "this.#asker({ at: 'before', written }, this.system.invariant, action.parameters)",
  },
  {
    name: 'contradictoryAssumption',
    statement: 'the solver assumes what is impossible, from which everything follows',
    file: 'questions',
    find: 'this.#assume(system.axioms);',
    replace: "this.#assume(system.axioms); this.#tell('(assert false)');",
  },
  {
    name: 'initiallyForgotten',
    statement: 'nothing is asked of the first state',
    file: 'questions',
    find: "...of(initially, invariant, 'conjunct'),",
    replace: '',
  },
  {
    name: 'actionLeftOut',
    statement: 'the last action is not asked about',
    file: 'prove',
    find: 'for (const action of this.#system.actions) {',
    replace: 'for (const action of this.#system.actions.slice(0, -1)) {',
  },
  {
    name: 'stepsForgotten',
    statement: 'the claims about steps are not asked',
    file: 'questions',
    find: ", ...of(name, steps, 'step')",
    replace: '',
  },
  {
    name: 'unknownPasses',
    statement: 'a row that the solver does not know counts as inductive',
    file: 'prove',
    find: "unknown: 'unknown' };\n        const row",
    replace: "unknown: 'inductive' };\n        const row",
  },
  {
    name: 'lostPasses',
    statement: 'a row that is lost counts as inductive',
    file: 'prove',
    find: "sat: 'lost'",
    replace: "sat: 'inductive'",
  },
  {
    name: 'premiseIgnored',
    statement: 'an impossible premise is no reason for anything',
    file: 'prove',
    find: "if (premises.some(({ outcome }) => outcome === 'impossible'))",
    replace: 'if (premises.length === 0)',
  },
  {
    name: 'twoAreMany',
    statement: 'what is possible of two is taken to be possible of any number',
    file: 'questions',
    find: 'const many = 12;',
    replace: 'const many = 2;',
  },
  {
    name: 'crowdForgotten',
    statement: 'whether an action can be taken among many is taken for granted',
    file: 'questions',
    find: 'answers.push([action.name, await this.#amongAny(action)]);',
    replace: "answers.push([action.name, 'sat']);",
  },
  {
    name: 'twelveAreAny',
    statement: 'what is possible of twelve is taken to be possible of any number',
    file: 'questions',
    find: "=== 'unsat' ? 'unsat' : 'unknown'",
    replace: "=== 'unsat' ? 'unsat' : 'sat'",
  },
  {
    name: 'oneCopy',
    statement: 'one element stands for any number, whatever a formula says of several',
    file: 'smt/copies',
    find: 'return Math.max(1, ...arities, ...needed);',
    replace: 'return Math.max(1, ...arities);',
  },
  {
    name: 'copiesDiffer',
    statement: 'copies may be told apart by what symbols say of them',
    file: 'smt/copies',
    find: '...[...fixed, ...state].flatMap((symbol) => told(symbol, copies))',
    replace: '',
  },
  {
    name: 'emptyClaimPasses',
    statement: 'whether a claim could be false is taken for granted',
    file: 'questions',
    find: 'answers.push([name, await this.#canBeFalse(text)]);',
    replace: "answers.push([name, 'sat']);",
  },
  {
    name: 'conditionForgotten',
    statement: 'whether the condition of a claim is ever met is taken for granted',
    file: 'prove',
    find: '!unmet.has(claim)',
    replace: 'true',
  },
  {
    name: 'conditionInsideForgotten',
    statement: 'the condition of an "if" that stands under another word is passed over',
    file: 'form/condition',
    find: 'return ofAlternatives(claim.of);',
    replace: 'return [];',
  },
  {
    name: 'errorPasses',
    statement: 'whatever the solver prints that is no answer counts as "it cannot"',
    file: 'solver/process',
    find: "if (text === 'sat' || text === 'unsat' || text === 'unknown')",
    replace: "if (text !== 'sat' && text !== 'unknown') return 'unsat'; if (text)",
  },
  {
    name: 'firstOfTwo',
    statement: 'the first of two solvers decides',
    file: 'solver/agreed',
    find: 'if (one === other)',
    replace: 'if (one)',
  },
  {
    name: 'firstElementSkipped',
    statement: 'the evaluation passes over the first element of each sort',
    file: 'instance/evaluate',
    find: 'for (let index = 0; index < size; index++) {\n                bound[number] = index;',
    replace: 'for (let index = 1; index < size; index++) {\n                bound[number] = index;',
  },
  {
    name: 'evaluatedBefore',
    statement: 'the evaluation reads the state before where the one after is meant',
    file: 'instance/evaluate',
    find: 'after[at(before, after, bound)]',
    replace: 'before[at(before, after, bound)]',
  },
  {
    name: 'changesOneByOne',
    statement: 'in the evaluation a change sees those before it',
    file: 'instance/evaluate',
    find: 'after[at] = value(before, before, bound);',
    replace: 'after[at] = value(after, after, bound);',
  },
  {
    name: 'onlyTheFirstGuard',
    statement: 'an action is held back by its first guard only, in both readings alike',
    file: 'form/action',
    find: 'and(...Object.values(guards))',
    replace: 'and(...Object.values(guards).slice(0, 1))',
  },
];
