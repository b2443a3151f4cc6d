// The fast path (K42): nobody has called a component yet, so nobody can be inside. While its global entry is being turned
// first calls wait as misses do; the transfer is all that there is to do. K42 leaks the old object here.

import { add, free, type Program, store } from '../../engine/program/index.js';
import { report } from '../events.js';
import { admitNext } from './conclusion.js';
import type { Clustered } from './layout.js';
import { rootPhase } from './mediator.js';
import { reportEach } from './members.js';
import type { Plan } from './plan.js';
import { mediatorOfWorker } from './root.js';
import { moveWhole } from './transfer.js';
import { endTurning } from './translation.js';

interface Untouched {
  readonly clustered: Clustered;
  readonly plan: Plan;
}

/** swapUntouched swaps components whose global entries are being turned, and which no processor knows. */
export function* swapUntouched({ clustered, plan }: Untouched): Program<void> {
  const worker = { clustered, plan, processor: 0 };
  let sound = true;
  yield* reportEach(plan, ({ ref }) => ({ name: 'swapStarted', data: { ref, mediator: plan.mediator } }));
  yield* store(mediatorOfWorker(worker).phase, rootPhase.block);
  yield* reportEach(plan, ({ ref }) => ({ name: 'phase', data: { ref, mediator: plan.mediator, phase: 'block' } }));
  for (const member of plan.members) sound = sound && (yield* moveWhole(worker, member));
  const outcome = sound ? 'completed' : 'aborted';
  for (const { ref, original, successor } of plan.members) {
    const [winner, loser] = sound ? [successor, original] : [original, successor];
    const reference = clustered.entries[ref]!;
    yield* store(reference.global, winner);
    yield* report('swung', { ref, object: winner.object });
    yield* endTurning(reference);
    yield* free(reference.objects[loser.object]!.memory, loser.incarnation);
    yield* report('freedObject', { ref, object: loser.object });
    yield* add(reference.ended, 1);
    yield* report('swapEnded', { ref, mediator: plan.mediator, outcome });
  }
  yield* free(clustered.entries[plan.lead]!.mediators[plan.mediator]!.memory);
  yield* report('freedMediator', { ref: plan.lead, mediator: plan.mediator });
  yield* admitNext({ clustered, plan });
}
