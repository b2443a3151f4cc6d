// What a state of the implementation says about the state of the specification: one claim per variable, each total,
// over cells and labels, never over the memory that is compared. A claim tells whether a state of the specification can
// stand for this one, and the table of claims is the abstraction, with what each one leaves open.
// It forgets: locks, permits, the ticket, deadlines, what objects hold, the parity of generations.

import { canonical } from '../../engine/program/value.js';
import type { StateView } from '../../engine/watch/property.js';
import type { HotSwap } from '../../impl/hotswap/layout.js';
import { leadsToMediator, type SwappableReference } from '../../impl/hotswap/translation.js';
import type { TlaValue } from '../value.js';
import { isSame, mediatorAt, objectAt, type SpecAutomaton } from './automaton.js';

export interface Claim {
  readonly variable: string;
  /** In words: how it is read, and what is left open. */
  readonly reads: string;
  /** What the implementation has there, for a report. */
  readonly shows: (view: StateView) => string;
  readonly holds: (view: StateView, spec: SpecAutomaton, state: number, owed: number) => boolean;
}

/** The specification's stages of a swap that a label of the swapper can stand for. */
const stages: Readonly<Record<string, readonly string[]>> = {
  forward: ['forward'],
  block: ['block'],
  transfer: ['block', 'transfer'],
  transferred: ['transferred', 'swung'],
  aborting: ['aborting', 'swung'],
  completed: ['completed', 'ended'],
  reclaiming: ['ended', 'reclaiming'],
  retired: ['reclaimed', 'idle'],
};

/** Variables of the specification without a claim of their own, and what is compared instead. */
export const elsewhere: Readonly<Record<string, string>> = Object.freeze({
  aim: 'no cell has it: enter and touch say which object and mediator, and they have to fit',
  original: 'with the pointer: a mediator that it leads to knows its object',
  advanced: 'no cell has it: every event generation is an advance, and block and freedMediator need enough of them',
  state: 'not compared: what objects hold is for the property statePreserved',
  requests: 'no cell has it: every accepted swapRequested takes one',
});

/** claimsOf is the abstraction for the one swapped reference of a mechanism; processorOf is where a thread runs. */
export function claimsOf(hotSwap: HotSwap, ref: string, processorOf: (thread: string) => number): readonly Claim[] {
  const reference = hotSwap.references[ref]!;
  return [
    pointerClaim(reference),
    ...mediatorClaims(reference),
    tableClaim(hotSwap, reference),
    suspendedClaim(hotSwap, reference),
    swapperClaim(reference),
    generationClaim(hotSwap, processorOf),
    endedClaim(reference),
    freedClaim(reference),
  ];
}

function pointerClaim({ pointer }: SwappableReference): Claim {
  return {
    variable: 'pointer',
    reads: 'the pointer cell, exactly',
    shows: (view) => canonical(view.read(pointer)),
    holds: (view, spec, state) => {
      const target = view.read(pointer);
      const expected = leadsToMediator(target) ? mediatorAt(target.mediator) : objectAt(target.object);
      const original = !leadsToMediator(target) || spec.value(state, 'original', target.mediator) === target.original;
      return original && isSame(spec.value(state, 'pointer'), expected);
    },
  };
}

function mediatorClaims({ mediators }: SwappableReference): readonly Claim[] {
  const phaseOf = (phase: TlaValue) => (phase === 'unused' ? 'forward' : phase === 'transfer' ? 'block' : phase);
  return mediators.flatMap(({ number, phase, count }) => [
    {
      variable: 'mphase',
      reads: 'the phase cell; "transfer" is block there, and "unused" is forward',
      shows: (view) => `mediator ${number}: ${view.read(phase)}`,
      holds: (view, spec, state) => view.read(phase) === phaseOf(spec.value(state, 'mphase', number)),
    },
    {
      variable: 'count',
      reads: 'the count cell, exactly',
      shows: (view) => `mediator ${number}: ${view.read(count)}`,
      holds: (view, spec, state) => view.read(count) === spec.value(state, 'count', number),
    },
  ]);
}

const threadOf = (call: TlaValue): TlaValue => (call as { readonly tuple: readonly TlaValue[] }).tuple[0]!;

/** Calls of a thread whose stage is one of these. */
function callsAt(spec: SpecAutomaton, state: number, thread: string, ...among: readonly string[]): readonly TlaValue[] {
  const calls = spec.domain('at').filter((call) => threadOf(call) === thread);
  return calls.filter((call) => among.includes(String(spec.value(state, 'at', call))));
}

function tableClaim({ callers }: HotSwap, { mediators }: SwappableReference): Claim {
  const rowsOf = (view: StateView, slot: number) =>
    mediators.reduce((sum, { tracked }) => sum + view.read(tracked[slot]!), 0);
  return {
    variable: 'table',
    reads: 'a row per thread: as many entries as calls, less one while the thread is between its count and its row',
    shows: (view) => callers.map((thread, slot) => `${thread}: ${rowsOf(view, slot)}`).join(', '),
    holds: (view, spec, state) =>
      callers.every((thread, slot) => {
        const rows = rowsOf(view, slot);
        const entries = spec.members(state, 'table').filter((call) => threadOf(call) === thread).length;
        const between = callsAt(spec, state, thread, 'counted', 'left').length;
        return rows <= entries && rows >= entries - between;
      }),
  };
}

function suspendedClaim({ callers }: HotSwap, { mediators }: SwappableReference): Claim {
  return {
    variable: 'at',
    reads:
      'the flags of waiters: set before the call says that it is suspended, cleared once its mediator has completed',
    shows: (view) => {
      const waits = (slot: number) => mediators.filter(({ suspended }) => view.read(suspended[slot]!) === 1);
      const texts = callers.map(
        (thread, slot) =>
          `${thread} ${
            waits(slot)
              .map(({ number }) => number)
              .join(' ') || 'none'
          }`,
      );
      return `mediators that hold a flag: ${texts.join(', ')}`;
    },
    holds: (view, spec, state) =>
      callers.every((thread, slot) =>
        mediators.every(({ number, suspended }) => {
          const flag = view.read(suspended[slot]!) === 1;
          const here = (call: TlaValue) => isSame(spec.value(state, 'aim', call), mediatorAt(number));
          const held = callsAt(spec, state, thread, 'suspended').some(here);
          const comes = callsAt(spec, state, thread, 'suspended', 'invoked').some(here);
          const completed = spec.value(state, 'mphase', number) === 'completed';
          return flag ? comes : !held || completed;
        }),
      ),
  };
}

function swapperClaim({ swapper, switching }: SwappableReference): Claim {
  const labelIn = (view: StateView) => view.label(swapper)?.name;
  return {
    variable: 'swapper',
    reads: 'the switching cell (idle or not), and the label of the swapper',
    shows: (view) => `switching ${view.read(switching)}, the swapper at ${labelIn(view) ?? 'its start'}`,
    holds: (view, spec, state) => {
      const stage = String(spec.value(state, 'swapper'));
      if ((view.read(switching) === 0) !== (stage === 'idle')) return false;
      const label = labelIn(view);
      return label === undefined
        ? ['idle', 'requested'].includes(stage)
        : (stages[label] ?? []).concat(nextSwap(label)).includes(stage);
    },
  };
}

/** A swapper that is started again has the label of its last swap until it has a mediator. */
function nextSwap(label: string): readonly string[] {
  return label === 'retired' ? ['requested'] : [];
}

function generationClaim({ generations, callerProcessors }: HotSwap, processorOf: (thread: string) => number): Claim {
  const activeOn = (view: StateView, processor: number) => {
    const { word, active } = generations[processor]!;
    return (view.read(word) >> 1) + view.read(active[0]!) + view.read(active[1]!);
  };
  return {
    variable: 'age',
    reads:
      'the generation counters: no fewer active threads than calls in progress (a thread is active a little longer)',
    shows: (view) =>
      callerProcessors.map((processor) => `processor ${processor}: ${activeOn(view, processor)} active`).join(', '),
    holds: (view, spec, state, owed) =>
      callerProcessors.every((processor, index) => {
        const here = spec.domain('age').filter((thread) => processorOf(String(thread)) === processor);
        const inProgress = here.filter((thread) => spec.value(state, 'age', thread) !== 'gone');
        return (owed & (1 << index)) !== 0 || activeOn(view, processor) >= inProgress.length;
      }),
  };
}

function endedClaim({ ended }: SwappableReference): Claim {
  return {
    variable: 'ended',
    reads: 'the ended cell, exactly',
    shows: (view) => String(view.read(ended)),
    holds: (view, spec, state) => view.read(ended) === spec.value(state, 'ended'),
  };
}

function freedClaim({ objects, mediators }: SwappableReference): Claim {
  const freedIn = (view: StateView) => [
    ...objects.flatMap(({ allocated }, number) => (view.read(allocated) === 0 ? [`object ${number}`] : [])),
    ...mediators.flatMap(({ allocated, number }) => (view.read(allocated) === 0 ? [`mediator ${number}`] : [])),
  ];
  return {
    variable: 'freed',
    reads: "the allocated cells, exactly; but a successor's before its swap has a mediator is not looked at",
    shows: (view) => freedIn(view).join(', ') || 'nothing',
    holds: (view, spec, state) => {
      const freed = spec.members(state, 'freed');
      const isFreed = (thing: TlaValue) => freed.some((each) => isSame(each, thing));
      const early = ['idle', 'requested'].includes(String(spec.value(state, 'swapper')));
      return (
        mediators.every(({ number, allocated }) => (view.read(allocated) === 0) === isFreed(mediatorAt(number))) &&
        objects.every(({ allocated }, number) => early || (view.read(allocated) === 0) === isFreed(objectAt(number)))
      );
    },
  };
}
