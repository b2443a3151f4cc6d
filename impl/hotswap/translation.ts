// The extra level of indirection (paper, section 2): a reference is a pointer cell that leads to an object or, while a
// swap is on, to a mediator. A call costs one load of it, and nothing else unless it finds a mediator (P10).
// Leaves out: K42's two levels of tables and their miss handling; there is one pointer for all processors.

import type { Cell } from '../../engine/program/index.js';
import type { Cells, Component } from '../contract.js';
import type { Reference } from '../events.js';
import type { Mediator } from './mediator.js';

/**
 * Where a reference leads. Object n is current after n completed swaps. What a mediator is made with never changes
 * (its number, the original that it stands before), so it is part of the pointer's value and costs no read.
 */
export type Target = { readonly object: number } | { readonly mediator: number; readonly original: number };

/** One object: its component, its memory, and whether that is allocated (1) or given back (0). */
export interface ObjectMemory {
  readonly component: Component;
  readonly cells: Cells;
  readonly allocated: Cell<number>;
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
}

/** leadsToMediator tells the two kinds of target apart. */
export function leadsToMediator(target: Target): target is { readonly mediator: number; readonly original: number } {
  return 'mediator' in target;
}
