// What the runtime knows of the erased text: its functions, and the records that they pass round. The text itself is made by
// the build (runtime/erase) from impl/hotswap; these are its types as plain memory has them.

import type { Cell, Region } from './eventLoop/cell.js';
import type { Strand } from './eventLoop/strand.js';

/** A call on its way. References and methods have numbers here. */
export interface Call {
  readonly call: string;
  readonly ref: number;
  readonly method: number;
  readonly args: readonly unknown[];
  readonly activation: number;
  readonly synchronous?: true;
  /** What the method handed out and goes on with: an iterator, a stream. */
  handed?: object;
  /** Who waits for it. */
  hand?: (handed: object) => void;
}

/** What a method of a component is given. */
export interface Frame {
  readonly call: Call;
  readonly cells: ObjectCells;
}

/** The memory of a component is the user's object. */
export interface ObjectCells {
  readonly instance: object;
}

/** A component as the mechanism knows it. */
export interface Component {
  readonly name: string;
  /** Numbers of formats, the better the lower. */
  exports: readonly number[];
  imports: readonly number[];
  readonly methods: readonly ((frame: Frame, args: readonly unknown[], self: Strand) => unknown)[];
  layOut(): ObjectCells;
  exportState(cells: ObjectCells, format: number): unknown;
  importState(cells: ObjectCells, format: number, state: unknown): unknown;
}

export interface Target {
  readonly object?: number;
  readonly mediator?: number;
  readonly original?: number;
}

export interface ObjectMemory {
  readonly component: Component;
  readonly memory: Region;
  readonly cells: ObjectCells;
}

export interface Mediator {
  readonly number: number;
  readonly memory: Region;
  readonly phase: Cell<string>;
  readonly count: Cell<number>;
  readonly tracked: Cell<number>[];
  readonly suspended: Cell<number>[];
}

export interface Reference {
  readonly name: number;
  readonly pointer: Cell<Target>;
  readonly objects: (ObjectMemory | undefined)[];
  readonly mediators: (Mediator | undefined)[];
  readonly switching: Cell<number>;
  readonly ended: Cell<number>;
  /** What people call it. */
  label?: string;
  swapper: Strand;
}

/** The mechanism as a service has it: one for all references, because they share the generations. */
export interface World {
  readonly options: object;
  readonly resources: object;
  readonly callers: Strand[];
  readonly rows: number[];
  readonly references: Reference[];
  readonly generations: readonly { readonly word: Cell<number>; readonly active: readonly Cell<number>[] }[];
  readonly callerProcessors: readonly number[];
  readonly counter: readonly never[];
  readonly advancing: Cell<number>;
  readonly oneAtATime: Cell<number>;
}

/** What a reference may know of where it is laid out. */
export interface Site {
  readonly processors: number;
  readonly callers: readonly string[];
  readonly endless: boolean;
}

export interface ReferenceSite {
  readonly name: number;
  readonly versions: readonly Component[];
  readonly swaps: number;
}

/** The functions of the erased text that the runtime calls. */
export interface Text {
  call(world: World, call: Call, self: Strand): unknown;
  activate(world: World, self: Strand): number;
  deactivate(world: World, activation: number, self: Strand): void;
  requestSwap(world: World, refs: readonly number[], self?: Strand): void;
  swapper(request: { readonly hotSwap: World; readonly ref: number }, self: Strand): Promise<void>;
  deadline(late: { readonly hotSwap: World; readonly ref: number; readonly mediator: number }): void;
  deadlineThread(ref: number, mediator: number): string;
  layOutReference(site: Site, at: ReferenceSite): Reference;
  layOutMediator(site: Site, ref: number, number: number, protocol: Region): Mediator;
  layOutObject(site: Site, at: ReferenceSite, number: number): ObjectMemory;
  layOutGenerations(site: Site, processor: number, options: object): World['generations'][number];
  bestCommonFormat(from: Pick<Component, 'exports'>, to: Pick<Component, 'imports'>): number | undefined;
  readonly turnedAway: string;
}
