// The words in which scenarios say what their threads do.

import type { Value } from '../engine/program/index.js';
import type { Action } from '../impl/contract.js';
import type { Reference } from '../impl/events.js';

/** call makes a call inside an activation. */
export function call(ref: Reference, method: string, args: Value = null): Action {
  return { do: 'call', ref, method, args };
}

/** active performs the actions as one short-lived thread, from activation to safe point. */
export function active(...actions: Action[]): Action {
  return { do: 'active', actions };
}

/** request is a service request of a single call: what the paper's threads are made for. */
export function request(ref: Reference, method: string, args: Value = null): Action {
  return active(call(ref, method, args));
}

/** forever repeats the actions without end. The last action of its list. */
export function forever(...actions: Action[]): Action {
  return { do: 'forever', actions };
}

/** swap asks for the references to be swapped, and does not wait. */
export function swap(...refs: Reference[]): Action {
  return { do: 'requestSwap', refs };
}

/** swapIdle waits until another swap of the reference would be accepted. */
export function swapIdle(ref: Reference): Action {
  return { do: 'awaitSwapIdle', ref };
}

/** destroy gives the component of the reference up. Who is active now may still call it. */
export function destroy(ref: Reference): Action {
  return { do: 'destroy', ref };
}

/** migrate goes on on another processor, inside an activation. */
export function migrate(processor: number): Action {
  return { do: 'migrate', processor };
}

export function acquire(lock: string): Action {
  return { do: 'acquire', lock };
}

export function release(lock: string): Action {
  return { do: 'release', lock };
}

/** opened waits until the gate is open. */
export function opened(gate: string): Action {
  return { do: 'await', gate };
}

export function open(gate: string): Action {
  return { do: 'signal', gate };
}
