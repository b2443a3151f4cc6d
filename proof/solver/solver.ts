// What is asked of a solver: take commands, check, and give values of a model. A solver is a process of its own that
// reads SMT-LIB and is ended when nobody needs it any more: one that hangs or dies takes nothing with it.

export type Answer = 'sat' | 'unsat' | 'unknown';

export interface Solver {
  /** Which it is, with its version. */
  readonly name: string;
  /** tell takes commands that have no answer. */
  tell(commands: string): void;
  /** check asks whether all that is asserted can be so together. Throws QSC435 where the solver is lost. */
  check(): Promise<Answer>;
  /** values are those of terms in the model of the last check, in their order. */
  values(terms: readonly string[]): Promise<readonly string[]>;
  close(): void;
}
