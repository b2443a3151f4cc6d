// Exhaustive search over stored states. The hot loop: take a few states, perform each enabled step in place, stage what
// it leads to, undo; then look all of that up. Everything else (what a violation is, how it is shown) is in other files.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import { choiceOf, threadOf, viaOf } from '../multiprocessor/via.js';
import { QuiesceError } from '../program/errors.js';
import { PersistentSets } from '../reduction/persistentSets.js';
import { whyInFull } from '../reduction/whyInFull.js';
import type { Checks } from '../watch/checks.js';
import type { Inquiry } from '../watch/inquiry.js';
import { Predicates } from '../watch/predicates.js';
import { leadsToBit, statePredicates } from '../watch/statePredicates.js';
import { concernedThreads, stuckReason } from '../watch/stuckThreads.js';
import { Candidates } from './candidates.js';
import { type Begun, type HowFar, partsOf, SavedSearch } from './checkpoint.js';
import { Ends } from './ends.js';
import { ExactStore } from './exactStore.js';
import { FingerprintStore } from './fingerprintStore.js';
import { Graph } from './graph.js';
import { IntList } from './intList.js';
import { Journal } from './journal.js';
import { KernelLoop } from './kernelLoop.js';
import type { Failure, Told } from './kernelTalk.js';
import { LimitWatch } from './limits.js';
import type { ExploreOptions, LimitHit } from './options.js';
import { answerAgain, takeOver } from './resume.js';
import type { States, Store } from './store.js';
import { TakenSteps } from './takenSteps.js';
import { Waiting } from './waiting.js';
import { whyTypescript } from './whyTypescript.js';

/** The first violation of a property: the state in which it is false, and why. */
export interface Finding {
  readonly property: number;
  readonly state: number;
  readonly reason: string;
  readonly kind: 'state' | 'end' | 'deadlock' | 'stuck';
}

/** Expansions between two looks at limits and progress. */
const breath = 512;
/**
 * States that a breadth-first search expands at once: so many that the processor waits together for what all their
 * candidates are compared with. From 16 on it hardly matters, one state at a time takes a seventh longer.
 */
const atOnce = 48;
/** From so many states on the kernel serves: before, it takes longer to begin than it saves. */
const manyStates = 4096;
/** Edges compiled between two looks. */
const compiledBreath = 8;
/** Milliseconds between two progress reports. */
const reportMs = 100;

/** A state that is being expanded. */
class Source {
  id = -1;
  /** The step that is being taken from it. */
  via = 0;
  enabled = 0;
  /** The threads whose steps are taken: all that are enabled, but under a reduction. */
  taking = 0;
  /** One past its last candidate. */
  end = 0;
  readonly state: State;

  constructor(width: number) {
    this.state = new Int32Array(width);
  }
}

export class Search {
  readonly multiprocessor: Multiprocessor;
  readonly checks: Checks;
  /** What has been found: in the store, until the kernel goes on with it. */
  store: States;
  readonly graph: Graph;
  readonly ends: Ends;
  readonly findings = new Map<number, Finding>();
  /** Truth of leadsTo predicates by state: bit 2i is `from`, bit 2i + 1 is `to`, of the i-th. */
  readonly truth = new IntList();
  /** The states that are normal ends. */
  readonly normalEnds = new IntList(64);
  transitions = 0;
  expanded = 0;
  /** States in which no thread can step and which are no normal end. */
  deadlocked = 0;
  limit: LimitHit | undefined = undefined;
  /** The steps after which the search threw, the one that did so included; undefined where it did not, or before any. */
  failedAfter: readonly number[] | undefined = undefined;

  /** Why the loop in TypeScript serves; undefined where the kernel does. */
  whyTypescript: string | undefined;
  readonly #options: ExploreOptions;
  readonly #store: Store;
  readonly #kernelFrom: number;
  #kernel: KernelLoop | undefined;
  /** What the kernel has asked, and how far the search was before; only where checkpoints are kept. */
  readonly #journal: Journal | undefined;
  #begun: Begun | undefined;
  #savedMs = 0;
  /** Below this state the predicates have to be asked of every one. */
  #askedUpTo = 0;
  /** Whether the kernel could go on. */
  #mayLeave: boolean;
  readonly #watch: LimitWatch;
  readonly #predicates: Predicates;
  readonly #invariantBits: number;
  /**
   * Whether the truth of predicates differs from state to state. An invariant alone need not be remembered: it is true
   * wherever the search has been, or refuted for good and looked at no more.
   */
  readonly #remembersTruth: boolean;
  readonly #depthFirst: boolean;
  /** Where persistent sets are asked for: why all steps of all states are taken even so. */
  readonly inFull: string | undefined;
  readonly #taken: TakenSteps | undefined;
  readonly #sources: readonly Source[];
  /** How many of the sources are staged. */
  #staged = 0;
  readonly #candidates = new Candidates();
  readonly #stack = new IntList();
  #alive: number;
  #reportedMs = 0;
  #compiledSeen = 0;
  #lookedAt = 0;
  /** The state of which properties are asked. */
  #lookedInto = 0;
  #askedOfDaemons = 1;

  constructor(multiprocessor: Multiprocessor, checks: Checks, options: ExploreOptions) {
    checkOptions(options);
    this.multiprocessor = multiprocessor;
    this.checks = checks;
    this.#options = options;
    this.#watch = new LimitWatch(options);
    this.#depthFirst = options.search === 'depthFirst';
    this.ends = new Ends(multiprocessor, (states) => this.#cutOfDaemons(states));
    this.#sources = Array.from({ length: atOnce }, () => new Source(multiprocessor.layout.width));
    this.#store =
      options.store === 'fingerprint'
        ? new FingerprintStore(multiprocessor.layout)
        : new ExactStore(multiprocessor.layout);
    this.store = this.#store;
    const live = options.keepGraph === true || checks.leadsTos.length > 0;
    const asksStuck = options.keepGraph === true || checks.stucks.length > 0;
    this.graph = new Graph(live, asksStuck ? new Waiting(multiprocessor.optional) : undefined);
    this.#predicates = new Predicates(multiprocessor, checks.product, statePredicates(checks));
    this.#invariantBits = 2 ** checks.invariants.length - 1;
    this.#alive = this.#invariantBits;
    this.inFull = options.reduction === 'persistent' ? whyInFull(multiprocessor, checks, options) : undefined;
    if (options.reduction === 'persistent' && this.inFull === undefined) this.#taken = this.#reduction();
    this.#remembersTruth = this.#predicates.count > checks.invariants.length;
    const asked = { recordsEdges: live, isReduced: this.isReduced, remembersTruth: this.#remembersTruth };
    this.#journal = options.checkpoints ? new Journal() : undefined;
    this.#kernelFrom = options.engine === 'kernel' ? 0 : manyStates;
    const why = whyTypescript(multiprocessor, options, asked);
    this.#mayLeave = why === undefined;
    this.whyTypescript = why ?? `there are at most ${manyStates} states`;
  }

  #reduction(): TakenSteps {
    const { product } = this.checks;
    return new TakenSteps(new PersistentSets(this.multiprocessor, product.components, () => this.#predicates.reads));
  }

  /** Whether steps are left out whose order does not matter. */
  get isReduced(): boolean {
    return this.#taken !== undefined;
  }

  get elapsedMs(): number {
    return this.#watch.elapsedMs;
  }

  get complete(): boolean {
    return this.limit === undefined;
  }

  /** Whether states can be looked at again: not with fingerprints only. */
  get keepsStates(): boolean {
    return !(this.#store instanceof FingerprintStore);
  }

  get isBreadthFirst(): boolean {
    return !this.#depthFirst;
  }

  /**
   * Notes that the threads `stuck` can never step again from a state. States come in order of discovery. Returns for how
   * many properties this is the first.
   */
  findStuck(state: number, stuck: number): number {
    const { multiprocessor, findings } = this;
    const before = findings.size;
    for (const { property, index } of this.checks.stucks) {
      const names = threadNames(multiprocessor, stuck & concernedThreads(multiprocessor, property));
      const reason = stuckReason(names);
      if (reason !== undefined) this.#find({ property: index, state, reason, kind: 'stuck' });
    }
    return findings.size - before;
  }

  /** What every function of the properties was asked; asked again are those of `functions`. */
  inquiries(functions: Checks = this.checks): Inquiry[] {
    return [...this.#predicates.inquiries(statePredicates(functions)), ...this.checks.inquiries(functions)];
  }

  /** Explores everything from the initial state, or up to a limit. */
  run(): void {
    const { state, batch } = this.multiprocessor.initial();
    this.runFrom(state, batch);
  }

  /** Explores everything from a state, the events of `batch` having just happened. */
  runFrom(start: State, batch: number): void {
    this.#begin(start, batch);
    do {
      while (this.#depthFirst ? this.#stack.length > 0 : this.expanded < this.store.count) {
        if (this.#isTimeToLook() && this.#cut()) return;
        if (this.#mayLeave && this.store.count >= this.#kernelFrom && !this.#leaveToKernel()) return;
        if (!(this.#kernel ? this.#expandIn(this.#kernel) : this.#expand())) return;
      }
    } while (this.#lookAgain());
    if (!this.complete) return;
    this.#report();
    this.#options.checkpoints?.drop();
  }

  /**
   * The kernel goes on with what has been found, if there is one and it has room; false where what an earlier search has kept
   * has none.
   */
  #leaveToKernel(): boolean {
    this.#mayLeave = false;
    const { multiprocessor, graph, expanded, transitions, ends } = this;
    const kernel = KernelLoop.begin({
      ...{ multiprocessor, graph, expanded, transitions, daemons: ends.daemons, limits: this.#watch },
      ...{ journal: this.#journal, taken: this.#taken, product: this.checks.product, store: this.#store as ExactStore },
    });
    this.whyTypescript = typeof kernel === 'string' ? kernel : undefined;
    if (typeof kernel === 'string') return true;
    this.#kernel = kernel;
    this.store = kernel.states;
    graph.leaveParentsTo(kernel.states);
    kernel.watch(this.#predicates.readSlots);
    (this.#store as ExactStore).clear();
    this.#taken?.clear();
    this.#begun = { ...this.#howFar, setUp: kernel.setUp };
    this.#savedMs = this.elapsedMs;
    return this.#resume(kernel);
  }

  get #howFar(): HowFar {
    const { expanded, transitions, store } = this;
    const { readSlots } = this.#predicates;
    return { states: store.count, expanded, transitions, readSlots, waits: this.graph.waiting !== undefined };
  }

  /** Goes on from what is kept of an earlier search, if anything is; false where there is no room for it. */
  #resume(kernel: KernelLoop): boolean {
    const bytes = this.#options.checkpoints?.saved();
    if (!bytes) return true;
    const saved = new SavedSearch(bytes, kernel.states.packing);
    answerAgain(saved, this.#begun!, kernel, this.#journal!, (told) => this.#hear(told, kernel));
    const isTaken = takeOver(saved, kernel, this.#watch.states);
    if (isTaken) this.graph.waiting?.restore(saved.lists.waiting);
    else this.limit = kernel.limit;
    this.expanded = kernel.expanded;
    this.transitions = kernel.transitions;
    return isTaken;
  }

  /** Keeps how far the search is, between two rounds of the kernel. */
  #save(kernel: KernelLoop): void {
    const waiting = this.graph.waiting?.lists ?? [];
    const lists = { journal: this.#journal!.words, waiting };
    this.#options.checkpoints!.save(partsOf(this.#begun!, this.#howFar, kernel.states, lists));
    this.#savedMs = this.elapsedMs;
  }

  #isTimeToSave(): boolean {
    const { checkpoints } = this.#options;
    return checkpoints !== undefined && this.elapsedMs - this.#savedMs >= checkpoints.seconds * 1000;
  }

  /** The same in the kernel, for as long as nobody has to look at limits. */
  #expandIn(kernel: KernelLoop): boolean {
    const failure = kernel.expand(this.#lookedAt + breath);
    this.expanded = kernel.expanded;
    this.transitions = kernel.transitions;
    for (const told of kernel.told()) this.#hear(told, kernel);
    this.limit = kernel.limit;
    if (this.limit !== undefined || !this.#isWithinLimit()) return false;
    if (failure) throw this.#failed(failure);
    if (this.#isTimeToSave()) this.#save(kernel);
    return true;
  }

  #failed({ error, at }: Failure): unknown {
    if (at) this.failedAfter = [...this.graph.pathTo(at.state), at.via];
    return error;
  }

  /** What happened in the kernel is dealt with here, where it throws with the path to the state that it was asked of. */
  #hear(told: Told, kernel: KernelLoop): void {
    this.#journal?.hear(told, this.store.count);
    if (told.kind === 'seen') this.#askOf(told.state, kernel);
    else
      this.#lookInto(told.state, (state) => {
        if (told.kind === 'end') this.#end(told.state, state, told.enabled);
        else this.#refuted(state, told.via, told.target);
      });
    this.#journal?.close();
  }

  #lookInto(id: number, ask: (state: State) => void): void {
    const { state } = this.#sources[0]!;
    this.store.load(id, state);
    try {
      ask(state);
    } catch (error) {
      this.failedAfter = this.graph.pathTo(id);
      throw error;
    }
  }

  /**
   * Asks the predicates of a new state. Where one reads what none has read before, the kernel did not know that it had to tell
   * of that: then they are asked of all states behind it as well.
   */
  #askOf(first: number, kernel: KernelLoop): void {
    if (first < this.#askedUpTo) return;
    const marks = this.#predicates.marks;
    for (let id = first; id === first || id < this.#askedUpTo; id++) {
      this.#lookInto(id, (state) => this.#note(id, state, this.#predicates.all(state)));
      if (this.#predicates.marks > marks) this.#askedUpTo = this.store.count;
    }
    if (this.#predicates.marks === marks) return;
    const { readSlots } = this.#predicates;
    this.#journal?.note(...readSlots);
    kernel.watch(readSlots);
  }

  /** Under a reduction: whether states had to be looked at again, so that there may be more to expand. */
  #lookAgain(): boolean {
    const stale = this.#taken?.stale(this.store.count) ?? 0;
    if (this.#kernel && stale > 0) return this.#lookAgainIn(this.#kernel, stale);
    const source = this.#sources[0]!;
    for (let id = 0; id < stale; id++) {
      if (this.#isTimeToLook(id) && this.#cut()) return false;
      const before = this.#taken!.of(id);
      this.#open(source, id);
      if (source.taking !== before && !this.#expandAgain(source, before)) return false;
    }
    return stale > 0;
  }

  #lookAgainIn(kernel: KernelLoop, stale: number): boolean {
    kernel.lookAgain(stale);
    while (kernel.again < stale) {
      if (this.#isTimeToLook(kernel.again) && this.#cut()) return false;
      if (!this.#expandIn(kernel)) return false;
    }
    return true;
  }

  /** Takes the steps that were left out of a state, and the others once more, so that its edges stand together. */
  #expandAgain(source: Source, before: number): boolean {
    this.#candidates.clear();
    this.#takeOrFail(source);
    this.#store.fetch();
    this.#lookUpOrFail(source, 0);
    this.expanded--;
    for (let candidate = 0; candidate < source.end; candidate++)
      this.transitions -= (before >>> threadOf(this.#candidates.via[candidate]!)) & 1;
    return this.#isWithinLimit();
  }

  /** Expands the next states; false when the limit of states is hit. Throws what a step of one of them throws. */
  #expand(): boolean {
    const failure = this.#stageNext();
    this.#store.fetch();
    for (let source = 0; source < this.#staged; source++) {
      this.#lookUpOrFail(this.#sources[source]!, source === 0 ? 0 : this.#sources[source - 1]!.end);
      if (!this.#isWithinLimit()) return false;
    }
    if (failure !== undefined) throw failure;
    return true;
  }

  #isWithinLimit(): boolean {
    if (this.store.count > this.#watch.states) this.limit = this.#watch.statesHit();
    return this.limit === undefined;
  }

  /**
   * Stages what the next states lead to, and returns what a step threw. The states before that one are looked up first:
   * with them a limit may be hit, and what lies beyond is not looked at.
   */
  #stageNext(): unknown {
    const count = this.#depthFirst ? 1 : Math.min(atOnce, this.store.count - this.expanded);
    this.#candidates.clear();
    try {
      for (this.#staged = 0; this.#staged < count; this.#staged++) {
        const id = this.#depthFirst ? this.#stack.data[--this.#stack.length]! : this.expanded + this.#staged;
        const source = this.#sources[this.#staged]!;
        this.#open(source, id);
        this.#takeOrFail(source);
      }
    } catch (error) {
      return error;
    }
    return undefined;
  }

  /** Takes the steps of a state; where one throws, notes the path to it. */
  #takeOrFail(source: Source): void {
    try {
      this.#take(source);
    } catch (error) {
      this.failedAfter = [...this.graph.pathTo(source.id), source.via];
      throw error;
    }
  }

  #begin(state: State, batch: number): void {
    const { product } = this.checks;
    state[this.multiprocessor.layout.monitors] = product.next(product.initial, batch, -1);
    const refuted = product.refutations(product.initial, batch);
    this.#store.add(state);
    this.graph.found(-1, 0);
    this.#stack.push(0);
    for (const { component, reason } of refuted) this.#refuteComponent(component, 0, reason);
    this.#note(0, state, this.#predicates.all(state));
  }

  /** Loads a state, and sees which of its steps are to be taken. */
  #open(source: Source, id: number): void {
    const { state } = source;
    this.#store.load(id, state);
    source.id = id;
    source.enabled = this.multiprocessor.enabled(state);
    const taken = this.#taken;
    source.taking = taken ? taken.take(id, state, source.enabled, this.ends.unfinished(state) === 0) : source.enabled;
  }

  /** Takes the steps of a state that are to be taken; what they lead to is staged. */
  #take(source: Source): void {
    const { multiprocessor } = this;
    const store = this.#store;
    const { id, state, taking } = source;
    const { monitors } = multiprocessor.layout;
    const product = state[monitors]!;
    for (let thread = 0; taking >>> thread !== 0; thread++) {
      if (((taking >>> thread) & 1) === 0) continue;
      const choices = multiprocessor.choices(state, thread);
      for (let choice = 0; choice < choices; choice++) {
        const via = viaOf(thread, choice);
        source.via = via;
        multiprocessor.touchedCount = 0;
        const batch = multiprocessor.step(state, thread, choice);
        if (batch !== 0) this.#observe(state, product, batch, id, via);
        store.stage(id, state, multiprocessor.touched, multiprocessor.touchedCount);
        this.#candidates.keep(multiprocessor, state, via, state[monitors]!);
      }
    }
    source.end = this.#candidates.count;
  }

  /** Looks up what a state leads to; where a property throws, notes the path to the state that it was asked of. */
  #lookUpOrFail(source: Source, first: number): void {
    this.#lookedInto = source.id;
    try {
      this.#lookUp(source, first);
    } catch (error) {
      this.failedAfter = this.graph.pathTo(this.#lookedInto);
      throw error;
    }
  }

  /** Looks up what a state leads to. Its candidates are those from `first` on. */
  #lookUp(source: Source, first: number): void {
    const { graph } = this;
    const store = this.#store;
    const { id, state, end } = source;
    // What need never happen lets no thread go on: to ends, deadlocks and fairness it is as if it were not enabled.
    const enabled = source.enabled & ~this.multiprocessor.optional;
    const unfinished = this.ends.unfinished(state);
    graph.expand(id, enabled, unfinished);
    if (enabled === 0 || unfinished === 0) this.#end(id, state, enabled);
    const candidates = this.#candidates;
    const refutedBefore = this.#refutedIn(state[this.multiprocessor.layout.monitors]!);
    for (let candidate = first; candidate < end; candidate++) {
      const via = candidates.via[candidate]!;
      const found = store.resolve(candidate);
      graph.edge(found < 0 ? ~found : found, via);
      if (found < 0) continue;
      graph.found(id, via);
      this.#lookedInto = found;
      if (this.#depthFirst) this.#stack.push(found);
      if (this.#predicates.count > 0) this.#follow(source, candidate, found);
      if (this.#refutedIn(candidates.product[candidate]!) > refutedBefore) this.#refuted(state, via, found);
    }
    graph.expanded(id);
    this.transitions += end - first;
    this.expanded++;
  }

  #refutedIn(product: number): number {
    return this.checks.product.refutedCount[product]!;
  }

  /** The truth of predicates in a new state, from their truth where it was found from. */
  #follow({ id, state }: Source, candidate: number, found: number): void {
    const bits = this.#remembersTruth ? this.truth.data[id]! : this.#invariantBits;
    this.#candidates.redo(state, candidate);
    this.#note(found, state, this.#predicates.after(bits, state, this.#candidates, candidate));
    this.#candidates.undo(state, candidate);
  }

  #observe(state: State, product: number, batch: number, leaving: number, via: number): void {
    const next = this.checks.product.next(product, batch, leaving, via);
    if (next === product) return;
    const { multiprocessor } = this;
    const { monitors } = multiprocessor.layout;
    multiprocessor.touched[multiprocessor.touchedCount] = monitors;
    multiprocessor.before[multiprocessor.touchedCount] = product;
    multiprocessor.touchedCount++;
    state[monitors] = next;
  }

  /** Keeps the truth of the predicates in a new state, and refutes the invariants that are false there. */
  #note(id: number, state: State, bits: number): void {
    if (this.#predicates.count === 0) return;
    if (this.#remembersTruth) this.truth.set(id, bits);
    const broken = this.#alive & ~bits;
    if (broken === 0) return;
    this.checks.invariants.forEach(({ property, index }, bit) => {
      if (((broken >>> bit) & 1) === 0) return;
      this.#find({
        property: index,
        state: id,
        reason: this.checks.reason(property, index, state) ?? 'it is false',
        kind: 'state',
      });
      this.#alive &= ~(1 << bit);
    });
  }

  /** A new product state with more refuted components than before; its first path is through this very step. */
  #refuted(state: State, via: number, target: number): void {
    const { multiprocessor } = this;
    const product = state[multiprocessor.layout.monitors]!;
    multiprocessor.touchedCount = 0;
    const batch = multiprocessor.step(state, threadOf(via), choiceOf(via));
    multiprocessor.undo(state);
    for (const { component, reason } of this.checks.product.refutations(product, batch))
      this.#refuteComponent(component, target, reason);
  }

  #refuteComponent(component: number, state: number, reason: string): void {
    const property = this.checks.refutes[component];
    if (property !== undefined) this.#find({ property, state, reason, kind: 'state' });
  }

  #find(finding: Finding): void {
    if (!this.findings.has(finding.property)) this.findings.set(finding.property, finding);
  }

  #end(id: number, state: State, enabled: number): void {
    if (this.ends.isNormalEnd(state, enabled) === true) this.#normalEnd(id, state);
    else if (enabled === 0) this.#deadlock(id, state);
  }

  #normalEnd(id: number, state: State): void {
    this.normalEnds.push(id);
    const { checks } = this;
    const product = state[this.multiprocessor.layout.monitors]!;
    checks.premises.reachEnd();
    for (const { property, index } of [...checks.atEnds, ...checks.monitors]) {
      if (this.findings.has(index)) continue;
      const reason = checks.reasonAtEnd(property, index, state, product);
      if (reason !== undefined) this.#find({ property: index, state: id, reason, kind: 'end' });
    }
    for (const atEnd of checks.atEnds) checks.lookForPremise(atEnd, state);
  }

  #deadlock(id: number, state: State): void {
    this.deadlocked++;
    const unfinished = this.ends.unfinished(state);
    for (const { property, index } of this.checks.deadlocks) {
      const concerned = concernedThreads(this.multiprocessor, property) & unfinished;
      if (concerned !== 0) this.#find({ property: index, state: id, reason: 'no thread can step', kind: 'deadlock' });
    }
  }

  /** Truth of `from` (0) or `to` (1) of the i-th leadsTo in a state. */
  leadsToTruth(index: number, which: 0 | 1, state: number): boolean {
    return ((this.truth.data[state]! >>> (leadsToBit(this.checks, index) + which)) & 1) === 1;
  }

  /** Whether what is worked out after the search, and holds so many bytes besides, has to be given up. */
  isOverLimits(bytes: number): boolean {
    return this.#watch.hit(this.#bytes + bytes) !== undefined;
  }

  /** Every few hundred expansions, and sooner where many edges had to be compiled: that is what takes long. */
  #isTimeToLook(done = this.expanded): boolean {
    const compiled = this.multiprocessor.compiledEdges;
    if (Math.abs(done - this.#lookedAt) < breath && compiled - this.#compiledSeen < compiledBreath) return false;
    this.#lookedAt = done;
    this.#compiledSeen = compiled;
    this.#taken?.renewIfOld(this.store.count);
    return true;
  }

  #cut(): boolean {
    this.limit = this.#watch.hit(this.#bytes);
    if (this.limit && this.#kernel && this.#journal) this.#save(this.#kernel);
    if (this.#watch.elapsedMs - this.#reportedMs > reportMs) this.#report();
    return this.limit !== undefined;
  }

  /** Whether the time is over, or the user wants to stop: then what is still to be looked at is not, and the search is cut. */
  isTimeOver(): boolean {
    const hit = this.#watch.hit(0);
    if (hit) this.limit ??= hit;
    return hit !== undefined;
  }

  get #bytes(): number {
    return (
      this.store.bytes +
      this.graph.bytes +
      this.truth.bytes +
      this.ends.bytes +
      (this.#taken?.bytes ?? 0) +
      (this.#journal?.bytes ?? 0)
    );
  }

  /** What daemons can do is looked at within the limits of the search. */
  #cutOfDaemons(states: number): LimitHit | undefined {
    if (states > this.#watch.states) return this.#watch.statesHit();
    return this.#askedOfDaemons++ % breath === 0 ? this.#watch.hit(this.#bytes) : undefined;
  }

  #report(): void {
    this.#reportedMs = this.#watch.elapsedMs;
    this.#options.onProgress?.({
      states: this.store.count,
      transitions: this.transitions,
      queue: this.store.count - this.expanded,
      memoryMiB: Math.ceil((this.store.bytes + this.graph.bytes) / 2 ** 20),
      elapsedMs: this.#watch.elapsedMs,
    });
  }
}

function checkOptions(options: ExploreOptions): void {
  const { search = 'breadthFirst', store = 'exact', liveExecutions = 0, reduction = 'none' } = options;
  if (search !== 'breadthFirst' && search !== 'depthFirst')
    throw new QuiesceError('QSC104', `search: ${String(search)}`);
  if (store !== 'exact' && store !== 'fingerprint') throw new QuiesceError('QSC104', `store: ${String(store)}`);
  if (reduction !== 'none' && reduction !== 'persistent')
    throw new QuiesceError('QSC104', `reduction: ${String(reduction)}`);
  if (!Number.isInteger(liveExecutions) || liveExecutions < 0)
    throw new QuiesceError('QSC104', `liveExecutions: ${liveExecutions}`);
}
