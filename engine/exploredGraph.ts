// What an exhaustive search has explored, as a value to walk: its states, the steps between them, the shortest way to
// each, and what each monitor made of it. Everything is worked out when it is asked for, from the stored states; states
// are known by numbers in the order of discovery, which are for one graph only and never reach a report.

import { counterexampleOf, scheduleOf } from './explain/counterexample.js';
import { recordPath } from './explain/records.js';
import type { Choice, Schedule } from './explain/schedule.js';
import type { Counterexample, StepRecord } from './explain/verdict.js';
import type { State } from './multiprocessor/multiprocessor.js';
import { threadOf, viaOf } from './multiprocessor/via.js';
import type { Cell } from './program/cell.js';
import { QuiesceError } from './program/errors.js';
import type { Event } from './program/event.js';
import type { Value } from './program/value.js';
import { type CompiledThread, compiledThreads } from './recompile.js';
import type { LimitHit } from './search/options.js';
import type { Search } from './search/search.js';
import { strayingPath } from './strayingPath.js';
import type { JointTransition } from './watch/jointTransitions.js';
import type { Property, StateView } from './watch/property.js';
import { StateReader } from './watch/stateReader.js';

/** A step out of a state. */
export interface ExploredEdge extends Choice {
  /** The events that ride on the step, in order. */
  readonly events: readonly Event[];
  /** The state that it leads to. */
  readonly target: number;
}

/** A transition of one monitor (or of the memory of a property), and the first step of the search that took it. */
export interface MonitorTransition {
  readonly from: Value;
  readonly events: readonly Event[];
  /** Undefined where the monitor refuted its property. */
  readonly to: Value;
  /** The state that the step left, and the step; undefined where the events ride on the start. */
  readonly first: { readonly state: number; readonly step: Choice } | undefined;
}

export class ExploredGraph {
  readonly #search: Search;
  readonly #reader: StateReader;
  readonly #strays = new Map<Property, Counterexample | undefined>();

  /** Made by `explore` and `explored`. */
  constructor(search: Search) {
    this.#search = search;
    this.#reader = new StateReader(search.multiprocessor);
  }

  /** How many states there are; they have the numbers from 0, the initial one, in order of discovery. */
  get states(): number {
    return this.#search.store.count;
  }

  get transitions(): number {
    return this.#search.transitions;
  }

  /** False where a limit cut the search: then some states have no edges yet. */
  get complete(): boolean {
    return this.#search.complete;
  }

  get limit(): LimitHit | undefined {
    return this.#search.limit;
  }

  /** The edges of every thread's automaton that some explored state needed, as plain data: what `recompile` takes. */
  compiled(): readonly CompiledThread[] {
    return compiledThreads(this.#search);
  }

  /** What a predicate sees of a state. Throws QSC104 where the store keeps fingerprints only. */
  view(state: number): StateView {
    return new StateReader(this.#search.multiprocessor).of(this.#load(state));
  }

  /** What cells hold in a state, in their order. Throws QSC104 likewise, and QSC504 for a cell that is none of the system's. */
  contents(state: number, cells: readonly Cell<unknown>[]): readonly Value[] {
    const view = this.#reader.of(this.#load(state));
    return cells.map((cell) => view.read(cell) as Value);
  }

  /** What a monitor, or the memory of a property, holds in a state; undefined once it is refuted. Throws QSC102. */
  memory(property: string, state: number): Value {
    const product = this.#load(state)[this.#search.multiprocessor.layout.monitors]!;
    return this.#search.checks.product.component(product, this.#component(property))?.value;
  }

  /** The steps out of a state; undefined where a limit cut the search before it looked. */
  edges(state: number): readonly ExploredEdge[] | undefined {
    const { multiprocessor, expanded, isBreadthFirst, complete } = this.#search;
    if (!complete && !(isBreadthFirst && state < expanded)) return undefined;
    const enabled = multiprocessor.enabled(this.#load(state));
    return multiprocessor.layout.threads.flatMap((_, thread) =>
      ((enabled >>> thread) & 1) === 0 ? [] : this.#edgesOf(state, thread),
    );
  }

  /** The steps from the start to a state, in words: as few as there can be, where the search went by breadth. */
  pathTo(state: number, then: readonly Choice[] = []): readonly StepRecord[] {
    const { multiprocessor, checks } = this.#search;
    return recordPath(multiprocessor, checks, this.#vias(state, then));
  }

  /** The same as a schedule, which `replay` and `formatSchedule` take; `then` are further steps. */
  scheduleTo(state: number, then: readonly Choice[] = []): Schedule {
    return scheduleOf(this.#search.multiprocessor, this.#vias(state, then), this.pathTo(state, then));
  }

  /**
   * The first violation of a monitor, of an invariant or of a claim about ends, as a counterexample; undefined where none
   * was found. Throws QSC102 for a property of another kind: a deadlock or a lasso is for `explore` to tell.
   */
  counterexample(property: string): Counterexample | undefined {
    const { multiprocessor, checks, graph, findings, isBreadthFirst } = this.#search;
    const index = checks.properties.findIndex(({ name }) => name === property);
    const kind = checks.properties[index]?.kind;
    if (kind !== 'monitor' && kind !== 'invariant' && kind !== 'atEnd')
      throw new QuiesceError('QSC102', `${property}: it is no monitor, invariant or claim about ends that was checked`);
    const finding = findings.get(index);
    if (!finding) return this.#strayed(checks.properties[index]!, index);
    const vias = graph.pathTo(finding.state);
    const shortest = isBreadthFirst && finding.kind === 'state';
    return counterexampleOf({ multiprocessor, checks, finding, vias, stuckIn: () => [], shortest });
  }

  /** The shortest path that violates what an invariant claims of paths, where no state by itself does. */
  #strayed(property: Property, index: number): Counterexample | undefined {
    const { checks, complete } = this.#search;
    if (property.kind !== 'invariant' || !complete || !checks.isOpen(property, index)) return undefined;
    if (!this.#strays.has(property)) this.#strays.set(property, strayingPath(this, property));
    return this.#strays.get(property);
  }

  /**
   * The transitions of a monitor, or of the memory of a property, each once, in the order in which the search first took
   * them. The events of every step of every interleaving are among them. Throws QSC102.
   */
  transitionsOf(property: string): readonly MonitorTransition[] {
    const { product } = this.#search.checks;
    const component = this.#component(property);
    const found = new Map<string, MonitorTransition>();
    for (let index = 0; index < product.taken.count; index++) {
      const joint = product.taken.get(index);
      const from = product.componentId(joint.from, component);
      const key = `${from},${joint.batch}`;
      if (from >= 0 && !found.has(key)) found.set(key, this.#monitorTransition(joint, component));
    }
    return [...found.values()];
  }

  #monitorTransition({ from, batch, to, leaving, via }: JointTransition, component: number): MonitorTransition {
    const { checks, multiprocessor } = this.#search;
    return {
      from: checks.product.component(from, component)?.value,
      events: multiprocessor.batches.events(batch),
      to: checks.product.component(to, component)?.value,
      first: leaving < 0 ? undefined : { state: leaving, step: this.#choice(leaving, via) },
    };
  }

  #edgesOf(state: number, thread: number): readonly ExploredEdge[] {
    const { multiprocessor, checks, store } = this.#search;
    const { monitors } = multiprocessor.layout;
    const count = multiprocessor.choices(this.#load(state), thread);
    return Array.from({ length: count }, (_, choice) => {
      const next = this.#load(state);
      multiprocessor.touchedCount = 0;
      const batch = multiprocessor.step(next, thread, choice);
      next[monitors] = checks.product.next(next[monitors]!, batch);
      const events = multiprocessor.batches.events(batch);
      return { ...this.#choice(state, viaOf(thread, choice)), events, target: store.lookup(next) };
    });
  }

  /** A step out of a state as a choice: numbered only where there is more than one. */
  #choice(state: number, via: number): Choice {
    const { multiprocessor } = this.#search;
    const thread = threadOf(via);
    const { name } = multiprocessor.layout.threads[thread]!;
    return multiprocessor.choices(this.#load(state), thread) === 1
      ? { thread: name }
      : { thread: name, choice: via >>> 5 };
  }

  #vias(state: number, then: readonly Choice[]): readonly number[] {
    const { graph, multiprocessor } = this.#search;
    return [
      ...graph.pathTo(state),
      ...then.map(({ thread, choice = 0 }) => viaOf(multiprocessor.linker.thread(thread), choice)),
    ];
  }

  #load(state: number): State {
    const { store, keepsStates, multiprocessor } = this.#search;
    if (!keepsStates) throw new QuiesceError('QSC104', 'store: fingerprint; a graph to walk takes exact states');
    if (!(Number.isInteger(state) && state >= 0 && state < store.count))
      throw new QuiesceError('QSC104', `state ${state} of ${store.count}`);
    const loaded = new Int32Array(multiprocessor.layout.width);
    store.load(state, loaded);
    return loaded;
  }

  #component(name: string): number {
    const { checks } = this.#search;
    const index = checks.properties.findIndex((property) => property.name === name);
    const component = index < 0 ? undefined : (checks.own(index) ?? checks.memoryComponent(index));
    if (component !== undefined) return component;
    throw new QuiesceError('QSC102', `${name}: it is none of the properties that were checked, or has no monitor`);
  }
}
