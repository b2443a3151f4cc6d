// Case 15: a thread migrates while it is active, in the middle of a call even, and calls from where it goes on. Three rules
// make that sound where there is one pointer: it stays counted where it was activated, the table of threads is one for all
// processors, and no processor blocks before the generations of all have passed. With local entries two more are needed:
// no grace period begins before all processors have flushed theirs, and none of the second before all have let go.
// K42 forbids migration: an active thread never leaves its processor.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { active, call, migrate, swap } from '../actions.js';
import { perProcessorMigration } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const migratingThread = defineScenario({
  name: 'migratingThread',
  cases: [15],
  statement:
    'a thread calls A, goes on on another processor in the middle, and calls A again from there, while A is swapped',
  processors: 2,
  references: { A: { versions: [sharedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [active(call('A', 'incrementNestedElsewhere', 1), migrate(1), call('A', 'read'))] },
    { name: 'c2', processor: 1, actions: [active()] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: perProcessorMigration, shows: 'all rules together' }],
});
