// The contract between a mechanism, the components that it swaps, and the clients that call them.
// Scenarios and properties know nothing else, so that the paper's mediator (sections 2 and 3), its per-processor form,
// group swap and the rival mechanisms of section 5 can take each other's place. What happens is told by events.ts.
// Every function named here is top-level and is given its mechanism as frozen data: a scope or loop may carry it.

import type { Cell, CellArray, Program, Self, Thread, Value } from '../engine/program/index.js';
import type { Reference } from './events.js';
import type { SequentialSpecification } from './specification.js';

/** What activation hands to deactivation: which of the two generation counters the thread is counted in. */
export type Activation = number;

/** A call on its way. `call` is its name: `client.index`, nested ones `client.index/depth`. */
export interface Call {
  readonly call: string;
  readonly ref: Reference;
  readonly method: string;
  readonly args: Value;
  readonly activation: Activation;
  /** The processor that the call is made on, where its thread has migrated since it was activated. */
  readonly processor?: number;
  /** It cannot be held back: nothing else runs on its processor until it is over. */
  readonly synchronous?: true;
}

/** A mechanism as programs see it: top-level functions beside whatever data the mechanism keeps. */
export interface Mechanism {
  readonly resources: Resources;
  /** activate makes the thread one that safe points are waited for. Every top-level call is made by an active thread. */
  activate(mechanism: Mechanism, self: Self): Program<Activation>;
  /** deactivate is the thread's safe point: it holds no reference to any object from here on. */
  deactivate(mechanism: Mechanism, activation: Activation, self: Self): Program<void>;
  /** sleep is a long-term sleep in the middle of an activation: a safe point too, says the paper. */
  sleep(mechanism: Mechanism, call: Call, self: Self): Program<void>;
  /** call runs the method in whatever object serves the reference, and throws what it throws. */
  call(mechanism: Mechanism, call: Call, self: Self): Program<Value>;
  /** requestSwap asks for every reference of the list to be swapped and does not wait; a group where groups are known. */
  requestSwap(mechanism: Mechanism, refs: readonly Reference[], self: Self): Program<void>;
  /** awaitSwapEnd blocks until `swaps` swaps of the reference have ended, one way or the other. */
  awaitSwapEnd(mechanism: Mechanism, ref: Reference, swaps: number, self: Self): Program<void>;
  /** awaitSwapIdle blocks until another swap of the reference would not be refused as busy. */
  awaitSwapIdle(mechanism: Mechanism, ref: Reference, self: Self): Program<void>;
  /** destroy gives the component up: threads that are active now may still call it, and nobody else does. */
  destroy?(mechanism: Mechanism, ref: Reference, self: Self): Program<void>;
}

/** What clients and components share besides components: locks and gates, by name. */
export type Resources = Readonly<Record<string, Cell<number>>>;

/** A mechanism before it is laid out: a name that users type, a sentence, and how it is installed in a site. */
export interface MechanismVariant {
  readonly name: string;
  readonly statement: string;
  /** Whether every swap may be given up before its commit, in some interleaving. */
  readonly aborts?: boolean;
  install(site: Site): Installation;
}

/** What a mechanism adds to a system. */
export interface Installation {
  readonly mechanism: Mechanism;
  readonly cells: readonly (Cell | CellArray)[];
  readonly threads: readonly Thread[];
}

/** All that a mechanism may know in advance about the system that it is installed in. */
export interface Site {
  readonly processors: number;
  /** The threads that may call, in slot order from 0: a table of thread ids has a row for each. */
  readonly callers: readonly string[];
  /** By caller: its row in tables of who is inside, where several share one, being of one activity; else its own. */
  readonly rows?: readonly number[];
  /** The processor that each of them is activated on. */
  readonly callerHomes: readonly number[];
  /** The processors that threads are active on: none ever is on another. */
  readonly callerProcessors: readonly number[];
  /** The processor that the mechanism's own threads run on. */
  readonly home: number;
  readonly references: readonly ReferenceSite[];
  readonly resources: Resources;
  /** True where some thread never ends: whatever counts for ever must then wrap. */
  readonly endless: boolean;
  /** True where a thread sleeps in the middle of an activation, and may wake in another generation. */
  readonly sleepers: boolean;
}

export interface ReferenceSite {
  readonly name: Reference;
  /** versions[n] is what serves after n completed swaps. */
  readonly versions: readonly Component[];
  /** How many swaps are asked for at most: a mediator each. */
  readonly swaps: number;
  /** The processors that have called it when the scenario begins. */
  readonly touched: readonly number[];
}

/** The memory of one object of a component. */
export type Cells = Readonly<Record<string, Cell<unknown> | CellArray<unknown>>>;

/** A method's view of its call: the mechanism to make nested calls with, the call itself, the object's memory. */
export interface Frame<C extends Cells = Cells> {
  readonly mechanism: Mechanism;
  readonly call: Call;
  readonly cells: C;
  /** The component that it is called in, for components that stand before others. */
  readonly component?: Component;
}

/** A method: top-level, of at least one operation. Declared this way so that a method of one component is a Method. */
export type Method<C extends Cells = Cells> = {
  run(frame: Frame<C>, args: Value, self: Self): Program<Value>;
}['run'];

/** What may be swapped: a family of components answers to the same methods and the same sequential specification. */
export interface Component<C extends Cells = Cells> {
  readonly name: string;
  readonly family: string;
  readonly specification: SequentialSpecification;
  /** The transfer formats that it can give and take: numbers of its family, the better the lower. */
  readonly exports: readonly number[];
  readonly imports: readonly number[];
  /** What people call them, by number. */
  readonly formatNames?: readonly string[];
  readonly methods: Readonly<Record<string, Method<C>>>;
  /** layOut declares the memory of one object, under a name that is the object's own. */
  layOut(name: string, processors: number): C;
  /**
   * handleMiss makes the object's representative on a processor, before a call of that processor enters the object for the
   * first time; only where a mechanism has misses.
   */
  handleMiss?(cells: C, processor: number): Program<void>;
  /** construct may throw: a successor that cannot be made is found out before anything moves. */
  construct?(cells: C): Program<void>;
  /** exportState copies the state out in a format; the object stays as it is, so that an abort can return to it. */
  exportState(cells: C, format: number): Program<Value>;
  /** importState takes the state over. It may throw. */
  importState(cells: C, format: number, state: Value): Program<void>;
  /** Formats that it can give and take processor by processor, at the same time. */
  readonly exportsParts?: readonly number[];
  readonly importsParts?: readonly number[];
  exportPart?(cells: C, format: number, processor: number): Program<Value>;
  importPart?(cells: C, format: number, processor: number, part: Value): Program<void>;
}

/** What a thread of a workload does, step by step. */
export type Action =
  | {
      readonly do: 'call';
      readonly ref: Reference;
      readonly method: string;
      readonly args: Value;
      /** It cannot be held back. */
      readonly synchronous?: true;
    }
  /** Active throughout: one service request, as the paper has it. */
  | { readonly do: 'active'; readonly actions: readonly Action[] }
  /** Without end; only as the last action. */
  | { readonly do: 'forever'; readonly actions: readonly Action[] }
  | { readonly do: 'acquire' | 'release'; readonly lock: string }
  | { readonly do: 'signal' | 'await'; readonly gate: string }
  | { readonly do: 'requestSwap'; readonly refs: readonly Reference[] }
  | { readonly do: 'awaitSwapEnd'; readonly ref: Reference; readonly swaps: number }
  | { readonly do: 'awaitSwapIdle'; readonly ref: Reference }
  | { readonly do: 'destroy'; readonly ref: Reference }
  /** Goes on on another processor; only inside 'active'. What follows is called from there. */
  | { readonly do: 'migrate'; readonly processor: number };
