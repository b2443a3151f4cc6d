// The vocabulary of events: what every mechanism, component and client says, and all that properties may listen to.
// It is the contract that lets rivals, per-processor mediators and group swap come later without a change to properties.
// Calls are named `client.index`, nested ones `client.index/depth`; objects and mediators by reference and number:
// object n of a reference is what is current after n completed swaps; mediator n belongs to swap n of that reference.

import {
  begins,
  beginsTogether,
  closes,
  happened,
  happenedTogether,
  opens,
  type Said,
} from '../engine/program/event.js';
import type { Program } from '../engine/program/operation.js';
import type { Data, Value } from '../engine/program/value.js';

/** The name of a component as clients know it: 'A'. */
export type Reference = string;

export interface EventData {
  /** A client (or a component, when nested) calls through the reference. Rides on the call's first step. */
  readonly invoke: { readonly call: string; readonly ref: Reference; readonly method: string; readonly args: Value };
  /** The call is over. `threw` is present when an exception left it. Rides on the call's last step. */
  readonly return: { readonly call: string; readonly ref: Reference; readonly result: Value; readonly threw?: Value };
  /** The call starts to run in an object: rides on the first step of the method. */
  readonly enter: { readonly call: string; readonly ref: Reference; readonly object: number };
  /** The method has run to its end (or thrown): rides on its last step. */
  readonly leave: { readonly call: string; readonly ref: Reference; readonly object: number };
  /** An object gives its state, or a part of it, in a format: rides on the first step of the component that does. */
  readonly exports: Move;
  /** An object is given a state, or a part of one. */
  readonly imports: Move;
  /** The component itself raised an exception (as opposed to the mechanism failing the call). */
  readonly raised: { readonly call: string; readonly ref: Reference };
  /** The mechanism holds the call back from now on. */
  readonly suspended: { readonly call: string; readonly ref: Reference };
  /** The mechanism lets the call go on. */
  readonly resumed: { readonly call: string; readonly ref: Reference };
  /** The mediator's count of calls in flight changed by `delta` (1 or -1). */
  readonly counted: {
    readonly call: string;
    readonly ref: Reference;
    readonly mediator: number;
    readonly delta: number;
  };
  /** The call was put into (true) or taken out of (false) the mediator's table of thread ids. */
  readonly tracked: {
    readonly call: string;
    readonly ref: Reference;
    readonly mediator: number;
    readonly present: boolean;
  };
  /** A client or a component asks for swaps. Said by the workload, on the first step of the request. */
  readonly swapAsked: { readonly refs: readonly Reference[] };
  /** A component goes to sleep in the middle of a call. Said by the component. */
  readonly sleeps: { readonly call: string; readonly ref: Reference };
  /** The mechanism is asked for a swap. */
  readonly swapRequested: { readonly ref: Reference };
  /** The request was turned down before anything moved. */
  readonly swapRefused: { readonly ref: Reference; readonly reason: 'busy' | 'no format' | 'no successor' };
  /** The swap is on: the indirection pointer leads to mediator `mediator`. */
  readonly swapStarted: { readonly ref: Reference; readonly mediator: number };
  /** The mediator entered a phase: as a whole, or where it is spread over processors, its representative on one. */
  readonly phase: {
    readonly ref: Reference;
    readonly mediator: number;
    readonly phase: Phase;
    readonly processor?: number;
  };
  /** A thread generation ended on a processor. */
  readonly generation: { readonly processor: number };
  /** The swapper knows that no call is inside the old object: rides on the step that tells it. */
  readonly quiescent: { readonly ref: Reference; readonly mediator: number };
  /** The mechanism holds the old object to be quiescent: rides on the first step of the transfer. */
  readonly transferBegins: Transfer;
  /** The successor holds the state. */
  readonly transferEnded: Transfer;
  /** The swap is given up before its commit: rides on the step that decides it. */
  readonly swapAbandoned: { readonly ref: Reference; readonly mediator: number };
  /** The indirection pointer leads to object `object`: the new one after a commit, the old one after an abort. */
  readonly swung: { readonly ref: Reference; readonly object: number };
  /** The swap is over: the successor serves, or the old object does again. Reclamation may be still to come. */
  readonly swapEnded: { readonly ref: Reference; readonly mediator: number; readonly outcome: 'completed' | 'aborted' };
  /** Memory was given back. */
  readonly freedObject: { readonly ref: Reference; readonly object: number };
  readonly freedMediator: { readonly ref: Reference; readonly mediator: number };
  /** From now on another swap of the reference would not be refused as busy. */
  readonly swapIdle: { readonly ref: Reference };
}

/** State that leaves an object or enters one. */
export interface Move {
  readonly ref: Reference;
  readonly object: number;
  readonly format: number;
}

/** From which object to which, in which format, and where several processors transfer at once, on which. */
export interface Transfer {
  readonly ref: Reference;
  readonly from: number;
  readonly to: number;
  readonly format: number;
  readonly processor?: number;
}

/** Idle, the paper's three, and transfer: a step inside block, shown separately (ours). */
export type Phase = 'forward' | 'block' | 'transfer' | 'completed';

export type EventName = keyof EventData;

/**
 * What opens and closes: calls, the frames that they leave, swaps, moves of state. Several may do so on one step: a call that is the last
 * thing its caller does leaves two frames at once, and a method may begin by asking for a swap.
 */
const opening: readonly EventName[] = Object.freeze(['invoke', 'swapRequested', 'exports', 'imports']);
const closing: readonly EventName[] = Object.freeze(['return', 'leave']);

/** announce says that an event of the vocabulary becomes true with the next step. */
export function* announce<N extends EventName>(name: N, data: EventData[N]): Program<void> {
  yield* opening.includes(name) ? opens(name, data as never) : begins(name, data as never);
}

/** report says that the last step made an event of the vocabulary true. */
export function* report<N extends EventName>(name: N, data: EventData[N]): Program<void> {
  yield* closing.includes(name) ? closes(name, data as never) : happened(name, data as never);
}

/** Events of the vocabulary that are one moment, by name. */
type Batch = { readonly [N in EventName]?: EventData[N] };

/** announceTogether says that several events become true with the next step, all at once. */
export function* announceTogether(events: Batch): Program<void> {
  yield* beginsTogether(listOf(events));
}

/** reportTogether says that the last step made several events true, all at once. */
export function* reportTogether(events: Batch): Program<void> {
  yield* happenedTogether(listOf(events));
}

/** An event of the vocabulary, and what it tells. */
export type SaidOf<N extends EventName> = { readonly [K in N]: { readonly name: K; readonly data: EventData[K] } }[N];

/** reportAll says that the last step made these events true, all at once; of each member of a group, for example. */
export function* reportAll(events: readonly SaidOf<EventName>[]): Program<void> {
  yield* happenedTogether(events as readonly Said[]);
}

function listOf(events: Batch): Said[] {
  return Object.entries(events).map(([name, data]) => ({ name, data: data as Data }));
}
