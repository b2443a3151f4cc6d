// What all references of a process share: the generations, because an activity may call any of them, and the places in the
// mechanism's tables. Places are given to strands when they need one, and taken back when their activity has ended; the
// tables of mediators that are there grow with them.

import * as text from './erased/eventLoop/index.js';
import { Cell } from './eventLoop/cell.js';
import { mutex } from './eventLoop/operations.js';
import { Strand } from './eventLoop/strand.js';
import type { Mediator, Site, World } from './text.js';

/** More callers than the fair lock has bits for: on an event loop nobody waits for the lock of a phase. */
const placesMin = 32;

/** What a site is laid out for: one processor, the event loop. */
export const site: Site = Object.freeze({ processors: 1, callers: new Array(placesMin).fill(''), endless: false });

/** The strand of calls that are over within a tick. It is never held back, and shares place 0 with nobody. */
export const now = new Strand('now', 0);

/** The mechanism of this process. */
export const world: World = {
  options: {},
  resources: {},
  callers: [now],
  rows: [0],
  references: [],
  generations: [text.layOutGenerations(site, 0, {})],
  callerProcessors: [0],
  counter: [],
  advancing: mutex('advancing'),
  oneAtATime: mutex('oneAtATime'),
};

const free: number[] = [];

/** takePlace gives a strand a place, in the row of its activity where that has one already. */
export function takePlace(strand: Strand, row: number | undefined): number {
  const place = free.pop() ?? newPlace();
  world.callers[place] = strand;
  world.rows[place] = row ?? place;
  return place;
}

/** Mediators that are there get a row for it; those that come later are born with one (swap.ts). */
function newPlace(): number {
  const place = world.callers.push(now) - 1;
  for (const mediator of mediators()) grow(mediator);
  return place;
}

/** freePlaces takes places back. */
export function freePlaces(places: Iterable<number>): void {
  for (const place of places) {
    world.callers[place] = now;
    free.push(place);
  }
}

/** grow gives a mediator's tables a row for every place. */
export function grow({ number, tracked, suspended }: Mediator): void {
  while (tracked.length < world.callers.length) {
    tracked.push(new Cell(`mediator${number}.tracked[${tracked.length}]`, 0));
    suspended.push(new Cell(`mediator${number}.suspended[${suspended.length}]`, 0));
  }
}

function* mediators(): Iterable<Mediator> {
  for (const { mediators: all, ended } of world.references) {
    for (const mediator of all.slice(Math.max(0, ended.v - 1))) if (mediator) yield mediator;
  }
}
