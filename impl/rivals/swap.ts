// What every rival's swap and every rival's call do alike: a request starts the swapper of the reference, unless one is
// on; the swapper settles format and successor before anything moves; state is moved in the agreed format; a call runs
// in an object. Who is inside and what is moved is told here, whatever the rival's idea is.

import {
  add,
  compareExchange,
  free,
  load,
  type Program,
  type Self,
  safePoint,
  scope,
  spawn,
  store,
  Thrown,
  type Value,
} from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import { announce, type EventData, type Reference, report, reportTogether } from '../events.js';
import { bestCommonFormat } from '../hotswap/negotiation.js';
import { exportState, importState, runInside } from '../inside.js';
import type { Plan, Rival, RivalReference, Swap } from './ground.js';

/** requestSwap starts a swap of each reference, unless one is on. It does not wait. */
export function* requestSwap(rival: Rival, refs: readonly Reference[]): Program<void> {
  for (const ref of refs) yield* scope(requestOne, Object.freeze({ rival, ref }));
}

interface Errand {
  readonly rival: Rival;
  readonly ref: Reference;
}

function* requestOne({ rival, ref }: Errand): Program<void> {
  const { switching, swapper } = rival.references[ref]!;
  yield* announce('swapRequested', { ref });
  if (!(yield* compareExchange(switching, 0, 1))) return yield* report('swapRefused', { ref, reason: 'busy' });
  yield* spawn(swapper);
}

/** carryOut is the program of the thread that carries a swap out. */
export function* carryOut({ rival, ref }: Errand): Program<void> {
  const plan = yield* scope(prepare, Object.freeze({ rival, ref }));
  if (plan === null) return;
  yield* scope(rival.design.swap, Object.freeze({ rival, plan }));
  yield* store(rival.references[ref]!.switching, 0);
  yield* report('swapIdle', { ref });
}

function* prepare({ rival, ref }: Errand): Program<Plan | null> {
  const reference = rival.references[ref]!;
  const from = yield* load(reference.pointer);
  const format = agreedFormat(reference, from);
  if (typeof format === 'string') return yield* refuse(reference, format);
  if (!(yield* construct(reference, from + 1))) return yield* refuse(reference, 'no successor');
  return Object.freeze({ ref, from, to: from + 1, format });
}

type Refusal = EventData['swapRefused']['reason'];

function agreedFormat({ objects }: RivalReference, from: number): number | Refusal {
  const [old, successor] = [objects[from], objects[from + 1]];
  if (!old || !successor) return 'no successor';
  return bestCommonFormat(old.component, successor.component) ?? 'no format';
}

function* construct({ objects }: RivalReference, object: number): Program<boolean> {
  const { component, cells } = objects[object]!;
  try {
    if (component.construct) yield* component.construct(cells);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return false;
  }
}

function* refuse({ name, switching }: RivalReference, reason: Refusal): Program<null> {
  yield* store(switching, 0);
  yield* report('swapRefused', { ref: name, reason });
  return null;
}

/** starts says that the swap is on with the next step. */
export function* starts({ plan: { ref, from } }: Swap): Program<void> {
  yield* announce('swapStarted', { ref, mediator: from });
}

/** startsAtOnce says so with a step of its own, for a swap that begins by moving the state: it takes the successor's memory. */
export function* startsAtOnce(swap: Swap): Program<void> {
  yield* starts(swap);
  yield* safePoint();
}

/** holdsBack says that from the last step on calls may be held back. */
export function* holdsBack({ plan: { ref, from } }: Swap): Program<void> {
  yield* report('phase', { ref, mediator: from, phase: 'block' });
}

/** moveState moves the state in the agreed format, and tells whether it could. */
export function* moveState({ rival, plan: { ref, from, to, format } }: Swap): Program<boolean> {
  const { objects } = rival.references[ref]!;
  const inside = (object: number) => ({ ref, object, ...objects[object]! });
  yield* announce('transferBegins', { ref, from, to, format });
  try {
    const state = yield* exportState(inside(from), format);
    yield* importState(inside(to), format, state);
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    yield* report('swapAbandoned', { ref, mediator: from });
    return false;
  }
  yield* report('transferEnded', { ref, from, to, format });
  return true;
}

/** commit turns the pointer to the successor. */
function* commit({ rival, plan: { ref, to } }: Swap): Program<void> {
  yield* store(rival.references[ref]!.pointer, to);
  yield* report('swung', { ref, object: to });
}

/** discard frees the object that lost: the old one after a commit, else the successor. Nothing is left in between. */
export function* discard({ rival, plan: { ref, from, to } }: Swap, moved: boolean): Program<void> {
  const object = moved ? from : to;
  yield* free(rival.references[ref]!.objects[object]!.memory);
  yield* reportTogether({ freedObject: { ref, object }, freedMediator: { ref, mediator: from } });
}

/** ends says that the swap is over: what is left is to free the object that lost. */
export function* ends({ rival, plan: { ref, from } }: Swap, moved: boolean): Program<void> {
  yield* add(rival.references[ref]!.ended, 1);
  yield* report('swapEnded', { ref, mediator: from, outcome: moved ? 'completed' : 'aborted' });
}

/** conclude turns the pointer if the state was moved, and says that the swap is over. */
export function* conclude(swap: Swap, moved: boolean): Program<void> {
  if (moved) yield* commit(swap);
  yield* ends(swap, moved);
}

/** replace does the whole of it, for a swap that has shut everybody out. */
export function* replace(swap: Swap): Program<void> {
  const moved = yield* scope(moveState, swap);
  yield* conclude(swap, moved);
  yield* discard(swap, moved);
}

interface Running {
  readonly rival: Rival;
  readonly call: Call;
  readonly object: number;
}

/** runIn runs the method in an object, and throws what it throws. */
export function* runIn(rival: Rival, call: Call, object: number): Program<Value> {
  return yield* scope(run, Object.freeze({ rival, call, object }));
}

function* run({ rival, call, object }: Running, self: Self): Program<Value> {
  const { component, cells } = rival.references[call.ref]!.objects[object]!;
  return yield* runInside(rival, { ref: call.ref, object, component, cells }, call, self);
}

/** runCurrent runs the method in the object that serves now: one load of the pointer. */
export function* runCurrent(rival: Rival, call: Call): Program<Value> {
  return yield* runIn(rival, call, yield* load(rival.references[call.ref]!.pointer));
}

/** suspended and resumed say that a call is held back from the last step on, and that it is let go by it. */
export function* suspended({ call, ref }: Call): Program<void> {
  yield* report('suspended', { call, ref });
}

export function* resumed({ call, ref }: Call): Program<void> {
  yield* report('resumed', { call, ref });
}
