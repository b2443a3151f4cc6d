// `quiesce/recorded`: what a recording of a service (quiesce/runtime) is held to: the machine of the swaps of one component.
// Calls that are over within a tick are the machine's affair only where it sees them at all: nobody could come between.

import type { NdjsonFormat } from '../conformance/index.js';
import { textGiven } from '../engine/program/given.js';
import { sharedCounter } from '../impl/components/counter/index.js';
import type { Site } from '../impl/contract.js';
import { hotSwap } from '../impl/hotswap/hotSwap.js';
import { type SwapRule, swapRules } from './rules.js';
import { type SwapSpecification, swapSpecifications } from './specification.js';

/** How a recording is read. */
export const recording: NdjsonFormat = Object.freeze({ format: 'ndjson', data: 'data' });

/** The version of recordings that is read; another one is an event that has no place here (QSC402). */
const version = 1;

const mechanism = hotSwap('recorded', 'the mechanism as a service runs it', { abort: 'deadline' });

/**
 * recordedSwaps is the specification of the swaps of a component, by the name that it was given to `swappable` under.
 *
 * @example
 * recordedSwaps('cart').ref // => 'cart'
 */
export function recordedSwaps(ref: string): SwapSpecification {
  textGiven('QSC407', 'the name of a component', ref);
  const rules: typeof swapRules = (subject) => [...ownRules, ...swapRules(subject)];
  const [specification] = swapSpecifications(mechanism, siteOf(ref), { rules });
  return specification!;
}

const ownRules: readonly SwapRule[] = [
  {
    name: 'recording',
    when: { event: 'recording' as never, data: { version } },
    kind: 'hidden',
    why: 'it says how the lines are written',
  },
  {
    name: 'overInOneTick',
    when: { event: '*', by: ['now'] },
    kind: 'hidden',
    why: 'a synchronous call is over before anybody else goes on',
  },
];

function siteOf(ref: string): Site {
  return {
    processors: 1,
    callers: ['caller'],
    callerHomes: [0],
    callerProcessors: [0],
    home: 0,
    references: [{ name: ref, versions: [sharedCounter, sharedCounter], swaps: 1, touched: [0] }],
    resources: {},
    endless: false,
    sleepers: false,
  };
}
