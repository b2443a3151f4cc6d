// The end of a component (K42's destroy): whoever was active when it was asked for may still call it; nobody else does.
// During a swap it is put off to the swap's end, after the waiters have been let go. Their calls are served: in the released
// code it comes before, and they are left without anything to go to (corner case 23, mutant destroyBeforeRelease).

import { compareExchange, free, load, type Program, scope, store } from '../../engine/program/index.js';
import { report } from '../events.js';
import { grace } from './generations.js';
import type { Clustered } from './layout.js';
import { beginTurning, endTurning, entry, gone, missing, objectOf } from './translation.js';

export interface Destruction {
  readonly clustered: Clustered;
  readonly ref: string;
}

/** destroy gives the component up, now or at the end of the swap that is on. A second one is refused. */
export function* destroy(clustered: Clustered, ref: string): Program<void> {
  const { entry: cell } = clustered.entries[ref]!;
  if (yield* compareExchange(cell, entry.idle, entry.destroyed))
    return yield* scope(destroyNow, Object.freeze({ clustered, ref }));
  // The swap may have ended in between; then it is as if nobody had asked yet.
  if (yield* compareExchange(cell, entry.switching, entry.destroyPending)) return;
  if (yield* compareExchange(cell, entry.idle, entry.destroyed))
    yield* scope(destroyNow, Object.freeze({ clustered, ref }));
}

/** destroyNow waits until nobody is left that may call, and frees the object. */
export function* destroyNow({ clustered, ref }: Destruction): Program<void> {
  for (const processor of clustered.callerProcessors)
    yield* scope(grace, Object.freeze({ clustered, processor, deadline: null }));
  yield* scope(takeAway, Object.freeze({ clustered, ref }));
}

function* takeAway({ clustered, ref }: Destruction): Program<void> {
  const reference = clustered.entries[ref]!;
  yield* beginTurning(reference);
  const { object, incarnation } = objectOf(yield* load(reference.global));
  yield* store(reference.global, gone);
  for (const local of reference.local) yield* store(local, missing);
  yield* endTurning(reference);
  yield* free(reference.objects[object]!.memory, incarnation);
  yield* report('freedObject', { ref, object });
}
