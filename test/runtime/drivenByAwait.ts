// The text of the event loop beside the compiled threads, from await to await: a thread that is picked at random goes on on both
// sides until it waits. Then every cell holds the same, the same threads have ended, and in the end they have said the same.
// The promises of the erased text are settled by whoever drives it, in an order of its own.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Random } from '../../engine/drivers/random.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import { contentOf } from '../../engine/multiprocessor/step.js';
import { FAILED_NODE, FINISHED_NODE } from '../../engine/operations/table.js';
import { canonical } from '../../engine/program/value.js';
import { type ErasedThread, load, threadsOf } from '../../runner/realThreads/erasedSystem.js';
import type { Cell } from '../../runtime/eventLoop/cell.js';
import type { Strand } from '../../runtime/eventLoop/strand.js';
import { buildSystem, type Scenario, type ScenarioVariant } from '../../scenarios/index.js';

const dist = join(import.meta.dirname, '../../dist/runtime/eventLoop');
const from = (file: string) => import(pathToFileURL(join(dist, file)).href);
const operations = (await from('operations.js')) as typeof import('../../runtime/eventLoop/operations.js');
const { Strand: RealStrand } = (await from('strand.js')) as typeof import('../../runtime/eventLoop/strand.js');

interface Driven {
  readonly thread: ErasedThread;
  readonly slot: number;
  readonly strand: Strand;
  stage: 'dormant' | 'startable' | 'running' | 'waiting' | 'ended';
  goOn: () => void;
  hasPassed: boolean;
}

const roundsMax = 400;
const stepsMax = 4000;

/** compareByAwait takes a random schedule; throws at the first difference. Returns how often a thread went on. */
export async function compareByAwait(
  folder: string,
  scenario: Scenario,
  variant: ScenarioVariant,
  seed: number,
  flavour = 'stepped',
): Promise<number> {
  const erased = await load(folder, flavour, operations.cell as never);
  const system = buildSystem({ ...scenario, processors: 1 }, variant);
  const threads = threadsOf(erased, scenario, variant);
  return new Comparison(new Multiprocessor(system), threads, seed).run();
}

class Comparison {
  readonly #multiprocessor: Multiprocessor;
  readonly #random: Random;
  readonly #driven: Driven[];
  readonly #cells = new Map<string, Cell>();
  readonly #said = { compiled: [] as string[][], erased: [] as string[][] };
  readonly #choices: number[] = [];
  #current: Driven | undefined;
  #failure: unknown;

  constructor(multiprocessor: Multiprocessor, threads: readonly ErasedThread[], seed: number) {
    this.#multiprocessor = multiprocessor;
    this.#random = new Random(seed);
    this.#driven = threads.map((thread, slot) => this.#drivenOf(thread, slot));
    for (const { args } of threads) collect(args, this.#cells, new Set());
    for (const side of [this.#said.compiled, this.#said.erased]) side.push(...threads.map(() => []));
    operations.scheduleBy({
      start: (program) => {
        this.#driven.find(({ strand }) => strand.program === program)!.stage = 'startable';
      },
      turn: () => this.#turn(),
      pass: () => this.#pass(),
      decide: () => this.#choices.shift() ?? 0,
    });
    operations.hearEvents((event, data, self) => {
      this.#said.erased[(self as Strand).slot]!.push(`${event} ${canonical(data)}`);
    });
  }

  #drivenOf(thread: ErasedThread, slot: number): Driven {
    const strand: Strand = new RealStrand(thread.name, slot, () => thread.program(thread.args, strand));
    operations.name(thread.name, strand);
    const stage = thread.dormant ? 'dormant' : 'startable';
    return { thread, slot, strand, stage, goOn: () => {}, hasPassed: false };
  }

  #turn(): Promise<void> {
    const one = this.#current!;
    one.stage = 'waiting';
    return new Promise((resolve) => {
      one.goOn = resolve;
    });
  }

  #pass(): Promise<void> | undefined {
    const one = this.#current!;
    one.hasPassed = !one.hasPassed;
    return one.hasPassed ? this.#turn() : undefined;
  }

  async run(): Promise<number> {
    const { state, batch } = this.#multiprocessor.initial();
    this.#hear(batch);
    let rounds = 0;
    for (; rounds < roundsMax; rounds++) {
      const bits = this.#multiprocessor.enabled(state);
      const ready = this.#driven.filter(({ slot }) => (bits >>> slot) & 1);
      if (ready.length === 0) break;
      const one = ready[this.#random.below(ready.length)]!;
      this.#compiled(state, one);
      await this.#erased(one);
      this.#compare(state, `after round ${rounds + 1}, of ${one.thread.name}`);
    }
    this.#compareSaid(state);
    return rounds;
  }

  /** The compiled thread goes on until it waits, passes a safe point, ends, or has gone round without a change. */
  #compiled(state: Int32Array, { slot }: Driven): void {
    const { automata, layout } = this.#multiprocessor;
    const nodes = layout.nodes + slot;
    let seen = new Set<number>();
    for (let steps = 0; steps < stepsMax; steps++) {
      const { operation } = automata[slot]!.nodes[state[nodes]!]!;
      const choice = this.#random.below(this.#multiprocessor.choices(state, slot));
      if (operation?.kind === 'choose') this.#choices.push(choice);
      seen.add(state[nodes]!);
      const before = state.slice();
      this.#multiprocessor.touchedCount = 0;
      this.#hear(this.#multiprocessor.step(state, slot, choice));
      if (before.some((content, at) => at !== nodes && content !== state[at])) seen = new Set();
      if (operation?.kind === 'safePoint' || seen.has(state[nodes]!)) return;
      if (((this.#multiprocessor.enabled(state) >>> slot) & 1) === 0) return;
    }
    throw new Error(`a thread does not come to wait in ${stepsMax} steps`);
  }

  async #erased(one: Driven): Promise<void> {
    this.#current = one;
    const { stage, goOn } = one;
    if (stage !== 'startable' && stage !== 'waiting')
      throw new Error(`${one.thread.name} is ${stage} erased, and goes on compiled`);
    one.stage = 'running';
    if (stage === 'waiting') goOn();
    else void this.#started(one);
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #started(one: Driven): Promise<void> {
    try {
      await one.strand.program!();
      one.stage = 'ended';
    } catch (error) {
      this.#failure = new Error(`${one.thread.name} threw ${String(error)}`);
    }
  }

  #hear(batch: number): void {
    for (const { name, thread, data } of this.#multiprocessor.batches.events(batch)) {
      if (name === 'failed') continue;
      const at = this.#driven.findIndex((one) => one.thread.name === thread);
      this.#said.compiled[at]?.push(`${name} ${canonical(data)}`);
    }
  }

  #compare(state: Int32Array, when: string): void {
    const { layout } = this.#multiprocessor;
    layout.cells.forEach(({ name }, slot) => {
      const erased = this.#cells.get(name);
      if (!erased) throw new Error(`${when}: the erased text has no cell ${name}`);
      const [here, there] = [canonical(contentOf(this.#multiprocessor, state, slot)), canonical(erased.v)];
      if (here !== there) throw new Error(`${when}: ${name} holds ${here} compiled and ${there} erased`);
    });
    for (const { thread, slot, stage } of this.#driven) {
      const node = state[layout.nodes + slot]!;
      const isOver = node === FINISHED_NODE || node === FAILED_NODE;
      if (stage !== 'dormant' && isOver !== (stage === 'ended') && !(isOver && stage === 'startable'))
        throw new Error(`${when}: ${thread.name} is ${stage} erased, and ${isOver ? 'over' : 'not over'} compiled`);
    }
  }

  /** Of a thread that has not ended, one side may have said more: what rides on its next step. */
  #compareSaid(state: Int32Array): void {
    for (const { thread, slot } of this.#driven) {
      const [compiled, erased] = [this.#said.compiled[slot]!, this.#said.erased[slot]!];
      const isOver = state[this.#multiprocessor.layout.nodes + slot] === FINISHED_NODE;
      const length = isOver ? Math.max(compiled.length, erased.length) : Math.min(compiled.length, erased.length);
      if (compiled.slice(0, length).join('\n') !== erased.slice(0, length).join('\n'))
        throw new Error(`${thread.name} says ${compiled.join(', ')} compiled, and ${erased.join(', ')} erased`);
    }
  }
}

/** Every cell below a value, by name, and the lives of regions. */
function collect(value: unknown, found: Map<string, Cell>, visited: Set<object>): void {
  if (typeof value !== 'object' || value === null || visited.has(value)) return;
  visited.add(value);
  const { kind, name } = value as { readonly kind?: string; readonly name?: string };
  if (kind === 'cell') {
    found.set(name!, value as Cell);
    return;
  }
  for (const part of Object.values(value)) collect(part, found, visited);
}
