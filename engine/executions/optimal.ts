// Optimal dynamic partial order reduction (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014 and JACM 2017): one execution for
// each Mazurkiewicz trace, none twice and none given up half way. No state is stored: one live state goes forward and back.
// At the end of each execution its races are looked at: two events of different threads that depend on each other with
// none between them. Where the later one could have come first, the sequence that shows it is laid into the wakeup tree at
// the place of the earlier.
// Beyond the papers, waiting: an operation that could not have been performed before the other is moved before the last
// event from where it could; and what is blocked at the end races as if it had come last. Choices of the scheduler are
// branches of their own.
// Refused: cooperative processors, where who may step depends on more than what steps touch.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { threadOf, viaOf } from '../multiprocessor/via.js';
import { type Meaning, meets, writes } from '../operations/meaning.js';
import { widened } from '../threads/widened.js';
import { Happenings, touchesOf } from './happenings.js';
import { Steps } from './steps.js';
import { beginsWithOneOf, insert, type WakeupNode } from './wakeupTree.js';
import { Witnessed } from './witnessed.js';

/** A place on the path: what is still to be explored from it, and what was or need not be. */
interface Place {
  readonly tree: WakeupNode[];
  /** Numbers of steps. */
  readonly sleep: number[];
}

export class OptimalExploration {
  readonly happenings: Happenings;
  readonly state: State;
  executions = 0;
  /** Executions that were given up because all that could step had been explored: 0, or it is not optimal. */
  blocked = 0;
  steps = 0;
  /** Whether an execution was longer than the limit, and whether nothing is left to explore. */
  cut = false;
  isWhole = false;
  readonly #multiprocessor: Multiprocessor;
  readonly #ended: () => boolean;
  readonly #nodes: number;
  readonly #lengthMax: number;
  readonly #witnessed: Witnessed;
  /** How much was known to be heard or seen when it began. */
  readonly #known: number;
  readonly #places: Place[] = [];
  readonly #steps: Steps;
  /** By event, the number of its step. */
  #taken = new Int32Array(64);
  /** Events from here on are new in this execution: races among older ones have been looked at. */
  firstNew = 0;

  /** `ended` is called at the end of each execution: no thread is enabled. False ends the exploration. */
  constructor(
    multiprocessor: Multiprocessor,
    state: State,
    ended: () => boolean,
    lengthMax: number,
    witnessed = new Witnessed(),
  ) {
    this.#multiprocessor = multiprocessor;
    this.#ended = ended;
    this.#nodes = multiprocessor.layout.nodes;
    this.#lengthMax = lengthMax;
    this.#witnessed = witnessed;
    this.#known = witnessed.size;
    this.happenings = new Happenings(multiprocessor, witnessed);
    this.#steps = new Steps(this.happenings.slots);
    this.state = state;
  }

  /** Whether more is known to depend on each other than when it began: it ends there, and is to be begun again. */
  get isStale(): boolean {
    return this.#witnessed.size > this.#known;
  }

  run(): void {
    const { happenings } = this;
    this.#enter({ tree: [], sleep: [] });
    while (this.#places.length > 0) {
      const place = this.#places[this.#places.length - 1]!;
      const next = place.tree[0];
      if (next && this.#isAsleep(place, this.#steps.via[next.step]!)) place.tree.shift();
      else if (next && !this.#take(place, next)) return;
      if (next) continue;
      this.#places.pop();
      if (happenings.length > 0) this.#leave();
    }
    this.isWhole = true;
  }

  /** Goes one step on. False when the visitor has seen enough. */
  #take(place: Place, next: WakeupNode): boolean {
    const { happenings } = this;
    const event = happenings.length;
    happenings.take(this.state, this.#steps.via[next.step]!);
    this.steps++;
    next.step = this.#note(event);
    const sleep = this.#stillAsleep(place.sleep, next.step);
    if (happenings.length > this.#lengthMax) this.cut = true;
    return !this.cut && !this.isStale && this.#enter({ tree: next.after, sleep });
  }

  /** Those that sleep on after a step: they are of other threads, and do not depend on it. */
  #stillAsleep(sleep: readonly number[], taken: number): number[] {
    const steps = this.#steps;
    const still: number[] = [];
    for (const step of sleep)
      if (steps.thread[step] !== steps.thread[taken] && !steps.depend(step, taken)) still.push(step);
    return still;
  }

  #isAsleep({ sleep }: Place, via: number): boolean {
    for (const step of sleep) if (this.#steps.via[step] === via) return true;
    return false;
  }

  /** Takes the last step back: what it began has been explored. */
  #leave(): void {
    const { happenings } = this;
    const place = this.#places[this.#places.length - 1]!;
    place.tree.shift();
    place.sleep.push(this.#taken[happenings.length - 1]!);
    happenings.takeBack(this.state);
    this.firstNew = Math.min(this.firstNew, happenings.length);
  }

  /** Comes to a place. Where nothing is to be explored from it yet, some thread goes on; where none can, it is an end. */
  #enter(place: Place): boolean {
    this.#places.push(place);
    const enabled = this.#multiprocessor.enabled(this.state);
    if (enabled === 0) return this.#end();
    if (place.tree.length === 0) this.#choose(place, enabled);
    return true;
  }

  /**
   * Some thread goes on that need not sleep, by each choice that its step has: no race leads from one choice to another.
   * A choice in a sequence of a wakeup tree stands alone: what of the others is wanted there, their own races show.
   */
  #choose(place: Place, enabled: number): void {
    for (let thread = 0; enabled >>> thread !== 0; thread++) {
      if (((enabled >>> thread) & 1) === 0) continue;
      const choices = this.#multiprocessor.choices(this.state, thread);
      for (let choice = 0; choice < choices; choice++) {
        const via = viaOf(thread, choice);
        if (!this.#isAsleep(place, via)) place.tree.push({ step: this.#pending(via), after: [] });
      }
      if (place.tree.length > 0) return;
    }
    this.blocked++;
  }

  /** A step that has not been taken yet: all that it might touch besides its slot is taken for touched. */
  #pending(via: number): number {
    const thread = threadOf(via);
    const slot = this.happenings.pendingSlot(this.state, thread);
    const witness = this.happenings.witnessSlot(thread, this.state[this.#nodes + thread]!);
    return this.#steps.number(via, slot, true, this.#nodes + thread, witness);
  }

  /** Notes the number of the step that an event was. */
  #note(event: number): number {
    const { via, slot, wrote } = this.happenings;
    const first = event * touchesOf;
    const writes = slot[first]! >= 0 && wrote[first] !== 0;
    const step = this.#steps.number(via[event]!, slot[first]!, writes, slot[first + 1]!, slot[first + 2]!);
    if (event >= this.#taken.length) this.#taken = widened(this.#taken);
    this.#taken[event] = step;
    return step;
  }

  #end(): boolean {
    this.executions++;
    this.#reverseRaces();
    const goesOn = this.#ended();
    this.firstNew = this.happenings.length;
    return goesOn;
  }

  #reverseRaces(): void {
    const { happenings } = this;
    for (let event = this.firstNew; event < happenings.length; event++) this.#reverseRacesOf(event);
    for (let thread = 0; thread < happenings.threads; thread++) this.#reverseRacesOfBlocked(thread);
  }

  /** The events with which one races: those that it depends on, with none between. */
  #reverseRacesOf(event: number): void {
    const { happenings } = this;
    const previous = happenings.previous[event]!;
    const rivals: number[] = [];
    for (let place = 0; place < touchesOf; place++) {
      const touch = event * touchesOf + place;
      if (happenings.slot[touch]! >= 0)
        this.#rivalsOn(happenings.earlier[touch]!, happenings.wrote[touch] !== 0, previous, rivals);
    }
    for (const rival of rivals) {
      if (this.#isBeforeAnother(rival, rivals)) continue;
      this.#reverse(rival, {
        event,
        thread: happenings.thread[event]!,
        via: happenings.via[event]!,
        node: happenings.node[event]!,
        touch: happenings.slot[event * touchesOf]! < 0 ? -1 : event * touchesOf,
        previous,
      });
    }
  }

  #isBeforeAnother(rival: number, rivals: readonly number[]): boolean {
    for (const other of rivals) if (other !== rival && this.happenings.before(rival, other)) return true;
    return false;
  }

  #rivalsOn(from: number, writes: boolean, previous: number, rivals: number[]): void {
    const { happenings } = this;
    for (let touch = from; touch >= 0; touch = happenings.earlier[touch]!) {
      const isWrite = happenings.wrote[touch] !== 0;
      if (!writes && !isWrite) continue;
      const rival = (touch / touchesOf) | 0;
      if (!(previous >= 0 && happenings.before(rival, previous)) && !rivals.includes(rival)) rivals.push(rival);
      if (isWrite) return;
    }
  }

  /** What is blocked at the end would have come last: it may have been possible before some event. */
  #reverseRacesOfBlocked(thread: number): void {
    const { happenings, state } = this;
    const node = state[this.#nodes + thread]!;
    if (this.#multiprocessor.ended(state, thread) || node === 0) return;
    const slot = happenings.pendingSlot(state, thread);
    if (slot < 0 || happenings.last[slot]! < 0) return;
    const previous = happenings.latest[thread]!;
    const choices = this.#multiprocessor.choices(state, thread);
    for (let choice = 0; choice < choices; choice++)
      this.#moveBack(happenings.last[slot]!, {
        event: happenings.length,
        thread,
        via: viaOf(thread, choice),
        node,
        touch: -2,
        previous,
      });
  }

  /** Moves an event before one with which it races; where it could not have come before that one, before an earlier. */
  #reverse(rival: number, moved: Moved): void {
    const { happenings } = this;
    if (moved.touch < 0) {
      this.#lay(rival, moved, 0);
      return;
    }
    const content = this.#contentWithout(rival, happenings.earlier[moved.touch]!, happenings.held[moved.touch]!);
    const touch = this.#touchOf(rival, happenings.slot[moved.touch]!);
    if (meets(this.#meaning(moved.node, moved.thread), content)) this.#lay(rival, moved, content);
    else if (touch >= 0) this.#moveBack(happenings.earlier[touch]!, moved);
  }

  #touchOf(event: number, slot: number): number {
    for (let touch = event * touchesOf; touch < (event + 1) * touchesOf; touch++)
      if (this.happenings.slot[touch] === slot) return touch;
    return -1;
  }

  /** Looks, from a touch back, for the last event before which the operation could have been performed. */
  #moveBack(from: number, moved: Moved): void {
    const { happenings } = this;
    for (let touch = from; touch >= 0; touch = happenings.earlier[touch]!) {
      const rival = (touch / touchesOf) | 0;
      const content = happenings.held[touch]!;
      if (moved.previous >= 0 && happenings.before(rival, moved.previous)) return;
      if (happenings.thread[rival] === moved.thread) return;
      const depends = happenings.wrote[touch] !== 0 || this.#wouldWrite(moved.node, moved.thread, content);
      if (depends && meets(this.#meaning(moved.node, moved.thread), content)) {
        this.#lay(rival, moved, content);
        return;
      }
    }
  }

  /** What the slot of an event holds before it, without a rival and all that happened after that. */
  #contentWithout(rival: number, from: number, held: number): number {
    const { happenings } = this;
    let content = held;
    for (let touch = from; touch >= 0; touch = happenings.earlier[touch]!) {
      const event = (touch / touchesOf) | 0;
      if (event < rival || !happenings.before(rival, event)) return content;
      content = happenings.held[touch]!;
    }
    return content;
  }

  /**
   * Lays the sequence that shows the reversal into the tree at the place of the rival: what did not happen after the
   * rival, and the moved event. A choice made after that event is left open, with what came of it: this race is not
   * looked at again under the other choices.
   */
  #lay(rival: number, moved: Moved, content: number): void {
    const { happenings } = this;
    const sequence: number[] = [];
    const open: number[] = [];
    for (let event = rival + 1; event < happenings.length; event++) {
      if (happenings.before(rival, event)) continue;
      if (event > moved.event && this.#isOpen(event, open)) open.push(event);
      else sequence.push(this.#taken[event]!);
    }
    sequence.push(this.#movedStep(moved, content));
    const { tree, sleep } = this.#places[rival]!;
    if (!beginsWithOneOf(this.#steps, sleep, sequence)) insert(this.#steps, tree, sequence);
  }

  #isOpen(event: number, open: readonly number[]): boolean {
    const { happenings } = this;
    return happenings.choices[event]! > 1 || open.some((choice) => happenings.before(choice, event));
  }

  #meaning(node: number, thread: number): Meaning {
    return this.#multiprocessor.automata[thread]!.nodes[node]!.meaning;
  }

  /** Whether an operation would write, given what it finds. */
  #wouldWrite(node: number, thread: number, content: number): boolean {
    const meaning = this.#meaning(node, thread);
    return writes(meaning, content === meaning.x ? 1 : 0);
  }

  #movedStep({ thread, via, node, touch }: Moved, content: number): number {
    const { happenings } = this;
    const slot =
      touch === -2 ? happenings.pendingSlot(this.state, thread) : touch === -1 ? -1 : happenings.slot[touch]!;
    const writes = this.#wouldWrite(node, thread, content);
    return this.#steps.number(via, slot, writes, -1, happenings.witnessSlot(thread, node));
  }
}

/** An event that is to come earlier than it came, or that has not come at all. */
interface Moved {
  /** Its place among the events; past the last where it has not come. */
  readonly event: number;
  readonly thread: number;
  readonly via: number;
  /** The node at which its thread is. */
  readonly node: number;
  /** Its touch of its slot; -1: it has none; -2: it has not come. */
  readonly touch: number;
  /** The event of its thread before it. */
  readonly previous: number;
}
