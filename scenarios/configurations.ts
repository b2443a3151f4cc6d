// The workloads that are held to the specification: each has the shape of one configuration, that is the same callers,
// processors, recursive calls and swaps, so that every event of it has its place in the configuration's graph.

import { deepFreeze, type Program, QuiesceError, type Self, safePoint, type Value } from '../engine/program/index.js';
import {
  collectingCounter,
  partitionedCounter,
  sharedCounter,
  spreadCounter,
} from '../impl/components/counter/index.js';
import type { PartitionedMemory, SharedMemory } from '../impl/components/counter/memory.js';
import { downwardMember, upwardMember } from '../impl/components/pair/index.js';
import type { Frame } from '../impl/contract.js';
import { signal } from '../impl/gate.js';
import { active, opened, request, swap, swapIdle } from './actions.js';
import {
  abortAnywhere,
  asItIs,
  grouped,
  perProcessor,
  perProcessorAbortAnywhere,
  sleepStaysCounted,
} from './mechanisms.js';
import { defineScenario, type Scenario } from './scenario.js';
import { type TokenWorkload, tokenWorkloads } from './token/index.js';

export interface ConformanceWorkload {
  readonly configuration: string;
  readonly scenario: Scenario;
}

/** As the shared counter, but a call is inside for two steps, so that others may come between. */
const slowCounter: typeof sharedCounter = deepFreeze({
  ...sharedCounter,
  methods: { ...sharedCounter.methods, increment: incrementSlowly },
});

function* incrementSlowly(frame: Frame<SharedMemory>, args: Value, self: Self): Program<Value> {
  yield* safePoint();
  return yield* sharedCounter.methods.increment!(frame, args, self);
}

/** As the slow counter, but the first of the two steps tells whoever follows that the call is inside. */
const announcingCounter: typeof sharedCounter = deepFreeze({
  ...sharedCounter,
  methods: { ...sharedCounter.methods, increment: incrementAnnounced },
});

function* incrementAnnounced(frame: Frame<SharedMemory>, args: Value, self: Self): Program<Value> {
  yield* signal(frame.mechanism, 'inside');
  return yield* sharedCounter.methods.increment!(frame, args, self);
}

/** As the slow counter, for a counter whose parts processors move at once. */
const slowSpreadCounter: typeof spreadCounter = deepFreeze({
  ...spreadCounter,
  methods: { ...spreadCounter.methods, increment: incrementPartSlowly },
});

function* incrementPartSlowly(frame: Frame<PartitionedMemory>, args: Value, self: Self): Program<Value> {
  yield* safePoint();
  return yield* spreadCounter.methods.increment!(frame, args, self);
}

/** As the member that counts upwards, but a call is inside for two steps. */
const slowMember: typeof upwardMember = deepFreeze({
  ...upwardMember,
  methods: { ...upwardMember.methods, visit: visitSlowly },
});

function* visitSlowly(
  frame: Parameters<NonNullable<typeof upwardMember.methods.visit>>[0],
  path: Value,
  self: Self,
): Program<Value> {
  yield* safePoint();
  return yield* upwardMember.methods.visit!(frame, path, self);
}

const once = { A: { versions: [slowCounter, partitionedCounter] } };
const operator = { name: 'operator', actions: [swap('A')] };
const recursive = { name: 'c1', actions: [request('A', 'incrementNested', 1)] };
const increments = (name: string) => ({ name, actions: [request('A', 'increment')] });

function workload(
  configuration: string,
  statement: string,
  shape: Pick<Scenario, 'references' | 'threads' | 'variants'> & Partial<Pick<Scenario, 'processors' | 'resources'>>,
  name = `conforms${configuration.replace(/^MC(HotSwap)?/, '')}`,
): ConformanceWorkload {
  const scenario = defineScenario({ name, cases: [], statement, processors: 1, ...shape });
  return { configuration, scenario };
}

/** One for each committed graph that the mechanism and a machine are held to. */
export const conformanceWorkloads: readonly ConformanceWorkload[] = Object.freeze([
  workload('MCHotSwapOneCaller', 'one caller, one swap', {
    references: once,
    threads: [increments('c1'), operator],
    variants: [{ mechanism: asItIs }],
  }),
  workload('MCHotSwapRecursion', 'a call that calls its own component', {
    references: once,
    threads: [recursive, operator],
    variants: [{ mechanism: asItIs }],
  }),
  workload('MCHotSwapTwoCallers', 'two callers, one swap', {
    references: once,
    threads: [increments('c1'), increments('c2'), operator],
    variants: [{ mechanism: asItIs }],
  }),
  workload('MCHotSwapTwoProcessorsSmall', 'two callers on two processors, the second once the first is inside', {
    processors: 2,
    resources: ['inside'],
    references: { A: { versions: [announcingCounter, partitionedCounter] } },
    threads: [
      increments('c1'),
      { name: 'c2', processor: 1, actions: [opened('inside'), request('A', 'increment')] },
      operator,
    ],
    variants: [{ mechanism: asItIs }],
  }),
  workload('MCHotSwapAbort', 'a recursive call, and a swap that may be given up', {
    references: once,
    threads: [recursive, operator],
    variants: [{ mechanism: abortAnywhere }],
  }),
  workload('MCHotSwapTwoSwaps', 'one caller, two swaps one after the other', {
    references: { A: { versions: [slowCounter, partitionedCounter, slowCounter] } },
    threads: [increments('c1'), { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A')] }],
    variants: [{ mechanism: asItIs }],
  }),
  workload('MCClusteredOneCaller', 'the per-processor form: one caller, one swap', {
    references: once,
    threads: [increments('c1'), operator],
    variants: [{ mechanism: perProcessor }],
  }),
  workload('MCClusteredRecursion', 'the per-processor form: a call that calls its own component', {
    references: once,
    threads: [recursive, operator],
    variants: [{ mechanism: perProcessor }],
  }),
  workload('MCClusteredRecursionAbort', 'the per-processor form: a recursive call, and a swap that may be given up', {
    references: once,
    threads: [recursive, operator],
    variants: [{ mechanism: perProcessorAbortAnywhere }],
  }),
  workload(
    'MCClusteredFirstTouch',
    'the per-processor form: a processor is touched for the first time while a swap is on',
    {
      processors: 2,
      references: { A: { versions: [slowSpreadCounter, collectingCounter], untouched: [1] } },
      threads: [{ ...increments('c1'), processor: 1 }, { name: 'bystander', actions: [active()] }, operator],
      variants: [{ mechanism: perProcessor }],
    },
  ),
  workload('MCClusteredTwoSwaps', 'the per-processor form: one caller, two swaps one after the other', {
    references: { A: { versions: [slowCounter, partitionedCounter, slowCounter] } },
    threads: [increments('c1'), { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A')] }],
    variants: [{ mechanism: perProcessor }],
  }),
  workload(
    'MCClusteredTwoProcessors',
    'the per-processor form: one caller, and two processors that transfer their parts',
    {
      processors: 2,
      references: { A: { versions: [slowSpreadCounter, collectingCounter] } },
      threads: [increments('c1'), { name: 'bystander', processor: 1, actions: [active()] }, operator],
      variants: [{ mechanism: perProcessor }],
    },
  ),
]);

/** Of a group that is swapped as one. There is no machine of it: it is held to its graph alone. */
export const groupWorkloads: readonly ConformanceWorkload[] = Object.freeze([
  workload('MCGroupCallsTheOther', 'a call of one member that calls the other from inside, and a swap of both as one', {
    references: { A: { versions: [slowMember, downwardMember] }, B: { versions: [slowMember, downwardMember] } },
    threads: [
      { name: 'c1', actions: [request('B', 'visit', ['A'])] },
      { name: 'operator', actions: [swap('A', 'B')] },
    ],
    variants: [{ mechanism: grouped }],
  }),
]);

/** As MCHotSwapOneCaller, but the method does what a defect needs to show; no graph has that. */
function oneCaller(name: string, statement: string, method: string, mechanism: typeof asItIs): ConformanceWorkload {
  const threads = [{ name: 'c1', actions: [request('A', method)] }, operator];
  const shape = { cases: [], statement, processors: 1, references: once, threads, variants: [{ mechanism }] };
  const sleepers = mechanism === sleepStaysCounted;
  return { configuration: 'MCHotSwapOneCaller', scenario: defineScenario({ name, ...shape, sleepers }) };
}

/** Workloads in which a mutant of the mechanism shows its defect, where none of those above does. */
export const workloadsOfMutants: Readonly<Record<string, ConformanceWorkload>> = Object.freeze({
  noFinally: oneCaller('oneCallerRaises', 'one caller whose call raises, one swap', 'incrementAndRaise', asItIs),
  noFinallyOfProcessor: workload(
    'MCClusteredOneCaller',
    'the per-processor form: one caller whose call raises, one swap',
    {
      references: { A: { versions: [slowSpreadCounter, collectingCounter] } },
      threads: [{ name: 'c1', actions: [request('A', 'incrementAndRaise')] }, operator],
      variants: [{ mechanism: perProcessor }],
    },
    'oneCallerRaisesOnProcessor',
  ),
  sleeperUncounted: oneCaller(
    'oneCallerSleeps',
    'one caller that sleeps inside, one swap',
    'incrementAfterSleep',
    sleepStaysCounted,
  ),
});

/** Of a mechanism for swaps, or of the token. */
export type AnyWorkload = ConformanceWorkload | TokenWorkload;

/** workloadsNamed selects workloads of mechanisms for swaps by the name of their configuration. Throws QSC412. */
export function workloadsNamed(names: readonly string[]): readonly ConformanceWorkload[] {
  return namedAmong([...conformanceWorkloads, ...groupWorkloads], names);
}

/** anyWorkloadsNamed is the same with those of the token. Throws QSC412. */
export function anyWorkloadsNamed(names: readonly string[]): readonly AnyWorkload[] {
  return namedAmong<AnyWorkload>([...conformanceWorkloads, ...groupWorkloads, ...tokenWorkloads], names);
}

function namedAmong<W extends AnyWorkload>(all: readonly W[], names: readonly string[]): readonly W[] {
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find(({ configuration }) =>
      [configuration, configuration.replace(/^MC(HotSwap)?/, '')].includes(name),
    );
    if (!found) throw new QuiesceError('QSC412', `no workload is held to a graph of ${name}`);
    return found;
  });
}
