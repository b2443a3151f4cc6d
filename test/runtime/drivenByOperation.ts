// The hooked text beside the compiled threads, one operation at a time: a random schedule of the simulated multiprocessor is
// taken by both. After each step every cell holds the same, and each thread stands before the same operation; in the end
// they have said the same.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Random } from '../../engine/drivers/random.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import { contentOf } from '../../engine/multiprocessor/step.js';
import { FINISHED_NODE } from '../../engine/operations/table.js';
import { canonical } from '../../engine/program/value.js';
import { type ErasedThread, load, threadsOf } from '../../runner/realThreads/erasedSystem.js';
import type { Stepper } from '../../runtime/hooked/operations.js';
import { buildSystem, type Scenario, type ScenarioVariant } from '../../scenarios/index.js';

type Operations = typeof import('../../runtime/hooked/operations.js');
const operations = (await import(
  pathToFileURL(join(import.meta.dirname, '../../dist/runtime/hooked/operations.js')).href
)) as Operations;

interface Driven extends Stepper {
  readonly thread: ErasedThread;
  run: Generator<string, unknown> | undefined;
  /** The operation before which it stands. */
  pending: string | undefined;
}

/** What the table of operations calls those that the language has under another name. */
const kinds: Readonly<Record<string, string>> = Object.freeze({ release: 'store' });

const stepsMax = 3000;

/** compareByOperation takes a random schedule; throws at the first difference. Returns how many steps there were. */
export async function compareByOperation(
  folder: string,
  scenario: Scenario,
  variant: ScenarioVariant,
  seed: number,
): Promise<number> {
  const erased = await load(folder, 'hooked', operations.cell as never);
  const multiprocessor = new Multiprocessor(buildSystem(scenario, variant));
  operations.made.clear();
  const comparison = new Comparison(multiprocessor, threadsOf(erased, scenario, variant), seed);
  return comparison.run();
}

class Comparison {
  readonly #multiprocessor: Multiprocessor;
  readonly #random: Random;
  readonly #driven: Driven[];
  readonly #cells = new Map(operations.made);
  readonly #said = { compiled: [] as string[][], erased: [] as string[][] };

  constructor(multiprocessor: Multiprocessor, threads: readonly ErasedThread[], seed: number) {
    this.#multiprocessor = multiprocessor;
    this.#random = new Random(seed);
    this.#driven = threads.map((thread, slot) => ({
      ...{ name: thread.name, slot, processor: thread.processor, hasPermit: false },
      ...{ thread, run: undefined, pending: undefined },
    }));
    for (const side of [this.#said.compiled, this.#said.erased]) side.push(...threads.map(() => []));
    const named = (name: string) => this.#driven.find((one) => one.name === name)!;
    operations.drivenBy(named, (name) => this.#begin(named(name)));
    operations.hearEvents((event, data, self) => {
      this.#said.erased[(self as unknown as Driven).slot]!.push(`${event} ${canonical(data)}`);
    });
  }

  run(): number {
    const { state, batch } = this.#multiprocessor.initial();
    this.#hear(batch);
    for (const one of this.#driven) if (!one.thread.dormant) this.#begin(one);
    this.#compare(state, 'at the start');
    let steps = 0;
    for (; steps < stepsMax; steps++) {
      const enabled = this.#driven.filter(({ slot }) => (this.#multiprocessor.enabled(state) >>> slot) & 1);
      if (enabled.length === 0) break;
      const one = enabled[this.#random.below(enabled.length)]!;
      const choice = this.#random.below(this.#multiprocessor.choices(state, one.slot));
      this.#step(state, one, choice);
      this.#compare(state, `after step ${steps + 1}, of ${one.name}`);
    }
    this.#compareSaid(state);
    return steps;
  }

  #begin(one: Driven): void {
    one.run = one.thread.program(one.thread.args, one) as Generator<string, unknown>;
    this.#advance(one);
  }

  #advance(one: Driven): void {
    try {
      const { done, value } = one.run!.next();
      one.pending = done ? undefined : String(value);
    } catch (error) {
      throw new Error(`${one.name} threw ${String(error)}`);
    }
  }

  #step(state: Int32Array, one: Driven, choice: number): void {
    const { automata, layout } = this.#multiprocessor;
    const { paused, operation } = automata[one.slot]!.nodes[state[layout.nodes + one.slot]!]!;
    if (!paused) {
      const pending = kinds[one.pending!] ?? one.pending;
      if (operation?.kind !== pending) throw new Error(`${one.name}: ${operation?.kind} compiled, ${pending} erased`);
      operations.scheduleBy({
        start: () => {},
        turn: (given) => given,
        pass: () => undefined,
        decide: () => choice,
      });
      this.#advance(one);
    }
    this.#multiprocessor.touchedCount = 0;
    this.#hear(this.#multiprocessor.step(state, one.slot, choice));
  }

  #hear(batch: number): void {
    for (const { name, thread, data } of this.#multiprocessor.batches.events(batch)) {
      if (name === 'failed') continue;
      this.#said.compiled[this.#driven.findIndex((one) => one.name === thread)]?.push(`${name} ${canonical(data)}`);
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
    for (const { name, slot, pending } of this.#driven) {
      const isOver = state[layout.nodes + slot] === FINISHED_NODE;
      const begun = this.#driven[slot]!.run !== undefined;
      if (begun && isOver !== (pending === undefined)) throw new Error(`${when}: ${name} has ended on one side only`);
    }
  }

  /** Of a thread that has not ended, the erased text may have said more: what rides on its next step. */
  #compareSaid(state: Int32Array): void {
    for (const { name, slot } of this.#driven) {
      const [compiled, erased] = [this.#said.compiled[slot]!, this.#said.erased[slot]!];
      const isOver = state[this.#multiprocessor.layout.nodes + slot] === FINISHED_NODE;
      const compared = isOver ? erased : erased.slice(0, compiled.length);
      if (compared.join('\n') !== compiled.join('\n'))
        throw new Error(`${name} says ${compiled.join(', ')} compiled, and ${erased.join(', ')} erased`);
    }
  }
}
