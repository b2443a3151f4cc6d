// The search goes on in the kernel (engine/kernel). What the kernel does not know yet it asks for: whether a thread is enabled,
// what a step does, where a batch leads the monitors. That very step is performed here, by the multiprocessor and the
// product and nobody else; what it did is written into the kernel's tables, in numbers of packed fields.

import * as kernel from '../kernel/kernel.js';
import { decidingSlots, isManifold, writtenBlindly } from '../multiprocessor/decidedBy.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { viaOf } from '../multiprocessor/via.js';
import { QuiesceError } from '../program/errors.js';
import type { Product } from '../watch/product.js';
import { type ExactStore, isPackedAnew } from './exactStore.js';
import type { Graph } from './graph.js';
import type { Journal } from './journal.js';
import { KernelFutures } from './kernelFutures.js';
import { KernelStates } from './kernelStates.js';
import type { Asked, Failure, Told } from './kernelTalk.js';
import type { LimitHit } from './options.js';
import type { TakenSteps } from './takenSteps.js';

/** Where a search stands that the kernel goes on with. */
export interface Standing {
  readonly multiprocessor: Multiprocessor;
  readonly product: Product;
  readonly store: ExactStore;
  readonly graph: Graph;
  readonly expanded: number;
  readonly transitions: number;
  /** Daemons as bits. */
  readonly daemons: number;
  readonly limits: { readonly states: number; readonly memoryMiB: number };
  /** Where steps are left out: of which states which have been taken, and by what that is decided. */
  readonly taken?: TakenSteps | undefined;
  /** Where all that the kernel asks is kept, with the answers. */
  readonly journal?: Journal | undefined;
}

export class KernelLoop {
  readonly states: KernelStates;
  readonly #exports: kernel.Exports;
  readonly #multiprocessor: Multiprocessor;
  readonly #product: Product;
  readonly #graph: Graph;
  readonly #journal: Journal | undefined;
  readonly #taken: TakenSteps | undefined;
  readonly #futures: KernelFutures | undefined;
  readonly #mostMiB: number;
  /** By thread and node: the slots that decide its step. */
  readonly #deciding: (readonly number[])[][];
  /** What the kernel is told before it begins, and never asks for. */
  setUp: Parameters<kernel.Exports['setUp']> = [0, 0, 0, 0, 0, 0];
  readonly #state: State;
  #fields = 0;
  #parts = 0;
  #packedAnewAt = 0;
  #once = { at: 0, words: 0 };
  /** What the kernel asked for last. */
  #asked = -1;
  /** The step that is being taken; -1 where none is. */
  #via = -1;
  /** Whether the kernel has begun the round anew, since it asked. */
  #isBegunAnew = false;
  /** What cut the search; undefined where nothing did. */
  limit: LimitHit | undefined;

  /** begin takes a search over; a text says why it does not. */
  static begin(standing: Standing): KernelLoop | string {
    const made = kernel.newKernel(standing.limits.memoryMiB);
    if (typeof made === 'string') return made;
    const loop = new KernelLoop(standing, made);
    return loop.#takeOver(standing) ? loop : 'the limit of memory leaves the kernel no room';
  }

  private constructor(
    { multiprocessor, product, store, graph, taken, journal }: Standing,
    { exports, memory, mostMiB }: kernel.Kernel,
  ) {
    this.states = new KernelStates(exports, memory, store.packing);
    this.#exports = exports;
    this.#multiprocessor = multiprocessor;
    this.#product = product;
    this.#graph = graph;
    this.#journal = journal;
    this.#taken = taken;
    this.#futures = taken && new KernelFutures(exports, this.states, taken, multiprocessor.layout.nodes);
    this.#mostMiB = mostMiB;
    this.#deciding = multiprocessor.automata.map(() => []);
    this.#state = new Int32Array(multiprocessor.layout.width);
  }

  get expanded(): number {
    return this.#exports.expanded.value;
  }

  get transitions(): number {
    return this.#exports.transitions.value;
  }

  /** The states that are looked at again: how many of them have been. */
  get again(): number {
    return this.#exports.again.value;
  }

  /** Lays what has been found into the kernel's memory. */
  #takeOver({ store, graph, expanded, transitions, daemons, limits }: Standing): boolean {
    const exports = this.#exports;
    const { nodes, monitors, threads } = this.#multiprocessor.layout;
    const waits = graph.waiting ? 1 : 0;
    this.setUp = [threads.length, nodes, monitors, daemons, this.#multiprocessor.optional, waits];
    exports.setUp(...this.setUp);
    if (this.#taken) exports.leaveOut();
    this.#writeFormat();
    if (exports.isFull.value !== 0 || exports.makeRoom(store.count) === 0) return false;
    this.#copyStates(store, graph);
    for (let product = 0; product < this.#product.size; product++)
      exports.knowProduct(product, this.#product.refutedCount[product]!);
    this.#learnNodes();
    return exports.goOnFrom(expanded, transitions, limits.states) !== 0 && exports.isFull.value === 0;
  }

  #copyStates(store: ExactStore, { parents }: Graph): void {
    const exports = this.#exports;
    for (let id = 0; id < store.count; id++) {
      store.copyPacked(id, this.states.memory, exports.stateAt(id) >>> 2);
      this.states.memory[exports.parentAt(id) >>> 2] = parents.parentOf(id);
      const via = exports.viaAt(id);
      this.states.memory[(via & ~3) >>> 2]! |= parents.viaOf(id) << ((via & 2) * 8);
      if (this.#taken) this.states.memory[exports.takenAt(id) >>> 2] = this.#taken.of(id);
    }
    exports.setCount(store.count);
  }

  /** Expands states up to so many in all, or until something is to be told; returns what a step threw. */
  expand(until: number): Failure | undefined {
    // What it knew of steps it has forgotten then, and may ask the same again.
    if (this.#futures?.learn()) this.#asked = -1;
    for (;;) {
      this.#via = -1;
      const wasBegunAnew = this.#isBegunAnew;
      this.#isBegunAnew = false;
      const why = this.#exports.run(until);
      if (why === kernel.FULL) this.limit = { limit: 'memory', text: `${this.#mostMiB} MiB of WebAssembly` };
      if (why < kernel.UNKNOWN_GUARD) break;
      const asked = this.#askedFor(why);
      this.#refuseToRepeat(asked, wasBegunAnew);
      try {
        this.answer(asked);
      } catch (error) {
        // What was staged is needed before the error is told: it is staged again, and then the step throws again.
        if (this.#isBegunAnew) continue;
        this.#exports.finish();
        this.#keepWaiting();
        return { error, at: this.#via < 0 ? undefined : { state: asked.state, via: this.#via } };
      }
    }
    this.#keepWaiting();
    return undefined;
  }

  /** The first so many states are looked at again, before any others are expanded: some of their steps may be taken after all. */
  lookAgain(states: number): void {
    this.#exports.lookAgain(states);
  }

  /** From now on new states in which one of these slots was written are told. */
  watch(slots: readonly number[]): void {
    for (const slot of slots) this.#exports.watch(slot);
  }

  /** What was told since it was asked last, in the order in which it happened. */
  told(): Told[] {
    const { memory } = this.states;
    const first = this.#exports.toldAt() >>> 2;
    const told = Array.from({ length: this.#exports.told.value }, (_, index): Told => {
      const [kind, state, other, target] = memory.subarray(first + 4 * index, first + 4 * index + 4);
      if (kind === kernel.SEEN) return { kind: 'seen', state: state! };
      if (kind === kernel.END) return { kind: 'end', state: state!, enabled: other! };
      return { kind: 'refuted', state: state!, via: other!, target: target! };
    });
    this.#exports.forget();
    return told;
  }

  /** Makes room for so many states, which somebody lays into its memory; false where there is none. */
  makeRoom(states: number): boolean {
    return this.#isRoom(this.#exports.makeRoom(states));
  }

  /** Goes on from these. */
  goOn(states: number, expanded: number, transitions: number, statesMost: number): boolean {
    this.#exports.setCount(states);
    return this.#isRoom(this.#exports.goOnFrom(expanded, transitions, statesMost));
  }

  #isRoom(made: number): boolean {
    if (made !== 0 && this.#exports.isFull.value === 0) return true;
    this.limit = { limit: 'memory', text: `${this.#mostMiB} MiB of WebAssembly` };
    return false;
  }

  #keepWaiting(): void {
    const { waiting } = this.#graph;
    const rows = this.#exports.rows.value;
    if (!waiting || rows === 0) return;
    const { memory } = this.states;
    const [row, edge] = [this.#exports.rowsAt() >>> 2, this.#exports.edgesAt() >>> 2];
    waiting.append(memory.subarray(row, row + 3 * rows), memory.subarray(edge, edge + this.#exports.edges.value));
  }

  #askedFor(why: number): Asked {
    const { missedState, missedThread, missedChoice, missedProduct, missedBatch } = this.#exports;
    return {
      why,
      ...{ state: missedState.value, thread: missedThread.value, choice: missedChoice.value },
      ...{ product: missedProduct.value, batch: missedBatch.value },
    };
  }

  /** What it was told, the kernel does not ask again, but where it has begun the round anew. */
  #refuseToRepeat({ why, state, thread, choice }: Asked, wasBegunAnew: boolean): void {
    const asked = viaOf(thread, choice) * 8 + why + state * 2 ** 20;
    if (asked === this.#asked && !wasBegunAnew)
      throw new QuiesceError('QSC901', `the kernel asks again for a step of state ${state}`);
    this.#asked = asked;
  }

  /** Answers what the kernel asks, or has asked when the search was begun that is resumed here. */
  answer(asked: Asked): void {
    this.#journal?.ask(asked, this.states.count);
    if (asked.why !== kernel.UNKNOWN_TRANSITION) this.states.load(asked.state, this.#state);
    if (asked.why === kernel.UNKNOWN_TRANSITION) this.#answerTransition(asked);
    else if (asked.why === kernel.UNKNOWN_FUTURE) this.#futures?.answer(asked.thread, this.#state);
    else if (asked.why === kernel.UNKNOWN_GUARD) this.#answerGuards();
    else this.#answerStep(asked);
    this.#journal?.close();
  }

  /** Whether each thread is enabled of which it is not known. */
  #answerGuards(): void {
    for (let thread = 0; thread < this.#deciding.length; thread++) {
      const entry = this.#entryOf(thread);
      if (entry === 0 || this.states.memory[entry] !== 0) continue;
      const isReady = this.#multiprocessor.ready(this.#state, thread);
      this.states.memory[entry] = isReady ? kernel.READY : kernel.BLOCKED;
      this.#journal?.note(thread, isReady ? 1 : 0);
    }
  }

  /** Takes the step of a thread, by each of its choices, and says what that did. */
  #answerStep({ state: id, thread }: Asked): void {
    const state = this.#state;
    const { nodes } = this.#multiprocessor.layout;
    const { meaning } = this.#multiprocessor.automata[thread]!.nodes[state[nodes + thread]!]!;
    const entry = this.#entryOf(thread);
    const outcomes = [];
    let isKnown = entry !== 0 && !isManifold(meaning);
    const choices = this.#multiprocessor.choices(state, thread);
    for (let choice = 0; choice < choices; choice++) {
      this.#via = viaOf(thread, choice);
      const before = state.slice();
      const written = new Set(writtenBlindly(this.#multiprocessor, state, meaning, choice));
      const expected = new Set([...written, ...this.#decidingOf(thread), nodes + thread]);
      const batch = this.#step(id, thread, choice, written);
      const writes = [...written].flatMap((slot) => [slot, this.states.packing.number(slot, state[slot]!)]);
      outcomes.push(batch, written.size, ...writes);
      isKnown &&= [...written].every((slot) => expected.has(slot));
      state.set(before);
    }
    this.#journal?.note(choices, ...outcomes);
    this.#give(entry, Int32Array.of(choices, ...outcomes), isKnown);
  }

  /** Takes one step, notes which slots it wrote, and tells the product of it. Everything that it made fits from then on. */
  #step(id: number, thread: number, choice: number, written: Set<number>): number {
    const multiprocessor = this.#multiprocessor;
    const state = this.#state;
    const { monitors } = multiprocessor.layout;
    multiprocessor.touchedCount = 0;
    const batch = multiprocessor.step(state, thread, choice);
    for (let index = 0; index < multiprocessor.touchedCount; index++) written.add(multiprocessor.touched[index]!);
    const product = state[monitors]!;
    if (batch !== 0) state[monitors] = this.#product.next(product, batch, id, this.#via);
    this.#learnNodes();
    this.#fit();
    if (batch !== 0) this.#keep(product, batch, state[monitors]!);
    return batch;
  }

  #answerTransition({ state: id, thread, choice, product, batch }: Asked): void {
    const { monitors } = this.#multiprocessor.layout;
    this.#via = viaOf(thread, choice);
    const next = this.#product.next(product, batch, id, this.#via);
    if (!this.states.packing.hasRoom(monitors, next)) {
      this.states.load(id, this.#state);
      this.#state[monitors] = next;
      this.#fit();
    }
    this.#keep(product, batch, next);
  }

  #keep(product: number, batch: number, next: number): void {
    const refuted = this.#product.refutedCount[next]!;
    this.#journal?.note(next, refuted);
    this.#exports.knowProduct(next, refuted);
    this.#exports.keep(product, batch, next);
  }

  /** Writes down what the choices of a step do; for this time only where the deciding slots do not decide it. */
  #give(entry: number, outcomes: Int32Array, isKnown: boolean): void {
    const at = isKnown ? this.#exports.takeBytes(outcomes.length * 4) : this.#scratch(outcomes.length);
    if (at === 0) return;
    const { memory } = this.states;
    memory.set(outcomes, at >>> 2);
    if (isKnown) memory[entry] = at;
    this.#exports.give(at);
  }

  /** Where outcomes are written that are for once. */
  #scratch(words: number): number {
    if (words > this.#once.words) this.#once = { at: this.#exports.takeBytes(words * 8), words: words * 2 };
    return this.#once.at;
  }

  /** The slots that decide the step of a thread. */
  #decidingOf(thread: number): readonly number[] {
    return this.#deciding[thread]![this.#state[this.#multiprocessor.layout.nodes + thread]!]!;
  }

  /** The word where the step of a thread stands, in the kernel's memory; 0 where that is full. */
  #entryOf(thread: number): number {
    const exports = this.#exports;
    const slots = this.#decidingOf(thread);
    let look = exports.lookOf(thread, this.#state[this.#multiprocessor.layout.nodes + thread]!);
    for (let at = 0; ; at++) {
      const slot = slots[at];
      const coded = slot === undefined ? 0 : this.states.packing.number(slot, this.#state[slot]!);
      const entry = exports.entryAt(look, coded) >>> 2;
      if (entry === 0 || at + 1 >= slots.length) return entry;
      if (this.states.memory[entry] === 0 && !this.#lookFurther(entry, slots[at + 1]!)) return 0;
      look = this.states.memory[entry]! & ~kernel.LOOK;
    }
  }

  #lookFurther(entry: number, slot: number): boolean {
    const look = this.#exports.takeBytes(16);
    if (look === 0) return false;
    this.states.memory[look >>> 2] = slot;
    this.states.memory[entry] = look | kernel.LOOK;
    return true;
  }

  /** Tells the kernel of the nodes that threads have come to have. */
  #learnNodes(): void {
    this.#multiprocessor.automata.forEach(({ nodes }, thread) => {
      const deciding = this.#deciding[thread]!;
      if (deciding.length === nodes.length) return;
      this.#exports.makeNodes(thread, nodes.length);
      if (this.#exports.isFull.value !== 0) return;
      while (deciding.length < nodes.length) {
        const node = deciding.length;
        const slots = decidingSlots(this.#multiprocessor, nodes[node]!.meaning);
        deciding.push(slots);
        this.states.memory[this.#exports.lookOf(thread, node) >>> 2] = slots[0] ?? -1;
      }
    });
  }

  /** Makes the fields such that the state fits. */
  #fit(): void {
    const { packing } = this.states;
    const before = packing.format;
    const { count } = this.states;
    const repacking = packing.widen(this.#state, isPackedAnew(count, this.#packedAnewAt));
    if (packing.format === before) return;
    const [fields, parts] = [this.#fields, this.#parts];
    if (repacking === 'anew') this.#packedAnewAt = count;
    this.#writeFormat(repacking === 'none');
    this.#isBegunAnew ||= repacking !== 'none';
    if (repacking === 'widen') this.#exports.lengthen(this.#fields, this.#parts, packing.words);
    if (repacking === 'anew')
      this.#exports.changeFormat(fields, parts, this.#fields, this.#parts, packing.width, packing.words);
  }

  /** Writes the tables of the format into the kernel's memory. */
  #writeFormat(use = true): void {
    const { fields, parts, words } = this.states.packing.format;
    this.#fields = this.#exports.takeBytes(fields.length * 4);
    this.#parts = this.#exports.takeBytes(Math.max(4, parts.length * 4));
    if (this.#exports.isFull.value !== 0) return;
    this.states.memory.set(fields, this.#fields >>> 2);
    this.states.memory.set(parts, this.#parts >>> 2);
    if (use) this.#exports.useFormat(this.#fields, this.#parts, words);
  }
}
