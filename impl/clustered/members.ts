// What is said of each member of a swap at one moment.

import type { Program } from '../../engine/program/index.js';
import { type EventName, reportAll, type SaidOf } from '../events.js';
import type { Member, Plan } from './plan.js';

/** reportEach says an event of every member, all at once. */
export function* reportEach(plan: Plan, of: (member: Member) => SaidOf<EventName>): Program<void> {
  yield* reportAll(plan.members.map(of));
}
