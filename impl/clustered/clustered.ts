// The mechanism as K42 released it, with its defects cured, behind the contract: a mediator that is spread over the
// processors, a worker on each, two levels of translation. The one-mediator form of impl/hotswap is the simplification.

import {
  at,
  atLeast,
  type Cell,
  type CellArray,
  deepFreeze,
  is,
  type Program,
  QuiesceError,
  type Thread,
  thread,
  wait,
} from '../../engine/program/index.js';
import type { Installation, MechanismVariant, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { activate, deactivate, sleep } from '../hotswap/generations.js';
import { deadline } from './abort.js';
import { destroy } from './destruction.js';
import { call } from './dispatch.js';
import {
  type Clustered,
  deadlineThread,
  joinerThread,
  layOutClustered,
  layOutProcessors,
  workerThread,
} from './layout.js';
import type { Mediator } from './mediator.js';
import { type ClusteredOptions, perProcessor } from './options.js';
import { requestSwap } from './request.js';
import { bitOf, type ClusteredReference, entry } from './translation.js';
import { joiner, worker } from './worker.js';

const operations = deepFreeze({
  ...{ activate, deactivate, sleep, call, requestSwap, awaitSwapEnd, awaitSwapIdle, destroy },
});

function* awaitSwapEnd(clustered: Clustered, ref: Reference, swaps: number): Program<void> {
  yield* at('waiting', { ref });
  yield* wait(clustered.entries[ref]!.ended, atLeast(swaps));
}

function* awaitSwapIdle(clustered: Clustered, ref: Reference): Program<void> {
  yield* at('waiting', { ref });
  yield* wait(clustered.entries[ref]!.entry, is(entry.idle));
}

/** clustered is the mechanism with these options; those that are left out are as released, defects cured. */
export function clustered(name: string, statement: string, options: Partial<ClusteredOptions> = {}): MechanismVariant {
  const complete = deepFreeze({ ...perProcessor, ...options });
  if (complete.migration && complete.abort !== 'never')
    throw new QuiesceError('QSC112', `${name}: a mechanism with migration and swaps that may be given up`);
  if (options.nextAfterCommit && complete.abort !== 'never')
    throw new QuiesceError('QSC112', `${name}: a next swap after the commit, of swaps that may be given up`);
  const aborts = complete.abort !== 'never';
  return Object.freeze({ name, statement, aborts, install: (site: Site) => install(site, complete) });
}

function install(site: Site, options: ClusteredOptions): Installation {
  const mechanism: Clustered = deepFreeze({
    ...operations,
    options,
    resources: site.resources,
    callers: [...site.callers],
    callerHomes: [...site.callerHomes],
    callerProcessors: site.callerProcessors,
    entries: Object.fromEntries(site.references.map((at) => [at.name, layOutClustered(site, at)])),
    ...layOutProcessors(site, options),
  });
  return { mechanism, cells: cellsOf(mechanism), threads: threadsOf(mechanism, site.home) };
}

/** A worker and a joiner for each mediator and processor that may need one. */
function threadsOf(mechanism: Clustered, home: number): readonly Thread[] {
  return Object.values(mechanism.entries).flatMap(({ name: ref, mediators }) =>
    mediators.flatMap(({ number }) => [
      ...workersOf(mechanism, ref, number),
      ...(mechanism.options.abort === 'deadline' ? [deadlineOf(mechanism, ref, number, home)] : []),
    ]),
  );
}

function workersOf(mechanism: Clustered, lead: Reference, mediator: number): readonly Thread[] {
  return mechanism.callerProcessors.flatMap((processor) => {
    const args = { clustered: mechanism, lead, processor };
    const options = { processor, dormant: true };
    const full = thread(workerThread(lead, mediator, processor), worker, args, options);
    if (!mayJoin(mechanism, lead, mediator, processor)) return [full];
    return [full, thread(joinerThread(lead, mediator, processor), joiner, args, options)];
  });
}

/** A processor that has called before the first swap is never touched for the first time during that. */
function mayJoin({ entries, options }: Clustered, lead: Reference, mediator: number, processor: number): boolean {
  if (options.migration) return false;
  const members = options.grouped ? Object.values(entries) : [entries[lead]!];
  return mediator > 0 || members.every(({ touched }) => (touched.initial & bitOf(processor)) === 0);
}

function deadlineOf(mechanism: Clustered, ref: Reference, mediator: number, processor: number): Thread {
  const args = { clustered: mechanism, ref, mediator };
  return thread(deadlineThread(ref, mediator), deadline, args, { processor, dormant: true });
}

function cellsOf({ options, entries, generations, counter, advancing }: Clustered): readonly (Cell | CellArray)[] {
  return [
    ...Object.values(entries).flatMap((reference) => cellsOfReference(reference, options)),
    ...generations.flatMap(({ word, active }) => [word, active]),
    ...(counter.length > 0 ? [counter] : []),
    ...advancing,
  ] as readonly (Cell | CellArray)[];
}

function cellsOfReference(reference: ClusteredReference, options: ClusteredOptions): readonly unknown[] {
  const { local, global, misses, touched, entry: state, ended, plan, objects, mediators } = reference;
  return [
    ...[local, global, misses, touched, state, ended, plan],
    ...objects.flatMap(({ cells: memory }) => Object.values(memory)),
    ...mediators.flatMap((mediator) => cellsOfMediator(mediator, options)),
  ];
}

function cellsOfMediator(mediator: Mediator, options: ClusteredOptions): readonly unknown[] {
  const { representatives, phase, lock, turned, inFlight, ticket, workers, failed, deadline: late } = mediator;
  return [
    ...[phase, lock.contenders, lock.granted, turned, inFlight, ticket, workers, failed],
    ...(options.migration ? [mediator.flushed, mediator.elapsed, mediator.finished, mediator.tracked] : []),
    ...(options.abort === 'deadline' ? [late] : []),
    ...representatives.flatMap((each) => [each.phase, each.lock.contenders, each.lock.granted, each.count]),
    ...representatives.flatMap((each) => [...(options.migration ? [] : [each.tracked]), each.suspended]),
  ];
}
