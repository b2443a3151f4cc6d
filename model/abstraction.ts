// From a state of the implementation to a state of the machine: a total function of cells and labels, never of a monitor.
// A state that is like none of the machine's is answered by the reason why, so that it counts as a divergence.
// It forgets: what objects hold, who has which lock, the ticket, the deadline, permits, the counters of generations, the
// flags by which waiters are woken, and where calls are that the mediator does not know.

import type { StateValue } from 'xstate';
import type { Abstraction, MachineState } from '../conformance/index.js';
import type { Label } from '../engine/program/index.js';
import { type StateView, Violation, violated } from '../engine/watch/property.js';
import type { HotSwap } from '../impl/hotswap/layout.js';
import type { Mediator } from '../impl/hotswap/mediator.js';
import { leadsToMediator, type SwappableReference, type Target } from '../impl/hotswap/translation.js';
import { generationsInGrace, type PerThread, type SwapContext } from './swapMachine.js';

/** Where the swapper says that it is, and what must then be true of the cells. */
interface Stage {
  readonly label: string;
  readonly leadsTo: 'object' | 'mediator';
  /** What the phase cell of the mediator may hold. */
  readonly phases: readonly string[];
  /** The machine's state of the swap. */
  readonly swap: StateValue;
  /** How the swap is decided; SAID: as the label says. */
  readonly outcome: SwapContext['outcome'] | 'SAID';
  /** Whether the swap has been counted as ended. */
  readonly over?: true;
}

const undecided = (inner: string) => ({ undecided: inner });

const stages: readonly Stage[] = Object.freeze([
  { label: 'forward', leadsTo: 'mediator', phases: ['forward'], swap: undecided('draining'), outcome: 'open' },
  { label: 'block', leadsTo: 'mediator', phases: ['block'], swap: undecided('quiescing'), outcome: 'open' },
  { label: 'transfer', leadsTo: 'mediator', phases: ['block'], swap: undecided('copying'), outcome: 'open' },
  { label: 'transferred', leadsTo: 'mediator', phases: ['block'], swap: undecided('copied'), outcome: 'open' },
  { label: 'transferred', leadsTo: 'object', phases: ['block'], swap: 'swung', outcome: 'completed' },
  { label: 'aborting', leadsTo: 'mediator', phases: ['forward', 'block'], swap: 'abandoned', outcome: 'aborted' },
  { label: 'aborting', leadsTo: 'object', phases: ['forward', 'block'], swap: 'swung', outcome: 'aborted' },
  { label: 'completed', leadsTo: 'object', phases: ['completed'], swap: 'releasing', outcome: 'SAID' },
  { label: 'reclaiming', leadsTo: 'object', phases: ['completed'], swap: 'ended', outcome: 'SAID', over: true },
] satisfies readonly Stage[]);

/** abstractionOf is the abstraction for one reference of the mechanism. */
export function abstractionOf(hotSwap: HotSwap, ref: string): Abstraction<MachineState> {
  const reference = hotSwap.references[ref]!;
  const of = (state: StateView): MachineState | Violation => {
    const label = state.label(reference.swapper);
    const target = state.read(reference.pointer);
    const base = { processors: hotSwap.callerProcessors, current: currentOf(target) };
    if (label === undefined || label.name === 'retired') return withoutMediator(state, reference, base, label);
    return withMediator(state, hotSwap, reference, base, label);
  };
  return { kind: 'exact', of };
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
): MachineState | Violation {
  if (leadsToMediator(state.read(pointer)))
    return violated(`the pointer of ${name} leads to a mediator and nobody swaps`);
  const retired = label !== undefined;
  const accepted = state.read(switching) === 1;
  if (retired && !accepted) return violated(`the swap of ${name} is not over and another would be accepted`);
  const mediator = state.read(ended) - (retired ? 1 : 0);
  const untouched = { outcome: 'open', inFlight: {}, inside: {}, suspended: [] } as const;
  const context: SwapContext = { ...base, mediator, ...untouched, elapsed: base.processors.map(() => 0) };
  const swap = retired ? { on: 'retired' } : accepted ? { on: 'requested' } : 'idle';
  return { value: { swap, mediator: 'absent' }, context };
}

function withMediator(
  state: StateView,
  hotSwap: HotSwap,
  reference: SwappableReference,
  base: Base,
  label: Label,
): MachineState | Violation {
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
  const outcome = stage.outcome === 'SAID' ? (label.data.outcome as SwapContext['outcome']) : stage.outcome;
  const context: SwapContext = { ...base, mediator: number, outcome, ...calls, elapsed: elapsedOf(label, base) };
  const freed = stage.over && isLoserFreed(state, reference, outcome, base);
  return { value: { swap: { on: freed ? 'reclaiming' : stage.swap }, mediator: { present: phase } }, context };
}

function text(target: Target): string {
  return JSON.stringify(target);
}

/** Of the two objects of a swap the one that lost; where there never was one, nothing is left to be freed. */
function isLoserFreed(
  state: StateView,
  { objects }: SwappableReference,
  outcome: SwapContext['outcome'],
  { current }: Base,
): boolean {
  const loser = objects[outcome === 'completed' ? current - 1 : current + 1];
  return loser === undefined || state.read(loser.memory.life!) % 2 === 0;
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
