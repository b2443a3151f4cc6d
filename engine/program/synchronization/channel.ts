// A bounded channel: a queue of messages that blocks who sends into a full one and who receives from an empty one. A closed
// one takes nothing more, and gives what is in it.
// Leaves out: channels without room, where sender and receiver meet.

import { type Cell, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { type Alternative, type Program, update, updateWhen, type View, view, when } from '../operation.js';
import type { Value } from '../value.js';
import { byText } from './made.js';

export interface ChannelState<T> {
  readonly room: number;
  readonly items: readonly T[];
  readonly closed: boolean;
}

export type Channel<T> = Cell<ChannelState<T>>;

/** What is received: a message, or nothing because the channel is closed and empty. */
export type Received<T> = { readonly value: T } | { readonly closed: true };

/** channel declares a channel with room for so many messages: `channel<number>('jobs', 2)`. */
export function channel<T>(name: string, room: number): Channel<T> {
  if (!Number.isInteger(room) || room < 1)
    throw new QuiesceError('QSC112', `channel ${name} with room for ${String(room)}; 1 or more expected`);
  return cell<ChannelState<T>>(name, { room, items: [], closed: false }) as Channel<T>;
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

/**
 * send puts a message into the channel, blocking while it is full; false where it is closed. One step.
 *
 * @example
 * channel('jobs', 2).initial.room // => 2
 */
export function send<T>(into: Channel<T>, message: T): Program<boolean> {
  return updateWhen(into as Cell<Some>, hasRoom, withItem(message as Value), isOpen);
}

/** receive takes the oldest message, blocking while there is none and the channel is open. One step. */
export function receive<T>(from: Channel<T>): Program<Received<T>> {
  return updateWhen(from as Cell<Some>, hasItem, withoutFirst, firstOf) as Program<Received<T>>;
}

/** trySend puts a message into the channel if it has room and is open, and returns whether it did. One step. */
export function trySend<T>(into: Channel<T>, message: T): Program<boolean> {
  return update(into as Cell<Some>, withItem(message as Value), isTaken);
}

/** tryReceive takes the oldest message; null where there is none yet. One step. */
export function tryReceive<T>(from: Channel<T>): Program<Received<T> | null> {
  return update(from as Cell<Some>, withoutFirst, firstIfAny) as Program<Received<T> | null>;
}

/** closeChannel closes it: nothing more is taken, and who waits goes on. One step. */
export function closeChannel<T>(of: Channel<T>): Program<void> {
  return update(of as Cell<Some>, shut);
}

const someThere = view('a message or closed', ([state]: readonly [Some]) => hasItem.of(state));
const roomThere = view('room or closed', ([state]: readonly [Some]) => hasRoom.of(state));

/**
 * whenReceivable is an alternative of select: the channel has a message, or is closed. Another may take it between the
 * select and what comes after it: go on with tryReceive.
 */
export function whenReceivable<T, R>(from: Channel<T>, then: () => Program<R>): Alternative<R> {
  return when([from as Cell<Some>], someThere, then);
}

/** whenSendable is an alternative of select: the channel has room, or is closed. See whenReceivable; go on with trySend. */
export function whenSendable<T, R>(into: Channel<T>, then: () => Program<R>): Alternative<R> {
  return when([into as Cell<Some>], roomThere, then);
}
