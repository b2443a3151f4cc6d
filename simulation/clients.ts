// The clients of the paper's benchmarks as programs: each performs so many requests of one kind, meets all others at a
// barrier, and performs so many of another. A request is a short-lived thread: activation, call, safe point.
// An operator asks for swaps when one of the clients has come so far. They know mechanisms by the contract alone.

import {
  again,
  type Cell,
  type CellArray,
  cell,
  cells,
  deepFreeze,
  done,
  fetchAdd,
  is,
  load,
  loop,
  type Program,
  type Self,
  scope,
  store,
  type Thread,
  type Turn,
  thread,
  type Value,
  view,
  wait,
} from '../engine/program/index.js';
import { callForgotten } from '../impl/call.js';
import type { Component, Mechanism, MechanismVariant, Site } from '../impl/contract.js';
import { askForSwap } from '../impl/request.js';
import type { SimulatedSystem } from './simulation.js';

/** A call, so many times. */
export interface Phase {
  readonly ref: string;
  readonly method: string;
  readonly args?: Value;
  readonly times: number;
  /** What comes after it, before the next: all clients meet; the operator is told to swap. */
  readonly followedBy?: readonly ('barrier' | 'swap')[];
}

export interface Benchmark {
  readonly processors: number;
  readonly mechanism: MechanismVariant;
  /** By reference: what serves, and what each swap puts in its place. */
  readonly references: Readonly<Record<string, readonly Component[]>>;
  /** What each client does; there is one for each processor, or as many as are told. */
  readonly phases: readonly Phase[];
  readonly clients?: number;
  /** The references that the operator swaps, when it is told, or at once where no phase tells it. */
  readonly swapped?: readonly string[];
  readonly bystanders?: Bystanders;
}

/** Threads that never call what is swapped: so many, each active for so many operations, so many times. */
export interface Bystanders {
  readonly count: number;
  readonly operations: number;
  readonly times: number;
}

/** What the clients share, and what each has for itself: its loop counters. */
interface Meeting {
  readonly arrived: Cell<number>;
  readonly gates: CellArray<number>;
  readonly left: readonly CellArray<number>[];
  readonly go: Cell<number>;
}

interface Client {
  readonly mechanism: Mechanism;
  readonly meeting: Meeting;
  readonly phases: readonly Phase[];
  readonly clients: number;
  readonly swapped: readonly string[];
}

/** benchmarkSystem lays a benchmark out. */
export function benchmarkSystem(benchmark: Benchmark): SimulatedSystem {
  const { processors, phases, clients = processors, swapped = [], bystanders } = benchmark;
  const installed = benchmark.mechanism.install(siteOf(benchmark));
  const meeting = meetingOf(clients, phases);
  const args: Client = deepFreeze({ mechanism: installed.mechanism, meeting, phases, clients, swapped });
  const others = bystandersOf(bystanders, args, processors);
  const operators = swapped.length > 0 ? [thread('operator', operator, args, { processor: 0 })] : [];
  return {
    processors,
    cells: [...installed.cells, ...cellsOf(meeting), ...others.cells],
    threads: [...clientsOf(clients, args), ...others.threads, ...operators, ...installed.threads],
  };
}

function siteOf({ processors, references, phases, clients = processors, swapped = [], bystanders }: Benchmark): Site {
  const busy = Math.max(phases.length > 0 ? clients : 0, bystanders?.count ?? 0, 1);
  return deepFreeze({
    processors,
    callers: Array.from({ length: clients }, (_, slot) => `c${slot}`),
    callerHomes: Array.from({ length: clients }, (_, slot) => slot),
    callerProcessors: Array.from({ length: Math.min(processors, busy) }, (_, processor) => processor),
    home: 0,
    references: Object.entries(references).map(([name, versions]) => ({
      name,
      versions,
      swaps: swapped.includes(name) ? versions.length - 1 : 0,
      touched: Array.from({ length: Math.min(processors, busy) }, (_, processor) => processor),
    })),
    resources: {},
    endless: false,
    sleepers: false,
  });
}

function clientsOf(clients: number, args: Client): readonly Thread[] {
  return Array.from({ length: clients }, (_, processor) => thread(`c${processor}`, client, args, { processor }));
}

function meetingOf(clients: number, phases: readonly Phase[]): Meeting {
  return {
    arrived: cell('arrived', 0),
    gates: cells('gate', phases.length, 0),
    left: phases.map(({ times }, phase) => cells(`left${phase}`, clients, times, { home: (slot) => slot })),
    go: cell('go', 0),
  };
}

function cellsOf({ arrived, gates, left, go }: Meeting): readonly Cell[] {
  return [arrived, go, ...gates, ...left.flat()] as unknown as readonly Cell[];
}

interface Performing extends Client {
  readonly phase: number;
}

/** client is the program of a client: phase after phase. */
function* client(args: Client): Program<void> {
  for (const [phase, { followedBy = [] }] of args.phases.entries()) {
    const performing = Object.freeze({ ...args, phase });
    yield* loop(performing, perform);
    if (followedBy.includes('barrier')) yield* scope(meet, performing);
    if (followedBy.includes('swap')) yield* scope(tell, performing);
  }
}

const isLast = view('is the last', (left: number) => left === 1);

/** The loop counter is the client's own: an access to its own cache. */
function* perform(args: Performing, self: Self): Program<Turn<Performing, void>> {
  const { ref, method, args: given = null } = args.phases[args.phase]!;
  yield* scope(request, Object.freeze({ mechanism: args.mechanism, ref, method, given }));
  return (yield* fetchAdd(args.meeting.left[args.phase]![self.slot]!, -1, isLast)) ? done() : again(args);
}

interface Request {
  readonly mechanism: Mechanism;
  readonly ref: string;
  readonly method: string;
  readonly given: Value;
}

function* request({ mechanism, ref, method, given }: Request, self: Self): Program<void> {
  const activation = yield* mechanism.activate(mechanism, self);
  const call = { call: `${self.name}.0`, ref, method, args: given, activation };
  yield* callForgotten({ mechanism, call }, self);
  yield* mechanism.deactivate(mechanism, activation, self);
}

/** The last to come opens the gate. */
function* meet({ meeting, clients, phase }: Performing): Program<void> {
  const before = clients * (phase + 1) - 1;
  if (yield* fetchAdd(meeting.arrived, 1, arrivedAs(before))) yield* store(meeting.gates[phase]!, 1);
  else yield* wait(meeting.gates[phase]!, is(1));
}

function arrivedAs(before: number) {
  return view(`arrived after ${before}`, (arrived: number) => arrived === before);
}

/** The first to come so far tells the operator; the others tell it again. */
function* tell({ meeting }: Performing): Program<void> {
  yield* store(meeting.go, 1);
}

/** operator asks for the swap when it is told, or at once. */
function* operator({ mechanism, meeting, phases, swapped }: Client, self: Self): Program<void> {
  const isTold = phases.some(({ followedBy = [] }) => followedBy.includes('swap'));
  if (isTold) yield* wait(meeting.go, is(1));
  yield* askForSwap(mechanism, swapped, self);
}

interface Bystander extends Bystanders {
  readonly mechanism: Mechanism;
  readonly own: Cell<number>;
  readonly left: Cell<number>;
}

function bystandersOf(bystanders: Bystanders | undefined, { mechanism, clients }: Client, processors: number) {
  const each = Array.from({ length: bystanders?.count ?? 0 }, (_, index) => {
    const own = cell(`bystander${index}.own`, 0, { home: index % processors }) as Cell<number>;
    const left = cell(`bystander${index}.left`, bystanders!.times, { home: index % processors }) as Cell<number>;
    const args: Bystander = Object.freeze({ ...bystanders!, mechanism, own, left });
    const processor = (clients + index) % processors;
    return { cells: [own, left], thread: thread(`bystander${index}`, bystander, args, { processor }) };
  });
  return { cells: each.flatMap((one) => one.cells), threads: each.map((one) => one.thread) };
}

function* bystander(args: Bystander): Program<void> {
  yield* loop(args, beActive);
}

function* beActive(args: Bystander, self: Self): Program<Turn<Bystander, void>> {
  const { mechanism, own, operations, left } = args;
  const activation = yield* mechanism.activate(mechanism, self);
  yield* loop(Object.freeze({ own, left: operations }), spend);
  yield* mechanism.deactivate(mechanism, activation, self);
  return (yield* fetchAdd(left, -1, isLast)) ? done() : again(args);
}

interface Spending {
  readonly own: Cell<number>;
  readonly left: number;
}

function* spend({ own, left }: Spending): Program<Turn<Spending, void>> {
  yield* load(own);
  return left === 1 ? done() : again(Object.freeze({ own, left: left - 1 }));
}
