// `quiesce/fast-check`: arbitraries for scenarios and for schedules. A generated scenario drops none of the assumptions
// of the properties (workloadPlan.ts), so every safety property must be proved of it, over all interleavings. Shrinking
// takes away threads, calls and swaps.

import fc, { type Arbitrary } from 'fast-check';
import { type Choice, formatSchedule, type ScheduleText, walk } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { MechanismVariant } from '../impl/contract.js';
import { abortAnywhere, asItIs, serialised, sleepStaysCounted, withDeadline } from '../scenarios/mechanisms.js';
import type { Scenario } from '../scenarios/scenario.js';
import { counterCalls, memberCalls, type Plan, type PlannedCall, scenarioOf } from './workloadPlan.js';

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
}

const soundMechanisms = Object.freeze([asItIs, abortAnywhere, withDeadline, sleepStaysCounted, serialised]);

interface Bounds extends Required<ScenarioBounds> {
  /** Whether swaps of two references may be on at once. */
  readonly overlapping: boolean;
}

/** Two swaps at once leave room for one call, and for no aborts: those scenarios would have millions of states. */
const small = Object.freeze({ clients: 1, calls: 1, swaps: 1, overlapping: true });

/**
 * scenarioArbitrary generates scenarios within bounds; most of them small, so that all their interleavings can be
 * explored: several clients, several swaps, or two swaps at once, seldom more than one of these. Throws QSC112 and QSC108 for bounds that hold nothing.
 */
export function scenarioArbitrary(bounds: ScenarioBounds = {}): Arbitrary<Scenario> {
  const { clients = 2, calls = 2, swaps = 2, processors = 2, mechanisms = soundMechanisms } = bounds;
  refuseEmpty({ clients, calls, processors, mechanisms: mechanisms.length });
  if (!(Number.isInteger(swaps) && swaps >= 0)) throw nothing('swaps', swaps);
  const within = { clients, calls, swaps, processors, mechanisms, overlapping: false };
  const calm = mechanisms.filter((each) => each !== abortAnywhere && each !== withDeadline);
  return fc
    .oneof(
      { withCrossShrink: true },
      { weight: 10, arbitrary: planArbitrary({ ...within, clients: 1 }) },
      { weight: 3, arbitrary: planArbitrary({ ...within, calls: 1, swaps: Math.min(1, swaps) }) },
      ...(calm.length === 0 || swaps === 0
        ? []
        : [{ weight: 1, arbitrary: planArbitrary({ ...small, processors, mechanisms: calm }) }]),
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
  { clients, calls, processors, mechanisms, ...asked }: Bounds,
): Arbitrary<Plan> {
  const made = fc.record({ ref: member, method: fc.constantFrom(...methods), joined: fc.boolean() });
  const client = fc.record({ processor: fc.nat({ max: processors - 1 }), calls: someOf(made, 1, calls) });
  return fc.record({
    family: fc.constant(family),
    clients: someOf(client, 1, clients),
    requests: requestsArbitrary(asked),
    mechanism: fc.constantFrom(...mechanisms),
  });
}

/** Mostly A, so that calls meet swaps. */
const member = fc.oneof(
  { weight: 3, arbitrary: fc.constant('A' as const) },
  { weight: 1, arbitrary: fc.constant('B' as const) },
);

/** Swaps of both references follow one another, unless they may be on at once. */
function requestsArbitrary({ swaps, overlapping }: Pick<Bounds, 'swaps' | 'overlapping'>) {
  if (swaps === 0) return fc.constant([]);
  if (overlapping) return someOf(fc.constant({ refs: ['A', 'B'] as const, patient: false }), 1, swaps);
  const request = fc.record({ refs: member.map((ref) => [ref] as const), patient: fc.boolean() });
  const requests = someOf(request, 1, swaps).map((list) => {
    const [first] = list;
    const isOfOne = list.every(({ refs }) => refs[0] === first!.refs[0]);
    return isOfOne ? list : list.map(({ refs }) => ({ refs, patient: true }));
  });
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
    throw new QuiesceError('QSC112', `an arbitrary of schedules with steps: ${steps}`);
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
