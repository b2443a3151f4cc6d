// What a state of a group's swap in the one-mediator form says about the state of GroupSwap: one claim per variable, of each
// member where it has one, each total, over cells, never over the memory that is compared. See the one reference's abstraction.
// It forgets: locks, permits, the ticket, what objects hold, the parity of generations, how far the swapper is in between.

import { applied, type Claim, isSame, type TlaState, type TlaValue } from '../../../conformance/index.js';
import { canonical } from '../../../engine/program/index.js';
import type { StateView } from '../../../engine/watch/property.js';
import type { HotSwap } from '../../../impl/hotswap/layout.js';
import { leadsToMediator, type SwappableReference } from '../../../impl/hotswap/translation.js';
import { callsAt, generationClaim, isGivenBack, tableClaim } from '../abstraction.js';

type SwapClaim = Claim<TlaState>;

/** Variables of the specification without a claim of their own, and what is compared instead. */
export const elsewhere: Readonly<Record<string, string>> = Object.freeze({
  aim: 'no cell has it: enter says which object, and it has to fit',
  original: 'with the pointer: a mediator that it leads to knows its object',
  stage: 'no cell has it: every step of a member is said in an event',
  advanced: 'no cell has it: every event generation is an advance, and block and freedMediator need enough of them',
  state: 'not compared: what objects hold is for the property statePreserved',
});

/** objectOf and mediatorOf are the specification's names of a member's. */
export const objectOf = (ref: string, number: number): TlaValue => ({ tuple: ['object', ref, number] });
export const mediatorOf = (ref: string, number: number): TlaValue => ({ tuple: ['mediator', ref, number] });

/** groupClaims is the abstraction for the references that are swapped as one; processorOf is where a thread runs. */
export function groupClaims(
  hotSwap: HotSwap,
  refs: readonly string[],
  processorOf: (thread: string) => number,
): readonly SwapClaim[] {
  const members = refs.map((ref) => hotSwap.references[ref]!);
  return [
    ...members.flatMap((member) => [pointerClaim(member), ...mediatorClaims(member)]),
    tableClaim(
      hotSwap.callers,
      members.flatMap(({ mediators }) => mediators.map(({ tracked }) => tracked)),
      'thread and member',
    ),
    suspendedClaim(hotSwap, members),
    groupClaim(members),
    generationClaim(hotSwap, processorOf),
    freedClaim(members),
  ];
}

function pointerClaim({ name, pointer }: SwappableReference): SwapClaim {
  return {
    field: 'pointer',
    reads: 'the pointer cells, exactly',
    shows: (view) => `${name}: ${canonical(view.read(pointer))}`,
    holds: (view, state) => {
      const target = view.read(pointer);
      if (!leadsToMediator(target)) return isSame(state.value('pointer', name), objectOf(name, target.object));
      const isOriginal = applied(state.value('original', name), target.mediator) === target.original;
      return isOriginal && isSame(state.value('pointer', name), mediatorOf(name, target.mediator));
    },
  };
}

function mediatorClaims({ name, mediators }: SwappableReference): readonly SwapClaim[] {
  const phaseOf = (phase: TlaValue) => (phase === 'unused' ? 'forward' : phase === 'transfer' ? 'block' : phase);
  return mediators.flatMap(({ number, phase, count }) => [
    {
      field: 'mphase',
      reads: 'the phase cells; "transfer" is block there, and "unused" is forward',
      shows: (view) => `mediator ${number} of ${name}: ${view.read(phase)}`,
      holds: (view, state) => view.read(phase) === phaseOf(applied(state.value('mphase', name), number)!),
    },
    {
      field: 'count',
      reads: 'the count cells, exactly',
      shows: (view) => `mediator ${number} of ${name}: ${view.read(count)}`,
      holds: (view, state) => view.read(count) === applied(state.value('count', name), number),
    },
  ]);
}

function suspendedClaim({ callers }: HotSwap, members: readonly SwappableReference[]): SwapClaim {
  const mediators = members.flatMap(({ name, mediators: own }) =>
    own.map(({ number, suspended }) => ({ name, number, suspended })),
  );
  return {
    field: 'at',
    reads:
      'the flags of waiters: set before the call says that it is suspended, cleared once its mediator has completed',
    shows: (view) => {
      const held = mediators.flatMap(({ name, number, suspended }) =>
        callers.flatMap((thread, slot) =>
          view.read(suspended[slot]!) === 1 ? [`${thread} at ${name}.${number}`] : [],
        ),
      );
      return held.join(', ') || 'nobody is held back';
    },
    holds: (view, state) =>
      callers.every((thread, slot) =>
        mediators.every(({ name, number, suspended }) => {
          const here = (call: TlaValue) => isSame(state.value('aim', call), mediatorOf(name, number));
          if (view.read(suspended[slot]!) === 1) return callsAt(state, thread, 'suspended', 'invoked').some(here);
          const isOver = applied(state.value('mphase', name), number) === 'completed';
          return isOver || !callsAt(state, thread, 'suspended').some(here);
        }),
      ),
  };
}

/** The group is idle where the reference is whose swapper carries it out: it is taken first, and given back last. */
function groupClaim([lead]: readonly SwappableReference[]): SwapClaim {
  const { switching } = lead!;
  return {
    field: 'group',
    reads: 'the switching cell of the first member: idle or not',
    shows: (view) => String(view.read(switching)),
    holds: (view, state) => (view.read(switching) === 0) === (state.value('group') === 'idle'),
  };
}

function freedClaim(members: readonly SwappableReference[]): SwapClaim {
  const freedIn = (view: StateView) =>
    members.flatMap(({ name, objects, mediators }) => [
      ...objects.flatMap(({ memory }, number) => (isGivenBack(view, memory) ? [`object ${number} of ${name}`] : [])),
      ...mediators.flatMap(({ memory, number }) =>
        isGivenBack(view, memory) ? [`mediator ${number} of ${name}`] : [],
      ),
    ]);
  return {
    field: 'freed',
    reads: "the lives of regions, exactly; but a successor's before its swap has a mediator is not looked at",
    shows: (view) => freedIn(view).join(', ') || 'nothing',
    holds: (view, state) => {
      const freed = state.members('freed');
      const isFreed = (thing: TlaValue) => freed.some((each) => isSame(each, thing));
      return members.every(({ name, objects, mediators }) => {
        const isEarly = state.value('stage', name) === 'outside';
        const fits = (number: number, seen: boolean) => isEarly || seen === isFreed(objectOf(name, number));
        return (
          mediators.every(({ number, memory }) => isGivenBack(view, memory) === isFreed(mediatorOf(name, number))) &&
          objects.every(({ memory }, number) => fits(number, isGivenBack(view, memory)))
        );
      });
    },
  };
}
