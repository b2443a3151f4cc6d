// What predicates see of a state vector. Everything asked is noted twice: as slots, because a predicate needs to be asked
// again only when a slot that it has ever read has changed; and as questions in order, for its decision tree.

import { hasCrashed } from '../multiprocessor/faults.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { guardSlots } from '../operations/meaning.js';
import type { Cell } from '../program/cell.js';
import { holdsIntegers } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Label } from '../program/event.js';
import type { Value } from '../program/value.js';
import { LABEL_ID, RECORD } from '../threads/nodeTable.js';
import type { Answers } from './decisionTree.js';
import type { Product } from './product.js';
import type { StateView, ThreadStatus } from './property.js';

const statuses: readonly ThreadStatus[] = ['dormant', 'finished', 'failed', 'ready', 'blocked', 'crashed'];
const READY = 3;
const BLOCKED = 4;
const CRASHED = 5;

/** How a slot has been read: not at all, in part (only the label of a node, only some components' memory), or whole. */
export const UNREAD = 0;
export const IN_PART = 1;
export const WHOLE = 2;

/** Kinds of questions, in the low two bits of their number. */
const RAW = 0;
const LABEL = 1;
const STATUS = 2;
const MEMORY = 3;

/** Something that a function of a property read, and what it was told. */
export interface Seen {
  /** `x`, `status of t`, `label of t`, `memory`. */
  readonly what: string;
  /** Of a label its name, with its data where it has any; null where the thread has no label yet. */
  readonly value: Value;
}

export class StateReader implements StateView, Answers {
  readonly threads: readonly string[];
  /** How each slot has been read. Replaced by whoever wants to know. */
  reads: Uint8Array;
  /** The components of the product whose memory has been read. Replaced likewise. */
  components: number[] = [];
  /** Set when a slot was read that had not been, or not so. */
  marked = false;
  /** Questions asked since `of`, each once, in order. */
  readonly questions: number[] = [];
  readonly #multiprocessor: Multiprocessor;
  readonly #product: Product | undefined;
  readonly #automata: Multiprocessor['automata'];
  readonly #nodes: number;
  readonly #monitors: number;
  readonly #slots: ReadonlyMap<string, number>;
  #state: State;
  /** The answers, by question, where there is no state. */
  #script: ReadonlyMap<number, number> | undefined = undefined;

  constructor(multiprocessor: Multiprocessor, product?: Product) {
    this.#multiprocessor = multiprocessor;
    this.#product = product;
    this.#automata = multiprocessor.automata;
    this.#nodes = multiprocessor.layout.nodes;
    this.#monitors = multiprocessor.layout.monitors;
    this.#state = new Int32Array(multiprocessor.layout.width);
    this.reads = new Uint8Array(multiprocessor.layout.width);
    const { threads, declared } = multiprocessor.layout;
    this.threads = threads.slice(0, declared).map(({ name }) => name);
    this.#slots = new Map(multiprocessor.layout.cells.map(({ name }, slot) => [name, slot]));
  }

  /** Looks at another state from now on, for questions asked again. */
  at(state: State): void {
    this.#state = state;
  }

  /** Looks at another state from now on, and keeps the questions asked of it; returns itself. */
  of(state: State): this {
    this.#state = state;
    this.questions.length = 0;
    return this;
  }

  /** Answers from now on as the script says, and to nothing else; returns itself. */
  scripted(script: ReadonlyMap<number, number>): this {
    this.#script = script;
    this.questions.length = 0;
    return this;
  }

  read<T>(cell: Cell<T>): T {
    const slot = this.#slots.get(cell.name);
    if (slot === undefined) throw new QuiesceError('QSC504', `a property reads cell ${cell.name}`);
    return this.#told(slot * 4 + RAW) as T;
  }

  status(thread: string): ThreadStatus {
    const slot = this.#multiprocessor.linker.thread(thread);
    return this.#told(slot * 4 + STATUS) as ThreadStatus;
  }

  label(thread: string): Label | undefined {
    const slot = this.#multiprocessor.linker.thread(thread);
    return this.#told(slot * 4 + LABEL) as Label | undefined;
  }

  /** What a component of the product remembers; undefined once it is refuted. */
  memory(component: number): Value {
    return this.#told(component * 4 + MEMORY);
  }

  /** What was asked since `of`, each once, in order, and what the present state answers. */
  get seen(): Seen[] {
    return this.questions.map((question) => this.seenAs(question, this.#answer(question)));
  }

  /** A question and what a number told of it, for people. */
  seenAs(question: number, told: number): Seen {
    const value = this.#valueOf(question, told);
    const isLabel = (question & 3) === LABEL;
    return { what: this.subjectOf(question), value: isLabel ? labelAsData(value as Label | undefined) : value };
  }

  /** Answers a question about the present state, as a number. */
  #answer(question: number): number {
    const subject = question >>> 2;
    switch (question & 3) {
      case RAW:
        return this.#state[subject]!;
      case LABEL:
        return this.#labelAt(subject, this.#state[this.#nodes + subject]!);
      case STATUS:
        return this.#status(subject);
      default:
        return this.#product!.componentId(this.#state[this.#monitors]!, subject);
    }
  }

  /** Answers a question that has been asked before: only a status may depend on other slots than it did then. */
  answerAgain(question: number): number {
    return (question & 3) === STATUS ? this.#answerAndMark(question) : this.#answer(question);
  }

  /** Answers a question and marks the slots that the answer depends on. */
  #answerAndMark(question: number): number {
    const subject = question >>> 2;
    switch (question & 3) {
      case RAW:
        this.#mark(subject, WHOLE);
        break;
      case LABEL:
        this.#mark(this.#nodes + subject, IN_PART);
        break;
      case STATUS:
        this.#markStatus(subject);
        break;
      default:
        this.#mark(this.#monitors, IN_PART);
        if (!this.components.includes(subject)) this.components.push(subject);
    }
    return this.#answer(question);
  }

  /** Whether two contents of a slot that was read in part differ in what was read of it. */
  differs(slot: number, before: number, after: number, components: readonly number[]): boolean {
    if (slot !== this.#monitors) {
      const thread = slot - this.#nodes;
      return this.#labelAt(thread, before) !== this.#labelAt(thread, after);
    }
    const product = this.#product!;
    for (const component of components) {
      if (product.componentId(before, component) !== product.componentId(after, component)) return true;
    }
    return false;
  }

  /** Asks, and gives the value that was told. */
  #told(question: number): Value {
    return this.#valueOf(question, this.#ask(question));
  }

  #ask(question: number): number {
    if (!this.questions.includes(question)) this.questions.push(question);
    return this.#script ? this.#said(this.#script, question) : this.#answerAndMark(question);
  }

  #said(script: ReadonlyMap<number, number>, question: number): number {
    const told = script.get(question);
    if (told === undefined) throw new Error(`nobody asked for ${this.subjectOf(question)} before`);
    return told;
  }

  /** What a question is about, in words. */
  subjectOf(question: number): string {
    const subject = question >>> 2;
    switch (question & 3) {
      case RAW:
        return this.#multiprocessor.layout.cells[subject]!.name;
      case LABEL:
        return `label of ${this.#multiprocessor.layout.threads[subject]!.name}`;
      case STATUS:
        return `status of ${this.#multiprocessor.layout.threads[subject]!.name}`;
      default:
        return 'memory';
    }
  }

  /** The value that an answer stands for. */
  #valueOf(question: number, told: number): Value {
    const subject = question >>> 2;
    const { layout, values, labels } = this.#multiprocessor;
    switch (question & 3) {
      case RAW:
        return holdsIntegers(layout.cells[subject]!) ? told : values.values[told];
      case LABEL:
        return labels.values[told];
      case STATUS:
        return statuses[told];
      default:
        return this.#product!.valueOf(subject, told);
    }
  }

  #mark(slot: number, how: number): void {
    if (this.reads[slot]! >= how) return;
    this.reads[slot] = how;
    this.marked = true;
  }

  /** The id of the label of a node. */
  #labelAt(thread: number, node: number): number {
    return this.#automata[thread]!.table[(node << RECORD) + LABEL_ID]!;
  }

  /** The nodes of the first statuses are alike in every thread. */
  #status(thread: number): number {
    const node = this.#state[this.#nodes + thread]!;
    if (hasCrashed(this.#multiprocessor.layout.faults, this.#state, thread, node)) return CRASHED;
    if (node < READY) return node;
    return this.#multiprocessor.ready(this.#state, thread) ? READY : BLOCKED;
  }

  /** Whether a thread is ready depends on its node and on the slot that its operation waits on. */
  #markStatus(thread: number): void {
    const nodeSlot = this.#nodes + thread;
    const { meaning } = this.#automata[thread]!.nodes[this.#state[nodeSlot]!]!;
    this.#mark(nodeSlot, WHOLE);
    for (const slot of guardSlots(meaning)) this.#mark(slot, WHOLE);
    const { buffers, bufferCount, faults } = this.#multiprocessor.layout;
    for (let buffer = 0; buffer < bufferCount; buffer++) this.#mark(buffers + buffer, WHOLE);
    if (faults) this.#mark(faults.crashed, WHOLE);
  }
}

function labelAsData(label: Label | undefined): Value {
  if (!label) return null;
  return Object.keys(label.data).length === 0 ? label.name : { name: label.name, data: label.data };
}
