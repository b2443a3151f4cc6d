// What a state of the per-processor form says about a state of its machine: claims about what cells and labels show. No cell
// shows how far a worker is, nor which generations it has counted: what it says next does.
// It forgets: local entries, misses, locks, the ticket, the barrier's count, what objects hold.

import { type Claim, type MachineState, pathsOf } from '../../conformance/index.js';
import type { StateView } from '../../engine/watch/property.js';
import type { Clustered } from '../../impl/clustered/layout.js';
import type { Mediator } from '../../impl/clustered/mediator.js';
import { type ClusteredReference, entry, objectOf } from '../../impl/clustered/translation.js';
import type { SpreadContext, Stage } from './spreadMachine.js';

type SpreadClaim = Claim<MachineState>;

const contextOf = ({ context }: MachineState): SpreadContext => context as unknown as SpreadContext;

/** What a representative's phase cell holds in each stage. */
const phaseIn: Readonly<Record<Stage, string>> = {
  calm: 'forward',
  forward: 'forward',
  block: 'block',
  born: 'block',
  completed: 'completed',
};

/** spreadClaims is the abstraction for one reference of a mechanism. */
export function spreadClaims(clustered: Clustered, ref: string): readonly SpreadClaim[] {
  const reference = clustered.entries[ref]!;
  return [
    stateClaim(reference),
    currentClaim(reference),
    mediatorClaim(reference),
    stagesClaim(clustered, reference),
    ...threadClaims(clustered, reference),
    countClaim(clustered, reference),
  ];
}

function stateClaim({ entry: cell }: ClusteredReference): SpreadClaim {
  return {
    field: 'state',
    reads: 'the entry cell: idle, or not',
    shows: (view) => `entry ${view.read(cell)}`,
    holds: (view, { value }) => (view.read(cell) === entry.idle) === (value === 'idle'),
  };
}

function currentClaim({ global }: ClusteredReference): SpreadClaim {
  return {
    field: 'current',
    reads: 'the global entry, or what its mediator stands before',
    shows: (view) => String(objectOf(view.read(global)).object),
    holds: (view, state) => objectOf(view.read(global)).object === contextOf(state).current,
  };
}

function mediatorClaim({ ended }: ClusteredReference): SpreadClaim {
  return {
    field: 'mediator',
    reads: 'the count of swaps that have ended, less one from the end of a swap until another is accepted',
    shows: (view) => String(view.read(ended)),
    holds: (view, state) => view.read(ended) === contextOf(state).mediator + (isAfterItsEnd(state) ? 1 : 0),
  };
}

function isAfterItsEnd({ value }: MachineState): boolean {
  const paths = pathsOf(value);
  return paths.some(
    (path) =>
      path === 'on.reclaimed' ||
      path === 'on.concluded.releasing.ended' ||
      path === 'on.concluded.releasing.reclaiming',
  );
}

function mediatorOf({ mediators }: ClusteredReference, state: MachineState): Mediator | undefined {
  return mediators[contextOf(state).mediator];
}

function stagesClaim({ callerProcessors }: Clustered, reference: ClusteredReference): SpreadClaim {
  const phasesIn = (view: StateView, mediator: Mediator) =>
    callerProcessors.map((processor) => view.read(mediator.representatives[processor]!.phase));
  return {
    field: 'stages',
    reads:
      "the phase cells of the swap's mediator, until that is freed; a representative is born a step before it is known",
    shows: (view) => reference.mediators.map((each) => phasesIn(view, each).join(' ')).join(' | '),
    holds: (view, state) => {
      const mediator = mediatorOf(reference, state);
      if (!mediator || pathsOf(state.value).includes('on.reclaimed')) return true;
      const { stages } = contextOf(state);
      const phases = phasesIn(view, mediator);
      return callerProcessors.every((processor, at) => phases[at] === phaseIn[stages[processor] ?? 'calm']);
    },
  };
}

/** Rows of a thread in the table of its mediator's representatives. */
function rowsOf(view: StateView, { representatives }: Mediator, slot: number): number {
  return representatives.reduce((sum, { tracked }) => sum + view.read(tracked[slot]!), 0);
}

function threadClaims(clustered: Clustered, reference: ClusteredReference): readonly SpreadClaim[] {
  const { callers } = clustered;
  const isSuspended = (view: StateView, thread: string) => {
    const label = view.label(thread);
    return label?.name === 'suspended' && label.data.ref === reference.name;
  };
  return [
    {
      field: 'inside',
      reads: 'the rows of the tables',
      shows: (view) => reference.mediators.map((each) => rowsText(view, clustered, each)).join(' | '),
      holds: (view, state) => {
        const mediator = mediatorOf(reference, state);
        const { inside } = contextOf(state);
        return (
          mediator === undefined ||
          callers.every((thread, slot) => rowsOf(view, mediator, slot) === (inside[thread] ?? 0))
        );
      },
    },
    {
      field: 'suspended',
      reads: 'the labels of threads',
      shows: (view) => callers.filter((thread) => isSuspended(view, thread)).join(', ') || 'nobody',
      holds: (view, state) => {
        const held = callers.filter((thread) => isSuspended(view, thread)).sort();
        return held.join() === contextOf(state).suspended.join();
      },
    },
  ];
}

function rowsText(view: StateView, { callers }: Clustered, mediator: Mediator): string {
  return callers.map((thread, slot) => `${thread}: ${rowsOf(view, mediator, slot)}`).join(', ');
}

function countClaim({ callerProcessors }: Clustered, reference: ClusteredReference): SpreadClaim {
  const countOn = (view: StateView, { representatives }: Mediator, processor: number) =>
    view.read(representatives[processor]!.count);
  return {
    field: 'inFlight',
    reads: 'the count of each representative: as many as calls of the threads of its processor are known',
    shows: (view) =>
      reference.mediators
        .map((mediator) => callerProcessors.map((processor) => countOn(view, mediator, processor)).join(' '))
        .join(' | '),
    holds: (view, state) => {
      const mediator = mediatorOf(reference, state);
      if (!mediator) return true;
      const { homes, inFlight } = contextOf(state);
      const known = (processor: number) =>
        Object.keys(inFlight).reduce((sum, thread) => sum + (homes[thread] === processor ? inFlight[thread]! : 0), 0);
      return callerProcessors.every((processor) => countOn(view, mediator, processor) === known(processor));
    },
  };
}
