// A workload in the small words that fast-check generates and shrinks, and the scenario that it stands for.
// What comes out is sound by construction: where the words would drop an assumption of the properties, they are read
// more narrowly. A call sleeps only where sleepers stay counted. Where both members of a pair are swapped at once, calls
// enter the pair by A, as locks are taken in an order, unless the mechanism cures swaps of components that call each other.

import { canonical } from '../engine/program/value.js';
import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { downwardMember, upwardMember } from '../impl/components/pair/index.js';
import type { Action, Component, MechanismVariant } from '../impl/contract.js';
import { active, call, swap, swapIdle } from '../scenarios/actions.js';
import { serialised, sleepStaysCounted, withDeadline } from '../scenarios/mechanisms.js';
import { defineScenario, flatten, type Scenario, type WorkloadThread } from '../scenarios/scenario.js';

export const counterCalls = Object.freeze([
  'increment',
  'read',
  'incrementNested',
  'incrementNestedTwice',
  'incrementAndRaise',
  'incrementAndSwap',
  'incrementAfterSleep',
] as const);

export const memberCalls = Object.freeze(['visit', 'read', 'visitOther', 'visitThere', 'visitTwice'] as const);

/** Calls of a component in which it is called again, by family. */
export const nestedCalls = Object.freeze({
  counter: ['incrementNested', 'incrementNestedTwice'],
  pair: ['visitThere', 'visitTwice'],
} as const);

type Member = 'A' | 'B';

export interface PlannedCall {
  readonly ref: Member;
  readonly method: (typeof counterCalls)[number] | (typeof memberCalls)[number];
  /** In the same activation as the call before. */
  readonly joined: boolean;
}

export interface PlannedRequest {
  readonly refs: readonly Member[];
  /** Waits until the swaps asked for before are over; otherwise it may be refused as busy. */
  readonly patient: boolean;
}

export interface Plan {
  readonly family: 'counter' | 'pair';
  readonly clients: readonly { readonly processor: number; readonly calls: readonly PlannedCall[] }[];
  readonly requests: readonly PlannedRequest[];
  readonly mechanism: MechanismVariant;
}

/** scenarioOf is the scenario that a plan stands for. */
export function scenarioOf(plan: Plan, processors: number): Scenario {
  const clients = plan.clients.map(({ processor, calls }, index) => ({
    ...{ name: `c${index + 1}`, processor },
    actions: activations(plan, calls),
  }));
  const threads = [...clients, ...operatorOf(plan)];
  return defineScenario({
    name: 'random',
    cases: [],
    statement: `${threads.map(threadText).join('; ')} (${plan.mechanism.name})`,
    processors,
    references: referencesOf(plan),
    threads,
    sleepers: sleeps(plan),
    recursive: true,
    variants: [{ mechanism: plan.mechanism }],
  });
}

/** Calls that are joined to the one before are made in its activation. */
function activations(plan: Plan, calls: readonly PlannedCall[]): readonly Action[] {
  const groups: Action[][] = [];
  for (const planned of calls) {
    const last = groups[groups.length - 1];
    const action = actionOf(plan, planned);
    if (planned.joined && last) last.push(action);
    else groups.push([action]);
  }
  return groups.map((group) => active(...group));
}

function actionOf(plan: Plan, { ref, method }: PlannedCall): Action {
  if (plan.family === 'pair') return visit(entrance(plan, ref), method);
  if (method === 'incrementNested') return call(ref, method, 1);
  if (method === 'incrementNestedTwice') return call(ref, 'incrementNested', 2);
  if (method === 'increment' || method === 'incrementAfterSleep') {
    return call(ref, sleeps(plan) ? 'incrementAfterSleep' : 'increment');
  }
  return call(ref, method);
}

/** Mutual calls: one member visits the other, which visits the first. */
function visit(ref: Member, method: PlannedCall['method']): Action {
  const other = ref === 'A' ? 'B' : 'A';
  if (method === 'read') return call(ref, 'read');
  if (method === 'visitOther') return call(ref, 'visit', [other]);
  if (method === 'visitThere') return call(ref, 'visit', [other, ref]);
  return method === 'visitTwice' ? call(ref, 'visitTwice', [other, ref]) : call(ref, 'visit', []);
}

function entrance(plan: Plan, ref: Member): Member {
  const both = ['A', 'B'].every((each) => swapsOf(plan, each) > 0);
  return both && plan.mechanism !== serialised && plan.mechanism !== withDeadline ? 'A' : ref;
}

function sleeps({ mechanism }: Plan): boolean {
  return mechanism === sleepStaysCounted;
}

/** How many swaps of a reference are asked for at most. */
function swapsOf({ clients, requests }: Plan, ref: string): number {
  const asking = clients
    .flatMap(({ calls }) => calls)
    .filter((made) => made.method === 'incrementAndSwap' && made.ref === ref);
  return asking.length + requests.filter(({ refs }) => refs.some((one) => one === ref)).length;
}

/** Of every reference that is used, one version more than there can be swaps: whoever asks finds a successor. */
function referencesOf(plan: Plan): Scenario['references'] {
  const [even, odd]: readonly Component[] =
    plan.family === 'counter' ? [sharedCounter, partitionedCounter] : [upwardMember, downwardMember];
  const isUsed = (ref: Member) =>
    plan.family === 'pair' ||
    swapsOf(plan, ref) > 0 ||
    plan.clients.some(({ calls }) => calls.some((made) => made.ref === ref));
  const versions = (ref: Member) =>
    Array.from({ length: swapsOf(plan, ref) + 1 }, (_, index) => (index % 2 === 0 ? even! : odd!));
  const used = (['A', 'B'] as const).filter(isUsed);
  return Object.fromEntries(used.map((ref) => [ref, { versions: versions(ref) }]));
}

function operatorOf({ requests }: Plan): readonly WorkloadThread[] {
  if (requests.length === 0) return [];
  const actions = requests.flatMap(({ refs, patient }, index) => {
    const before = new Set(requests.slice(0, index).flatMap((earlier) => earlier.refs));
    return [...(patient ? [...before].map((ref) => swapIdle(ref)) : []), swap(...refs)];
  });
  return [{ name: 'operator', actions }];
}

/** `c1: A.read, A.incrementNested(1)`: what a thread does, in the words of its actions. */
function threadText({ name, actions }: WorkloadThread): string {
  return `${name}: ${flatten(actions).flatMap(actionText).join(', ')}`;
}

function actionText(action: Action): readonly string[] {
  if (action.do === 'call') {
    return [`${action.ref}.${action.method}${action.args === null ? '' : `(${canonical(action.args)})`}`];
  }
  if (action.do === 'requestSwap') return [`swap ${action.refs.join(' and ')}`];
  return action.do === 'awaitSwapIdle' ? [`await ${action.ref}`] : [];
}
