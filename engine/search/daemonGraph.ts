// The graph of daemons' steps: what daemons can still do, from the states that are asked about, projected to the system
// (the monitors' slot is left out). A state from which every way leads back lies in a bottom component: whatever daemons
// do there, they change nothing for good. Explored without any reduction, on demand, into flat tables; each time, what
// the new states lead to is followed to its end, so that their components are final.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import { Tuples } from '../watch/tuples.js';
import { IntList } from './intList.js';
import type { LimitHit } from './options.js';
import { type Edges, forEachComponent } from './stronglyConnected.js';

/** Says what cuts the exploration at so many states, if anything does. */
export type CutAt = (states: number) => LimitHit | undefined;

export class DaemonGraph implements Edges {
  readonly firstEdge = new IntList(64);
  readonly edgeCount = new IntList(64);
  readonly target = new IntList(64);
  /** What cut it; from then on only what was classified before is known. */
  cut: LimitHit | undefined;
  readonly #multiprocessor: Multiprocessor;
  readonly #daemons: number;
  readonly #cutAt: CutAt;
  readonly #states: Tuples;
  /** By state: the number of its component, and 1 where that is a bottom one. Both as far as states are classified. */
  readonly #component = new IntList(64);
  readonly #bottom = new IntList(64);
  #components = 0;
  readonly #work: State;
  /** The work state without its last slot, the monitors'. */
  readonly #projected: State;

  /** `daemons` are the threads whose steps count, as bits. */
  constructor(multiprocessor: Multiprocessor, daemons: number, cutAt: CutAt) {
    this.#multiprocessor = multiprocessor;
    this.#daemons = daemons;
    this.#cutAt = cutAt;
    const { monitors, width } = multiprocessor.layout;
    this.#states = new Tuples(monitors);
    this.#work = new Int32Array(width);
    this.#projected = this.#work.subarray(0, monitors);
  }

  get bytes(): number {
    const lists = [this.firstEdge, this.edgeCount, this.target, this.#bottom, this.#component];
    return this.#states.bytes + lists.reduce((sum, list) => sum + list.bytes, 0);
  }

  /** Whether a state lies in a bottom component; undefined where that cannot be told, because the exploration was cut. */
  isBottom(state: State): boolean | undefined {
    this.#work.set(state);
    const id = this.#states.id(this.#projected);
    if (id >= this.#bottom.length && this.cut === undefined) this.#explore();
    return id < this.#bottom.length ? this.#bottom.data[id] === 1 : undefined;
  }

  /** Follows the states that are not classified yet to the end, and classifies them. */
  #explore(): void {
    const first = this.#bottom.length;
    for (let id = first; id < this.#states.count; id++) {
      this.cut = this.#cutAt(this.#states.count) ?? this.#expand(id);
      if (this.cut !== undefined) return;
    }
    forEachComponent(this, { first, end: this.#states.count }, (members) => this.#classify(members));
  }

  /**
   * Takes every step of a daemon. One that misuses the language is a step that the search or the walk will come to as
   * well, and tell of with its schedule; here it only means that the graph goes on into the unknown.
   */
  #expand(id: number): LimitHit | undefined {
    const multiprocessor = this.#multiprocessor;
    this.firstEdge.set(id, this.target.length);
    for (let slot = 0; slot < this.#projected.length; slot++) this.#projected[slot] = this.#states.part(id, slot);
    const enabled = multiprocessor.enabled(this.#work) & this.#daemons;
    try {
      for (let thread = 0; enabled >>> thread !== 0; thread++) {
        if (((enabled >>> thread) & 1) === 0) continue;
        const choices = multiprocessor.choices(this.#work, thread);
        for (let choice = 0; choice < choices; choice++) this.#follow(thread, choice);
      }
    } catch (error) {
      if (error instanceof QuiesceError) return { limit: 'ends', text: `a daemon's step is an error: ${error.code}` };
      throw error;
    }
    this.edgeCount.set(id, this.target.length - this.firstEdge.data[id]!);
    return undefined;
  }

  /** Takes a step in place, keeps where it leads to, and takes it back. */
  #follow(thread: number, choice: number): void {
    const multiprocessor = this.#multiprocessor;
    multiprocessor.touchedCount = 0;
    multiprocessor.step(this.#work, thread, choice);
    this.target.push(this.#states.id(this.#projected));
    for (let index = multiprocessor.touchedCount - 1; index >= 0; index--)
      this.#work[multiprocessor.touched[index]!] = multiprocessor.before[index]!;
  }

  /** A component is a bottom one when no edge leaves it; those that it leads to have been visited before. */
  #classify(members: readonly number[]): void {
    const component = ++this.#components;
    for (const member of members) this.#component.set(member, component);
    const isBottom = members.every((member) => this.#staysWithin(member, component));
    for (const member of members) this.#bottom.set(member, isBottom ? 1 : 0);
  }

  #staysWithin(member: number, component: number): boolean {
    const first = this.firstEdge.data[member]!;
    const targets = this.target.data.subarray(first, first + this.edgeCount.data[member]!);
    return targets.every((target) => this.#component.data[target] === component);
  }
}
