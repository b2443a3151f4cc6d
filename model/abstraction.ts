// From a state of the implementation to a state of the machine: a total function of cells and labels, never of a monitor.
// A state that is like none of the machine's is answered by the reason why, so that it counts as a divergence.
// It forgets: what objects hold, who has which lock, the ticket, the deadline, permits, the counters of generations, the
// flags by which waiters are woken, and where calls are that the mediator does not know.

import type { Label, Value } from '../engine/program/index.js';
import { type StateView, Violation, violated } from '../engine/watch/property.js';
import type { HotSwap } from '../impl/hotswap/layout.js';
import type { Mediator } from '../impl/hotswap/mediator.js';
import { leadsToMediator, type SwappableReference, type Target } from '../impl/hotswap/translation.js';
import type { ModelState } from './automaton.js';
import { generationsInGrace, type PerThread, type SwapContext } from './swapMachine.js';

/** An abstraction answers for every state: with the machine's state, or with the reason why there is none. */
export type Abstraction = (state: StateView) => ModelState | Violation;

/** Where the swapper says that it is, and what must then be true of the cells. */
interface Stage {
  readonly label: string;
  readonly leadsTo: 'object' | 'mediator';
  /** What the phase cell of the mediator may hold. */
  readonly phases: readonly string[];
  readonly path: readonly string[];
  /** Whether the swap has been counted as ended. */
  readonly over?: true;
}

const stages: readonly Stage[] = Object.freeze([
  { label: 'forward', leadsTo: 'mediator', phases: ['forward'], path: ['forward'] },
  { label: 'block', leadsTo: 'mediator', phases: ['block'], path: ['block'] },
  { label: 'transfer', leadsTo: 'mediator', phases: ['block'], path: ['transfer', 'copying'] },
  { label: 'transferred', leadsTo: 'mediator', phases: ['block'], path: ['transfer', 'copied'] },
  { label: 'transferred', leadsTo: 'object', phases: ['block'], path: ['completed', 'committed'] },
  { label: 'aborting', leadsTo: 'mediator', phases: ['forward', 'block'], path: ['aborted', 'abandoned'] },
  { label: 'aborting', leadsTo: 'object', phases: ['forward', 'block'], path: ['aborted', 'restored'] },
  { label: 'completed', leadsTo: 'object', phases: ['completed'], path: ['OUTCOME', 'releasing'] },
  { label: 'reclaiming', leadsTo: 'object', phases: ['completed'], path: ['OUTCOME', 'LEFT'], over: true },
] satisfies readonly Stage[]);

/** abstractionOf is the abstraction for one reference of the mechanism. */
export function abstractionOf(hotSwap: HotSwap, ref: string): Abstraction {
  const reference = hotSwap.references[ref]!;
  return (state) => {
    const label = state.label(reference.swapper);
    const target = state.read(reference.pointer);
    const base = { processors: hotSwap.callerProcessors, current: currentOf(target) };
    if (label === undefined || label.name === 'retired') return withoutMediator(state, reference, base, label);
    return withMediator(state, hotSwap, reference, base, label);
  };
}

type Base = Pick<SwapContext, 'processors' | 'current'>;

function currentOf(target: Target): number {
  return leadsToMediator(target) ? target.original : target.object;
}

/** Before a swap has a mediator and after: the pointer leads to an object, and nothing of the machine's context moves. */
function withoutMediator(
  state: StateView,
  { pointer, switching, ended, name }: SwappableReference,
  base: Base,
  label: Label | undefined,
): ModelState | Violation {
  if (leadsToMediator(state.read(pointer)))
    return violated(`the pointer of ${name} leads to a mediator and nobody swaps`);
  const retired = label !== undefined;
  const accepted = state.read(switching) === 1;
  if (retired && !accepted) return violated(`the swap of ${name} is not over and another would be accepted`);
  const mediator = state.read(ended) - (retired ? 1 : 0);
  const untouched = { phase: 'none', inFlight: {}, inside: {}, suspended: [] } as const;
  const context: SwapContext = { ...base, mediator, ...untouched, elapsed: base.processors.map(() => 0) };
  return { value: retired ? { swapping: 'retired' } : accepted ? { swapping: 'requested' } : 'idle', context };
}

function withMediator(
  state: StateView,
  hotSwap: HotSwap,
  reference: SwappableReference,
  base: Base,
  label: Label,
): ModelState | Violation {
  const target = state.read(reference.pointer);
  const leadsTo = leadsToMediator(target) ? 'mediator' : 'object';
  const stage = stages.find((one) => one.label === label.name && one.leadsTo === leadsTo);
  if (!stage) return violated(`the swapper says ${label.name} and the pointer leads to ${text(target)}`);
  const number = state.read(reference.ended) - (stage.over ? 1 : 0);
  if (leadsToMediator(target) && target.mediator !== number)
    return violated(`swap ${number} is on and the pointer leads to ${text(target)}`);
  const mediator = reference.mediators[number];
  if (!mediator) return violated(`the swapper says ${label.name} in swap ${number}, which has no mediator`);
  const phase = state.read(mediator.phase);
  if (!stage.phases.includes(phase)) return violated(`the swapper says ${label.name}, the phase cell ${phase}`);
  const calls = callsOf(state, hotSwap, reference, mediator);
  if (calls instanceof Violation) return calls;
  const context: SwapContext = { ...base, mediator: number, phase, ...calls, elapsed: elapsedOf(label, base) };
  return { value: nameOfState(state, reference, stage, label, base), context };
}

function text(target: Value): string {
  return JSON.stringify(target);
}

function nameOfState(
  state: StateView,
  { objects }: SwappableReference,
  { path }: Stage,
  label: Label,
  { current }: Base,
): ModelState['value'] {
  const [outer, inner] = path as readonly [string, string?];
  if (inner === undefined) return { swapping: outer };
  if (outer !== 'OUTCOME') return { swapping: { [outer]: inner } };
  const outcome = String(label.data.outcome);
  if (inner !== 'LEFT') return { swapping: { [outcome]: inner } };
  const loser = objects[outcome === 'completed' ? current - 1 : current + 1];
  const freed = loser === undefined || state.read(loser.allocated) === 0;
  return { swapping: { [outcome]: freed ? 'reclaiming' : 'ended' } };
}

/** The processors are asked one after the other: so many generations have passed in all. */
function elapsedOf({ data }: Label, { processors }: Base): readonly number[] {
  const passed = Number(data.generations ?? 0);
  return processors.map((_, at) => Math.max(0, Math.min(generationsInGrace, passed - generationsInGrace * at)));
}

/** What the table, and the labels of callers on their way through the mediator, say; the count must agree with both. */
function callsOf(
  state: StateView,
  { callers }: HotSwap,
  { name: ref }: SwappableReference,
  { count, tracked, number }: Mediator,
): Pick<SwapContext, 'inFlight' | 'inside' | 'suspended'> | Violation {
  const inFlight: Record<string, number> = {};
  const inside: Record<string, number> = {};
  const suspended: string[] = [];
  for (const [slot, thread] of callers.entries()) {
    const entries = state.read(tracked[slot]!);
    const label = state.label(thread);
    const here = label?.data.ref === ref ? label.name : undefined;
    if (entries !== 0) inside[thread] = entries;
    const known = entries + (here === 'entering' || here === 'leaving' ? 1 : 0);
    if (known !== 0) inFlight[thread] = known;
    if (here === 'suspended') suspended.push(thread);
  }
  const counted = state.read(count);
  const sum = sumOf(inFlight);
  if (counted !== sum) return violated(`mediator ${number} of ${ref} counts ${counted} calls, and ${sum} are known`);
  return { inFlight, inside, suspended: suspended.sort() };
}

function sumOf(table: PerThread): number {
  return Object.values(table).reduce((sum, one) => sum + one, 0);
}
