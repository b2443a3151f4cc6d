// The paper's mechanism behind the contract: what a site gets when it is installed, and its functions by name.
// One mediator per swap for all processors: the simplification that we check first. The paper's own mediator is
// "structured as a locality-optimized concurrent object", spread over the processors.

import {
  at,
  atLeast,
  type Cell,
  type CellArray,
  cells,
  deepFreeze,
  is,
  mutex,
  type Program,
  region,
  type Thread,
  thread,
  wait,
} from '../../engine/program/index.js';
import type { Installation, MechanismVariant, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { ownedByProtocol } from '../owners.js';
import { deadline } from './abort.js';
import { call } from './dispatch.js';
import { activate, deactivate, sleep } from './generations.js';
import { groupSwapper, requestGroup } from './group.js';
import { deadlineThread, type HotSwap, layOutGenerations, layOutReference, swapsOverlap } from './layout.js';
import { asItIs, type HotSwapOptions, hasDeadline, isByGeneration } from './options.js';
import { checkOptions } from './optionsTogether.js';
import { requestSwap, swapper } from './swap.js';
import type { SwappableReference } from './translation.js';

/** The functions of the contract. */
const operations = deepFreeze({ activate, deactivate, sleep, call, requestSwap, awaitSwapEnd, awaitSwapIdle });

function* awaitSwapEnd(hotSwap: HotSwap, ref: Reference, swaps: number): Program<void> {
  yield* at('waiting', { ref });
  yield* wait(hotSwap.references[ref]!.ended, atLeast(swaps));
}

function* awaitSwapIdle(hotSwap: HotSwap, ref: Reference): Program<void> {
  yield* at('waiting', { ref });
  yield* wait(hotSwap.references[ref]!.switching, is(0));
}

/** hotSwap is the mechanism with these options; those that are left out are as in the paper. */
export function hotSwap(name: string, statement: string, options: Partial<HotSwapOptions> = {}): MechanismVariant {
  const complete = deepFreeze({ ...asItIs, ...options });
  const aborts = complete.abort === 'anywhere' || complete.abort === 'deadline';
  return Object.freeze({
    name,
    statement,
    aborts,
    install: (site: Site) => install(site, checkOptions(name, complete)),
  });
}

function install(site: Site, options: HotSwapOptions): Installation {
  const protocol = region('protocol', ownedByProtocol('swaps'));
  const mechanism: HotSwap = deepFreeze({
    ...operations,
    ...(options.grouped ? { requestSwap: requestGroup } : {}),
    options,
    resources: site.resources,
    callers: [...site.callers],
    rows: site.rows ?? [],
    references: Object.fromEntries(site.references.map((at) => [at.name, layOutReference(site, at)])),
    generations: Array.from({ length: site.processors }, (_, processor) => layOutGenerations(site, processor, options)),
    callerProcessors: site.callerProcessors,
    counter: site.sleepers ? cells('counter', site.callers.length, 0, { region: protocol }) : [],
    oneAtATime: mutex('oneAtATime', { region: protocol }),
    ...(swapsOverlap(site, options) ? { advancing: mutex('advancing', { region: protocol }) } : {}),
  });
  return { mechanism, cells: cellsOf(mechanism), threads: threadsOf(mechanism, site.home) };
}

function threadsOf(mechanism: HotSwap, processor: number): readonly Thread[] {
  return Object.values(mechanism.references).flatMap((reference) => [
    ...swapperOf(mechanism, reference, processor),
    ...deadlinesOf(mechanism, reference, processor),
  ]);
}

/** A reference that nobody asks to be swapped needs no swapper. */
function swapperOf(
  mechanism: HotSwap,
  { name: ref, swapper: name, mediators }: SwappableReference,
  processor: number,
): readonly Thread[] {
  if (mediators.length === 0) return [];
  const program = mechanism.options.grouped ? groupSwapper : swapper;
  return [thread(name, program, { hotSwap: mechanism, ref }, { processor, dormant: true })];
}

function deadlinesOf(
  mechanism: HotSwap,
  { name: ref, mediators }: SwappableReference,
  processor: number,
): readonly Thread[] {
  if (!hasDeadline(mechanism.options, ref)) return [];
  return mediators.map(({ number }) =>
    thread(
      deadlineThread(ref, number),
      deadline,
      { hotSwap: mechanism, ref, mediator: number },
      { processor, dormant: true },
    ),
  );
}

function cellsOf({
  options,
  references,
  generations,
  counter,
  advancing,
  oneAtATime,
}: HotSwap): readonly (Cell | CellArray)[] {
  return [
    ...Object.values(references).flatMap((reference) => cellsOfReference(reference, options)),
    ...generations.flatMap(({ word, active }) => [word, active]),
    ...(counter.length > 0 ? [counter] : []),
    ...(advancing ? [advancing] : []),
    ...(options.serialised ? [oneAtATime] : []),
  ] as readonly (Cell | CellArray)[];
}

function cellsOfReference(reference: SwappableReference, options: HotSwapOptions): readonly unknown[] {
  const { pointer, objects, mediators, switching, ended, together } = reference;
  return [
    pointer,
    switching,
    ended,
    ...(options.grouped && mediators.length > 0 ? [together] : []),
    ...objects.flatMap(({ cells: memory }) => Object.values(memory)),
    ...mediators.flatMap((mediator) => cellsOfMediator(mediator, options)),
  ];
}

function cellsOfMediator(
  mediator: SwappableReference['mediators'][number],
  options: HotSwapOptions,
): readonly unknown[] {
  const { phase, phaseLock, count, tracked, suspended, ticket, deadline: late, stamps } = mediator;
  return [
    phase,
    phaseLock.contenders,
    phaseLock.granted,
    count,
    tracked,
    suspended,
    ticket,
    ...(options.abort === 'deadline' ? [late] : []),
    ...(isByGeneration(options) ? [stamps] : []),
  ];
}
