// What the workflow verifies: a counter that is swapped while one client increments and reads it.

import { actions, asItIs, defineScenario, partitionedCounter, sharedCounter } from 'quiesce';

const { request, swap } = actions;

export const counterInUse = defineScenario({
  name: 'counterInUse',
  cases: [],
  statement: 'a counter is swapped while two clients use it',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }],
});
