// Giving up a swap before its commit (ours; paper and released code have none). It takes the ticket that quiescence takes
// too, so that one of them decides: the workers then meet at the barrier without a transfer, and go the way that a
// completed swap goes. After the seal only a failing transfer, or the last chance before the commit, still leads back.

import { type Cell, choose, type Program, store } from '../../engine/program/index.js';
import type { Clustered } from './layout.js';
import { rootPhase } from './mediator.js';
import { reportEach } from './members.js';
import { contenderOf, mediatorOfWorker, seal, takeTicket } from './root.js';
import type { Worker } from './worker.js';

/** mayAbort is a point at which the swap may be given up for no visible reason. No step unless that is the rule. */
export function* mayAbort({ clustered }: Pick<Worker, 'clustered'>): Program<boolean> {
  return clustered.options.abort === 'anywhere' && (yield* choose(2, 'abort')) === 1;
}

/** abandon gives the swap up, unless quiescence has been found: that is not thrown away. */
export function* abandon(own: Worker): Program<void> {
  const mediator = mediatorOfWorker(own);
  if (!(yield* takeTicket(mediator))) return;
  yield* reportEach(own.plan, ({ ref }) => ({ name: 'swapAbandoned', data: { ref, mediator: own.plan.mediator } }));
  yield* seal(mediator, contenderOf(own), { ref: own.plan.lead, phase: rootPhase.aborting });
}

/** deadlineOf is where it shows that it is too late for the swap; null where swaps have all the time there is. */
export function deadlineOf(own: Worker): Cell<number> | null {
  return own.clustered.options.abort === 'deadline' ? mediatorOfWorker(own).deadline : null;
}

export interface Deadline {
  readonly clustered: Clustered;
  readonly ref: string;
  readonly mediator: number;
}

/** deadline is the program of the thread that stands for the passing of time: at some moment it is too late. */
export function* deadline({ clustered, ref, mediator }: Deadline): Program<void> {
  yield* store(clustered.entries[ref]!.mediators[mediator]!.deadline, 1);
}
