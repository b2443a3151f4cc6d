// Mechanisms that break what no deviation of the hot swap does: each is the paper's with another way to make a call.
// What they break (P4, P6, P10) is a promise to clients, which the mechanism keeps by leaving their calls alone.

import { load, type Program, type Self, scope, Thrown, type Value } from '../engine/program/index.js';
import type { Call, Installation, MechanismVariant, Site } from '../impl/contract.js';
import { announce } from '../impl/events.js';
import { call as callAsItIs } from '../impl/hotswap/dispatch.js';
import { hotSwap } from '../impl/hotswap/hotSwap.js';
import type { HotSwap } from '../impl/hotswap/layout.js';
import { leadsToMediator } from '../impl/hotswap/translation.js';

type MakeCall = (hotSwap: HotSwap, call: Call, self: Self) => Program<Value>;

/** A broken binding, as in dynamic C++ classes: a client that meets a swap has to recover by itself (P4). */
export const refusing = calling('refusing', 'a call that meets a swap fails', refuseWhileSwapping);

/** A mechanism that answers for the component (P6). */
export const answering = calling(
  'answering',
  'a call that meets a swap returns without being forwarded',
  answerWhileSwapping,
);

/** A mechanism that tries again what has been done already (P6). */
export const repeating = calling('repeating', 'every call is forwarded twice', callTwice);

/** A mechanism that is always in the way (P10). */
export const alwaysAsking = calling('alwaysAsking', 'every call reads protocol state first', askFirst);

function calling(name: string, statement: string, call: MakeCall): MechanismVariant {
  const asItIs = hotSwap(name, statement);
  const install = (site: Site): Installation => {
    const installed = asItIs.install(site);
    return { ...installed, mechanism: Object.freeze({ ...installed.mechanism, call }) as Installation['mechanism'] };
  };
  return Object.freeze({ name, statement, install });
}

interface Calling {
  readonly hotSwap: HotSwap;
  readonly call: Call;
}

function* makeCall({ hotSwap, call }: Calling): Program<Value> {
  return yield* callAsItIs(hotSwap, call);
}

function* meetsSwap({ references }: HotSwap, { ref }: Call): Program<boolean> {
  return leadsToMediator(yield* load(references[ref]!.pointer));
}

function* refuseWhileSwapping(hotSwap: HotSwap, call: Call): Program<Value> {
  if (yield* meetsSwap(hotSwap, call)) throw new Thrown('broken binding');
  return yield* callAsItIs(hotSwap, call);
}

function* answerWhileSwapping(hotSwap: HotSwap, call: Call): Program<Value> {
  if (yield* meetsSwap(hotSwap, call)) return null;
  return yield* callAsItIs(hotSwap, call);
}

function* callTwice(hotSwap: HotSwap, call: Call): Program<Value> {
  yield* scope(makeCall, Object.freeze({ hotSwap, call }));
  return yield* scope(makeCall, Object.freeze({ hotSwap, call }));
}

function* askFirst(hotSwap: HotSwap, call: Call): Program<Value> {
  yield* announce('touch', { call: call.call, ref: call.ref, mediator: 0 });
  yield* load(hotSwap.references[call.ref]!.switching);
  return yield* callAsItIs(hotSwap, call);
}
