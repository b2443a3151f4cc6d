// The program of every thread of a workload: a list of actions, each forgotten once it is over.
// A client stands for a series of short-lived threads (paper, section 2: a new thread per service request): each
// 'active' action is one of them. An operator that asks for swaps is a thread that is never active.

import {
  acquire,
  again,
  deepFreeze,
  loop,
  type Program,
  release,
  type Self,
  scope,
  type Turn,
  type Value,
} from '../engine/program/index.js';
import { callForgotten } from './call.js';
import type { Action, Activation, Mechanism } from './contract.js';
import type { Reference } from './events.js';
import { awaitGate, signal } from './gate.js';
import { askForSwap } from './request.js';

/** An action whose calls have been given their names. */
export type NamedAction =
  | {
      readonly do: 'call';
      readonly call: string;
      readonly ref: Reference;
      readonly method: string;
      readonly args: Value;
      readonly synchronous?: true;
    }
  | { readonly do: 'active' | 'forever'; readonly actions: readonly NamedAction[] }
  | Exclude<Action, { readonly do: 'call' | 'active' | 'forever' }>;

export interface Workload {
  readonly mechanism: Mechanism;
  readonly actions: readonly NamedAction[];
}

interface Doing extends Workload {
  readonly activation: Activation;
  /** Where its thread has migrated to. */
  readonly processor?: number;
}

/** workload performs its actions in order. */
export function* workload({ mechanism, actions }: Workload): Program<void> {
  yield* performAll({ mechanism, actions, activation: 0 });
}

interface Deed extends Omit<Doing, 'actions'> {
  readonly action: NamedAction;
}

function* performAll({ actions, ...doing }: Doing): Program<void> {
  let where = doing;
  for (const action of actions) {
    // Where it goes on is written into the text: a scheduler that moves it at any other point is another text.
    if (action.do === 'migrate') where = { ...where, processor: action.processor };
    else yield* scope(perform, deepFreeze({ ...where, action }));
  }
}

function* perform({ mechanism, action, activation, processor }: Deed, self: Self): Program<void> {
  const migrated = processor === undefined ? {} : { processor };
  switch (action.do) {
    case 'call': {
      const { call, ref, method, args, synchronous } = action;
      const asItIs = { call, ref, method, args, activation, ...migrated, ...(synchronous ? { synchronous } : {}) };
      return yield* callForgotten({ mechanism, call: asItIs }, self);
    }
    case 'active':
      return yield* active({ mechanism, actions: action.actions }, self);
    case 'forever':
      return yield* loop(deepFreeze({ mechanism, actions: action.actions, activation }), turn);
    case 'requestSwap':
      return yield* askForSwap(mechanism, action.refs, self);
    case 'awaitSwapEnd':
      return yield* mechanism.awaitSwapEnd(mechanism, action.ref, action.swaps, self);
    case 'awaitSwapIdle':
      return yield* mechanism.awaitSwapIdle(mechanism, action.ref, self);
    case 'acquire':
      return yield* acquire(mechanism.resources[action.lock]!, self);
    case 'release':
      return yield* release(mechanism.resources[action.lock]!);
    case 'destroy':
      return yield* mechanism.destroy!(mechanism, action.ref, self);
    case 'migrate':
      return;
    case 'signal':
      return yield* signal(mechanism, action.gate);
    case 'await':
      return yield* awaitGate(mechanism, action.gate);
  }
}

function* active({ mechanism, actions }: Workload, self: Self): Program<void> {
  const activation = yield* mechanism.activate(mechanism, self);
  yield* performAll({ mechanism, actions, activation });
  yield* mechanism.deactivate(mechanism, activation, self);
}

function* turn(doing: Doing): Program<Turn<Doing, void>> {
  yield* performAll(doing);
  return again(doing);
}

/**
 * nameCalls gives each call of a client its name, in the order of the text.
 *
 * @example
 * nameCalls('c1', [{ do: 'call', ref: 'A', method: 'read', args: null }])[0].call // => 'c1.0'
 */
export function nameCalls(client: string, actions: readonly Action[]): readonly NamedAction[] {
  let index = 0;
  const name = (action: Action): NamedAction => {
    if (action.do === 'call') return { ...action, call: `${client}.${index++}` };
    if (action.do === 'active' || action.do === 'forever') return { ...action, actions: action.actions.map(name) };
    return action;
  };
  return deepFreeze(actions.map(name));
}
