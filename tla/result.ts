// What an engine says of a configuration, in the same words for both engines.

import { QuiesceError } from '../engine/program/errors.js';

export type EngineName = 'embedded' | 'tlc';

/** What came of a check. Every verdict but `holds` has a counterexample. */
export type TlaVerdict = 'holds' | 'invariant violated' | 'deadlock' | 'liveness violated' | 'refinement violated';

/** One state of a counterexample: the value of each variable, as TLA+ text. */
export type TlaState = Readonly<Record<string, string>>;

export interface TlaResult {
  readonly engine: EngineName;
  readonly configuration: string;
  readonly verdict: TlaVerdict;
  /** The invariant or property that is violated, where the engine says which. */
  readonly violated?: string;
  /** Distinct states: all of them where the claims hold, those seen until then otherwise. */
  readonly states: number;
  /** Levels of the search by breadth, the initial states being the first; of a violation, states of its trace. */
  readonly depth: number;
  readonly trace?: readonly TlaState[];
  /** A lasso: index of the state that the last one goes back to. */
  readonly loopStartsAt?: number;
}

/**
 * refuseDisagreement throws QSC418 where two engines differ in what both must say: the verdict; where the claims hold
 * the distinct states and the depth; where a state is bad, which invariant and how many steps it takes. How many
 * states are seen until a violation, and which lasso is found first, is the engine's own affair.
 */
export function refuseDisagreement(one: TlaResult, other: TlaResult): void {
  if (agree(one, other)) return;
  const say = (outcome: TlaResult) => `${outcome.engine}: ${comparable(outcome).join(', ')}`;
  throw new QuiesceError('QSC418', `${one.configuration}: ${say(one)}; ${say(other)}`);
}

/** agree is true of outcomes that say the same in all that both must say. */
export function agree(one: TlaResult, other: TlaResult): boolean {
  return comparable(one).join() === comparable(other).join();
}

/** comparable lists what engines must agree on. */
function comparable({ verdict, violated, states, depth }: TlaResult): readonly string[] {
  switch (verdict) {
    case 'holds':
      return [verdict, `${states} states`, `depth ${depth}`];
    case 'invariant violated':
      return [verdict, violated ?? 'unnamed', `${depth} states in the trace`];
    case 'deadlock':
    case 'refinement violated':
      return [verdict, `${depth} states in the trace`];
    case 'liveness violated':
      return [verdict];
  }
}
