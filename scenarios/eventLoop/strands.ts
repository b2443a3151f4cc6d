// An activity of a service has several strands: two calls that are awaited together, a timer that inherits its context. Each
// strand waits for itself, and all share one row of the table: a call that one of them makes while another is inside belongs
// to the same work, and whoever is inside may be waiting for it.
// The activity is active until its scope and all calls of its strands have ended.

import { partitionedCounter, sharedCounter } from '../../impl/components/counter/index.js';
import type { Action } from '../../impl/contract.js';
import { active, call, open, opened, request, swap } from '../actions.js';
import { asItIs, withBlockDeadline } from '../mechanisms.js';
import { defineScenario, type ScenarioDeclaration, type WorkloadThread } from '../scenario.js';

/** A method waits inside for what a strand of the same activity does: it calls the component, and opens the gate. */
const scope: readonly Action[] = [open('begun'), call('A', 'incrementAfterGate')];
const strand: WorkloadThread = {
  name: 'c2',
  strandOf: 'c1',
  actions: [opened('begun'), call('A', 'increment'), open('gate'), open('ended')],
};
/** It holds the forward phase open while the activity begins, so that block finds a call of that inside. */
const older: WorkloadThread = { name: 'c3', actions: [active(opened('begun'), call('A', 'read'))] };
const other: WorkloadThread = { name: 'c4', actions: [request('A', 'read')] };
const operator: WorkloadThread = { name: 'operator', actions: [swap('A')] };
const joining: WorkloadThread = { name: 'c1', actions: [active(...scope, opened('ended'))] };

const workload: Omit<ScenarioDeclaration, 'name' | 'statement' | 'processors' | 'variants' | 'threads'> = {
  cases: [],
  resources: ['begun', 'gate', 'ended'],
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  recursive: true,
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
};

/** Nobody is held back by a swap that waits for somebody who waits for them. */
const unheld = { noDeadlock: 'vacuous', noStuck: 'vacuous' } as const;

export const strands = defineScenario({
  ...workload,
  name: 'strands',
  statement: 'two strands of one activity, which ends when both have, on an event loop',
  processors: ['cooperative'],
  threads: [joining, strand, older, other, operator],
  except: unheld,
  variants: [{ mechanism: asItIs }, { mechanism: withBlockDeadline }],
});

export const strandsAnywhere = defineScenario({
  ...workload,
  name: 'strandsAnywhere',
  statement: 'two strands of one activity, which ends when both have, with anybody in between',
  processors: 1,
  threads: [joining, strand, operator],
  drops: 'a tick is not cut in two: between the count and the table, a strand does not find the other inside',
  variants: [
    {
      mechanism: asItIs,
      except: {
        statePreserved: 'vacuous',
        noDeadlock: 'refuted',
        noStuck: 'refuted',
        swapEnds: 'refuted',
        everyBlockedCallReleased: 'refuted',
      },
    },
  ],
});

/** The strand outlives the scope: the call that nobody waits for is inside, and nobody knows. */
const forgetting: WorkloadThread = { name: 'c1', actions: [active(open('begun'), call('A', 'increment'))] };

export const forgottenCall = defineScenario({
  ...workload,
  name: 'forgottenCall',
  statement: 'an activity that ends with its scope, while a call that nobody waited for is inside',
  processors: 1,
  threads: [forgetting, strand, operator],
  drops: 'an activity ends when its scope and all its calls have',
  variants: [
    {
      mechanism: asItIs,
      except: { quiescence: 'refuted', ...unheld, statePreserved: 'vacuous', noUseAfterFree: 'refuted' },
    },
  ],
});
