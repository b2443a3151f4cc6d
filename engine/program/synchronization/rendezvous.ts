// A channel without room: a send and a receive meet. Whoever comes first waits, in order of coming, until one of the other
// kind comes and meets it. Those who wait are all senders or all receivers: the others would have met.
// Leaves out: two selects that face each other. A select is not seen to wait, so that neither would find the other.

import type { Cell } from '../cell.js';
import { scope } from '../nesting.js';
import { type Program, update, updateWhen, type View, view } from '../operation.js';
import type { Self } from '../thread.js';
import type { Value } from '../value.js';
import type { Received } from './channel.js';
import type { Interruption } from './interrupt.js';
import { byText } from './made.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

/** One who waits, or has met another and not gone on yet. */
export interface Party<T> {
  /** The lowest number that nobody else there has. */
  readonly ticket: number;
  /** The thread, by slot. */
  readonly slot: number;
  /** The message of a sender; and that of a receiver who has met one. */
  readonly message?: T;
}

export interface MeetingState {
  readonly closed: boolean;
  readonly waiting: readonly Party<Value>[];
  readonly met: readonly Party<Value>[];
}

type Next = View<MeetingState, MeetingState>;

/** Whether the first of those who wait sends. */
export function senderWaits({ waiting = [] }: Partial<MeetingState>): boolean {
  return waiting.length > 0 && isSender(waiting[0]!);
}

/** Whether the first of those who wait receives. */
export function receiverWaits({ waiting = [] }: Partial<MeetingState>): boolean {
  return waiting.length > 0 && !isSender(waiting[0]!);
}

function isSender(party: Party<Value>): boolean {
  return Object.hasOwn(party, 'message');
}

function freeTicket({ waiting, met }: MeetingState): number {
  const taken = [...waiting, ...met].map(({ ticket }) => ticket);
  let ticket = 0;
  while (taken.includes(ticket)) ticket++;
  return ticket;
}

function firstMeets(state: MeetingState, as: Partial<Party<Value>>): MeetingState {
  const [first, ...waiting] = state.waiting;
  const met = [...state.met, { ...first!, ...as }].sort((one, other) => one.ticket - other.ticket);
  return { ...state, waiting, met };
}

function oneMoreWaits(state: MeetingState, as: Omit<Party<Value>, 'ticket'>): MeetingState {
  return { ...state, waiting: [...state.waiting, { ticket: freeTicket(state), ...as }] };
}

/** A step of a sender: it meets who waits; where nobody is there to be met, the thread of a slot waits, if there is one. */
const offered = byText(({ message, slot }: { readonly message: Value; readonly slot: number | null }): Next => {
  return view('a message is offered', (state) => {
    if (state.closed) return state;
    if (receiverWaits(state)) return firstMeets(state, { message });
    return slot === null ? state : oneMoreWaits(state, { slot, message });
  });
});
const askedFor = byText((slot: number | null): Next => {
  return view('a message is asked for', (state) => {
    if (state.closed) return state;
    if (senderWaits(state)) return firstMeets(state, {});
    return slot === null ? state : oneMoreWaits(state, { slot });
  });
});

/** How it went: what a send or a receive gives, or the ticket of who has to wait. */
const sent = view('how it went', (state: MeetingState): boolean | number =>
  state.closed ? false : receiverWaits(state) || freeTicket(state),
);
const received = view('how it went', (state: MeetingState): Received<Value> | number => {
  if (state.closed) return { closed: true };
  return senderWaits(state) ? { value: state.waiting[0]!.message! } : freeTicket(state);
});

const isDecided = byText(
  (ticket: number): View<MeetingState, boolean> =>
    view('met or closed', (state) => state.closed || metAs(ticket, state) !== undefined),
);
const leaves = byText(
  (ticket: number): Next => view('goes on', (state) => withoutAny(state, (party) => party.ticket === ticket)),
);
const wasSent = byText(
  (ticket: number): View<MeetingState, boolean> => view('was received', (state) => metAs(ticket, state) !== undefined),
);
const wasReceived = byText(
  (ticket: number): View<MeetingState, Received<Value>> =>
    view('what it met', (state) => {
      const party = metAs(ticket, state);
      return party ? { value: party.message! } : { closed: true };
    }),
);

function withoutAny(state: MeetingState, isGone: (party: Party<Value>) => boolean): MeetingState {
  const stays = (party: Party<Value>) => !isGone(party);
  return { ...state, waiting: state.waiting.filter(stays), met: state.met.filter(stays) };
}

/** withoutThread is what is left when a thread that waits there is killed: nobody meets it any more. */
export function withoutThread(state: MeetingState, slot: number): MeetingState {
  return withoutAny(state, (party) => party.slot === slot);
}

function metAs(ticket: number, { met }: MeetingState): Party<Value> | undefined {
  return met.find((party) => party.ticket === ticket);
}

interface Receiving {
  readonly at: Cell<MeetingState>;
  readonly of: Interruption | undefined;
}

type Sending = Receiving & { readonly message: Value };

/** meetAsSender offers a message and waits until it was received; false where the channel is closed. */
export function meetAsSender(at: Cell<MeetingState>, message: Value, of?: Interruption): Program<boolean> {
  return scope(sends, { at, message, of });
}

function* sends({ at, message, of }: Sending, { slot }: Self): Program<boolean> {
  const how = yield* update(at, offered({ message, slot }), sent);
  return typeof how === 'boolean' ? how : yield* goOnWhenMet(at, how, wasSent(how), of);
}

/** meetAsReceiver waits for a message. */
export function meetAsReceiver(at: Cell<MeetingState>, of?: Interruption): Program<Received<Value>> {
  return scope(receives, { at, of });
}

function* receives({ at, of }: Receiving, { slot }: Self): Program<Received<Value>> {
  const how = yield* update(at, askedFor(slot), received);
  return typeof how === 'object' ? how : yield* goOnWhenMet(at, how, wasReceived(how), of);
}

function goOnWhenMet<R>(
  at: Cell<MeetingState>,
  ticket: number,
  gives: View<MeetingState, R>,
  of: Interruption | undefined,
): Program<R> {
  const waiting = { held: at, when: isDecided(ticket), next: leaves(ticket), gives };
  if (of === undefined) return updateWhen(at, waiting.when, waiting.next, gives);
  return updateWhenOrInterrupt({ ...waiting, leaves: waiting.next, isServed: waiting.when }, of);
}

const wasMet = view('a receiver waits', (state: MeetingState) => !state.closed && receiverWaits(state));
const receivedIfAny = view('first if any', (state: MeetingState): Received<Value> | null => {
  const how = received.of(state);
  return typeof how === 'object' ? how : null;
});

/** tryMeetAsSender gives a message to who waits for one, if anybody does. */
export function tryMeetAsSender(at: Cell<MeetingState>, message: Value): Program<boolean> {
  return update(at, offered({ message, slot: null }), wasMet);
}

/** tryMeetAsReceiver takes the message of who waits to send one, if anybody does. */
export function tryMeetAsReceiver(at: Cell<MeetingState>): Program<Received<Value> | null> {
  return update(at, askedFor(null), receivedIfAny);
}
