// Case 15, for the last of its rules: no second grace period begins before all processors have let the mediator go. It takes
// a second thread, which calls where the first one goes: its miss fills the local entry there with the mediator. The first
// is activated at home, after the second grace period of its home, and finds the mediator in the entry that the worker of
// the other processor has not emptied yet. No generation of that processor waits for it: it is counted at home.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { active, call, migrate, request, swap } from '../actions.js';
import { perProcessorMigration } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const migratingPastAnother = defineScenario({
  name: 'migratingPastAnother',
  cases: [15],
  statement: 'a thread goes on on another processor, and calls A where another thread calls it too, while A is swapped',
  processors: 2,
  references: { A: { versions: [sharedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [active(migrate(1), call('A', 'read'))] },
    { name: 'c2', processor: 1, actions: [request('A', 'increment')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: perProcessorMigration, shows: 'all rules together' }],
});
