// What predicates see of a state vector, with every slot they read noted: a predicate needs to be asked again only when
// a slot that it has ever read has changed.

import type { Machine, State } from '../machine/machine.js';
import type { Cell } from '../program/cell.js';
import { holdsIntegers } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Label } from '../program/event.js';
import type { Value } from '../program/value.js';
import * as code from '../threads/code.js';
import type { StateView, ThreadStatus } from './property.js';

export class StateReader implements StateView {
  readonly threads: readonly string[];
  /** Slots read since it was last replaced: 1 where read. */
  reads: Uint8Array;
  readonly #machine: Machine;
  readonly #slots: ReadonlyMap<string, number>;
  #state: State;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#state = new Int32Array(machine.layout.width);
    this.reads = new Uint8Array(machine.layout.width);
    this.threads = machine.layout.threads.map(({ name }) => name);
    this.#slots = new Map(machine.layout.cells.map(({ name }, slot) => [name, slot]));
  }

  /** Looks at another state from now on; returns itself. */
  of(state: State): this {
    this.#state = state;
    return this;
  }

  read<T extends Value>(cell: Cell<T>): T {
    const slot = this.#slots.get(cell.name);
    if (slot === undefined) throw new QuiesceError('QSC504', `a property reads cell ${cell.name}`);
    this.reads[slot] = 1;
    const raw = this.#state[slot]!;
    return (holdsIntegers(this.#machine.layout.cells[slot]!) ? raw : this.#machine.values.values[raw]) as T;
  }

  status(thread: string): ThreadStatus {
    const { slot, node, automaton } = this.#at(thread);
    switch (automaton.code[node]) {
      case code.DORMANT:
        return 'dormant';
      case code.FINISHED:
        return 'finished';
      case code.FAILED:
        return 'failed';
    }
    this.#markWait(slot, node);
    return this.#machine.ready(this.#state, slot) ? 'ready' : 'blocked';
  }

  label(thread: string): Label | undefined {
    const { node, automaton } = this.#at(thread);
    return automaton.nodes[node]!.label;
  }

  #at(thread: string) {
    const slot = this.#machine.linker.thread(thread);
    const nodeSlot = this.#machine.layout.nodes + slot;
    this.reads[nodeSlot] = 1;
    return { slot, node: this.#state[nodeSlot]!, automaton: this.#machine.automata[slot]! };
  }

  /** Whether a thread is ready depends on what its operation waits for. */
  #markWait(thread: number, node: number): void {
    const automaton = this.#machine.automata[thread]!;
    const { layout } = this.#machine;
    const operation = automaton.code[node]!;
    if (operation >= code.WAIT_IS && operation <= code.WAIT_ABOVE) this.reads[automaton.slot[node]!] = 1;
    if (operation === code.PARK) this.reads[layout.permits] = 1;
    if (operation === code.JOIN) this.reads[layout.nodes + automaton.x[node]!] = 1;
  }
}
