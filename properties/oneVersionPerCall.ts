// P5, one version per call (paper, section 3: a call is forwarded to the original component, or to the new one).
// A call enters one object only, and a thread that has entered object n of a reference never enters a lower one. An
// abort needs no exception: it gives back an object that is lower than one which nobody has entered.
// What a thread has seen is forgotten as soon as all lower objects are freed (entering those is P3's affair).

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { EventData } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';
import { drop, put, type Table } from './plainData.js';

type Versions = {
  /** The object that each call under way has entered. */
  readonly entered: Table<number>;
  /** Per thread, the highest object it has entered, if that is above the floor. */
  readonly seen: Table<number>;
  /** The object that the pointer led to last. */
  readonly current: number;
  /** All objects below are freed. */
  readonly floor: number;
};

const idle: Versions = { entered: {}, seen: {}, current: 0, floor: 0 };

const automaton = perReference<Versions>(idle, {
  enter,
  return: (state, { call }) => (call in state.entered ? { ...state, entered: drop(state.entered, call) } : state),
  swung: (state, { object }) => ({ ...state, current: object }),
  freedObject: (state, { object }) =>
    object === state.floor && object < state.current ? above(state, object + 1) : state,
});

function enter(state: Versions, data: EventData['enter'], thread: string): Versions | Violation {
  const { call, ref, object } = data;
  const other = state.entered[call];
  if (other !== undefined && other !== object) {
    return violated(`call ${call} enters object ${object} of ${ref} after object ${other}`);
  }
  const seen = state.seen[thread];
  if (seen !== undefined && object < seen)
    return violated(`${thread} enters object ${object} of ${ref} after it saw object ${seen}`);
  const entered = put(state.entered, call, object);
  return { ...state, entered, seen: object > state.floor ? put(state.seen, thread, object) : state.seen };
}

function above(state: Versions, floor: number): Versions {
  const seen = Object.fromEntries(Object.entries(state.seen).filter(([, object]) => object > floor));
  return { ...state, floor, seen };
}

/** oneVersionPerCall claims that a call runs in one object, and that no caller goes back to an older one. */
export const oneVersionPerCall = monitor(
  'oneVersionPerCall',
  { ...automaton, premise: anyReference((state) => Object.values(state.entered).some((object) => object > 0)) },
  { statement: 'a call enters one object only, and a thread that saw an object never enters an older one' },
);
