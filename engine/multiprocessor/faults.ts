// Crashes and restarts: choices of the scheduler, within a stated budget. A thread that crashes has ended, wherever it was,
// and what its own store buffer held is lost; a processor that crashes ends all of its threads, and its volatile cells hold
// what they held at the start. All other cells are durable. A crash never has to happen: no thread waits for one, no
// execution is unfair without one. A processor may crash when none of its threads is under way, as long as there is
// something to lose. Two agents make the choices, run like threads: `crashes` and `restarts`.
// Leaves out: messages lost with a crash, which programs have to model; crashes between the operations of an atomic section.

import type { LinkedCondition } from '../operations/conditions.js';
import { KILL, type Meaning, RESTART } from '../operations/meaning.js';
import { FAILED_NODE, FINISHED_NODE } from '../operations/table.js';
import { type Cell, cell } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import { crashOnAndOn, restartOnAndOn } from '../program/faults.js';
import { refuseUnknownOptions, unknownText } from '../program/misspelt.js';
import { type Thread, thread } from '../program/thread.js';
import { SLOT, Y } from '../threads/nodeTable.js';
import type { Multiprocessor, State } from './multiprocessor.js';

/** What may crash, and how often. */
export interface Faults {
  /** Crashes at most, of all together; with 0 there is none, which a variant may say. */
  readonly crashes: number;
  /** Threads that may crash by themselves. */
  readonly threads?: readonly string[];
  /** Processors that may crash, with all of their threads. */
  readonly processors?: readonly number[];
  /**
   * Whether what has crashed begins again, from its start: 'never', unless told; 'perhaps', which nobody can rely on; or
   * 'eventually', sooner or later in every fair execution.
   */
  readonly restarts?: 'never' | 'perhaps' | 'eventually';
}

const faultFields = Object.freeze({
  crashes: true,
  threads: true,
  processors: true,
  restarts: true,
} satisfies Record<keyof Faults, true>);

/** What crashes as one, by slots. */
export interface Victim {
  /** `thread t1`, `processor 0`. */
  readonly name: string;
  readonly threads: readonly number[];
  /** Its volatile cells, and the store buffers that are lost with it. */
  readonly cells: readonly number[];
  readonly buffers: readonly number[];
  /** Whether it may crash with none of its threads under way, where it holds something that is lost then. */
  readonly outlivesThreads: boolean;
}

/** The part of a layout that faults take. */
export interface FaultLayout {
  readonly victims: readonly Victim[];
  /** The slot with the crashes that are left, and that with the set of crashed threads. */
  readonly left: number;
  readonly crashed: number;
  /** The slots of agents that need never step. */
  readonly optional: readonly number[];
}

/** What faults add to the declarations of a system: cells of their own and agents. */
export interface FaultDeclarations {
  readonly cells: readonly Cell[];
  readonly agents: readonly Thread[];
}

const crashesMax = 64;
const left = 'faults.left';
const crashed = 'faults.crashed';

/** faultDeclarations checks what a system says of faults. Throws QSC112 and QSC131. */
export function faultDeclarations(faults: Faults | undefined): FaultDeclarations {
  if (faults === undefined) return { cells: [], agents: [] };
  refuseUnknownOptions('faults', faults, faultFields);
  const { crashes, restarts = 'never' } = faults;
  if (!Number.isInteger(crashes) || crashes < 0 || crashes > crashesMax)
    throw new QuiesceError('QSC112', `crashes: ${String(crashes)}; 0 to ${crashesMax} expected`);
  if (!['never', 'perhaps', 'eventually'].includes(restarts))
    throw new QuiesceError(
      'QSC112',
      `restarts: ${JSON.stringify(restarts)}; 'never', 'perhaps' or 'eventually' expected`,
    );
  const agents = [thread('crashes', crashOnAndOn, undefined, { daemon: true })];
  if (restarts !== 'never') agents.push(thread('restarts', restartOnAndOn, undefined, { daemon: true }));
  return { cells: [cell(left, crashes, { quiet: true }), cell(crashed, 0, { quiet: true })] as never, agents };
}

interface Declared {
  readonly faults: Faults | undefined;
  readonly cells: readonly Cell[];
  /** The threads of the system, so many, and after them agents. */
  readonly threads: readonly Thread[];
  readonly declared: number;
  readonly processors: number;
  /** By thread the number of its store buffer, and the slot of the first one. */
  readonly bufferOf: readonly number[];
  readonly buffers: number;
}

/** faultLayout finds the slots of what may crash. Throws QSC112 for what is not there. */
export function faultLayout(of: Declared): FaultLayout | undefined {
  const { faults, cells, threads, processors } = of;
  const lost = cells.find(({ volatile }) => volatile !== undefined && volatile >= processors);
  if (lost) throw new QuiesceError('QSC112', `cell ${lost.name} on processor ${lost.volatile} of ${processors}`);
  if (faults === undefined) return undefined;
  const victims = [
    ...(faults.threads ?? []).map((name) => threadVictim(of, name)),
    ...(faults.processors ?? []).map((processor) => processorVictim(of, processor)),
  ];
  const twice = victims.find(({ name }, index) => victims.findIndex((other) => other.name === name) !== index);
  if (twice || (victims.length === 0 && faults.crashes > 0))
    throw new QuiesceError(
      'QSC112',
      twice ? `faults name ${twice.name} twice` : 'faults of no thread and no processor',
    );
  const agentOf = (name: string) => threads.findIndex((each) => each.name === name);
  const optional = faults.restarts === 'perhaps' ? ['crashes', 'restarts'] : ['crashes'];
  const slotOf = (name: string) => cells.findIndex((each) => each.name === name);
  return { victims, left: slotOf(left), crashed: slotOf(crashed), optional: optional.map(agentOf) };
}

function threadVictim({ threads, declared, bufferOf, buffers }: Declared, name: string): Victim {
  const names = threads.slice(0, declared).map((each) => each.name);
  const slot = names.indexOf(name);
  if (slot < 0) throw new QuiesceError('QSC112', `faults of thread ${unknownText(name, names)}`);
  const isOwn = bufferOf.filter((buffer) => buffer === bufferOf[slot]).length === 1;
  return {
    name: `thread ${name}`,
    ...{ threads: [slot], cells: [], outlivesThreads: false },
    buffers: bufferOf[slot] !== undefined && isOwn ? [buffers + bufferOf[slot]] : [],
  };
}

function processorVictim(of: Declared, processor: number): Victim {
  const { threads, declared, cells, processors, bufferOf, buffers } = of;
  if (!Number.isInteger(processor) || processor < 0 || processor >= processors)
    throw new QuiesceError('QSC112', `faults of processor ${String(processor)} of ${processors}`);
  const its = [...threads.keys()].filter((slot) => slot < declared && threads[slot]!.processor === processor);
  return {
    name: `processor ${processor}`,
    ...{ threads: its, outlivesThreads: true },
    cells: [...cells.keys()].filter((slot) => cells[slot]!.volatile === processor),
    buffers: [...new Set(its.flatMap((slot) => bufferOf[slot] ?? []))].map((buffer) => buffers + buffer),
  };
}

/** Where what is lost with a crash stands, and what a cell holds at the start. */
export interface Losing {
  readonly nodes: number;
  readonly permits: number;
  readonly initial: (slot: number) => number;
}

/** strikeable are the conditions under which each victim may crash, or be restarted. */
export function strikeable({ victims, left, crashed }: FaultLayout, losing: Losing) {
  return {
    crash: victims.map((victim): LinkedCondition => {
      const parts = [...underWay(victim, losing), ...(victim.outlivesThreads ? losable(victim, losing) : [])];
      return {
        slots: [left, ...parts.map(([slot]) => slot)],
        holds: ([budget, ...raws]) => budget! > 0 && parts.some(([, isThere], index) => isThere(raws[index]!)),
      };
    }),
    restart: victims.map(
      ({ threads }): LinkedCondition => ({
        slots: [crashed],
        holds: ([set]) => (set! & bitsOf(threads)) !== 0,
      }),
    ),
  };
}

/** A slot, and whether what it holds is something that a crash changes. */
type Part = readonly [slot: number, isThere: (raw: number) => boolean];

function underWay({ threads }: Victim, { nodes }: Losing): Part[] {
  return threads.map((thread) => [nodes + thread, isUnderWay]);
}

function otherThan(slot: number, empty: number): Part {
  return [slot, (raw) => raw !== empty];
}

function losable({ threads, cells, buffers }: Victim, { permits, initial }: Losing): Part[] {
  return [
    [permits, (raw) => (raw & bitsOf(threads)) !== 0],
    ...cells.map((slot) => otherThan(slot, initial(slot))),
    ...buffers.map((slot) => otherThan(slot, 0)),
  ];
}

type Write = readonly [slot: number, content: number];

/** What a crash, a restart or a kill does. */
export interface Strike {
  /** Threads that end here, and that begin again. */
  readonly ended: readonly number[];
  readonly started: readonly number[];
  /** Slots, and what they hold then; the nodes of those that begin again are not among them. */
  readonly writes: readonly Write[];
}

/** strikeAt says what the crash, restart or kill at `at` of a node table does in a state; `raw`: to which of those that may. */
export function strikeAt(of: Multiprocessor, state: State, table: Int32Array, at: number, raw: number): Strike {
  const { nodes, faults } = of.layout;
  const victim = faults?.victims[raw];
  switch (table[at + Y]!) {
    case KILL: {
      const [ended, nodesAfter] = ending(nodes, state, [table[at + SLOT]! - nodes]);
      return { ended, started: [], writes: [...nodesAfter, ...ended.flatMap((slot) => leaving(of, state, slot))] };
    }
    case RESTART:
      return {
        ended: [],
        started: victim!.threads.filter((thread) => isIn(state[faults!.crashed]!, thread)),
        writes: [],
      };
    default:
      return crashOf(of, state, faults!, victim!);
  }
}

function crashOf(
  { layout, linker }: Multiprocessor,
  state: State,
  { left, crashed }: FaultLayout,
  victim: Victim,
): Strike {
  const { nodes, permits, cells } = layout;
  const [ended, nodesAfter] = ending(nodes, state, victim.threads);
  const writes: readonly Write[] = [
    ...nodesAfter,
    [left, state[left]! - 1],
    [crashed, state[crashed]! | bitsOf(ended)],
    [permits, state[permits]! & ~bitsOf(victim.threads)],
    ...victim.cells.map((slot): Write => [slot, linker.raw(cells[slot]!, cells[slot]!.initial)]),
    ...victim.buffers.map((slot): Write => [slot, 0]),
  ];
  return { ended, started: [], writes };
}

/** The places that a thread gives up where it waits with others. */
function leaving({ layout, linker }: Multiprocessor, state: State, thread: number): Write[] {
  return layout.cells.flatMap((cell, slot): Write[] => {
    if (!cell.without) return [];
    return [[slot, linker.raw(cell, cell.without(linker.valueIn(cell, state[slot]!), thread))]];
  });
}

/** Those of the threads that are under way, and what ends them. */
function ending(nodes: number, state: State, threads: readonly number[]): [number[], Write[]] {
  const ended = threads.filter((thread) => isUnderWay(state[nodes + thread]!));
  return [ended, ended.map((thread): Write => [nodes + thread, FINISHED_NODE])];
}

/** struck names what a crash or a restart is about, of the choice of those that may. */
export function struck(
  { linker, layout }: Multiprocessor,
  state: State,
  { alternatives }: Meaning,
  choice: number,
): string {
  const { holds, count } = linker.conditions.all[alternatives!.number]!;
  const may = [...Array(count).keys()].filter((which) => holds(which, (slot) => state[slot]!));
  return layout.faults!.victims[may[choice]!]!.name;
}

function isUnderWay(node: number): boolean {
  return node > FAILED_NODE;
}

/** Whether a thread is at the end because it crashed. */
export function hasCrashed(faults: FaultLayout | undefined, state: Int32Array, thread: number, node: number): boolean {
  return faults !== undefined && node === FINISHED_NODE && isIn(state[faults.crashed]!, thread);
}

function isIn(set: number, thread: number): boolean {
  return ((set >>> thread) & 1) === 1;
}

function bitsOf(threads: readonly number[]): number {
  return threads.reduce((bits, thread) => bits | (1 << thread), 0);
}
