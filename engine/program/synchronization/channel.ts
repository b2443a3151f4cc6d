// A channel: a queue of messages that blocks who sends into a full one and who receives from an empty one. A closed one takes
// nothing more, and gives what is in it. In one without room sender and receiver meet: see rendezvous.ts.

import { type Cell, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { recordGiven, textGiven } from '../given.js';
import { type Alternative, type Program, update, updateWhen, type View, view, when } from '../operation.js';
import type { Value } from '../value.js';
import type { Interruption } from './interrupt.js';
import { byText } from './made.js';
import {
  type MeetingState,
  meetAsReceiver,
  meetAsSender,
  type Party,
  receiverWaits,
  senderWaits,
  tryMeetAsReceiver,
  tryMeetAsSender,
  withoutThread,
} from './rendezvous.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

export interface ChannelState<T> {
  readonly room: number;
  readonly items: readonly T[];
  readonly closed: boolean;
  /** Without room: those who wait, all of them senders or all receivers, and those who have met and not gone on yet. */
  readonly waiting?: readonly Party<T>[];
  readonly met?: readonly Party<T>[];
}

export type Channel<T> = Cell<ChannelState<T>>;

/** What is received: a message, or nothing because the channel is closed and empty. */
export type Received<T> = { readonly value: T } | { readonly closed: true };

/** channel declares a channel with room for so many messages: `channel<number>('jobs', 2)`. With room for 0, sender and receiver meet. */
export function channel<T>(name: string, room: number): Channel<T> {
  textGiven('QSC112', 'the name of a channel', name);
  if (!Number.isInteger(room) || room < 0)
    throw new QuiesceError('QSC112', `channel ${name} with room for ${String(room)}; 0 or more expected`);
  const empty = { room, items: [], closed: false };
  if (room > 0) return cell<ChannelState<T>>(name, empty) as Channel<T>;
  return cell<ChannelState<T>>(name, { ...empty, waiting: [], met: [] }, { without: withoutThread }) as Channel<T>;
}

type Some = ChannelState<Value>;

const hasRoom = view('room or closed', ({ room, items, closed }: Some) => closed || items.length < room);
const hasItem = view('a message or closed', ({ items, closed }: Some) => closed || items.length > 0);
const isOpen = view('was open', ({ closed }: Some) => !closed);
const isTaken = view('was taken', ({ room, items, closed }: Some) => !closed && items.length < room);
const withItem = byText(
  (message: Value): View<Some, Some> =>
    view('one more', (state) => (isTaken.of(state) ? { ...state, items: [...state.items, message] } : state)),
);
const withoutFirst = view('without the first', (state: Some): Some => ({ ...state, items: state.items.slice(1) }));
const shut = view('closed', (state: Some): Some => ({ ...state, closed: true }));
const firstOf = view(
  'first',
  ({ items }: Some): Received<Value> => (items.length > 0 ? { value: items[0]! } : { closed: true }),
);
const firstIfAny = view('first if any', ({ items, closed }: Some): Received<Value> | null =>
  items.length > 0 ? { value: items[0]! } : closed ? { closed: true } : null,
);

/** The cell of a channel without room, of any other nothing. */
function meetingOf(of: Channel<never>): Cell<MeetingState> | undefined {
  recordGiven('QSC507', 'a channel', of?.initial);
  return of.initial.room === 0 ? (of as unknown as Cell<MeetingState>) : undefined;
}

function plain(of: Channel<never>): Cell<Some> {
  return of as unknown as Cell<Some>;
}

/**
 * send puts a message into the channel, blocking while it is full; false where it is closed. One step; into a channel
 * without room one where somebody waits to receive, else two: offering it, and going on when it was received.
 *
 * @example
 * channel('jobs', 2).initial.room // => 2
 */
export function send<T>(into: Channel<T>, message: T): Program<boolean> {
  const meeting = meetingOf(into as never);
  if (meeting) return meetAsSender(meeting, message as Value);
  return updateWhen(plain(into as never), hasRoom, withItem(message as Value), isOpen);
}

/** receive takes the oldest message, blocking while there is none and the channel is open. As many steps as send. */
export function receive<T>(from: Channel<T>): Program<Received<T>> {
  const meeting = meetingOf(from as never);
  const received = meeting ? meetAsReceiver(meeting) : updateWhen(plain(from as never), hasItem, withoutFirst, firstOf);
  return received as Program<Received<T>>;
}

/** sendOrInterrupt is send that throws, with an InterruptedError, where there is a request: the message is not in the channel then. */
export function sendOrInterrupt<T>(into: Channel<T>, message: T, of: Interruption): Program<boolean> {
  const meeting = meetingOf(into as never);
  if (meeting) return meetAsSender(meeting, message as Value, of);
  const waiting = { held: plain(into as never), when: hasRoom, next: withItem(message as Value), gives: isOpen };
  return updateWhenOrInterrupt(waiting, of);
}

/** receiveOrInterrupt is receive that throws, with an InterruptedError, where there is a request: it has taken no message then. */
export function receiveOrInterrupt<T>(from: Channel<T>, of: Interruption): Program<Received<T>> {
  const meeting = meetingOf(from as never);
  const waiting = { held: plain(from as never), when: hasItem, next: withoutFirst, gives: firstOf };
  const received = meeting ? meetAsReceiver(meeting, of) : updateWhenOrInterrupt(waiting, of);
  return received as Program<Received<T>>;
}

/** trySend puts a message into the channel if it has room, or a receiver waits, and is open; returns whether it did. One step. */
export function trySend<T>(into: Channel<T>, message: T): Program<boolean> {
  const meeting = meetingOf(into as never);
  if (meeting) return tryMeetAsSender(meeting, message as Value);
  return update(plain(into as never), withItem(message as Value), isTaken);
}

/** tryReceive takes the oldest message; null where there is none yet. One step. */
export function tryReceive<T>(from: Channel<T>): Program<Received<T> | null> {
  const meeting = meetingOf(from as never);
  const received = meeting ? tryMeetAsReceiver(meeting) : update(plain(from as never), withoutFirst, firstIfAny);
  return received as Program<Received<T> | null>;
}

/** closeChannel closes it: nothing more is taken, and who waits goes on. One step. */
export function closeChannel<T>(of: Channel<T>): Program<void> {
  return update(plain(of as never), shut);
}

const someThere = view('a message or closed', ([state]: readonly [Some]) => hasItem.of(state) || senderWaits(state));
const roomThere = view('room or closed', ([state]: readonly [Some]) => hasRoom.of(state) || receiverWaits(state));

/**
 * whenReceivable is an alternative of select: the channel has a message, or is closed. Another may take it between the
 * select and what comes after it: go on with tryReceive. Two selects never meet at a channel without room: one side has
 * to send or receive.
 */
export function whenReceivable<T, R>(from: Channel<T>, then: () => Program<R>): Alternative<R> {
  return when([plain(from as never)], someThere, then);
}

/** whenSendable is an alternative of select: the channel has room, or is closed. See whenReceivable; go on with trySend. */
export function whenSendable<T, R>(into: Channel<T>, then: () => Program<R>): Alternative<R> {
  return when([plain(into as never)], roomThere, then);
}
