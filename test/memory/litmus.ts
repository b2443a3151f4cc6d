// The litmus tests of the literature on memory models, each as straight-line programs over two or three cells. What
// counts is the set of outcomes: what the loads gave, and for some the final memory.

import { outcomes } from '../../engine/index.js';
import type { MemoryModel } from '../../engine/multiprocessor/storeBuffers.js';
import {
  type Cell,
  type CellArray,
  cell,
  cells,
  exchange,
  fence,
  load,
  type Program,
  store,
  thread,
} from '../../engine/program/index.js';

/** `x=1`: a store. `r0=x`: a load. `mfence`: a fence. `x:=1`: a locked store (an exchange). */
export interface Litmus {
  readonly name: string;
  readonly threads: readonly (readonly string[])[];
  /** Whether final memory is part of an outcome. */
  readonly memory?: boolean;
}

export const litmusTests: readonly Litmus[] = [
  {
    name: 'SB',
    threads: [
      ['x=1', 'r0=y'],
      ['y=1', 'r1=x'],
    ],
  },
  {
    name: 'MP',
    threads: [
      ['x=1', 'y=1'],
      ['r0=y', 'r1=x'],
    ],
  },
  {
    name: 'LB',
    threads: [
      ['r0=x', 'y=1'],
      ['r1=y', 'x=1'],
    ],
  },
  { name: 'IRIW', threads: [['x=1'], ['y=1'], ['r0=x', 'r1=y'], ['r2=y', 'r3=x']] },
  {
    name: '2+2W',
    threads: [
      ['x=1', 'y=2'],
      ['y=1', 'x=2'],
    ],
    memory: true,
  },
  {
    name: 'S',
    threads: [
      ['x=2', 'y=1'],
      ['r0=y', 'x=1'],
    ],
    memory: true,
  },
  {
    name: 'R',
    threads: [
      ['x=1', 'y=1'],
      ['y=2', 'r0=x'],
    ],
    memory: true,
  },
  {
    name: 'SB with read of own write',
    threads: [
      ['x=1', 'r0=x', 'r1=y'],
      ['y=1', 'r2=y', 'r3=x'],
    ],
  },
  {
    name: 'n6',
    threads: [
      ['x=1', 'r0=x', 'r1=y'],
      ['y=2', 'x=2'],
    ],
    memory: true,
  },
];

const x = cell('x', 0);
const y = cell('y', 0);
const registers = cells('r', 4, 0);
const shared: Readonly<Record<string, Cell<number>>> = { x, y };

interface Run {
  readonly lines: readonly string[];
  readonly memory: Readonly<Record<string, Cell<number>>>;
  readonly registers: CellArray<number>;
}

function* run({ lines, memory, registers: found }: Run): Program {
  const seen: (readonly [number, number])[] = [];
  for (const line of lines) {
    const [left, right] = line.split('=') as [string, string];
    if (line === 'mfence') yield* fence();
    else if (left.startsWith('r')) seen.push([Number(left.slice(1)), yield* load(memory[right]!)]);
    else if (left.endsWith(':')) yield* exchange(memory[left.slice(0, -1)]!, Number(right));
    else yield* store(memory[left]!, Number(right));
  }
  for (const [register, value] of seen) yield* store(found[register]!, value);
}

/** outcomesOf is how many outcomes a litmus test has, and what they are. */
export function outcomesOf({ threads, memory: withMemory }: Litmus, memory: MemoryModel): readonly string[] {
  const system = {
    cells: [x, y, registers],
    threads: threads.map((lines, index) => thread(`P${index}`, run, { lines, memory: shared, registers })),
    memory,
  };
  const used = registers.filter((_, index) => threads.flat().some((line) => line.startsWith(`r${index}=`)));
  const asked = [...used, ...(withMemory ? [x, y] : [])];
  return outcomes(system, (state) => asked.map((each) => state.read(each))).outcomes;
}

/** fenced is a litmus test with a fence between all operations of its threads. */
export function fenced(litmus: Litmus): Litmus {
  const threads = litmus.threads.map((lines) =>
    lines.flatMap((line, index) => (index === 0 ? [line] : ['mfence', line])),
  );
  return { ...litmus, threads };
}

/** locked is a litmus test whose stores are locked. */
export function locked(litmus: Litmus): Litmus {
  const threads = litmus.threads.map((lines) => lines.map((line) => line.replace(/^([xy])=/, '$1:=')));
  return { ...litmus, threads };
}
