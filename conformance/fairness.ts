// Liveness: what a specification's weak fairness forbids. A step that is weakly fair may not stay allowed for ever without
// being taken. For each such step there is a claim about the system's fair executions: from where the step is allowed, it is
// taken or not allowed any more, then or later. The claim counts the events after which it was, up to three and round again, so
// that once does not count for ever, and what is so between two events of one step counts: two events at most ride on one step,
// so that no step goes all the way round. The specification must be in one state at a time, because "allowed" is a question
// about that state; anything else is refused, not guessed.

import {
  type Counterexample,
  type ExploreOptions,
  explore,
  formatSchedule,
  type LeadsToProperty,
  leadsTo,
  type Verdict,
  walk,
} from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { type Event, QuiesceError, type Value } from '../engine/program/index.js';
import { Violation } from '../engine/watch/property.js';
import { allows, type Step, step as stepOf } from './automaton.js';
import { commonState } from './divergence.js';
import { Following, type Memory } from './following.js';
import type { CommonState, ConformanceVerdict } from './result.js';
import type { Specification } from './specification.js';

/** Data of a step. */
type Data = { readonly [name: string]: Value };

/**
 * A weakly fair step: by name, where it has no parameters or all of its steps are known; else with which parameters. `each`:
 * each of them is fair by itself, not only one or the other.
 */
export type Fair<N extends string = string> =
  | N
  | { readonly step: N; readonly with?: readonly Data[]; readonly each?: true };

/** What became of one fair step. */
export interface FairnessReport {
  readonly step: string;
  /** diverges: some fair execution of the system leaves it allowed for ever. vacuous: it was never allowed. */
  readonly verdict: ConformanceVerdict;
  /** A state of the specification in which it stays allowed; where it diverges. */
  readonly common?: CommonState;
  /** An execution that goes round for ever, or that ends; where it diverges. */
  readonly counterexample?: Counterexample;
  readonly schedule?: string;
}

/** The state of the specification, and after how many events the step was taken or not allowed, modulo three. */
type Remembering = readonly [memory: Memory, count: number];

const counts = [0, 1, 2];

/** fairnessOf explores the fair executions of a system that conforms. Throws QSC410. */
export function fairnessOf<S>(
  system: System,
  specification: Specification<S>,
  { alphabet, membersMax }: { readonly alphabet: ReadonlyMap<string, Step>; readonly membersMax: number },
  options: ExploreOptions = {},
): readonly FairnessReport[] {
  const { fairness = [] } = specification;
  if (fairness.length === 0) return [];
  refuseNondeterminism(specification, membersMax);
  const following = new Following(specification);
  return fairness
    .flatMap((fair) => fairSteps(specification, fair, alphabet))
    .map(({ name, of }) => {
      const claims = counts.map((count) => claimOf(following, name, of, count));
      const verdicts = claims.map((claim) => explore(system, [claim], { ...options, builtIn: false }).verdicts[0]!);
      const refuted = verdicts.find(({ counterexample }) => counterexample)?.counterexample;
      return refuted ? lassoOf(system, following, name, refuted) : { step: name, verdict: joined(verdicts) };
    });
}

interface FairStep {
  readonly name: string;
  readonly of: readonly Step[];
}

function fairSteps<S>(
  { automaton }: Specification<S>,
  fair: Fair,
  alphabet: ReadonlyMap<string, Step>,
): readonly FairStep[] {
  const { step: name, with: parameters, each } = typeof fair === 'string' ? { step: fair } : fair;
  const said = [...alphabet.values()].filter((one) => one.name === name);
  const of = parameters ? parameters.map((data) => stepOf(name, data)) : (automaton.alphabet ?? [stepOf(name)]);
  const steps = of.filter((one) => one.name === name);
  const left = said.find(({ text }) => !steps.some((one) => one.text === text));
  if (left)
    throw new QuiesceError('QSC410', `${automaton.name}: ${left.text} is said, and not among those that are fair`);
  return each ? steps.map((one) => ({ name: one.text, of: [one] })) : [{ name, of: steps }];
}

function refuseNondeterminism<S>({ automaton, hidden = [], late = [] }: Specification<S>, membersMax: number): void {
  const seen =
    hidden.length + late.length > 0
      ? `${[...hidden, ...late].map(({ text }) => text).join(', ')} may come at any time`
      : membersMax > 1
        ? `it may be in ${membersMax} states at once`
        : undefined;
  if (seen !== undefined) throw new QuiesceError('QSC410', `${automaton.name}: ${seen}`);
}

function claimOf<S>(following: Following<S>, name: string, steps: readonly Step[], wanted: number): LeadsToProperty {
  const { automaton } = following.specification;
  const isAllowed = (memory: Memory) =>
    following.members(memory).some(({ state }) => steps.some((each) => allows(automaton, state, each)));
  const on = ([memory, before]: Remembering, event: Event): Remembering => {
    const next = following.after(memory, event);
    if (next instanceof Violation) throw new QuiesceError('QSC901', `${following.specification.name}: ${next.reason}`);
    const isTaken = following.made(memory, event).some((made) => steps.some(({ text }) => text === made.step.text));
    return [next, isTaken || !isAllowed(next) ? (before + 1) % counts.length : before];
  };
  const waits = ([memory, count]: Remembering) => count === wanted && isAllowed(memory);
  const asValue = (remembering: Remembering) => remembering as unknown as Value;
  const asked = (memory: Value) => memory as unknown as Remembering;
  return leadsTo(
    `${following.specification.name}.${name.replaceAll(/\W+/g, '_')}${['', '.again', '.onceMore'][wanted]}`,
    (_view, memory) => waits(asked(memory)),
    (_view, memory) => !waits(asked(memory)),
    {
      statement: `${name} is not allowed for ever without being taken`,
      memory: {
        init: asValue([following.initial, 0]),
        on: (memory: Value, event: Event) => asValue(on(asked(memory), event)),
      },
    },
  );
}

function lassoOf<S>(
  system: System,
  following: Following<S>,
  step: string,
  counterexample: Counterexample,
): FairnessReport {
  const { schedule, loopStartsAt = schedule.choices.length } = counterexample;
  const walked = walk(system);
  let memory = following.initial;
  const follow = () => {
    for (const event of walked.events) memory = following.after(memory, event) as Memory;
  };
  follow();
  for (const choice of schedule.choices.slice(0, loopStartsAt)) {
    walked.step(choice);
    follow();
  }
  const common = commonState(following.specification.automaton, following.members(memory)[0]!.state);
  return { step, verdict: 'diverges', common, counterexample, schedule: formatSchedule(schedule) };
}

function joined(verdicts: readonly Verdict[]): ConformanceVerdict {
  if (verdicts.some(({ verdict }) => verdict !== 'proved' && verdict !== 'vacuous')) return 'inconclusive';
  return verdicts.every(({ verdict }) => verdict === 'vacuous') ? 'vacuous' : 'conforms';
}
