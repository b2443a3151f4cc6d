// Live executions: all generators run together, natively, on plain JavaScript values, with no memo and no merge, and are
// compared with the compiled threads after every step. A difference means that threads share something besides cells.
// This is a second interpreter of the operations, kept simple; it has nothing in common with multiprocessor.ts but the system.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import { FAILED_NODE, FINISHED_NODE, PAUSE } from '../operations/code.js';
import { operationText } from '../operations/operationText.js';
import { type Cell, holdsIntegers } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Operation } from '../program/operation.js';
import { canonical, normalised, type Value } from '../program/value.js';
import { LiveThread } from '../threads/liveThread.js';

class LiveSystem {
  readonly #cells = new Map<string, { readonly cell: Cell; value: Value }>();
  readonly #threads: (LiveThread | undefined)[];
  readonly #multiprocessor: Multiprocessor;
  readonly rests: (ReturnType<LiveThread['run']> | undefined)[];

  constructor(multiprocessor: Multiprocessor) {
    this.#multiprocessor = multiprocessor;
    for (const cell of multiprocessor.layout.cells)
      this.#cells.set(cell.name, { cell, value: normalised(cell.initial) });
    this.#threads = multiprocessor.layout.threads.map(() => undefined);
    this.rests = multiprocessor.layout.threads.map(() => undefined);
    multiprocessor.layout.threads.forEach((thread, slot) => {
      if (!thread.dormant) this.#start(slot);
    });
  }

  value(cell: string): Value {
    return this.#cells.get(cell)!.value;
  }

  /** Performs the thread's pending operation; a failed or finished thread has none. */
  step(slot: number, choice: number): void {
    const rest = this.rests[slot];
    if (rest?.end.kind !== 'operation')
      throw new QuiesceError('QSC213', `${this.#name(slot)} has no operation to perform`);
    const { operation } = rest.end;
    if (operation.kind === 'fail') {
      this.rests[slot] = {
        annotations: [],
        label: undefined,
        end: { kind: 'failed', message: operationText(operation) },
      };
      return;
    }
    const value = this.#perform(operation, choice);
    this.rests[slot] = this.#threads[slot]!.run({ kind: 'returned', value });
  }

  #start(slot: number): void {
    const { thread, self } = this.#multiprocessor.automata[slot]!;
    this.#threads[slot] = new LiveThread(thread, self);
    this.rests[slot] = this.#threads[slot]!.run();
  }

  #perform(operation: Operation, choice: number): Value {
    if (operation.kind === 'choose') return choice;
    if (operation.kind === 'spawn') this.#start(this.#multiprocessor.linker.thread(operation.thread));
    return 'cell' in operation ? this.#access(operation) : undefined;
  }

  #access(operation: Extract<Operation, { cell: Cell }>): Value {
    const place = this.#cells.get(operation.cell.name)!;
    const before = place.value;
    const seen = 'view' in operation && operation.view ? operation.view.of(before) : before;
    switch (operation.kind) {
      case 'load':
        return seen;
      case 'store':
        place.value = normalised(operation.value);
        return undefined;
      case 'exchange':
        place.value = normalised(operation.value);
        return seen;
      case 'compareExchange':
        if (canonical(before) !== canonical(operation.expected)) return 0;
        place.value = normalised(operation.value);
        return 1;
      case 'add':
      case 'fetchAdd':
        place.value = wrapped((before as number) + operation.value, place.cell.modulo);
        return operation.kind === 'fetchAdd' ? seen : undefined;
      case 'wait':
        return undefined;
    }
  }

  #name(slot: number): string {
    return this.#multiprocessor.layout.threads[slot]!.name;
  }
}

function wrapped(sum: number, modulo: number | undefined): number {
  return modulo === undefined ? sum : ((sum % modulo) + modulo) % modulo;
}

/** compareLive performs the steps live and compiled side by side. Throws QSC213 at the first difference. */
export function compareLive(multiprocessor: Multiprocessor, vias: readonly number[]): void {
  const comparison = new LiveComparison(multiprocessor);
  for (const via of vias) comparison.step(via);
}

/** A live execution beside a compiled one, step by step. */
export class LiveComparison {
  readonly state;
  readonly #multiprocessor: Multiprocessor;
  readonly #live: LiveSystem;
  #steps = 0;

  constructor(multiprocessor: Multiprocessor) {
    this.#multiprocessor = multiprocessor;
    this.state = multiprocessor.initial().state;
    this.#live = new LiveSystem(multiprocessor);
    this.#compareAll();
  }

  step(via: number): void {
    const { layout } = this.#multiprocessor;
    const slot = threadOf(via);
    const node = this.state[layout.nodes + slot]!;
    this.#multiprocessor.touchedCount = 0;
    if (this.#multiprocessor.automata[slot]!.nodes[node]!.linked.code !== PAUSE) this.#live.step(slot, choiceOf(via));
    this.#multiprocessor.step(this.state, slot, choiceOf(via));
    this.#steps++;
    this.#compareAll();
  }

  #compareAll(): void {
    const { layout, values } = this.#multiprocessor;
    layout.cells.forEach((cell, slot) => {
      const raw = this.state[slot]!;
      const compiled = holdsIntegers(cell) ? raw : values.values[raw];
      if (canonical(compiled) !== canonical(this.#live.value(cell.name))) {
        this.#differ(
          `cell ${cell.name} holds ${canonical(compiled)} compiled and ${canonical(this.#live.value(cell.name))} live`,
        );
      }
    });
    this.#multiprocessor.automata.forEach((automaton, slot) => {
      const compiled = compiledRest(
        automaton.nodes[this.state[layout.nodes + slot]!]!.text,
        this.state[layout.nodes + slot]!,
      );
      const live = liveRest(this.#live.rests[slot]);
      if (compiled !== 'pause' && compiled !== live)
        this.#differ(`thread ${automaton.self.name} is at "${compiled}" compiled and at "${live}" live`);
    });
  }

  #differ(what: string): never {
    throw new QuiesceError('QSC213', `after step ${this.#steps}, ${what}`);
  }
}

function compiledRest(text: string, node: number): string {
  return node === FINISHED_NODE ? 'finished' : node === FAILED_NODE ? 'failed' : text;
}

function liveRest(rest: ReturnType<LiveThread['run']> | undefined): string {
  if (!rest) return 'dormant';
  if (rest.end.kind === 'operation') return operationText(rest.end.operation);
  return rest.end.kind;
}
