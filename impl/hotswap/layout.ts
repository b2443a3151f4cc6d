// The mechanism's memory: which cells and threads it adds to a site, and the record by which its programs find them.
// Every object, mediator and deadline that the site can need is laid out in advance. Each has a region of its own, so that
// a use after free shows as one; only the successor of a swap that was given up is ever taken anew.

import {
  type Cell,
  type CellArray,
  cell,
  cells,
  deepFreeze,
  inRegion,
  type Mutex,
  type Region,
  region,
} from '../../engine/program/index.js';
import type { Component, Mechanism, ReferenceSite, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { ownedByGenerations, ownedByMediator, ownedByObject, ownedByProtocol, ownedByTranslation } from '../owners.js';
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
  /** By slot: the row of its activity in the table of who is inside; empty where each thread has its own. */
  readonly rows: readonly number[];
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

/** isHotSwap tells this mechanism from others. */
export function isHotSwap(mechanism: Mechanism): mechanism is HotSwap {
  return 'references' in mechanism && 'generations' in mechanism;
}

/** deadlineThread names the thread that says when it is too late for a swap. */
export function deadlineThread(ref: Reference, mediator: number): string {
  return `deadline.${ref}.${mediator}`;
}

/** layOutReference declares the memory of one reference, its objects and its mediators. */
export function layOutReference(site: Site, at: ReferenceSite): SwappableReference {
  const { name, versions, swaps } = at;
  const translation = region(`${name}.translation`, ownedByTranslation(name));
  const protocol = region(`${name}.protocol`, ownedByProtocol(name));
  return deepFreeze({
    name,
    pointer: cell<Target>(`${name}.pointer`, { object: 0 }, { region: translation }) as SwappableReference['pointer'],
    objects: versions.map((_, number) => layOutObject(site, at, number)),
    mediators: Array.from({ length: swaps }, (_, number) => layOutMediator(site, name, number, protocol)),
    switching: cell(`${name}.switching`, 0, { region: protocol }),
    ended: cell(`${name}.ended`, 0, { region: protocol }),
    swapper: `swapper.${name}`,
    together: cell<readonly Reference[]>(`${name}.together`, [], {
      region: protocol,
    }) as SwappableReference['together'],
  });
}

/** Whether a successor's memory may be taken more than once: by the next swap, after one that was given up has freed it. */
function isTakenAnew({ swaps }: ReferenceSite, number: number): boolean {
  return number > 0 && swaps > 1;
}

/** layOutObject declares the memory of one object of a reference. */
export function layOutObject({ processors }: Site, at: ReferenceSite, number: number): ObjectMemory {
  const component = at.versions[number]!;
  const prefix = `${at.name}.object${number}`;
  const initially = isTakenAnew(at, number) ? 'free' : 'allocated';
  const memory = region(prefix, ownedByObject(at.name, number), { initially });
  return { component, memory, cells: owned(memory, component.layOut(prefix, processors)) };
}

/** Memory that the component has given a region of its own outlives the object. */
function owned(memory: Region, laidOut: ReturnType<Component['layOut']>): ObjectMemory['cells'] {
  const isOwn = ([, part]: readonly [string, Cell | CellArray]) =>
    'kind' in part ? part.region !== undefined : part[0]?.region !== undefined;
  const all = Object.entries(laidOut as Readonly<Record<string, Cell | CellArray>>);
  const others = Object.fromEntries(all.filter((entry) => !isOwn(entry)));
  return { ...inRegion(memory, others), ...Object.fromEntries(all.filter(isOwn)) } as ObjectMemory['cells'];
}

/** layOutMediator declares the memory of a mediator, with a row for each of the callers. */
export function layOutMediator(
  { processors, callers }: Site,
  name: Reference,
  number: number,
  protocol: Region,
): Mediator {
  const prefix = `${name}.mediator${number}`;
  const memory = region(prefix, ownedByMediator(name, number), { initially: 'allocated' });
  return {
    number,
    memory,
    phase: cell<MediatorPhase>(`${prefix}.phase`, 'forward', { region: memory }) as Mediator['phase'],
    phaseLock: fairLock(`${prefix}.phaseLock`, callers.length + 1, memory),
    count: cell(`${prefix}.count`, 0, { region: memory }),
    tracked: cells(`${prefix}.tracked`, callers.length, 0, { region: memory }),
    suspended: cells(`${prefix}.suspended`, callers.length, 0, { region: memory }),
    ticket: cell(`${prefix}.ticket`, 1, { region: memory }),
    // Time passes whatever becomes of the mediator: what it sets may be set when that has been freed.
    deadline: cell(`${prefix}.deadline`, 0, { region: protocol }),
    stamps: cells(`${prefix}.stamp`, processors, -1, { home: (processor) => processor, region: memory }),
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
  const options = { home: processor, region: region(`${prefix}.generations`, ownedByGenerations(processor)) };
  const word = cell(`${prefix}.word`, 0, site.endless ? { ...options, modulo: reading.size * wrap } : options);
  const active = cells(`${prefix}.active`, 2, 0, site.endless ? { ...options, modulo: wrap } : options);
  return deepFreeze({ processor, reading, word, active });
}

/** swapsOverlap tells whether two swappers may wait for generations at one time. */
export function swapsOverlap(site: Site, options: HotSwapOptions): boolean {
  return !options.serialised && site.references.filter(({ swaps }) => swaps > 0).length > 1;
}
