// The extra level of indirection (paper, section 2): a reference is a pointer cell that leads to an object or, while a
// swap is on, to a mediator. A call costs one load of it, and nothing else unless it finds a mediator (P10).
// Leaves out: K42's two levels of tables and their miss handling; there is one pointer for all processors.

import { type Cell, deepFreeze, inRegion, type Memory, type Region } from '../../engine/program/index.js';
import type { Cells, Component } from '../contract.js';
import type { Reference } from '../events.js';
import type { Inside } from '../inside.js';
import type { Mediator } from './mediator.js';

/**
 * Where a reference leads. Object n is current after n completed swaps. What a mediator is made with never changes
 * (its number, the original that it stands before), so it is part of the pointer's value and costs no read.
 */
export type Target = ObjectReference | MediatorReference;

/** An object, and the incarnation of its memory where that may be taken more than once: a stale reference shows. */
export interface ObjectReference {
  readonly object: number;
  readonly incarnation?: number;
}

export interface MediatorReference {
  readonly mediator: number;
  readonly original: number;
  /** Of the original. */
  readonly incarnation?: number;
  /** The mediators that are one with it, where references are swapped as a group: the first has the group's ticket. */
  readonly group?: Group;
}

/** A mediator by its reference and its number. */
export interface GroupMember {
  readonly ref: Reference;
  readonly mediator: number;
}

export type Group = readonly GroupMember[];

/** One object: its component, and its memory, a region of its own. */
export interface ObjectMemory {
  readonly component: Component;
  readonly cells: Cells;
  readonly memory: Region;
}

export interface SwappableReference {
  readonly name: Reference;
  readonly pointer: Cell<Target>;
  /** objects[n] is what is current after n completed swaps. */
  readonly objects: readonly ObjectMemory[];
  /** mediators[m] belongs to swap m. */
  readonly mediators: readonly Mediator[];
  /** 1 from the acceptance of a request until the mediator of that swap is freed. */
  readonly switching: Cell<number>;
  /** How many swaps have ended, completed or aborted: the number of the next mediator. */
  readonly ended: Cell<number>;
  /** The thread that carries swaps out, one after the other. */
  readonly swapper: string;
  /** The references that its swap is to take along, itself the first, where swaps come in groups. */
  readonly together: Cell<readonly Reference[]>;
}

/** leadsToMediator tells the two kinds of target apart. */
export function leadsToMediator(target: Target): target is MediatorReference {
  return 'mediator' in target;
}

/** cellsOf is the memory of an object as a reference to it leads there. */
export function cellsOf(
  { objects }: Pick<SwappableReference, 'objects'>,
  { object, incarnation }: ObjectReference,
): Cells {
  const { memory, cells } = objects[object]!;
  return incarnation === undefined ? cells : (inRegion(memory, cells as Memory, incarnation) as Cells);
}

/** insideOf is the inside of an object as a reference to it leads there. */
export function insideOf(reference: Pick<SwappableReference, 'name' | 'objects'>, target: ObjectReference): Inside {
  const { component } = reference.objects[target.object]!;
  return { ref: reference.name, object: target.object, component, cells: cellsOf(reference, target) };
}

/** originalOf is the object that a target leads to, at once or through its mediator. */
export function originalOf(target: Target): ObjectReference {
  const { incarnation } = target;
  const object = leadsToMediator(target) ? target.original : target.object;
  return incarnation === undefined ? { object } : { object, incarnation };
}

/** mediatorTarget is where the pointer leads while a mediator stands before an object. */
export function mediatorTarget(
  mediator: number,
  { object, incarnation }: ObjectReference,
  group?: Group,
): MediatorReference {
  const target = { mediator, original: object, ...(incarnation === undefined ? {} : { incarnation }) };
  return deepFreeze(group ? { ...target, group } : target);
}
