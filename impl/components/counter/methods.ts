// The methods of every counter. The first two are the paper's; the others do to a hot swap what real components do:
// call themselves, raise, sleep, wait for each other, take locks, hand work to another thread, and swap themselves.
// Gates and locks are the scenario's, named 'gate', 'request', 'reply' and 'lock'.

import {
  acquire,
  at,
  type Program,
  release,
  type Self,
  safePoint,
  Thrown,
  type Value,
} from '../../../engine/program/index.js';
import { callNested } from '../../call.js';
import type { Frame, Method } from '../../contract.js';
import { report } from '../../events.js';
import { awaitGate, signal } from '../../gate.js';
import { askForSwap, sleepLong } from '../../request.js';
import { addOne, type CounterMemory, count } from './memory.js';

type CounterFrame = Frame<CounterMemory>;

function* increment({ cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* addOne(cells, self);
  return null;
}

function* read({ cells }: CounterFrame): Program<Value> {
  return yield* count(cells);
}

/** Increments, and then calls itself through its reference `depth` times over. */
function* incrementNested(frame: CounterFrame, depth: Value, self: Self): Program<Value> {
  yield* addOne(frame.cells, self);
  const more = Number(depth);
  if (more > 0) yield* callNested(frame, frame.call.ref, 'incrementNested', more - 1);
  return null;
}

/** Increments, migrates in the middle, and calls itself from the processor that it goes on on. */
function* incrementNestedElsewhere(frame: CounterFrame, processor: Value, self: Self): Program<Value> {
  yield* addOne(frame.cells, self);
  yield* callNested(frame, frame.call.ref, 'increment', null, Number(processor));
  return null;
}

/** Raises without having done anything. */
function* raise({ call }: CounterFrame): Program<never> {
  yield* safePoint();
  return yield* raised(call);
}

function* incrementAndRaise({ cells, call }: CounterFrame, _args: Value, self: Self): Program<never> {
  yield* addOne(cells, self);
  return yield* raised(call);
}

function* raised({ call, ref }: CounterFrame['call']): Program<never> {
  yield* report('raised', { call, ref });
  throw new Thrown('counter');
}

/** Sleeps long in the middle, which is a safe point by the paper's rule, and increments when it wakes. */
function* incrementAfterSleep({ mechanism, call, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* sleepLong(mechanism, call, self);
  yield* addOne(cells, self);
  return null;
}

/** Waits for another call of this component to open the gate. */
function* incrementAfterGate({ mechanism, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* at('waiting', { gate: 'gate' });
  yield* awaitGate(mechanism, 'gate');
  yield* addOne(cells, self);
  return null;
}

function* incrementAndOpenGate({ mechanism, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* addOne(cells, self);
  yield* signal(mechanism, 'gate');
  return null;
}

/** Needs a lock that callers of this component hold across their calls. */
function* incrementLocked({ mechanism, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  const lock = mechanism.resources.lock!;
  yield* at('waiting', { lock: 'lock' });
  yield* acquire(lock, self);
  yield* addOne(cells, self);
  yield* release(lock);
  return null;
}

/** Hands work to another thread, which calls this component, and waits for it. */
function* incrementAndDelegate({ mechanism, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* addOne(cells, self);
  yield* signal(mechanism, 'request');
  yield* at('waiting', { gate: 'reply' });
  yield* awaitGate(mechanism, 'reply');
  return null;
}

/** Asks for its own replacement, as a component that notices contention does, and goes on. */
function* incrementAndSwap({ mechanism, call, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* askForSwap(mechanism, [call.ref], self);
  yield* addOne(cells, self);
  return null;
}

/** Asks for its own replacement and waits for it, inside. */
function* incrementAndAwaitSwap({ mechanism, call, cells }: CounterFrame, _args: Value, self: Self): Program<Value> {
  yield* askForSwap(mechanism, [call.ref], self);
  yield* mechanism.awaitSwapEnd(mechanism, call.ref, 1, self);
  yield* addOne(cells, self);
  return null;
}

/** All of them, by name. */
export const counterMethods: Readonly<Record<string, Method<CounterMemory>>> = Object.freeze({
  increment,
  read,
  incrementNested,
  incrementNestedElsewhere,
  raise,
  incrementAndRaise,
  incrementAfterSleep,
  incrementAfterGate,
  incrementAndOpenGate,
  incrementLocked,
  incrementAndDelegate,
  incrementAndSwap,
  incrementAndAwaitSwap,
});
