// The mechanism's memory: which cells and threads it adds to a site, and the record by which its programs find them.
// Every object, mediator and deadline that the site can need is laid out in advance and used at most once, so that a use
// after free shows as one.

import { type CellArray, cell, cells, deepFreeze, type Mutex } from '../../engine/program/index.js';
import type { Mechanism, ReferenceSite, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { fairLock } from './fairLock.js';
import { generationIndex, generationNumber, type ProcessorGenerations } from './generations.js';
import type { Mediator, MediatorPhase } from './mediator.js';
import type { HotSwapOptions } from './options.js';
import type { ObjectMemory, SwappableReference, Target } from './translation.js';

/** The mechanism as its own programs see it. */
export interface HotSwap extends Mechanism {
  readonly options: HotSwapOptions;
  /** The threads that may call, by slot. */
  readonly callers: readonly string[];
  readonly references: Readonly<Record<Reference, SwappableReference>>;
  readonly generations: readonly ProcessorGenerations[];
  /** The processors whose generations a grace period waits for. */
  readonly callerProcessors: readonly number[];
  /** The counter that each thread is counted in, kept in memory only where threads sleep inside a call; else empty. */
  readonly counter: CellArray<number>;
  /** Held during a grace period, where two swappers may want one; a swapper that is alone needs none. */
  readonly advancing?: Mutex;
  /** Held by the one swap that is on, where swaps are serialised. */
  readonly oneAtATime: Mutex;
}

/** deadlineThread names the thread that says when it is too late for a swap. */
export function deadlineThread(ref: Reference, mediator: number): string {
  return `deadline.${ref}.${mediator}`;
}

/** layOutReference declares the memory of one reference, its objects and its mediators. */
export function layOutReference(site: Site, at: ReferenceSite): SwappableReference {
  const { name, versions, swaps } = at;
  return deepFreeze({
    name,
    pointer: cell<Target>(`${name}.pointer`, { object: 0 }) as SwappableReference['pointer'],
    objects: versions.map((_, number) => layOutObject(site, at, number)),
    mediators: Array.from({ length: swaps }, (_, number) => layOutMediator(site, name, number)),
    switching: cell(`${name}.switching`, 0),
    ended: cell(`${name}.ended`, 0),
    swapper: `swapper.${name}`,
  });
}

function layOutObject({ processors }: Site, { name, versions }: ReferenceSite, number: number): ObjectMemory {
  const component = versions[number]!;
  const prefix = `${name}.object${number}`;
  return { component, cells: component.layOut(prefix, processors), allocated: cell(`${prefix}.allocated`, 1) };
}

function layOutMediator({ processors, callers }: Site, name: Reference, number: number): Mediator {
  const prefix = `${name}.mediator${number}`;
  return {
    number,
    phase: cell<MediatorPhase>(`${prefix}.phase`, 'forward') as Mediator['phase'],
    phaseLock: fairLock(`${prefix}.phaseLock`, callers.length + 1),
    count: cell(`${prefix}.count`, 0),
    tracked: cells(`${prefix}.tracked`, callers.length, 0),
    suspended: cells(`${prefix}.suspended`, callers.length, 0),
    ticket: cell(`${prefix}.ticket`, 1),
    deadline: cell(`${prefix}.deadline`, 0),
    stamps: cells(`${prefix}.stamp`, processors, -1, { home: (processor) => processor }),
    allocated: cell(`${prefix}.allocated`, 1),
  };
}

/**
 * layOutGenerations declares a processor's counters. Where threads never end they wrap, at more than the number of
 * threads: an advance asks only whether a counter is zero, and never more threads are active than there are.
 */
export function layOutGenerations(site: Site, processor: number, { admission }: HotSwapOptions): ProcessorGenerations {
  const reading = admission === 'byGenerationNumber' ? generationNumber : generationIndex;
  const wrap = site.callers.length + 2;
  const prefix = `processor${processor}`;
  const home = processor;
  const word = cell(`${prefix}.word`, 0, site.endless ? { home, modulo: reading.size * wrap } : { home });
  const active = cells(`${prefix}.active`, 2, 0, site.endless ? { home, modulo: wrap } : { home });
  return deepFreeze({ processor, reading, word, active });
}

/** swapsOverlap tells whether two swappers may wait for generations at one time. */
export function swapsOverlap(site: Site, options: HotSwapOptions): boolean {
  return !options.serialised && site.references.filter(({ swaps }) => swaps > 0).length > 1;
}
