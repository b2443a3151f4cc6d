// Regions: whose memory a cell is. A region has a name and an owner, in plain data of the program's own; one that can be
// given back has a life besides, which `allocate` and `free` turn. What is done with the memory of a region is seen by
// the engine and judged by monitors: nobody has to announce it.
// A region allocated again is another incarnation: a reference that carries its incarnation and outlives it shows.

import type { Cell, CellArray } from './cell.js';
import { cell } from './cell.js';
import { QuiesceError } from './errors.js';
import { isRecord, listGiven, recordGiven, textGiven } from './given.js';
import { refuseUnknownOptions } from './misspelt.js';
import type { Program } from './operation.js';
import { Performable } from './performable.js';
import { canonical, type Data, deepFreeze } from './value.js';

export interface Region {
  readonly kind: 'region';
  readonly name: string;
  /** Whose it is: `{ kind: 'mediator', ref: 'A', mediator: 0 }`. */
  readonly owner: Data;
  /** Odd while the region is allocated, even while it is free; undefined for a region that is always there. */
  readonly life?: Cell<number>;
}

export interface RegionOptions {
  /** A region that is allocated and freed: what it is at the start. Without it the region is always there. */
  readonly initially?: 'allocated' | 'free';
}

/**
 * region declares whose memory some cells are.
 *
 * @example
 * region('node', { kind: 'node' }).name // => 'node'
 */
export function region(name: string, owner: Data, options: RegionOptions = {}): Region {
  textGiven('QSC112', 'the name of a region', name);
  refuseUnknownOptions(`region ${name}`, options, { initially: true });
  canonical(owner);
  const { initially } = options;
  const made = initially === undefined ? {} : { life: cell(`${name}.life`, initially === 'allocated' ? 1 : 0) };
  return deepFreeze({ kind: 'region', name, owner, ...made });
}

/** incarnationIn is the incarnation that a region is in while it lives, by the content of its life. */
export function incarnationIn(life: number): number {
  return (life + 1) >> 1;
}

/** Cells as a record, or as lists in a record: the memory of one object. */
export type Memory = Readonly<Record<string, Cell | CellArray>>;

/**
 * inRegion is the same memory as part of a region, seen by a reference to one incarnation of it where one is given.
 *
 * @example
 * inRegion(region('node', { kind: 'node' }), { next: cell('node.next', 0) }).next.region?.name // => 'node'
 */
export function inRegion<M extends Memory>(owner: Region, memory: M, incarnation?: number): M {
  const owned = (each: Cell) => ownedCell(owner, each, incarnation);
  recordGiven('QSC112', 'a region', owner);
  const entries = Object.entries(recordGiven('QSC112', 'a memory: a record of cells', memory)).map(([name, part]) => {
    if (isRecord(part)) return [name, owned(part as Cell)];
    return [name, listGiven('QSC112', `${name}: a cell, or a list of cells`, part as CellArray, isRecord).map(owned)];
  });
  return deepFreeze(Object.fromEntries(entries)) as M;
}

function ownedCell(owner: Region, each: Cell, incarnation: number | undefined): Cell {
  return { ...each, region: owner, ...(incarnation === undefined ? {} : { incarnation }) };
}

/** allocate takes a region that is free, and returns its incarnation, from 1. Its cells hold what they held. One step. */
export function allocate(taken: Region): Program<number> {
  return new Performable({ kind: 'allocate', region: withLife(taken) }, (given) => given as number);
}

/** free gives a region back: nobody may use its cells from now on, whoever frees it included. One step. */
export function free(given: Region, incarnation?: number): Program<void> {
  const of = incarnation === undefined ? {} : { incarnation };
  return new Performable({ kind: 'free', region: withLife(given), ...of }, () => undefined);
}

function withLife(used: Region): Region {
  if (used?.kind === 'region' && used.life) return used;
  throw new QuiesceError('QSC505', `allocate or free of ${used?.name ?? 'what is no region'}, which is always there`);
}
