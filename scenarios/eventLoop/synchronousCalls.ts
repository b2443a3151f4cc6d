// On an event loop a synchronous call cannot be held back: nothing else runs until it is over. In block the old object serves
// it, uncounted, as long as its state is not being transferred; then it is turned away, and has to be made again.

import { deepFreeze, load, type Program, safePoint, type Value } from '../../engine/program/index.js';
import { partitionedCounter, sharedCounter } from '../../impl/components/counter/index.js';
import type { SharedMemory } from '../../impl/components/counter/memory.js';
import { request, swap } from '../actions.js';
import { withSynchronousCalls, withSynchronousTransfer } from '../mechanisms.js';
import { defineScenario, type ScenarioDeclaration } from '../scenario.js';

/** One call that waits inside, one that cannot be held back, and a swap. */
const workload: Omit<ScenarioDeclaration, 'name' | 'statement' | 'processors' | 'variants'> = {
  cases: [],
  resources: ['gate'],
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAfterGate')] },
    { name: 'c2', actions: [{ do: 'call', ref: 'A', method: 'increment', args: null, synchronous: true }] },
    { name: 'opener', actions: [{ do: 'signal', gate: 'gate' }] },
    { name: 'operator', actions: [swap('A')] },
  ],
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
};

/** What is served in block is not counted: nobody could come between. */
const uncounted = { countMatches: 'refuted' } as const;
/** A call that is turned away says so to its caller, and has no effect. */
const turnedAway = { transparency: 'refuted', statePreserved: 'refuted', noCallLost: 'refuted' } as const;

const reader = { name: 'c3', actions: [request('A', 'read')] };

/** As the shared counter, but others may come while the state is taken out of it, as in a transfer that awaits. */
const awaitingCounter: typeof sharedCounter = deepFreeze({ ...sharedCounter, exportState: exportSlowly });

function* exportSlowly(memory: SharedMemory): Program<Value> {
  const total = yield* load(memory.value);
  yield* safePoint();
  return total;
}

export const synchronousCalls = defineScenario({
  ...workload,
  name: 'synchronousCalls',
  statement: 'a call that cannot be held back, on the event loop on which a transfer awaits',
  processors: ['cooperative'],
  references: { A: { versions: [awaitingCounter, partitionedCounter] } },
  threads: [...workload.threads, reader],
  variants: [
    {
      mechanism: withSynchronousCalls,
      shows: 'who comes in the transfer is told',
      except: { ...uncounted, ...turnedAway },
    },
  ],
});

export const synchronousTransfer = defineScenario({
  ...workload,
  name: 'synchronousTransfer',
  statement: 'a call that cannot be held back, on the event loop on which a transfer is done at once',
  processors: ['cooperative'],
  threads: [...workload.threads, reader],
  variants: [{ mechanism: withSynchronousTransfer, shows: 'nobody notices the swap', except: uncounted }],
});

export const synchronousAnywhere = defineScenario({
  ...workload,
  name: 'synchronousAnywhere',
  statement: 'a call that cannot be held back, on a processor where others may come in between all the same',
  processors: 1,
  drops: 'nothing runs until a synchronous call is over',
  variants: [
    {
      mechanism: withSynchronousCalls,
      except: { ...uncounted, ...turnedAway, quiescence: 'refuted', noUseAfterFree: 'refuted' },
    },
  ],
});
