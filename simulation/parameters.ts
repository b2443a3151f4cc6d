// What the cost model of the multiprocessor assumes, in one table: each number with its unit, its source and what it
// stands for. Two machines: the paper's own, as far as it is known, and a server of today. Where a number is no more
// than plausible its source says so; `quiesce simulate` shows what becomes of the curves when it is halved or doubled.

/** One assumption. Costs are cycles. */
export interface Assumption {
  readonly value: number;
  readonly means: string;
  readonly source: string;
}

/** The assumptions by name, in the order of the table. */
export interface Assumptions {
  readonly clockMHz: Assumption;
  readonly operation: Assumption;
  readonly atomic: Assumption;
  readonly memory: Assumption;
  readonly remoteMemory: Assumption;
  readonly transfer: Assumption;
  readonly remoteTransfer: Assumption;
  readonly invalidation: Assumption;
  readonly copy: Assumption;
  readonly bus: Assumption;
  readonly wake: Assumption;
  readonly node: Assumption;
}

export type AssumptionName = keyof Assumptions;

/** A machine: what it is called, and what is assumed of it. */
export interface Machine {
  readonly name: string;
  readonly title: string;
  readonly assumptions: Assumptions;
}

const assumed = 'assumed';
const meanings: Readonly<Record<AssumptionName, string>> = {
  clockMHz: 'clock, in MHz: turns cycles into microseconds',
  operation: 'an operation on a line that the cache holds, with the instructions around it',
  atomic: 'what an atomic read-modify-write takes more than a load or a store',
  memory: "a line from the memory of the processor's own node",
  remoteMemory: 'a line from the memory of another node',
  transfer: 'a line from another cache of the node',
  remoteTransfer: 'a line from a cache of another node',
  invalidation: 'taking a line that others share, beside the invalidation of each copy',
  copy: 'the invalidation of one copy',
  bus: 'how long a transaction holds the bus that all processors share; 0 where there is none',
  wake: 'waking a thread that is parked, or starting one',
  node: 'processors of a node',
};

type Row = readonly [value: number, source: string];

function machine(name: string, title: string, rows: Readonly<Record<AssumptionName, Row>>): Machine {
  const entries = (Object.keys(meanings) as AssumptionName[]).map((key) => {
    const [value, source] = rows[key];
    return [key, Object.freeze({ value, means: meanings[key], source })] as const;
  });
  return Object.freeze({
    name,
    title,
    assumptions: Object.freeze(Object.fromEntries(entries)) as unknown as Assumptions,
  });
}

const ofItsTime = 'assumed, as for bus-based multiprocessors of 1997 (Culler, Singh and Gupta, 1998, chapter 6)';
const zen4 = 'AnandTech, Zen 4 review, core-to-core latency: 15 to 19 ns within a complex, to 79.5 ns between';
const rome = 'AnandTech, EPYC Rome review, 2019: 4 cycles for the first level of cache, 113 ns to memory';
const velten = 'Velten et al., Memory Performance of AMD EPYC Rome and Intel Cascade Lake SP, 2022';

/** The paper's: IBM S70, 12 PowerPC RS64. All processors on one bus. */
export const s70 = machine('s70', 'IBM S70, 12 x PowerPC RS64 at 125.9 MHz', {
  clockMHz: [125.9, 'the paper, section 4'],
  operation: [4, 'assumed: one cycle for the cache, three instructions around it'],
  atomic: [8, 'assumed: load and reserve, store conditional, and the branch'],
  memory: [60, ofItsTime],
  remoteMemory: [60, 'one memory for all'],
  transfer: [50, ofItsTime],
  remoteTransfer: [50, 'one node'],
  invalidation: [30, ofItsTime],
  copy: [0, 'the bus tells all at once'],
  bus: [12, ofItsTime],
  wake: [400, assumed],
  node: [1024, 'all on one bus, more than the machine could have'],
});

/** A server of today: cores in complexes of eight that share a cache, many complexes. */
export const server = machine('server', 'a server of today, 3.4 GHz, complexes of 8 cores', {
  clockMHz: [3400, rome],
  operation: [6, `${rome}; two instructions around it`],
  atomic: [16, 'assumed: a locked instruction on a line that the cache owns'],
  memory: [380, `${rome}, at 3.4 GHz`],
  remoteMemory: [680, `${velten}: about 200 ns across sockets`],
  transfer: [60, `${zen4}; 17 ns at 3.4 GHz`],
  remoteTransfer: [270, `${zen4}; 79.5 ns at 3.4 GHz`],
  invalidation: [60, 'assumed: as a transfer within the complex'],
  copy: [2, 'assumed: a directory sends them one after the other'],
  bus: [0, 'no bus: the lines of a directory are apart'],
  wake: [5000, 'assumed: 1.5 microseconds'],
  node: [8, zen4],
});

export const machines: readonly Machine[] = Object.freeze([s70, server]);

/** The numbers alone, as the simulation uses them. */
export type Costs = Readonly<Record<AssumptionName, number>>;

/** costsOf takes the numbers of a machine, one of them multiplied where it is told. */
export function costsOf({ assumptions }: Machine, changed?: AssumptionName, factor = 1): Costs {
  const entries = Object.entries(assumptions) as [AssumptionName, Assumption][];
  return Object.freeze(
    Object.fromEntries(entries.map(([name, { value }]) => [name, name === changed ? value * factor : value])),
  ) as Costs;
}
