// The ground that all rivals stand on: the same references, objects and requests for a swap, so that rivals differ in
// nothing but their idea, which is a file each. A rival says how a call gets through and how a swap comes about.
// What a rival cannot keep back: that a call is inside an object, and that state is moved, is told by the text that does
// it (swap.ts); and every cell of a rival lies in a region that is the mechanism's, so that its use shows (P10).
// Leaves out: a successor that could not be made keeps its memory for the next attempt; nothing else refers to it.

import {
  atLeast,
  type Cell,
  type CellArray,
  cell,
  deepFreeze,
  inRegion,
  is,
  type Memory,
  type Program,
  type Region,
  region,
  type Self,
  safePoint,
  type Thread,
  thread,
  type Value,
  wait,
} from '../../engine/program/index.js';
import type {
  Activation,
  Call,
  Cells,
  Component,
  Installation,
  Mechanism,
  MechanismVariant,
  ReferenceSite,
  Site,
} from '../contract.js';
import type { Reference } from '../events.js';
import { ownedByObject, ownedByProtocol, ownedByTranslation } from '../owners.js';
import { carryOut, requestSwap } from './swap.js';

/** The cells that a rival keeps, by name. */
export type OwnCells = Readonly<Record<string, Cell<number> | CellArray<number>>>;

/** One object: its component, and its memory, a region of its own. */
export interface RivalObject {
  readonly component: Component;
  readonly cells: Cells;
  readonly memory: Region;
}

/** A reference as rivals see it. `own` is what a rival keeps for it. */
export interface RivalReference<Own extends OwnCells = OwnCells> {
  readonly name: Reference;
  /** The number of the object that serves: object n is current after n completed swaps. */
  readonly pointer: Cell<number>;
  readonly objects: readonly RivalObject[];
  readonly own: Own;
  /** 1 while a swap is on. */
  readonly switching: Cell<number>;
  /** How many swaps have ended, one way or the other. */
  readonly ended: Cell<number>;
  readonly swapper: string;
}

/** A rival as its own programs see it. */
export interface Rival<Own extends OwnCells = OwnCells, Shared extends OwnCells = OwnCells> extends Mechanism {
  readonly design: Design<Own, Shared>;
  readonly references: Readonly<Record<Reference, RivalReference<Own>>>;
  /** What it keeps once for all references. */
  readonly shared: Shared;
  /** The threads that may call, by slot. */
  readonly callers: readonly string[];
  /** The processors that they run on. */
  readonly callerProcessors: readonly number[];
}

/** What a rival is: the cells that it keeps, how a call gets through, and how a swap comes about. */
export interface Design<Own extends OwnCells = OwnCells, Shared extends OwnCells = OwnCells> {
  layOut(site: Site, name: Reference, own: Region): Own;
  layOutShared?(site: Site, own: Region): Shared;
  call(rival: Rival<Own, Shared>, call: Call, self: Self): Program<Value>;
  /** The whole swap, from its first step to its last; other swaps of the reference are kept out meanwhile. */
  swap(swap: Swap<Own, Shared>, self: Self): Program<void>;
  activate?(rival: Rival<Own, Shared>, self: Self): Program<Activation>;
  deactivate?(rival: Rival<Own, Shared>, activation: Activation, self: Self): Program<void>;
  sleep?(rival: Rival<Own, Shared>, call: Call, self: Self): Program<void>;
}

/** What a swap is about to do: settled before anything moves. */
export interface Plan {
  readonly ref: Reference;
  /** The object that is replaced; the swap has its number. */
  readonly from: number;
  readonly to: number;
  readonly format: number;
}

export interface Swap<Own extends OwnCells = OwnCells, Shared extends OwnCells = OwnCells> {
  readonly rival: Rival<Own, Shared>;
  readonly plan: Plan;
}

/** The functions of the contract; what a design leaves out costs nothing. */
const operations = deepFreeze({ activate, deactivate, sleep, call, requestSwap, awaitSwapEnd, awaitSwapIdle });

function* activate(rival: Rival, self: Self): Program<Activation> {
  return rival.design.activate ? yield* rival.design.activate(rival, self) : 0;
}

function* deactivate(rival: Rival, activation: Activation, self: Self): Program<void> {
  if (rival.design.deactivate) yield* rival.design.deactivate(rival, activation, self);
}

function* sleep(rival: Rival, call: Call, self: Self): Program<void> {
  if (rival.design.sleep) yield* rival.design.sleep(rival, call, self);
  else yield* safePoint();
}

function* call(rival: Rival, call: Call, self: Self): Program<Value> {
  return yield* rival.design.call(rival, call, self);
}

function* awaitSwapEnd({ references }: Rival, ref: Reference, swaps: number): Program<void> {
  yield* wait(references[ref]!.ended, atLeast(swaps));
}

function* awaitSwapIdle({ references }: Rival, ref: Reference): Program<void> {
  yield* wait(references[ref]!.switching, is(0));
}

/** rival makes a mechanism of a design. */
export function rival<Own extends OwnCells, Shared extends OwnCells = OwnCells>(
  name: string,
  statement: string,
  design: Design<Own, Shared>,
): MechanismVariant {
  const frozen: Design = deepFreeze(design);
  return Object.freeze({ name, statement, install: (site: Site) => install(site, frozen) });
}

function install(site: Site, design: Design): Installation {
  const protocol = region('protocol', ownedByProtocol('swaps'));
  const mechanism: Rival = deepFreeze({
    ...operations,
    design,
    resources: site.resources,
    callers: [...site.callers],
    callerProcessors: [...site.callerProcessors],
    references: Object.fromEntries(site.references.map((at) => [at.name, layOutReference(site, at, design)])),
    shared: design.layOutShared?.(site, protocol) ?? {},
  });
  const swapped = site.references.filter(({ swaps }) => swaps > 0);
  return {
    mechanism,
    cells: [...Object.values(mechanism.shared), ...Object.values(mechanism.references).flatMap(cellsOf)],
    threads: swapped.map(({ name }) => swapperOf(mechanism, name, site.home)),
  };
}

function swapperOf(rival: Rival, ref: Reference, processor: number): Thread {
  return thread(rival.references[ref]!.swapper, carryOut, { rival, ref }, { processor, dormant: true });
}

function layOutReference(site: Site, { name, versions }: ReferenceSite, design: Design): RivalReference {
  const protocol = region(`${name}.protocol`, ownedByProtocol(name));
  return {
    name,
    pointer: cell(`${name}.pointer`, 0, { region: region(`${name}.translation`, ownedByTranslation(name)) }),
    objects: versions.map((component, number) => layOutObject(site, name, number, component)),
    own: design.layOut(site, name, protocol),
    switching: cell(`${name}.switching`, 0, { region: protocol }),
    ended: cell(`${name}.ended`, 0, { region: protocol }),
    swapper: `swapper.${name}`,
  };
}

function layOutObject({ processors }: Site, ref: Reference, number: number, component: Component): RivalObject {
  const prefix = `${ref}.object${number}`;
  const memory = region(prefix, ownedByObject(ref, number), { initially: 'allocated' });
  return { component, memory, cells: inRegion(memory, component.layOut(prefix, processors) as Memory) };
}

function cellsOf({ pointer, objects, own, switching, ended }: RivalReference): readonly (Cell | CellArray)[] {
  const memory = objects.flatMap((object) => Object.values(object.cells));
  return [pointer, switching, ended, ...Object.values(own), ...memory] as readonly (Cell | CellArray)[];
}
