// What is said of each member of a swap at one moment.

import { type Data, happenedTogether, type Program } from '../../engine/program/index.js';
import type { EventData, EventName } from '../events.js';
import type { Member, Plan } from './plan.js';

/** An event of the vocabulary. */
type SaidOf<N extends EventName> = { readonly [K in N]: { readonly name: K; readonly data: EventData[K] } }[N];

/** reportEach says an event of every member, all at once. */
export function* reportEach(plan: Plan, of: (member: Member) => SaidOf<EventName>): Program<void> {
  yield* happenedTogether(plan.members.map((member) => of(member) as { name: string; data: Data }));
}
