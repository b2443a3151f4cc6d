// What a state of the implementation says about the state of the specification: one claim per variable, each total,
// over cells and labels, never over the memory that is compared. A claim tells whether a state of the specification can
// stand for this one, and the table of claims is the abstraction, with what each one leaves open.
// It forgets: locks, permits, the ticket, deadlines, what objects hold, the parity of generations.

import { actionStep, type Claim, isSame, type TlaState, type TlaValue } from '../../conformance/index.js';
import { type CellArray, canonical, type Region } from '../../engine/program/index.js';
import type { StateView } from '../../engine/watch/property.js';
import type { HotSwap } from '../../impl/hotswap/layout.js';
import { leadsToMediator, type SwappableReference } from '../../impl/hotswap/translation.js';
import { mediatorAt, objectAt } from './ruleWords.js';

type SwapClaim = Claim<TlaState>;

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
  aim: 'no cell has it: enter says which object, and it has to fit',
  original: 'with the pointer: a mediator that it leads to knows its object',
  advanced: 'no cell has it: every event generation is an advance, and block and freedMediator need enough of them',
  state: 'not compared: what objects hold is for the property statePreserved',
  requests: 'no cell has it: every accepted swapRequested takes one',
});

/** claimsOf is the abstraction for the one swapped reference of a mechanism; processorOf is where a thread runs. */
export function claimsOf(hotSwap: HotSwap, ref: string, processorOf: (thread: string) => number): readonly SwapClaim[] {
  const reference = hotSwap.references[ref]!;
  return [
    pointerClaim(reference),
    ...mediatorClaims(reference),
    tableClaim(
      hotSwap.callers,
      reference.mediators.map(({ tracked }) => tracked),
    ),
    suspendedClaim(hotSwap, reference),
    swapperClaim(reference),
    generationClaim(hotSwap, processorOf),
    endedClaim(reference),
    freedClaim(reference),
  ];
}

function pointerClaim({ pointer }: SwappableReference): SwapClaim {
  return {
    field: 'pointer',
    reads: 'the pointer cell, exactly',
    shows: (view) => canonical(view.read(pointer)),
    holds: (view, state) => {
      const target = view.read(pointer);
      const expected = leadsToMediator(target) ? mediatorAt(target.mediator) : objectAt(target.object);
      const original = !leadsToMediator(target) || state.value('original', target.mediator) === target.original;
      return original && isSame(state.value('pointer'), expected);
    },
  };
}

function mediatorClaims({ mediators }: SwappableReference): readonly SwapClaim[] {
  const phaseOf = (phase: TlaValue) => (phase === 'unused' ? 'forward' : phase === 'transfer' ? 'block' : phase);
  return mediators.flatMap(({ number, phase, count }) => [
    {
      field: 'mphase',
      reads: 'the phase cell; "transfer" is block there, and "unused" is forward',
      shows: (view) => `mediator ${number}: ${view.read(phase)}`,
      holds: (view, state) => view.read(phase) === phaseOf(state.value('mphase', number)),
    },
    {
      field: 'count',
      reads: 'the count cell, exactly',
      shows: (view) => `mediator ${number}: ${view.read(count)}`,
      holds: (view, state) => view.read(count) === state.value('count', number),
    },
  ]);
}

export const threadOf = (call: TlaValue): TlaValue => (call as { readonly tuple: readonly TlaValue[] }).tuple[0]!;

/** Calls of a thread whose stage is one of these. */
export function callsAt(state: TlaState, thread: string, ...among: readonly string[]): readonly TlaValue[] {
  const calls = state.domain('at').filter((call) => threadOf(call) === thread);
  return calls.filter((call) => among.includes(String(state.value('at', call))));
}

/** tableClaim is about the tables of mediators, each with a row for each of the callers; `of` says what has a row. */
export function tableClaim(callers: readonly string[], tables: readonly CellArray<number>[], of = 'thread'): SwapClaim {
  const rowsOf = (view: StateView, slot: number) => tables.reduce((sum, tracked) => sum + view.read(tracked[slot]!), 0);
  return {
    field: 'table',
    reads: `a row per ${of}: as many entries as calls, less one while the thread is between its count and its row`,
    shows: (view) => callers.map((thread, slot) => `${thread}: ${rowsOf(view, slot)}`).join(', '),
    holds: (view, state) =>
      callers.every((thread, slot) => {
        const rows = rowsOf(view, slot);
        const entries = state.members('table').filter((call) => threadOf(call) === thread).length;
        const between = callsAt(state, thread, 'counted', 'left').length;
        return rows <= entries && rows >= entries - between;
      }),
  };
}

function suspendedClaim({ callers }: HotSwap, { mediators }: SwappableReference): SwapClaim {
  return {
    field: 'at',
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
    holds: (view, state) =>
      callers.every((thread, slot) =>
        mediators.every(({ number, suspended }) => {
          const flag = view.read(suspended[slot]!) === 1;
          const here = (call: TlaValue) => isSame(state.value('aim', call), mediatorAt(number));
          const held = callsAt(state, thread, 'suspended').some(here);
          const comes = callsAt(state, thread, 'suspended', 'invoked').some(here);
          const completed = state.value('mphase', number) === 'completed';
          return flag ? comes : !held || completed;
        }),
      ),
  };
}

function swapperClaim({ swapper, switching }: SwappableReference): SwapClaim {
  const labelIn = (view: StateView) => view.label(swapper)?.name;
  return {
    field: 'swapper',
    reads: 'the switching cell (idle or not), and the label of the swapper',
    shows: (view) => `switching ${view.read(switching)}, the swapper at ${labelIn(view) ?? 'its start'}`,
    holds: (view, state) => {
      const stage = String(state.value('swapper'));
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

/** generationClaim is about the activity of threads; processorOf is where a thread runs. */
export function generationClaim(
  { generations, callerProcessors }: HotSwap,
  processorOf: (thread: string) => number,
): SwapClaim {
  const activeOn = (view: StateView, processor: number) => {
    const { word, active } = generations[processor]!;
    return (view.read(word) >> 1) + view.read(active[0]!) + view.read(active[1]!);
  };
  const passing = callerProcessors.map((processor) => [processor, actionStep('generation', processor).text] as const);
  return {
    field: 'age',
    reads:
      'the generation counters: no fewer active threads than calls in progress (a thread is active a little longer)',
    shows: (view) =>
      callerProcessors.map((processor) => `processor ${processor}: ${activeOn(view, processor)} active`).join(', '),
    holds: (view, state, owes) =>
      passing.every(([processor, generation]) => {
        const here = state.domain('age').filter((thread) => processorOf(String(thread)) === processor);
        const inProgress = here.filter((thread) => state.value('age', thread) !== 'gone');
        return owes(generation) || activeOn(view, processor) >= inProgress.length;
      }),
  };
}

function endedClaim({ ended }: SwappableReference): SwapClaim {
  return {
    field: 'ended',
    reads: 'the ended cell, exactly',
    shows: (view) => String(view.read(ended)),
    holds: (view, state) => view.read(ended) === state.value('ended'),
  };
}

function freedClaim({ objects, mediators }: SwappableReference): SwapClaim {
  const freedIn = (view: StateView) => [
    ...objects.flatMap(({ memory }, number) => (isGivenBack(view, memory) ? [`object ${number}`] : [])),
    ...mediators.flatMap(({ memory, number }) => (isGivenBack(view, memory) ? [`mediator ${number}`] : [])),
  ];
  return {
    field: 'freed',
    reads: "the lives of regions, exactly; but a successor's before its swap has a mediator is not looked at",
    shows: (view) => freedIn(view).join(', ') || 'nothing',
    holds: (view, state) => {
      const freed = state.members('freed');
      const isFreed = (thing: TlaValue) => freed.some((each) => isSame(each, thing));
      const early = ['idle', 'requested'].includes(String(state.value('swapper')));
      return (
        mediators.every(({ number, memory }) => isGivenBack(view, memory) === isFreed(mediatorAt(number))) &&
        objects.every(({ memory }, number) => early || isGivenBack(view, memory) === isFreed(objectAt(number)))
      );
    },
  };
}

/** Whether a region has been given back: its life is even, and was more than nothing. */
export function isGivenBack(view: StateView, { life }: Region): boolean {
  const turns = life === undefined ? 0 : view.read(life);
  return turns > 0 && turns % 2 === 0;
}
