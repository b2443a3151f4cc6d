// P3, no use after free (paper, section 2: "deallocating the original object and the temporary interposing object").
// Old object, mediator and successor alike: nothing enters, touches, transfers or points to what has been given back;
// nothing is given back twice, with a frame inside, or during its transfer.
// The successor of an aborted swap and that of the next share a number: a new swap forgets what the abort freed.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import { anyReference, perReference } from './listener.js';
import { include, type Table, tally } from './plainData.js';

type Memory = {
  readonly inside: Table<number>;
  /** The object that the pointer led to last. */
  readonly current: number;
  readonly transfer: readonly number[];
  readonly freedObjects: readonly number[];
  readonly freedMediators: readonly number[];
};

const idle: Memory = { inside: {}, current: 0, transfer: [], freedObjects: [], freedMediators: [] };

const automaton = perReference<Memory>(idle, {
  enter: (state, { call, ref, object }) =>
    state.freedObjects.includes(object)
      ? violated(`call ${call} enters object ${object} of ${ref}, which was freed`)
      : { ...state, inside: tally(state.inside, object, 1) },
  leave: (state, { object }) => ({ ...state, inside: tally(state.inside, object, -1) }),
  touch: (state, { call, ref, mediator }) =>
    state.freedMediators.includes(mediator)
      ? violated(`call ${call} touches mediator ${mediator} of ${ref}, which was freed`)
      : state,
  transferBegins: (state, { ref, from, to }) => {
    const freed = [from, to].find((object) => state.freedObjects.includes(object));
    if (freed !== undefined) return violated(`a transfer of ${ref} uses object ${freed}, which was freed`);
    return { ...state, transfer: [from, to] };
  },
  transferEnded: brokenOff,
  swapStarted: (state) => reborn(state),
  swapEnded: brokenOff,
  swung: (state, { ref, object }) =>
    state.freedObjects.includes(object)
      ? violated(`the pointer of ${ref} is set to object ${object}, which was freed`)
      : { ...(object === state.current ? brokenOff(state) : state), current: object },
  freedObject: (state, { ref, object }) => free(state, ref, object),
  freedMediator: (state, { ref, mediator }) =>
    state.freedMediators.includes(mediator)
      ? violated(`mediator ${mediator} of ${ref} is freed twice`)
      : { ...state, freedMediators: include(state.freedMediators, mediator) },
});

function free(state: Memory, ref: string, object: number): Memory | Violation {
  const what = `object ${object} of ${ref} is freed`;
  if (state.freedObjects.includes(object)) return violated(`${what} twice`);
  if (state.inside[object]) return violated(`${what} with ${state.inside[object]} frame(s) inside`);
  if (state.transfer.includes(object)) return violated(`${what} during its transfer`);
  return { ...state, freedObjects: include(state.freedObjects, object) };
}

/** A transfer is over when it has ended, and when the pointer goes back to the old object: an abort. */
function brokenOff(state: Memory): Memory {
  return state.transfer.length > 0 ? { ...state, transfer: [] } : state;
}

function reborn(state: Memory): Memory {
  const freedObjects = state.freedObjects.filter((object) => object <= state.current);
  return freedObjects.length === state.freedObjects.length ? state : { ...state, freedObjects };
}

/** noUseAfterFree claims that old object, mediator and successor are never used once they are freed. */
export const noUseAfterFree = monitor(
  'noUseAfterFree',
  { ...automaton, premise: anyReference((state) => state.freedObjects.length + state.freedMediators.length > 0) },
  { statement: 'nothing enters, touches, transfers or frees an object or a mediator that has been freed' },
);
