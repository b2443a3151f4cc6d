// Proves a system: no row may be lost or unknown, no premise impossible. What is lost is pictured, looked for among the
// reachable states of small instances, and where it is not found there, conjuncts that may be missing are proposed.

import { QuiesceError } from '../engine/program/errors.js';
import { refuseDisagreement } from './agreement.js';
import { conditionalClaims } from './conditions.js';
import { counterexampleOf, type Lost } from './counterexample.js';
import { recordGiven } from './form/given.js';
import { checkedAgain, type System } from './form/system.js';
import { Evaluator } from './instance/evaluate.js';
import { type Instance, instanceOf } from './instance/instance.js';
import { refuseLaborious } from './instance/work.js';
import {
  type Asked,
  always,
  initially,
  openSortsOf,
  type Question,
  Questions,
  questionsOf,
  type RowAsker,
} from './questions.js';
import { type Hunt, hunt } from './refute.js';
import type {
  CounterexampleToInduction,
  Premise,
  ProofResult,
  ProofRow,
  ProofVerdict,
  Refutation,
  RowOutcome,
} from './result.js';
import { refuseOutside } from './smt/fragment.js';
import type { Picture } from './smt/model.js';
import { defaultTimeoutMs, openSolver, type SolverChoice } from './solver/find.js';
import { scoped } from './solver/scoped.js';
import type { Answer, Solver } from './solver/solver.js';

export interface ProofOptions {
  /** `any` (default) is z3 from npm, or the system's where that is not installed; `both` demands that they agree. */
  readonly solver?: SolverChoice;
  /** How long the solver may think about one question; 10 seconds unless told. */
  readonly timeoutMs?: number;
  /** How many states of each instance are explored for a violation; 20,000 unless told. */
  readonly statesMax?: number;
  /** How many lost rows are pictured; three unless told. */
  readonly picturesMax?: number;
  readonly onRow?: (row: ProofRow) => void;
}

const defaults = Object.freeze({ statesMax: 20_000, picturesMax: 3 });

/**
 * prove checks that the invariant of a system is inductive and that its claims follow. Throws QSC432 for an instance that
 * is not finite, QSC430 and QSC431 for a system that is not well-formed, QSC104 for a limit, QSC433 outside the fragment, QSC434 without a solver, QSC435 to QSC437 where an answer cannot be trusted.
 */
export async function prove(given: System, options: ProofOptions = {}): Promise<ProofResult> {
  const accepted = acceptedFor(given, options);
  const solver = openSolver(options.solver, options.timeoutMs ?? defaultTimeoutMs);
  try {
    return await proofOf(accepted, solver, options);
  } finally {
    solver.close();
  }
}

/** proveBy has a solver that is open already answer, and leaves it as it was: for tests of many systems. Throws as prove. */
export async function proveBy(solver: Solver, given: System, options: ProofOptions = {}): Promise<ProofResult> {
  const accepted = acceptedFor(given, options);
  return await scoped(solver, () => proofOf(accepted, solver, options));
}

/** What can be proved: a system, and its instances. */
interface Accepted {
  readonly system: System;
  readonly instances: readonly Instance[];
}

function acceptedFor(given: System, options: ProofOptions): Accepted {
  const system = checkedAgain(given);
  refuseOptions(options);
  const instances = system.instances.map((input) => instanceOf(system, input));
  for (const instance of instances) {
    refuseLaborious(instance);
    refuseFalseAxioms(instance);
  }
  refuseOutside(system);
  return { system, instances };
}

async function proofOf({ system, instances }: Accepted, solver: Solver, options: ProofOptions): Promise<ProofResult> {
  return await new Proof(system, solver, instances, options).run();
}

function refuseOptions({ timeoutMs, statesMax, picturesMax }: ProofOptions): void {
  refuseLimit('timeoutMs', timeoutMs, 1, 1e9);
  refuseLimit('statesMax', statesMax, 1, 1e7);
  refuseLimit('picturesMax', picturesMax, 0, 1e6);
}

function refuseLimit(name: string, limit: number | undefined, least: number, most: number): void {
  if (limit === undefined || (Number.isSafeInteger(limit) && limit >= least && limit <= most)) return;
  throw new QuiesceError('QSC104', `${name} ${limit}`);
}

function refuseFalseAxioms(instance: Instance): void {
  const none = new Uint8Array(instance.stateSize);
  const evaluator = new Evaluator(instance);
  const wrong = Object.entries(instance.system.axioms).find(([, { holds }]) => !evaluator.holds(holds, none));
  if (wrong) throw new QuiesceError('QSC432', `${instance.name}: the axiom ${wrong[0]} does not hold`);
}

class Proof {
  readonly #system: System;
  readonly #solver: Solver;
  readonly #instances: readonly Instance[];
  readonly #options: ProofOptions;
  readonly #premises: Premise[] = [];
  readonly #rows: ProofRow[] = [];
  readonly #lost: Lost[] = [];

  constructor(system: System, solver: Solver, instances: readonly Instance[], options: ProofOptions) {
    this.#system = system;
    this.#solver = solver;
    this.#instances = instances;
    this.#options = options;
  }

  async run(): Promise<ProofResult> {
    const begun = performance.now();
    const { steps, compared } = await refuseDisagreement(this.#system, this.#solver);
    this.#premises.push({ name: 'readings', by: 'solver', outcome: compared === steps ? 'possible' : 'unknown' });
    const questions = new Questions(this.#system, this.#solver);
    await this.#ask(questions);
    const found = this.#explore();
    const counterexamples = await this.#counterexamples(questions, found);
    const { name, statement } = this.#system;
    const { explored, refutation } = found;
    return {
      ...{ version: 1, name, statement, solver: this.#solver.name },
      verdict: verdictOf(this.#system, this.#premises, this.#rows, found),
      ...{ premises: this.#premises, rows: this.#rows, stepsCompared: compared, counterexamples, explored },
      ...(refutation ? { refutation } : {}),
      elapsedMs: performance.now() - begun,
    };
  }

  async #ask(questions: Questions): Promise<void> {
    for (const what of ['axioms', 'invariant'] as const) this.#premise(what, await questions.possible(what));
    const all = questionsOf(this.#system);
    const of = (action: string) => all.filter((question) => question.action === action);
    await questions.initially((row) => this.#askRows(of(initially), row));
    for (const action of this.#system.actions) {
      await questions.after(action, async (row, isPossible) => {
        this.#premise(action.name, isPossible);
        await this.#askRows(of(action.name), row);
      });
    }
    await questions.always((row) => this.#askRows(of(always), row));
    for (const [elements, answer] of await questions.large()) this.#premise(`many ${elements}`, answer);
    for (const [action, answer] of await questions.crowded()) this.#premise(`${action} among many`, answer);
    for (const [claim, answer] of await questions.falsifiable()) this.#premise(`not ${claim}`, answer);
  }

  #premise(name: string, answer: Answer): void {
    const outcome = { sat: 'possible', unsat: 'impossible', unknown: 'unknown' } as const;
    this.#premises.push({ name, by: 'solver', outcome: outcome[answer] });
  }

  async #askRows(questions: readonly Question[], row: RowAsker): Promise<void> {
    for (const question of questions) {
      const wanted = this.#lost.length < (this.#options.picturesMax ?? defaults.picturesMax);
      const asked = await row(question.claim, { picture: wanted });
      this.#note(question, asked);
    }
  }

  #note(question: Question, { answer, elapsedMs, picture }: Asked): void {
    const outcomes: Readonly<Record<Answer, RowOutcome>> = { unsat: 'inductive', sat: 'lost', unknown: 'unknown' };
    const row = { action: question.action, claim: question.claim, outcome: outcomes[answer], elapsedMs };
    this.#rows.push(row);
    this.#options.onRow?.(row);
    if (picture) this.#lost.push({ question, picture: named(picture, question) });
  }

  /**
   * Explores the declared instances in any case: what the solver proves has to hold there, and every action has to be
   * taken. Where a row is lost and they show nothing, the pictures' own instances are explored too.
   */
  #explore(): Hunt {
    const statesMax = this.#options.statesMax ?? defaults.statesMax;
    const declared = hunt(this.#instances, statesMax);
    this.#noteSeen(declared);
    if (declared.refutation) this.#refuseContradiction(declared.refutation);
    if (declared.refutation?.kind === 'claim') return declared;
    const own = hunt(
      this.#lost.map(({ picture }) => picture.instance),
      statesMax,
    );
    const isClaim = own.refutation?.kind === 'claim';
    const refutation = isClaim ? own.refutation : (declared.refutation ?? own.refutation);
    return { ...declared, explored: [...declared.explored, ...own.explored], ...(refutation ? { refutation } : {}) };
  }

  #noteSeen({ taken, unmet, explored }: Hunt): void {
    const isWhole = explored.every(({ extent }) => extent === 'whole');
    const note = (name: string, isSeen: boolean) => {
      const outcome = isSeen ? 'possible' : isWhole ? 'impossible' : 'unknown';
      this.#premises.push({ name, by: 'exploration', outcome });
    };
    for (const { name } of this.#system.actions) note(name, taken.has(name));
    for (const claim of conditionalClaims(this.#system)) note(`if ${claim}`, !unmet.has(claim));
  }

  #refuseContradiction({ instance, claim }: Refutation): void {
    if (this.#rows.some(({ outcome }) => outcome !== 'inductive')) return;
    const what = `${claim} is proved, and false in a reachable state of ${instance}`;
    throw new QuiesceError('QSC437', `${this.#system.name}: ${what}`);
  }

  async #counterexamples(questions: Questions, { refutation }: Hunt): Promise<readonly CounterexampleToInduction[]> {
    const statesMax = this.#options.statesMax ?? defaults.statesMax;
    const found: CounterexampleToInduction[] = [];
    for (const lost of this.#lost)
      found.push(await counterexampleOf(questions, lost, { statesMax, propose: refutation === undefined }));
    return found;
  }
}

function named(picture: Picture, { action, claim }: Question): Picture {
  return { ...picture, instance: { ...picture.instance, name: `the picture of ${action} and ${claim}` } };
}

/**
 * verdictOf says what rows and premises come to. The rows are held against those that the system has to have: a row that
 * was not asked is no pass.
 */
export function verdictOf(
  system: System,
  premises: readonly Premise[],
  rows: readonly ProofRow[],
  { refutation }: Pick<Hunt, 'refutation'>,
): ProofVerdict {
  refuseMissing(system, premises, rows);
  if (refutation) return 'refuted';
  if (premises.some(({ outcome }) => outcome === 'impossible')) return 'vacuous';
  const isWhole = [...premises, ...rows].every(({ outcome }) => outcome === 'possible' || outcome === 'inductive');
  return isWhole ? 'proved' : 'inconclusive';
}

function refuseMissing(system: System, premises: readonly Premise[], rows: readonly ProofRow[]): void {
  const asked = new Set(rows.map(({ action, claim }) => `${action} ${claim}`));
  const missing = questionsOf(system).find(({ action, claim }) => !asked.has(`${action} ${claim}`));
  if (missing) throw new QuiesceError('QSC901', `the proof has no row for ${missing.action} and ${missing.claim}`);
  const [actions, conjuncts, claims, steps] = [system.actions, system.invariant, system.claims, system.steps].map(
    (list) => Object.keys(list).length,
  ) as [number, number, number, number];
  const expected = conjuncts + actions * (conjuncts + steps) + claims;
  if (asked.size !== expected) throw new QuiesceError('QSC901', `the proof has ${asked.size} rows of ${expected}`);
  const possible = premises.length;
  const needed = 3 + openSortsOf(system).length + 3 * actions + claims + steps + conditionalClaims(system).length;
  if (possible !== needed) throw new QuiesceError('QSC901', `the proof has ${possible} premises of ${needed}`);
}

/** proofExitCode: 0 proved, 1 refuted or vacuous, 3 inconclusive. */
export function proofExitCode(result: Pick<ProofResult, 'verdict'>): 0 | 1 | 3 {
  const { verdict } = recordGiven('a result', result);
  return ({ proved: 0, refuted: 1, vacuous: 1, inconclusive: 3 } as const)[verdict];
}
