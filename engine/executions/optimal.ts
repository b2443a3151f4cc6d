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
import { Happenings, touchesOf } from './happenings.js';
import { beginsWithOneOf, depend, insert, type Step, type WakeupNode } from './wakeupTree.js';
import { Witnessed } from './witnessed.js';

/** A place on the path: what is still to be explored from it, and what was or need not be. */
interface Place {
  tree: WakeupNode[];
  sleep: Step[];
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
  /** Events from here on are new in this execution: races among older ones have been looked at. */
  #firstNew = 0;

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
      if (next && place.sleep.some((step) => step.via === next.via)) place.tree.shift();
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
    happenings.take(this.state, next.via);
    this.steps++;
    const taken = this.#stepOf(event);
    place.tree[0] = { ...taken, after: next.after };
    const sleep = place.sleep.filter((step) => step.thread !== taken.thread && !depend(step, taken));
    if (happenings.length > this.#lengthMax) this.cut = true;
    return !this.cut && !this.isStale && this.#enter({ tree: next.after, sleep });
  }

  /** Takes the last step back: what it began has been explored. */
  #leave(): void {
    const { happenings } = this;
    const place = this.#places[this.#places.length - 1]!;
    place.tree.shift();
    place.sleep.push(this.#stepOf(happenings.length - 1));
    happenings.takeBack(this.state);
    this.#firstNew = Math.min(this.#firstNew, happenings.length);
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
    const isAsleep = (via: number) => place.sleep.some((step) => step.via === via);
    for (let thread = 0; enabled >>> thread !== 0; thread++) {
      if (((enabled >>> thread) & 1) === 0) continue;
      for (const via of this.#viasOf(thread)) if (!isAsleep(via)) place.tree.push(this.#pending(via));
      if (place.tree.length > 0) return;
    }
    this.blocked++;
  }

  #viasOf(thread: number): number[] {
    const choices = this.#multiprocessor.choices(this.state, thread);
    return Array.from({ length: choices }, (_, choice) => viaOf(thread, choice));
  }

  /** A step that has not been taken yet: all that it might touch besides its slot is taken for touched. */
  #pending(via: number): WakeupNode {
    const thread = threadOf(via);
    const slot = this.happenings.pendingSlot(this.state, thread);
    const witness = this.happenings.witnessSlot(thread, this.state[this.#nodes + thread]!);
    return { via, thread, slots: [slot, this.#nodes + thread, witness], writes: 0b111, after: [] };
  }

  #stepOf(event: number): Step {
    const { happenings } = this;
    const first = event * touchesOf;
    const slots = [happenings.slot[first]!, happenings.slot[first + 1]!, happenings.slot[first + 2]!];
    const writes = happenings.wrote[first]! | 0b110;
    return { via: happenings.via[event]!, thread: happenings.thread[event]!, slots, writes };
  }

  #end(): boolean {
    this.executions++;
    this.#reverseRaces();
    this.#firstNew = this.happenings.length;
    return this.#ended();
  }

  #reverseRaces(): void {
    const { happenings } = this;
    for (let event = this.#firstNew; event < happenings.length; event++) this.#reverseRacesOf(event);
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
      if (rivals.some((other) => other !== rival && happenings.before(rival, other))) continue;
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
    for (const via of this.#viasOf(thread))
      this.#moveBack(happenings.last[slot]!, {
        event: happenings.length,
        thread,
        via,
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
    const sequence: Step[] = [];
    const open: number[] = [];
    for (let event = rival + 1; event < happenings.length; event++) {
      if (happenings.before(rival, event)) continue;
      if (event > moved.event && this.#isOpen(event, open)) open.push(event);
      else sequence.push(this.#stepOf(event));
    }
    sequence.push(this.#movedStep(moved, content));
    const { tree, sleep } = this.#places[rival]!;
    if (!beginsWithOneOf(sleep, sequence)) insert(tree, sequence);
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

  #movedStep({ thread, via, node, touch }: Moved, content: number): Step {
    const { happenings } = this;
    const slot =
      touch === -2 ? happenings.pendingSlot(this.state, thread) : touch === -1 ? -1 : happenings.slot[touch]!;
    const slots = [slot, -1, happenings.witnessSlot(thread, node)];
    return { via, thread, slots, writes: 0b110 | (this.#wouldWrite(node, thread, content) ? 1 : 0) };
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
