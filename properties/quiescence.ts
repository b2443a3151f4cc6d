// P1, quiescence (paper, section 1, problem 1, and section 3: "we have reached a quiescent state for the object").
// The state may be transferred only when no thread accesses the component: no frame of the old object exists from the
// first step of the transfer to its last. A frame is a call between `enter` and `leave`, mediated or not, asleep or
// not. Where several processors transfer at once, it is one transfer, from the first step of the first to the swing.
// It begins when the mechanism says so, and at the latest when an object is asked for its state.
// Frames of the successor are none of its business: P2 and P9 judge a successor that serves too early.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { Reference } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';
import { type Table, tally } from './plainData.js';

type Frames = {
  /** Frames per object; none is no entry. */
  readonly inside: Table<number>;
  /** The object whose state is being transferred. */
  readonly source: number | null;
};

const idle: Frames = { inside: {}, source: null };

const automaton = perReference<Frames>(idle, {
  enter: (state, { call, ref, object }) =>
    object === state.source
      ? violated(`call ${call} enters object ${object} of ${ref} while its state is being transferred`)
      : { ...state, inside: tally(state.inside, object, 1) },
  leave: (state, { object }) => ({ ...state, inside: tally(state.inside, object, -1) }),
  transferBegins: (state, { ref, from }) => begins(state, ref, from),
  exports: (state, { ref, object }) => begins(state, ref, object),
  transferEnded: (state, { processor }) => (processor === undefined ? released(state) : state),
  swapEnded: released,
  // An abort gives the old object back before it ends the swap.
  swung: (state, { object }) => (object === state.source ? released(state) : state),
});

function begins(state: Frames, ref: Reference, source: number): Frames | Violation {
  if (source === state.source) return state;
  const inside = state.inside[source];
  return inside
    ? violated(`the transfer of ${ref} begins with ${inside} frame(s) inside object ${source}`)
    : { ...state, source };
}

function released(state: Frames): Frames {
  return state.source === null ? state : { ...state, source: null };
}

/** quiescence claims that the old object holds no frame while its state is transferred. */
export const quiescence = monitor(
  'quiescence',
  { ...automaton, premise: anyReference((state) => state.source !== null) },
  { statement: 'no call is inside the old object while its state is transferred' },
);
