// `quiesce/fast-check`: arbitraries for scenarios and for schedules. A generated scenario is sound by construction: its
// mechanism is one of the paper's with its cures, and its workload drops none of the assumptions of the properties. So
// every safety property must be proved of it, over all interleavings. Shrinking takes away threads, calls and swaps.

import fc, { type Arbitrary } from 'fast-check';
import type { ScheduleText } from '../engine/explore/index.js';
import { Machine } from '../engine/machine/machine.js';
import type { System } from '../engine/machine/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { downwardMember, upwardMember } from '../impl/components/pair/index.js';
import type { Action, Component, MechanismVariant } from '../impl/contract.js';
import { active, call, swap, swapIdle } from '../scenarios/actions.js';
import { abortAnywhere, asItIs, sleepStaysCounted, withDeadline } from '../scenarios/mechanisms.js';
import { defineScenario, type Scenario, type WorkloadThread } from '../scenarios/scenario.js';

export interface ScenarioBounds {
  /** Clients at most; 2 unless told. */
  readonly clients?: number;
  /** Calls of a client at most; 2 unless told. */
  readonly calls?: number;
  /** Swaps asked for at most; 2 unless told. */
  readonly swaps?: number;
  readonly processors?: number;
  /** The mechanisms to choose from; the paper's with its cures unless told. */
  readonly mechanisms?: readonly MechanismVariant[];
}

/** A workload in the small words that are generated and shrunk. */
interface Plan {
  readonly family: 'counter' | 'pair';
  readonly clients: readonly { readonly processor: number; readonly calls: readonly PlannedCall[] }[];
  readonly swaps: number;
  readonly mechanism: MechanismVariant;
}

interface PlannedCall {
  readonly kind: 'update' | 'read' | 'nested' | 'deeper' | 'raising' | 'asking' | 'asleep';
  /** In the same activation as the call before. */
  readonly joined: boolean;
}

const kinds = Object.freeze(['update', 'read', 'nested', 'deeper', 'raising', 'asking', 'asleep'] as const);

/** scenarioArbitrary generates scenarios within bounds. Throws QSC112 and QSC108 for bounds that hold nothing. */
export function scenarioArbitrary(bounds: ScenarioBounds = {}): Arbitrary<Scenario> {
  const { clients = 2, calls = 2, swaps = 2, processors = 2, mechanisms = soundMechanisms } = bounds;
  refuseEmpty({ clients, calls, processors, mechanisms: mechanisms.length });
  const plannedCall = fc.record({ kind: fc.constantFrom(...kinds), joined: fc.boolean() });
  const client = fc.record({
    processor: fc.nat({ max: processors - 1 }),
    calls: fc.array(plannedCall, { minLength: 1, maxLength: calls, size: 'max' }),
  });
  const plan: Arbitrary<Plan> = fc.record({
    family: fc.constantFrom('counter' as const, 'pair' as const),
    clients: fc.oneof(
      { weight: 3, arbitrary: fc.array(client, { minLength: 1, maxLength: 1 }) },
      { weight: 2, arbitrary: fc.array(client, { minLength: 1, maxLength: clients, size: 'max' }) },
    ),
    swaps: fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 5, arbitrary: fc.integer({ min: Math.min(1, swaps), max: swaps }) },
    ),
    mechanism: fc.constantFrom(...mechanisms),
  });
  return plan.map((planned) => scenarioOf(planned, processors));
}

const soundMechanisms = Object.freeze([asItIs, abortAnywhere, withDeadline, sleepStaysCounted]);

function refuseEmpty(bounds: Readonly<Record<string, number>>): void {
  const [name, value] = Object.entries(bounds).find(([, count]) => !(Number.isInteger(count) && count > 0)) ?? [];
  if (name === 'processors') throw new QuiesceError('QSC108', `an arbitrary of scenarios with processors: ${value}`);
  if (name !== undefined) throw new QuiesceError('QSC112', `an arbitrary of scenarios with ${name}: ${value}`);
}

function scenarioOf(plan: Plan, processors: number): Scenario {
  const sleepers = plan.mechanism.name === 'sleepStaysCounted';
  const clients = plan.clients.map(
    ({ processor, calls }, index): WorkloadThread => ({
      ...{ name: `c${index + 1}`, processor },
      actions: actionsOf(calls.map((planned) => ({ ...planned, action: actionOf(plan, planned, sleepers) }))),
    }),
  );
  const asking = plan.clients.flatMap(({ calls }) => calls).filter(({ kind }) => kind === 'asking').length;
  return defineScenario({
    name: 'random',
    cases: [],
    statement: `${clients.length} clients, ${plan.swaps} swaps, ${plan.family}`,
    processors,
    references: referencesOf(plan, plan.swaps + asking),
    threads: [...clients, ...operatorOf(plan.swaps)],
    sleepers,
    recursive: true,
    variants: [{ mechanism: plan.mechanism }],
  });
}

/** Calls that are joined to the one before are made in its activation. */
function actionsOf(calls: readonly { readonly joined: boolean; readonly action: Action }[]): Action[] {
  const groups: Action[][] = [];
  for (const { joined, action } of calls) {
    if (joined && groups.length > 0) groups[groups.length - 1]!.push(action);
    else groups.push([action]);
  }
  return groups.map((group) => active(...group));
}

function actionOf({ family }: Plan, { kind }: PlannedCall, sleepers: boolean): Action {
  return family === 'pair' ? visit(kind) : countingCall(kind, sleepers);
}

/** Mutual calls: A visits B, which visits A, and so on. */
function visit(kind: PlannedCall['kind']): Action {
  if (kind === 'read') return call('A', 'read');
  const path = { nested: ['B'], deeper: ['B', 'A'], asking: ['B', 'A', 'B'] }[kind as string] ?? [];
  return call('A', 'visit', path);
}

function countingCall(kind: PlannedCall['kind'], sleepers: boolean): Action {
  switch (kind) {
    case 'read':
      return call('A', 'read');
    case 'nested':
      return call('A', 'incrementNested', 1);
    case 'deeper':
      return call('A', 'incrementNested', 2);
    case 'raising':
      return call('A', 'incrementAndRaise');
    case 'asking':
      return call('A', 'incrementAndSwap');
    case 'asleep':
      return call('A', sleepers ? 'incrementAfterSleep' : 'increment');
    default:
      return call('A', 'increment');
  }
}

/** One version more than there can be swaps: whoever asks finds a successor. */
function referencesOf({ family }: Plan, swaps: number): Scenario['references'] {
  const versions = (even: Component, odd: Component) =>
    Array.from({ length: swaps + 1 }, (_, index) => (index % 2 === 0 ? even : odd));
  if (family === 'counter') return { A: { versions: versions(sharedCounter, partitionedCounter) } };
  return { A: { versions: versions(upwardMember, downwardMember) }, B: { versions: [upwardMember] } };
}

function operatorOf(swaps: number): readonly WorkloadThread[] {
  if (swaps === 0) return [];
  const again = Array.from({ length: swaps - 1 }, () => [swapIdle('A'), swap('A')]).flat();
  return [{ name: 'operator', actions: [swap('A'), ...again] }];
}

/** scheduleArbitrary generates schedules of a system: at each step one of the threads that may step, up to `steps`. */
export function scheduleArbitrary(system: System, steps = 100): Arbitrary<ScheduleText> {
  return fc.array(fc.nat(), { maxLength: steps, size: 'max' }).map((picks) => scheduleOf(system, picks));
}

function scheduleOf(system: System, picks: readonly number[]): ScheduleText {
  const machine = new Machine(system);
  const { state } = machine.initial();
  const choices: { thread: string; choice?: number }[] = [];
  for (const pick of picks) {
    machine.touchedCount = 0;
    const enabled = machine.layout.threads
      .map((_, slot) => slot)
      .filter((slot) => (machine.enabled(state) >>> slot) & 1);
    if (enabled.length === 0) break;
    const slot = enabled[pick % enabled.length]!;
    const count = machine.choices(state, slot);
    const choice = Math.floor(pick / enabled.length) % count;
    choices.push({ thread: machine.layout.threads[slot]!.name, ...(count > 1 ? { choice } : {}) });
    machine.step(state, slot, choice);
  }
  return { version: 1, name: system.name ?? 'system', choices };
}
