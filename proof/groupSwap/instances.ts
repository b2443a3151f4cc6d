// Small groups. A group of one has the shape of a committed graph of the specification; the others have two members whose
// calls call each other, and a component that is no member.

import type { InstanceInput } from '../form/instanceInput.js';
import { instanceFor, type Shape } from '../hotSwap/instances.js';

/** A group of one is a swap of one component: its instance is that of the shape, with one component more. */
export function groupOfOne(name: string, shape: Shape): InstanceInput {
  const { elements, fixed } = instanceFor(name, shape);
  const { firstMediator, ...others } = fixed!;
  const { firstObject } = others;
  return {
    name,
    elements: { ...elements, Component: ['A'] },
    fixed: {
      ...others,
      called: Object.fromEntries(elements.Call!.map((call) => [call, 'A'])),
      member: [['A']],
      hasObject: elements.Object!.map((object) => ['A', object]),
      hasMediator: elements.Mediator!.map((mediator) => ['A', mediator]),
      firstObjectOf: { A: firstObject as string },
      firstMediatorOf: { A: firstMediator as string },
    },
  };
}

interface Group {
  readonly members: readonly string[];
  readonly others?: readonly string[];
  /** Of each thread, what its call is of, and what it calls from inside that, one within the other. */
  readonly threads: Readonly<Record<string, readonly string[]>>;
  readonly mayAbort?: boolean;
}

/** Each member is swapped once: A from A0 to A1, with mediator A. Calls are named c1.0, c1.1 and so on. */
function groupOf(name: string, { members, others = [], threads, mayAbort = false }: Group): InstanceInput {
  const components = [...members, ...others];
  const calls = Object.entries(threads).flatMap(([thread, chain]) =>
    chain.map((component, depth) => ({ thread, component, depth, name: `${thread}.${depth}` })),
  );
  const within = calls.flatMap((call) =>
    calls.filter((outer) => outer.thread === call.thread && outer.depth < call.depth).map((outer) => [call, outer]),
  );
  const versions = components.flatMap((component) => [0, 1].map((version) => [component, `${component}${version}`]));
  return {
    name,
    elements: {
      Thread: Object.keys(threads),
      Processor: ['0'],
      Call: calls.map((call) => call.name),
      Object: versions.map(([, object]) => object!),
      Mediator: components,
      Component: components,
    },
    fixed: {
      threadOf: Object.fromEntries(calls.map((call) => [call.name, call.thread])),
      processorOf: Object.fromEntries(Object.keys(threads).map((thread) => [thread, '0'])),
      outermost: calls.filter(({ depth }) => depth === 0).map((call) => [call.name]),
      within: within.map((pair) => pair.map((call) => call.name)),
      planned: calls.filter(({ depth }) => depth > 0).map((call) => [call.name]),
      follows: [],
      before: components.map((component) => [`${component}0`, `${component}1`]),
      takenBefore: [],
      mayAbort,
      firstObject: `${components[0]}0`,
      called: Object.fromEntries(calls.map((call) => [call.name, call.component])),
      member: members.map((component) => [component]),
      hasObject: versions,
      hasMediator: components.map((component) => [component, component]),
      firstObjectOf: Object.fromEntries(components.map((component) => [component, `${component}0`])),
      firstMediatorOf: Object.fromEntries(components.map((component) => [component, component])),
    },
  };
}

export const instances: readonly InstanceInput[] = Object.freeze([
  groupOf('MCGroupCallsTheOther', { members: ['A', 'B'], threads: { c1: ['B', 'A'] } }),
  groupOf('MCGroupCallsTheOtherAbort', { members: ['A', 'B'], threads: { c1: ['B', 'A'] }, mayAbort: true }),
  groupOfOne('MCHotSwapRecursion', { callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1 }),
  groupOfOne('MCHotSwapTwoSwaps', { callers: ['c1'], swaps: 2 }),
  groupOf('CallsFromOutside', { members: ['A'], others: ['C'], threads: { c1: ['C', 'A'] } }),
]);
