// What a state of the per-processor form says about the state of ClusteredHotSwap: one claim per variable, each total, over
// cells, never over the memory that is compared. See the one-mediator form's abstraction.
// It forgets: locks, permits, the ticket, the count of processors in flight, the barrier's count, deadlines, the set of
// processors that know the object, what objects hold, the parity of generations.

import { actionStep, applied, type Claim, isSame, type TlaState, type TlaValue } from '../../../conformance/index.js';
import { type CellArray, canonical } from '../../../engine/program/index.js';
import type { StateView } from '../../../engine/watch/property.js';
import type { Clustered } from '../../../impl/clustered/layout.js';
import { type Mediator, rootPhase } from '../../../impl/clustered/mediator.js';
import {
  type ClusteredReference,
  entry,
  isGone,
  isMiss,
  type LocalTarget,
  leadsToMediator,
  objectOf,
} from '../../../impl/clustered/translation.js';
import { callsAt, isGivenBack, tableClaim } from '../abstraction.js';
import { mediatorAt, objectAt } from '../ruleWords.js';

type SwapClaim = Claim<TlaState>;

/** Variables of the specification without a claim of their own, and what is compared instead. */
export const elsewhere: Readonly<Record<string, string>> = Object.freeze({
  aim: 'no cell has it: enter says which object, and it has to fit',
  original: 'with the global entry: a mediator that it leads to knows its object',
  advanced: 'no cell has it: every event generation is an advance, and processorBlocks and workerRetires need two',
  mphase: 'with the root: the phase cell of the mediator of the swap that is on',
  state: 'not compared: what objects hold is for the property statePreserved',
  requests: 'no cell has it: every accepted swapRequested takes one',
});

/** Misses that are held back make the cell negative: by more than there are threads. */
const turning = 64;

/** clusteredClaims is the abstraction for the one swapped reference of a mechanism; homeOf is where a thread runs. */
export function clusteredClaims(
  clustered: Clustered,
  ref: string,
  processors: readonly number[],
  homeOf: (thread: string) => number,
): readonly SwapClaim[] {
  const reference = clustered.entries[ref]!;
  return [
    globalClaim(reference),
    ...processors.map((processor) => localClaim(reference, processor)),
    missesClaim(reference),
    ...processors.flatMap((processor) => representativeClaims(reference, processor)),
    tableClaim(
      clustered.callers,
      reference.mediators.flatMap((mediator) => tablesOf(clustered, mediator)),
    ),
    suspendedClaim(clustered, reference, clustered.options.migration ? () => processors : (thread) => [homeOf(thread)]),
    rootClaim(reference),
    workerClaim(reference, processors),
    generationClaim(clustered, processors, homeOf),
    freedClaim(reference),
  ];
}

/** Where threads migrate there is one table for all processors. */
function tablesOf({ options }: Clustered, { tracked, representatives }: Mediator): readonly CellArray<number>[] {
  return options.migration ? [tracked] : representatives.map((each) => each.tracked);
}

function targetOf(target: LocalTarget): TlaValue {
  if (isMiss(target)) return { tuple: ['miss', 0] };
  return leadsToMediator(target) ? mediatorAt(target.mediator) : objectAt(target.object);
}

function originalFits(target: LocalTarget, state: TlaState): boolean {
  return (
    isMiss(target) || !leadsToMediator(target) || state.value('original', target.mediator) === objectOf(target).object
  );
}

function globalClaim({ global, misses }: ClusteredReference): SwapClaim {
  return {
    field: 'global',
    reads:
      'the cell, exactly; but while misses are held back it may lead to the object still that a mediator stands before',
    shows: (view) => `${canonical(view.read(global))}, misses ${view.read(misses)}`,
    holds: (view, state) => {
      const target = view.read(global);
      if (isGone(target)) return isBeingTaken(state) || state.value('fate') === 'gone';
      const specified = state.value('global') as { readonly tuple: readonly TlaValue[] };
      if (isSame(specified, targetOf(target))) return originalFits(target, state);
      const [kind, number] = specified.tuple;
      const behind = kind === 'mediator' && objectAt(Number(state.value('original', number!)));
      return view.read(misses) < 0 && behind !== false && isSame(behind, targetOf(target));
    },
  };
}

/** Entries are emptied one after the other, and the object is freed then: all at once, as the form has it. */
function isBeingTaken(state: TlaState): boolean {
  return state.has('fate') && state.value('fate') === 'begun';
}

function localClaim({ local }: ClusteredReference, processor: number): SwapClaim {
  return {
    field: 'local',
    reads: 'the cells, exactly',
    shows: (view) => `processor ${processor}: ${canonical(view.read(local[processor]!))}`,
    holds: (view, state) => {
      const target = view.read(local[processor]!);
      if (isMiss(target) && isBeingTaken(state)) return true;
      return isSame(state.value('local', processor), targetOf(target)) && originalFits(target, state);
    },
  };
}

function missesClaim({ misses }: ClusteredReference): SwapClaim {
  return {
    field: 'found',
    reads:
      'the count of misses: no fewer than threads that have read the global entry (it goes up before and down after)',
    shows: (view) => String(view.read(misses)),
    holds: (view, state) => {
      const counted = view.read(misses);
      const reading = state
        .domain('found')
        .filter((thread) => !isSame(state.value('found', thread), targetOf({ miss: true })));
      return reading.length <= (counted < 0 ? counted + turning : counted);
    },
  };
}

function onProcessor(state: TlaState, variable: string, { number }: Mediator, processor: number): TlaValue {
  return applied(state.value(variable, number), processor)!;
}

function representativeClaims({ mediators }: ClusteredReference, processor: number): readonly SwapClaim[] {
  return mediators.flatMap((mediator) => {
    const { phase, count } = mediator.representatives[processor]!;
    const where = `mediator ${mediator.number} on ${processor}`;
    return [
      {
        field: 'pphase',
        reads: 'the phase cell; "unused" is forward there, and so is a representative that was not born yet',
        shows: (view) => `${where}: ${view.read(phase)}`,
        holds: (view, state) => {
          const specified = onProcessor(state, 'pphase', mediator, processor);
          const isOver = state.value('mphase', mediator.number) === 'completed';
          const isUnborn = specified === 'block' && (state.value('worker', processor) === 'absent' || isOver);
          const seen = view.read(phase);
          return seen === (specified === 'unused' ? 'forward' : specified) || (isUnborn && seen === 'forward');
        },
      },
      {
        field: 'count',
        reads: 'the count cell, exactly',
        shows: (view) => `${where}: ${view.read(count)}`,
        holds: (view, state) => view.read(count) === onProcessor(state, 'count', mediator, processor),
      },
    ] satisfies readonly SwapClaim[];
  });
}

/** `calledFrom` gives the processors that a thread may call from. */
function suspendedClaim(
  { callers }: Clustered,
  { mediators }: ClusteredReference,
  calledFrom: (thread: string) => readonly number[],
): SwapClaim {
  const flagOf = (view: StateView, { representatives }: Mediator, slot: number) =>
    calledFrom(callers[slot]!).some((each) => view.read(representatives[each]!.suspended[slot]!) === 1);
  return {
    field: 'at',
    reads:
      'the flags of waiters: set before the call says that it is suspended, cleared once its representative has completed',
    shows: (view) =>
      callers
        .map((thread, slot) => `${thread} ${mediators.filter((mediator) => flagOf(view, mediator, slot)).length}`)
        .join(', '),
    holds: (view, state) =>
      callers.every((thread, slot) =>
        mediators.every((mediator) => {
          const here = (call: TlaValue) => isSame(state.value('aim', call), mediatorAt(mediator.number));
          const held = callsAt(state, thread, 'suspended').some(here);
          const comes = callsAt(state, thread, 'suspended', 'invoked').some(here);
          const phases = calledFrom(thread).map((each) => onProcessor(state, 'pphase', mediator, each));
          return flagOf(view, mediator, slot) ? comes : !held || phases.includes('completed');
        }),
      ),
  };
}

/** What the phase cell of the mediator may hold, by how far the specification's swap is. */
const phasesOf: Readonly<Record<string, readonly number[]>> = {
  forward: [rootPhase.forward],
  block: [rootPhase.block],
  transfer: [rootPhase.transfer],
  aborting: [rootPhase.forward, rootPhase.block, rootPhase.transfer, rootPhase.aborting],
  concluded: [rootPhase.transfer, rootPhase.aborting, rootPhase.completed],
  reclaimed: [rootPhase.completed],
};

/** The component is to be destroyed, or is. */
function isGivenUp(state: TlaState): boolean {
  return state.has('fate') && state.value('fate') !== 'none';
}

function rootClaim({ entry: state, mediators }: ClusteredReference): SwapClaim {
  return {
    field: 'root',
    reads:
      'the entry cell (idle or not), and the phase cell of the mediator: told to abort, or that all is over, a little later; where no processor has a worker it stays in block',
    shows: (view) => `entry ${view.read(state)}, phases ${mediators.map(({ phase }) => view.read(phase)).join(' ')}`,
    holds: (view, specified) => {
      const root = String(specified.value('root'));
      if ((view.read(state) === entry.idle) !== (root === 'idle' && !isGivenUp(specified))) return false;
      const current = specified.domain('mphase').findLastIndex((m) => specified.value('mphase', m) !== 'unused');
      if (root === 'idle' || root === 'requested' || current < 0) return true;
      const seen = view.read(mediators[current]!.phase);
      const withoutWorker = specified.domain('worker').every((p) => specified.value('worker', p) === 'absent');
      return phasesOf[root]!.includes(seen) || (withoutWorker && seen === rootPhase.block);
    },
  };
}

/** Where swaps overlap each mediator has workers of its own, and so has the specification. */
function workOf(state: TlaState, mediator: Mediator, processor: number): TlaValue {
  const each = state.domain('mphase').length > 1 && state.has('workers');
  return each ? onProcessor(state, 'workers', mediator, processor) : state.value('worker', processor);
}

function workerClaim({ mediators }: ClusteredReference, processors: readonly number[]): SwapClaim {
  const givenBack = (view: StateView, { representatives }: Mediator) =>
    processors.filter((processor) => isGivenBack(view, representatives[processor]!.memory));
  return {
    field: 'worker',
    reads: 'the lives of representatives: one that is given back has a worker that has retired, or a swap that is over',
    shows: (view) => mediators.map((each) => `mediator ${each.number}: ${givenBack(view, each).join(' ')}`).join(', '),
    holds: (view, state) =>
      mediators.every((mediator) => {
        const isOver = state.members('freed').some((each) => isSame(each, mediatorAt(mediator.number)));
        const retired = (processor: number) => workOf(state, mediator, processor) === 'retired';
        return isOver || givenBack(view, mediator).every(retired);
      }),
  };
}

function generationClaim(
  { generations }: Clustered,
  processors: readonly number[],
  homeOf: (thread: string) => number,
): SwapClaim {
  const activeOn = (view: StateView, processor: number) => {
    const { word, active } = generations[processor]!;
    return (view.read(word) >> 1) + view.read(active[0]!) + view.read(active[1]!);
  };
  const passing = processors.map((processor) => [processor, actionStep('generation', processor).text] as const);
  return {
    field: 'age',
    reads:
      'the generation counters: no fewer active threads than calls in progress (a thread is active a little longer)',
    shows: (view) => processors.map((each) => `processor ${each}: ${activeOn(view, each)} active`).join(', '),
    holds: (view, state, owes) =>
      passing.every(([processor, generation]) => {
        const here = state.domain('age').filter((thread) => homeOf(String(thread)) === processor);
        const inProgress = here.filter((thread) => state.value('age', thread) !== 'gone');
        return owes(generation) || activeOn(view, processor) >= inProgress.length;
      }),
  };
}

function freedClaim({ objects, mediators }: ClusteredReference): SwapClaim {
  const freedIn = (view: StateView) => [
    ...objects.flatMap(({ memory }, number) => (isGivenBack(view, memory) ? [`object ${number}`] : [])),
    ...mediators.flatMap(({ memory, number }) => (isGivenBack(view, memory) ? [`mediator ${number}`] : [])),
  ];
  return {
    field: 'freed',
    reads:
      'the lives of regions: of mediators exactly; of objects too, but that the loser goes a little after the swap is concluded, and a successor is not looked at before its swap has begun',
    shows: (view) => freedIn(view).join(', ') || 'nothing',
    holds: (view, state) => {
      const freed = state.members('freed');
      const root = String(state.value('root'));
      const isFreed = (thing: TlaValue) => freed.some((each) => isSame(each, thing));
      const fits = (seen: boolean, specified: boolean) =>
        seen === specified || ['idle', 'requested'].includes(root) || (root === 'concluded' && specified);
      return (
        mediators.every(({ number, memory }) => isGivenBack(view, memory) === isFreed(mediatorAt(number))) &&
        objects.every(({ memory }, number) => fits(isGivenBack(view, memory), isFreed(objectAt(number))))
      );
    },
  };
}
