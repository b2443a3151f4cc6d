// Small instances of the protocol: those of the committed TLA+ graphs under the names of their configurations, and one
// that the specification has no configuration for (a call within a call within a call).

import type { InstanceInput } from '../form/instanceInput.js';

/** What an instance differs in, as a configuration of the specification says it. */
export interface Shape {
  readonly callers: readonly string[];
  /** Callers whose call makes recursive calls, and how many of them. */
  readonly nesting?: readonly string[];
  readonly inner?: number;
  /** Callers on processor 1. */
  readonly remote?: readonly string[];
  /** Callers that call only once the calls of all others are inside, or over. */
  readonly following?: readonly string[];
  readonly swaps: number;
  readonly mayAbort?: boolean;
}

/** instanceFor is the instance that a configuration of the specification describes. A call is named as there: c1.0. */
export function instanceFor(name: string, shape: Shape): InstanceInput {
  const { callers, nesting = [], inner = 0, remote = [], following = [], swaps, mayAbort = false } = shape;
  const calls = callers.flatMap((thread) =>
    Array.from({ length: nesting.includes(thread) ? inner + 1 : 1 }, (_, depth) => ({ thread, depth })),
  );
  const nameOf = ({ thread, depth }: { thread: string; depth: number }) => `${thread}.${depth}`;
  const recursive = calls.filter(({ depth }) => depth > 0);
  const home = (thread: string) => (remote.includes(thread) ? '1' : '0');
  const earlier = following.flatMap((thread) =>
    callers.filter((other) => other !== thread).map((other) => [`${thread}.0`, `${other}.0`]),
  );
  const inOrder = recursive
    .filter(({ depth }) => depth > 1)
    .map(({ thread, depth }) => [`${thread}.${depth}`, `${thread}.${depth - 1}`]);
  return {
    name,
    elements: {
      Thread: callers,
      Processor: [...new Set(callers.map(home))].sort(),
      Call: calls.map(nameOf),
      Object: numbers(swaps + 1),
      Mediator: numbers(swaps),
    },
    fixed: {
      threadOf: Object.fromEntries(calls.map((call) => [nameOf(call), call.thread])),
      processorOf: Object.fromEntries(callers.map((thread) => [thread, home(thread)])),
      outermost: calls.filter(({ depth }) => depth === 0).map((call) => [nameOf(call)]),
      within: recursive.map((call) => [nameOf(call), `${call.thread}.0`]),
      planned: recursive.map((call) => [nameOf(call)]),
      follows: [...earlier, ...inOrder],
      before: ordered(numbers(swaps + 1)),
      takenBefore: ordered(numbers(swaps)),
      firstObject: '0',
      firstMediator: '0',
      mayAbort,
    },
  };
}

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => String(number));
}

function ordered(items: readonly string[]): readonly (readonly [string, string])[] {
  return items.flatMap((item, index) => items.slice(index + 1).map((later) => [item, later] as const));
}

/** The instances of the committed graphs, the smallest first. */
export const committedShapes: Readonly<Record<string, Shape>> = Object.freeze({
  MCHotSwapOneCaller: { callers: ['c1'], swaps: 1 },
  MCHotSwapRecursion: { callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1 },
  MCHotSwapTwoSwaps: { callers: ['c1'], swaps: 2 },
  MCHotSwapAbort: { callers: ['c1'], nesting: ['c1'], inner: 1, swaps: 1, mayAbort: true },
  MCHotSwapTwoProcessorsSmall: { callers: ['c1', 'c2'], remote: ['c2'], following: ['c2'], swaps: 1 },
  MCHotSwapTwoCallers: { callers: ['c1', 'c2'], swaps: 1 },
});

/** A call within a call within a call, of which the innermost need not be made: the specification has one level. */
const threeDeep: InstanceInput = {
  name: 'ThreeDeep',
  elements: { Thread: ['c1'], Processor: ['0'], Call: ['c1.0', 'c1.1', 'c1.2'], Object: ['0', '1'], Mediator: ['0'] },
  fixed: {
    threadOf: { 'c1.0': 'c1', 'c1.1': 'c1', 'c1.2': 'c1' },
    processorOf: { c1: '0' },
    outermost: [['c1.0']],
    within: [
      ['c1.1', 'c1.0'],
      ['c1.2', 'c1.0'],
      ['c1.2', 'c1.1'],
    ],
    planned: [['c1.1']],
    follows: [],
    before: [['0', '1']],
    takenBefore: [],
    firstObject: '0',
    firstMediator: '0',
    mayAbort: true,
  },
};

export const instances: readonly InstanceInput[] = Object.freeze([
  ...Object.entries(committedShapes).map(([name, shape]) => instanceFor(name, shape)),
  threeDeep,
]);
