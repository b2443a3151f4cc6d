// `quiesce/fast-check`: arbitraries for scenarios and for schedules. A generated scenario drops none of the assumptions
// of the properties (workloadPlan.ts), so every safety property must be proved of it, over all interleavings. Shrinking
// takes away threads, calls and swaps.

import fc, { type Arbitrary } from 'fast-check';
import { type Choice, formatSchedule, type ScheduleText, walk } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import { recordGiven } from '../engine/program/given.js';
import type { MechanismVariant } from '../impl/contract.js';
import { abortAnywhere, asItIs, serialised, sleepStaysCounted, withDeadline } from '../scenarios/mechanisms.js';
import type { Scenario } from '../scenarios/scenario.js';
import { counterCalls, memberCalls, nestedCalls, type Plan, type PlannedCall, scenarioOf } from './workloadPlan.js';

/** What is to happen in some interleaving of every scenario, so that a claim about it is never vacuous. */
export type Demand = 'swap' | 'recursion' | 'abort';

export interface ScenarioBounds {
  /** Clients at most; 2 unless told. */
  readonly clients?: number;
  /** Calls of a client at most; 2 unless told. */
  readonly calls?: number;
  /** Requests for a swap at most, of one reference or of two; 2 unless told. */
  readonly swaps?: number;
  readonly processors?: number;
  /** The mechanisms to choose from; the paper's and its cures unless told. */
  readonly mechanisms?: readonly MechanismVariant[];
  /** A swap that transfers, a call that calls its own component again, a swap that is given up; nothing unless told. */
  readonly demands?: readonly Demand[];
}

const soundMechanisms = Object.freeze([asItIs, abortAnywhere, withDeadline, sleepStaysCounted, serialised]);

interface Bounds extends Required<Omit<ScenarioBounds, 'demands'>> {
  /** Whether swaps of two references may be on at once. */
  readonly overlapping: boolean;
  /** Whether there is a swap in each scenario; and a call that calls its own component again. */
  readonly isSwapping: boolean;
  readonly isRecursive: boolean;
}

/** Two swaps at once leave room for one call, and for no aborts: those scenarios would have millions of states. */
const small = Object.freeze({ clients: 1, calls: 1, swaps: 1, overlapping: true });

/**
 * scenarioArbitrary generates scenarios within bounds; most of them small, so that all their interleavings can be
 * explored: several clients, several swaps, or two swaps at once, seldom more than one of these. With `demands` a claim
 * about swaps, recursion or aborts says something of each. Throws QSC112 and QSC108 for bounds that hold nothing.
 *
 * @example
 * const [scenario] = fc.sample(scenarioArbitrary({ clients: 1, calls: 1, demands: ['swap'] }), 1);
 * verifyInProcess([scenario], { properties: ['quiescence'] }).verdicts[0].verdict // => 'proved'
 */
export function scenarioArbitrary(bounds: ScenarioBounds = {}): Arbitrary<Scenario> {
  const {
    clients = 2,
    calls = 2,
    swaps = 2,
    processors = 2,
    demands = [],
  } = recordGiven('QSC112', 'bounds: a record', bounds);
  const mechanisms = (bounds.mechanisms ?? soundMechanisms).filter((each) => each.aborts || !demands.includes('abort'));
  refuseEmpty({ clients, calls, processors, mechanisms: mechanisms.length });
  const isSwapping = demands.includes('swap') || demands.includes('abort');
  if (!(Number.isInteger(swaps) && swaps >= (isSwapping ? 1 : 0))) throw nothing('swaps', swaps);
  const asked = { isSwapping, isRecursive: demands.includes('recursion') };
  const within = { clients, calls, swaps, processors, mechanisms, overlapping: false, ...asked };
  const calm = mechanisms.filter((each) => each !== abortAnywhere && each !== withDeadline);
  return fc
    .oneof(
      { withCrossShrink: true },
      { weight: 10, arbitrary: planArbitrary({ ...within, clients: 1 }) },
      { weight: 3, arbitrary: planArbitrary({ ...within, calls: 1, swaps: Math.min(1, swaps) }) },
      ...(calm.length === 0 || swaps === 0
        ? []
        : [{ weight: 1, arbitrary: planArbitrary({ ...small, ...asked, processors, mechanisms: calm }) }]),
      ...(clients > 1 && swaps > 1 ? [{ weight: 1, arbitrary: planArbitrary(within) }] : []),
    )
    .map((plan) => Object.freeze({ ...scenarioOf(plan, processors), [fc.toStringMethod]: workloadText }));
}

/** What fast-check prints of a generated scenario: what its threads do. */
function workloadText(this: Scenario): string {
  return this.statement;
}

function refuseEmpty(bounds: Readonly<Record<string, number>>): void {
  const [name, value] = Object.entries(bounds).find(([, count]) => !(Number.isInteger(count) && count > 0)) ?? [];
  if (name !== undefined) throw nothing(name, value);
}

function nothing(name: string, value: number | undefined): QuiesceError {
  const code = name === 'processors' ? 'QSC108' : 'QSC112';
  return new QuiesceError(code, `an arbitrary of scenarios with ${name}: ${value}`);
}

function planArbitrary(bounds: Bounds): Arbitrary<Plan> {
  return fc.oneof(familyArbitrary('counter', counterCalls, bounds), familyArbitrary('pair', memberCalls, bounds));
}

function familyArbitrary(
  family: Plan['family'],
  methods: readonly PlannedCall['method'][],
  { clients, calls, processors, mechanisms, isRecursive, ...asked }: Bounds,
): Arbitrary<Plan> {
  const made = fc.record({ ref: member, method: fc.constantFrom(...methods), joined: fc.boolean() });
  const client = fc.record({ processor: fc.nat({ max: processors - 1 }), calls: someOf(made, 1, calls) });
  const plan = fc.record({
    family: fc.constant(family),
    clients: someOf(client, 1, clients),
    requests: requestsArbitrary(asked),
    mechanism: fc.constantFrom(...mechanisms),
  });
  if (!isRecursive) return plan;
  return fc.tuple(plan, fc.constantFrom(...nestedCalls[family])).map(([drawn, method]) => withNested(drawn, method));
}

/** The plan with a nested call in the place of its first one: of what is swapped, if anything is. */
function withNested({ clients, ...plan }: Plan, method: PlannedCall['method']): Plan {
  const [{ calls, ...first }, ...others] = clients as [Plan['clients'][number]];
  const ref = plan.requests[0]?.refs[0] ?? calls[0]!.ref;
  return { ...plan, clients: [{ ...first, calls: [{ ref, method, joined: false }, ...calls.slice(1)] }, ...others] };
}

/** Mostly A, so that calls meet swaps. */
const member = fc.oneof(
  { weight: 3, arbitrary: fc.constant('A' as const) },
  { weight: 1, arbitrary: fc.constant('B' as const) },
);

/** Swaps of both references follow one another, unless they may be on at once. */
function requestsArbitrary({ swaps, overlapping, isSwapping }: Pick<Bounds, 'swaps' | 'overlapping' | 'isSwapping'>) {
  if (swaps === 0) return fc.constant([]);
  if (overlapping) return someOf(fc.constant({ refs: ['A', 'B'] as const, patient: false }), 1, swaps);
  const request = fc.record({ refs: member.map((ref) => [ref] as const), patient: fc.boolean() });
  const requests = someOf(request, 1, swaps).map((list) => {
    const [first] = list;
    const isOfOne = list.every(({ refs }) => refs[0] === first!.refs[0]);
    return isOfOne ? list : list.map(({ refs }) => ({ refs, patient: true }));
  });
  if (isSwapping) return requests;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 9, arbitrary: requests },
  );
}

function someOf<T>(arbitrary: Arbitrary<T>, minLength: number, maxLength: number): Arbitrary<T[]> {
  return fc.array(arbitrary, { minLength, maxLength, size: 'max' });
}

/**
 * scheduleArbitrary generates schedules of a system: at each step one of the threads that may step, up to `steps`.
 * Shrinking leaves out steps. Throws QSC112 where there is nothing to schedule.
 */
export function scheduleArbitrary(system: System, steps = 100): Arbitrary<ScheduleText> {
  if (!(Number.isInteger(steps) && steps > 0)) {
    throw new QuiesceError(
      'QSC112',
      `an arbitrary of schedules with steps: ${typeof steps === 'number' ? steps : typeof steps}`,
    );
  }
  return fc.array(fc.nat(), { maxLength: steps, size: 'max' }).map((picks) => scheduleOf(system, picks));
}

function scheduleOf(system: System, picks: readonly number[]): ScheduleText {
  const execution = walk(system);
  const choices: Choice[] = [];
  for (const pick of picks) {
    const { enabled } = execution;
    if (enabled.length === 0) break;
    const { thread, choices: count } = enabled[pick % enabled.length]!;
    const choice = Math.floor(pick / enabled.length) % count;
    choices.push(count > 1 ? { thread, choice } : { thread });
    execution.step(choices.at(-1)!);
  }
  const schedule: ScheduleText = { version: 1, name: system.name ?? 'system', choices };
  return Object.freeze({ ...schedule, [fc.toStringMethod]: scheduleText });
}

/** What fast-check prints of a generated schedule: the text that replays it. */
function scheduleText(this: ScheduleText): string {
  return formatSchedule(this);
}
