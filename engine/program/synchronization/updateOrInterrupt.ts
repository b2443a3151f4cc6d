// updateWhen for who may be interrupted: what the waits of the other files are made of.

import type { Cell } from '../cell.js';
import { again, done, loop, type Turn } from '../nesting.js';
import { ofOne } from '../ofOne.js';
import { is, type Program, select, update, type View, view, when } from '../operation.js';
import type { Value } from '../value.js';
import { beInterrupted, type Interruption } from './interrupt.js';
import { byViews } from './made.js';

/** A wait for a condition of a cell, with an update where it holds, and what takes the waiting back. */
export interface Waiting<S, R> {
  readonly held: Cell<S>;
  readonly when: View<S, boolean>;
  readonly next: View<S, S>;
  /** What it gives, of what the cell held. */
  readonly gives: View<S, R>;
  /** Takes out of the cell what whoever waits has put there. */
  readonly leaves?: View<S, S>;
  /** Whether whoever leaves has been served already: then it goes on as if it had not been interrupted. */
  readonly isServed?: View<S, boolean>;
}

/**
 * updateWhenOrInterrupt is updateWhen that throws, with an InterruptedError, where there is a request. Two steps or more:
 * seeing that the condition holds, and updating if it still does.
 */
export function updateWhenOrInterrupt<S, R>(waiting: Waiting<S, R>, of: Interruption): Program<R> {
  return loop({ ...(waiting as unknown as Untyped), of }, attempt) as Program<R>;
}

type Untyped = Waiting<Value, unknown>;
type Attempt = Untyped & { readonly of: Interruption };
type Ended = Turn<Attempt, unknown>;

function attempt(waiting: Attempt): Program<Ended> {
  return select<Ended>(
    when([waiting.held], ofOne(waiting.when as View) as never, () => updateOrAgain(waiting)),
    when(waiting.of, is(true), () => leave(waiting)),
  );
}

function* updateOrAgain(waiting: Attempt): Program<Ended> {
  const condition = waiting.when as View;
  const found = yield* update(
    waiting.held,
    tryOf(condition, waiting.next as View),
    seenIf(condition, waiting.gives as View),
  );
  return found === null ? again(waiting) : done(found.seen);
}

function* leave({ held, leaves, isServed = never, gives, of }: Attempt): Program<Ended> {
  const found = leaves ? yield* update(held, leaves, seenIf(isServed as View, gives as View)) : null;
  return found === null ? yield* beInterrupted(of) : done(found.seen);
}

const never = view('never', () => false);

const tryOf = byViews(
  (when, next): View => view(`${next.name} if ${when.name}`, (held) => (when.of(held) ? next.of(held) : held)),
);
const seenIf = byViews(
  (when, gives): View<Value, { readonly seen: Value } | null> =>
    view(`${gives.name} if ${when.name}`, (held) => (when.of(held) ? { seen: gives.of(held) } : null)),
);
