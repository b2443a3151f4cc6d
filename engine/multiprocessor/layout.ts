// The layout of a state: one flat vector of integers. Cells first, then the node of each thread, then the permits (a bit
// a thread), then the running thread of each cooperative processor (0: none, else its slot + 1).
// The monitors' product state, where there is one, comes last and is the explorer's affair.

import type { Slots } from '../operations/linker.js';
import { type Cell, holdsIntegers } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import { refuseMisspelt } from '../program/misspelt.js';
import type { Region } from '../program/region.js';
import { drain } from '../program/storeBuffer.js';
import { type Thread, thread } from '../program/thread.js';
import { canonical } from '../program/value.js';
import { type FaultLayout, faultDeclarations, faultLayout, strikeable } from './faults.js';
import type { MemoryModel } from './storeBuffers.js';
import { type SwitchingPolicy, type System, storeBufferDefault, systemFields } from './system.js';

/** Permits and enabled sets are bits of one integer. */
const threadsMax = 30;
/** Entries in a store buffer at most. */
const storeBufferMax = 64;

export interface Layout {
  readonly cells: readonly Cell[];
  /** The regions of cells, in order of their first cell. */
  readonly regions: readonly Region[];
  /** By slot of a cell: that of the life of its region; -1 where that is always there. */
  readonly lives: readonly number[];
  /** The declared threads, and after them the agents that flush store buffers, and those that crash and restart. */
  readonly threads: readonly Thread[];
  /** How many of them are declared. */
  readonly declared: number;
  readonly memory: MemoryModel;
  /** Entries that a store buffer has room for. */
  readonly room: number;
  /** Slot of the first store buffer, and by thread the number of its own; none under 'sc'. */
  readonly buffers: number;
  readonly bufferOf: readonly number[];
  /** How many store buffers there are. */
  readonly bufferCount: number;
  /** What may crash. */
  readonly faults?: FaultLayout;
  readonly policies: readonly SwitchingPolicy[];
  /** Slot of thread 0's node. */
  readonly nodes: number;
  readonly permits: number;
  /** Slot of the running thread by processor; -1 for preemptive ones. */
  readonly running: readonly number[];
  /** Slot of the monitors' product state. */
  readonly monitors: number;
  /** Slots in all. */
  readonly width: number;
  /** Slots that may hold negative integers. */
  readonly signed: readonly boolean[];
}

/** layoutOf checks a system's declarations and lays out its states. Throws QSC108 and QSC112. */
export function layoutOf(system: System): Layout {
  refuseMisspelt(`the system ${system.name ?? ''}`.trimEnd(), system, systemFields);
  const declared = system.cells.flat() as Cell[];
  const regions = regionsOf(declared);
  const faults = faultDeclarations(system.faults);
  const cells = [...declared, ...livesOf(regions, declared), ...faults.cells];
  const { name = 'system' } = system;
  if (typeof name !== 'string' || name === '' || /[\uD800-\uDFFF]/u.test(name))
    throw new QuiesceError('QSC112', `a system named ${JSON.stringify(name)}`);
  refuseDuplicates('cell', cells);
  const memory = memoryOf(system);
  const policies = policiesOf(system);
  const { bufferOf, agents } = memory.model === 'sc' ? noBuffers : buffersOf(system, policies);
  const threads = [...system.threads, ...agents, ...faults.agents];
  refuseDuplicates('thread', threads);
  const unspeakable = threads.find(({ name }) => !/^[\w.\-[\]]+$/.test(name));
  if (unspeakable) throw new QuiesceError('QSC112', `a thread named ${JSON.stringify(unspeakable.name)}`);
  refuseCount(system.threads.length, agents.length, faults.agents.length);
  const slots = new Map(cells.map(({ name }, slot) => [name, slot]));
  const lives = cells.map(({ region }) => (region?.life ? slots.get(region.life.name)! : -1));
  const nodes = cells.length;
  const permits = nodes + threads.length;
  let width = permits + 1;
  const running = policies.map((policy) => (policy === 'cooperative' ? width++ : -1));
  const buffers = width;
  width += agents.length;
  const signed = Array.from({ length: width + 1 }, (_, slot) => slot < nodes && holdsIntegers(cells[slot]!));
  const crashing = faultLayout({
    faults: system.faults,
    cells,
    threads,
    declared: system.threads.length,
    processors: policies.length,
    bufferOf,
    buffers,
  });
  return {
    ...(crashing ? { faults: crashing } : {}),
    bufferCount: agents.length,
    ...{ cells, regions, lives, threads, policies, nodes, permits, running, buffers, bufferOf, signed },
    ...{ declared: system.threads.length, memory: memory.model, room: memory.room, monitors: width, width: width + 1 },
  };
}

/** slotsOf is what operations are linked by: where everything stands. */
export function slotsOf({ cells, threads, nodes, permits, buffers, bufferOf, faults }: Layout): Slots {
  return {
    cells: new Map(cells.map((cell: Cell, slot) => [cell.name, { slot, cell }])),
    threads: new Map(threads.map(({ name }, position) => [name, position])),
    ...{ nodes, permits, buffers, bufferOf },
    ...(faults ? { strikeable: (initial) => strikeable(faults, { nodes, permits, initial }) } : {}),
  };
}

/** Sets of threads are bits of one integer, and a store buffer takes one too: more would need another form of states. */
function refuseCount(threads: number, buffers: number, faults: number): void {
  if (threads === 0)
    throw new QuiesceError('QSC112', 'no threads', { next: "declare some: threads: [thread('t', program)]" });
  if (threads + buffers + faults <= threadsMax) return;
  const agents = buffers === 0 ? '' : ` and ${buffers} store buffers`;
  const others = faults === 0 ? '' : ` and ${faults} agents of faults`;
  throw new QuiesceError('QSC112', `${threads} threads${agents}${others}; 1 to ${threadsMax} expected together`, {
    next: 'sets of threads are bits of one integer: check fewer threads at a time; a few show what many do',
  });
}

function memoryOf({ memory = 'sc', storeBuffer = storeBufferDefault }: System): { model: MemoryModel; room: number } {
  if (memory !== 'sc' && memory !== 'tso' && memory !== 'pso')
    throw new QuiesceError('QSC112', `memory: ${JSON.stringify(memory)}; 'sc', 'tso' or 'pso' expected`);
  if (!Number.isInteger(storeBuffer) || storeBuffer < 1 || storeBuffer > storeBufferMax)
    throw new QuiesceError('QSC112', `storeBuffer: ${String(storeBuffer)}; 1 to ${storeBufferMax} expected`);
  return { model: memory, room: storeBuffer };
}

const noBuffers = { bufferOf: [], agents: [] } as { readonly bufferOf: number[]; readonly agents: Thread[] };

/** A buffer for each thread of a preemptive processor, and one for all of a cooperative one: they share its hardware. */
function buffersOf({ threads }: System, policies: readonly SwitchingPolicy[]): typeof noBuffers {
  const owners = threads.map(({ name, processor }) =>
    policies[processor] === 'cooperative' ? `processor-${processor}` : name,
  );
  const buffers = [...new Set(owners)];
  const agents = buffers.map((owner, buffer) => {
    const { processor } = threads[owners.indexOf(owner)]!;
    return thread(`${owner}.buffer`, drain, { buffer, owner }, { processor, daemon: true });
  });
  return { bufferOf: owners.map((owner) => buffers.indexOf(owner)), agents };
}

/** Regions are known by name, like everything that is declared. */
function regionsOf(cells: readonly Cell[]): readonly Region[] {
  const regions = new Map<string, Region>();
  for (const { region } of cells) {
    if (!region) continue;
    const known = regions.get(region.name) ?? region;
    if (canonical(known.owner) !== canonical(region.owner) || known.life?.initial !== region.life?.initial)
      throw new QuiesceError('QSC112', `two regions named ${region.name}`);
    regions.set(region.name, known);
  }
  return [...regions.values()];
}

/** The lives of regions are cells too; nobody has to list them. */
function livesOf(regions: readonly Region[], declared: readonly Cell[]): readonly Cell[] {
  const names = new Set(declared.map(({ name }) => name));
  return regions.flatMap(({ life }) => (life && !names.has(life.name) ? [life] : []));
}

function refuseDuplicates(what: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new QuiesceError('QSC112', `two ${what}s named ${twice}`);
}

function policiesOf(system: System): readonly SwitchingPolicy[] {
  const highest = Math.max(0, ...system.threads.map(({ processor }) => processor));
  const declared = system.processors ?? highest + 1;
  const policies = typeof declared === 'number' ? preemptive(declared) : declared;
  const known =
    Array.isArray(policies) && policies.every((policy) => policy === 'preemptive' || policy === 'cooperative');
  if (!known || policies.length === 0) throw new QuiesceError('QSC108', `processors: ${JSON.stringify(declared)}`);
  const lost = system.threads.find(
    ({ processor }) => !Number.isInteger(processor) || processor < 0 || processor >= policies.length,
  );
  if (lost)
    throw new QuiesceError('QSC112', `thread ${lost.name} on processor ${lost.processor} of ${policies.length}`);
  return policies;
}

function preemptive(count: number): readonly SwitchingPolicy[] {
  if (!Number.isInteger(count) || count < 1 || count > 1024) throw new QuiesceError('QSC108', `processors: ${count}`);
  return new Array<SwitchingPolicy>(count).fill('preemptive');
}
