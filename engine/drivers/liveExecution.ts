// Live executions: all generators run together, natively, with no memo and no merge, and are compared with the compiled
// threads after every step. A difference means that threads share something besides cells. They perform operations as
// everybody does, on a state of their own; nothing else of the compiled threads is used.

import { strikeAt } from '../multiprocessor/faults.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { refuseEndless } from '../multiprocessor/section.js';
import { contentOf } from '../multiprocessor/step.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import { effectOf, type Meaning, START, STRIKES } from '../operations/meaning.js';
import { FAILED_NODE, FINISHED_NODE, operationText } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import { canonical, type Value } from '../program/value.js';
import { type LiveRest, LiveThread } from '../threads/liveThread.js';
import { nodeRecord } from '../threads/nodeTable.js';

/** Stands for the node of a thread that has begun and not ended. */
const UNDER_WAY = FAILED_NODE + 1;

/** A system whose generators run natively. */
export class LiveSystem {
  /** Cells and permits; of the nodes of threads, whether they have begun and ended. */
  readonly state: State;
  readonly #threads: (LiveThread | undefined)[];
  readonly #multiprocessor: Multiprocessor;
  readonly #meanings: (Meaning | undefined)[] = [];
  readonly rests: (LiveRest | undefined)[];

  constructor(multiprocessor: Multiprocessor) {
    this.#multiprocessor = multiprocessor;
    this.state = multiprocessor.initialCells();
    this.#threads = multiprocessor.layout.threads.map(() => undefined);
    this.rests = multiprocessor.layout.threads.map(() => undefined);
    multiprocessor.layout.threads.forEach((thread, slot) => {
      if (!thread.dormant) this.#start(slot);
    });
  }

  /** What the thread's pending operation means; undefined where it has none. */
  meaning(slot: number): Meaning | undefined {
    const end = this.rests[slot]?.end;
    if (end?.kind !== 'operation') return undefined;
    this.#meanings[slot] ??= this.#multiprocessor.linker.link(end.operation, slot, this.rests[slot]!.isAtomic);
    return this.#meanings[slot];
  }

  /** Takes a step of the thread: its pending operation, and those of an atomic section that belong to it. */
  step(slot: number, choice: number): void {
    this.#performNext(slot, choice);
    for (let count = 1; this.rests[slot]!.goesOn; count++) {
      refuseEndless(this.#name(slot), count);
      this.#performNext(slot, choice);
    }
  }

  /** Performs the thread's pending operation; a failed or finished thread has none. */
  #performNext(slot: number, choice: number): void {
    const rest = this.rests[slot];
    if (rest?.end.kind !== 'operation')
      throw new QuiesceError('QSC213', `${this.#name(slot)} has no operation to perform`);
    const { operation } = rest.end;
    const meaning = this.meaning(slot)!;
    if (operation.kind === 'fail') {
      this.#rest(slot, {
        annotations: [],
        label: undefined,
        end: { kind: 'failed', message: operationText(operation) },
      });
      return;
    }
    const value = this.#perform(meaning, choice);
    this.#rest(slot, this.#threads[slot]!.run({ kind: 'returned', value }));
  }

  #rest(slot: number, rest: LiveRest): void {
    const { kind } = rest.end;
    this.rests[slot] = rest;
    this.#meanings[slot] = undefined;
    this.state[this.#multiprocessor.layout.nodes + slot] =
      kind === 'operation' ? UNDER_WAY : kind === 'finished' ? FINISHED_NODE : FAILED_NODE;
  }

  #start(slot: number): void {
    const { automata, layout } = this.#multiprocessor;
    const { thread, self } = automata[slot]!;
    if (layout.faults) this.state[layout.faults.crashed]! &= ~(1 << slot);
    this.#threads[slot] = new LiveThread(thread, self);
    this.#rest(slot, this.#threads[slot]!.run());
  }

  #perform(meaning: Meaning, choice: number): Value {
    const { linker, layout } = this.#multiprocessor;
    if (effectOf(meaning) === START) this.#start(meaning.slot - layout.nodes);
    this.#multiprocessor.touchedCount = 0;
    const record = nodeRecord(meaning, 0);
    const raw = this.#multiprocessor.perform(this.state, record, 0, choice);
    if ((meaning.terms & STRIKES) !== 0) this.#strike(record, raw);
    return linker.value(meaning, raw);
  }

  #strike(record: Int32Array, raw: number): void {
    const { ended, started, writes } = strikeAt(this.#multiprocessor, this.state, record, 0, raw);
    for (const [slot, content] of writes) this.state[slot] = content;
    for (const slot of ended) {
      this.#threads[slot] = undefined;
      this.#rest(slot, { annotations: [], label: undefined, end: { kind: 'finished' } });
    }
    for (const slot of started) this.#start(slot);
  }

  #name(slot: number): string {
    return this.#multiprocessor.layout.threads[slot]!.name;
  }
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
  /** By thread: the node and the live rest that were found to be the same place. */
  readonly #compared: (readonly [node: number, rest: LiveRest | undefined])[] = [];
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
    if (!this.#multiprocessor.automata[slot]!.nodes[node]!.paused) this.#live.step(slot, choiceOf(via));
    this.#multiprocessor.step(this.state, slot, choiceOf(via));
    this.#steps++;
    this.#compareAll();
  }

  #compareAll(): void {
    const { layout } = this.#multiprocessor;
    layout.cells.forEach((cell, slot) => {
      if (this.state[slot] === this.#live.state[slot]) return;
      const [compiled, live] = [this.state, this.#live.state].map((state) =>
        canonical(contentOf(this.#multiprocessor, state, slot)),
      );
      this.#differ(`cell ${cell.name} holds ${compiled} compiled and ${live} live`);
    });
    this.#multiprocessor.automata.forEach((automaton, slot) => {
      const node = this.state[layout.nodes + slot]!;
      const rest = this.#live.rests[slot];
      if (this.#compared[slot]?.[0] === node && this.#compared[slot][1] === rest) return;
      this.#compared[slot] = [node, rest];
      const [compiled, live] = [compiledRest(automaton.nodes[node]!.text, node), liveRest(rest)];
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

function liveRest(rest: LiveRest | undefined): string {
  if (!rest) return 'dormant';
  if (rest.end.kind === 'operation') return operationText(rest.end.operation);
  return rest.end.kind;
}
