// Premises: what has to be reached before a claim says anything. Some are declared with the property, others implied: a
// claim about the end needs a normal end; leadsTo needs its `from`; a monitor that declares no premise needs to hear
// something: one of the events that it says it handles, or, where it names none, any event that changed its state.
// A property whose premise was not reached, in a search that was not cut, is vacuous.

import type { Product } from './product.js';
import type { Property } from './property.js';

/** Which premise was not reached: a normal end, `from`, an event that the monitor handles, or the declared one. */
export type MissingPremise = 'end' | 'from' | 'event' | 'declared';

/** The components of the product that a property's premise depends on. */
export interface PremiseComponents {
  /** The property's own monitor. */
  readonly own: number | undefined;
  /** Its premise as an automaton over events. */
  readonly premise: number | undefined;
}

export class Premises {
  readonly #product: Product;
  readonly #held = new Set<Property>();
  #endReached = false;

  constructor(product: Product) {
    this.#product = product;
  }

  /** Notes that the premise of a property held: one that is a predicate over states, or its `from`. */
  hold(property: Property): void {
    this.#held.add(property);
  }

  /** Notes that a normal end was reached. */
  reachEnd(): void {
    this.#endReached = true;
  }

  isHeld(property: Property): boolean {
    return this.#held.has(property);
  }

  /** The premise of a property that was not reached; undefined where all were, or it has none. */
  missing(property: Property, { own, premise }: PremiseComponents): MissingPremise | undefined {
    if (property.kind === 'leadsTo') return this.isHeld(property) ? undefined : 'from';
    if (asksEnds(property) && !this.#endReached) return 'end';
    if (premise !== undefined) return this.#product.isPremiseReached(premise) ? undefined : 'declared';
    if (property.kind === 'monitor') return this.#missingOf(property.premise !== undefined, own!);
    return property.premise === undefined || this.isHeld(property) ? undefined : 'declared';
  }

  #missingOf(declares: boolean, own: number): MissingPremise | undefined {
    if (declares) return this.#product.isPremiseReached(own) ? undefined : 'declared';
    return this.#product.hasHeard(own) ? undefined : 'event';
  }
}

/** asksEnds is true of a property that claims something of normal ends. */
export function asksEnds(property: Property): boolean {
  return property.kind === 'atEnd' || (property.kind === 'monitor' && property.atEnd !== undefined);
}
