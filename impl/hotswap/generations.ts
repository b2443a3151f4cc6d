// Thread generations (paper, section 3): "the current thread generation is incremented when all the threads activated
// prior to the current generation have completed". Two counters per processor; activation is one fetch-and-add.
// `word` holds how many threads have been activated in the current generation, and which generation that is: its index, 0
// or 1, says which counter they will leave. A counter goes below zero while its generation is current, and is set right
// when that ends.
// Leaves out: joining and leaving processors, and the token that K42 passes round for ordinary deallocation.

import {
  acquire,
  add,
  at,
  type Cell,
  type CellArray,
  deepFreeze,
  exchange,
  fetchAdd,
  is,
  load,
  type Mutex,
  type Program,
  release,
  type Self,
  safePoint,
  scope,
  store,
  type View,
  view,
  wait,
} from '../../engine/program/index.js';
import type { Activation, Call, Mechanism } from '../contract.js';
import { report } from '../events.js';
import { acquireUnlessDeadline, awaitUnlessDeadline, mayAbort } from './abort.js';
import type { HotSwap } from './layout.js';
import { isByGeneration } from './options.js';
import type { Plan, SwapEnd } from './plan.js';

export interface ProcessorGenerations {
  readonly processor: number;
  readonly reading: WordReading;
  readonly word: Cell<number>;
  /** active[i]: threads of the generations with index i that have not been deactivated, less those still in `word`. */
  readonly active: CellArray<number>;
}

/** How a word is read: it is activations * size + generation, and generations are numbered modulo size. */
export interface WordReading {
  readonly size: number;
  readonly generation: View<number, number>;
  readonly activations: View<number, number>;
}

/** The paper's swap needs to tell only a generation from the next: one bit, the index of the counter. */
export const generationIndex = wordReading(1, 'index');

/** Numbers as far as K42's word has room for them. They wrap too, after more swaps than any scenario asks for. */
export const generationNumber = wordReading(8, 'generation');

function wordReading(bits: number, name: string): WordReading {
  const size = 2 ** bits;
  return deepFreeze({
    size,
    generation: view(name, (word: number) => word & (size - 1)),
    activations: view('activations', (word: number) => Math.floor(word / size)),
  });
}

/** The counter of a generation: its last bit. */
const indexOf = (generation: number): number => generation & 1;

/** What of a mechanism counts its threads. */
type Counting = Mechanism & Pick<HotSwap, 'generations' | 'counter'>;
type Sleeping = Counting & { readonly options: Pick<HotSwap['options'], 'sleepStaysCounted'> };

/** activate counts the thread in the current generation of its processor. One step. */
export function* activate(hotSwap: Counting, self: Self): Program<Activation> {
  const { word, reading } = hotSwap.generations[self.processor]!;
  const generation = yield* fetchAdd(word, reading.size, reading.generation);
  if (hotSwap.counter.length > 0) yield* store(hotSwap.counter[self.slot]!, generation);
  return generation;
}

/** deactivate takes the thread out of the generation that it was activated in. One step. */
export function* deactivate(hotSwap: Counting, activation: Activation, self: Self): Program<void> {
  const generation = hotSwap.counter.length > 0 ? yield* load(hotSwap.counter[self.slot]!) : activation;
  yield* add(hotSwap.generations[self.processor]!.active[indexOf(generation)]!, -1);
}

/**
 * sleep is a long-term sleep in the middle of a call. The paper calls it a safe point; but the sleeper still has a frame
 * in the component, and a swap that does not wait for it transfers under its feet (P1 in scenario sleepInside).
 * The cure: a deactivation with a component's frame on the stack does not leave the count.
 */
export function* sleep(hotSwap: Sleeping, call: Call, self: Self): Program<void> {
  if (hotSwap.options.sleepStaysCounted) return yield* safePoint();
  yield* deactivate(hotSwap, call.activation, self);
  yield* activate(hotSwap, self);
}

export interface Grace {
  readonly hotSwap: HotSwap;
  readonly plan: Plan;
  /** Whether the swap may still be given up. */
  readonly abortable: boolean;
  /** How the swap went, in the grace period after its end. */
  readonly outcome?: SwapEnd;
}

/** How many generations are let pass on a processor in a grace period: see advanceTwice. */
const advances = 2;

/** generationsInGrace is how many generations pass in a grace period, on all processors together. */
export function generationsInGrace({ callerProcessors }: HotSwap): number {
  return advances * callerProcessors.length;
}

/** A swapper in a grace period tells how many generations have passed in it: no cell does. */
function* inGrace({ plan: { ref }, abortable, outcome }: Grace, generations: number): Program<void> {
  if (abortable) yield* at('forward', { ref, generations });
  else yield* at('reclaiming', { ref, outcome, generations });
}

/**
 * grace waits until every thread that was active at its start is gone, and returns true; or false, if it was given up.
 * One grace period at a time, where two swappers may want one: an advance must not be cut in two by another.
 */
export function* grace(args: Grace, self: Self): Program<boolean> {
  const { advancing } = args.hotSwap;
  if (!advancing) return yield* advanceAll(args);
  if (!(yield* takeTurn(args, advancing, self))) return false;
  const over = yield* advanceAll(args);
  yield* release(advancing);
  return over;
}

function* takeTurn({ hotSwap, plan, abortable }: Grace, advancing: Mutex, self: Self): Program<boolean> {
  if (abortable && hotSwap.options.abort === 'deadline')
    return yield* acquireUnlessDeadline(hotSwap, plan, advancing, self);
  yield* acquire(advancing, self);
  return true;
}

function* advanceAll(args: Grace): Program<boolean> {
  for (const [index, processor] of args.hotSwap.callerProcessors.entries()) {
    const passed = index * advances;
    if (!(yield* scope(advanceTwice, Object.freeze({ ...args, processor, passed })))) return false;
    yield* inGrace(args, passed + advances);
  }
  return true;
}

interface Advance extends Grace {
  readonly processor: number;
  /** Generations that have passed on the processors before. */
  readonly passed: number;
}

/**
 * advanceTwice lets two generations pass on one processor. The first advance proves only that the generation before
 * the current one is empty; the second, that the current one is. With one, a thread activated just before the start is
 * missed (P1, mutant oneAdvance). The generation is read once: nobody else advances meanwhile.
 */
function* advanceTwice(args: Advance): Program<boolean> {
  const { hotSwap, processor, abortable, passed } = args;
  yield* inGrace(args, passed);
  const { word, reading } = hotSwap.generations[processor]!;
  const generation = yield* load(word, reading.generation);
  if (abortable && isByGeneration(hotSwap.options)) return yield* drainOlder(args, generation);
  for (let round = 0; round < advances; round++) {
    yield* inGrace(args, passed + round);
    if (!(yield* scope(advance, advancing(args, (generation + round) % reading.size, false)))) return false;
  }
  return true;
}

/**
 * drainOlder lets the threads go that are older than the swap. Only one advance: after a second one, the counter that is
 * waited for would be that of new threads.
 */
function* drainOlder(args: Advance, generation: number): Program<boolean> {
  if (!(yield* scope(advance, advancing(args, generation, true)))) return false;
  return yield* awaitEmpty(args, args.hotSwap.generations[args.processor]!.active[indexOf(generation)]!);
}

function advancing(args: Advance, generation: number, stamped: boolean): Advancing {
  return Object.freeze({ ...args, generation, stamped });
}

interface Advancing extends Advance {
  /** The one that is current. */
  readonly generation: number;
  /** Whether the mediator is told which generation is held back from now on. */
  readonly stamped: boolean;
}

/**
 * advance ends the current generation: its predecessor must be empty, because its successor takes the counter over.
 * Threads may be activated and deactivated between any two of these steps: before the exchange they count in the
 * ending generation, after it in the next. Between exchange and add the ending generation's counter is too low; nobody
 * tests it there, because only an advance does, and advances come one after the other.
 */
function* advance(args: Advancing): Program<boolean> {
  const { hotSwap, plan, processor, generation, stamped } = args;
  const { word, active, reading } = hotSwap.generations[processor]!;
  const next = (generation + 1) % reading.size;
  if (args.abortable && (yield* mayAbort(hotSwap))) return false;
  if (!(yield* awaitEmpty(args, active[indexOf(next)]!))) return false;
  // The stamp comes before the exchange: no thread of the next generation may be taken for an older one.
  if (stamped) yield* store(hotSwap.references[plan.ref]!.mediators[plan.mediator]!.stamps[processor]!, next);
  const activated = yield* exchange(word, next, reading.activations);
  yield* add(active[indexOf(generation)]!, activated);
  yield* report('generation', { processor });
  return true;
}

function* awaitEmpty({ hotSwap, plan, abortable }: Grace, counter: Cell<number>): Program<boolean> {
  if (abortable && hotSwap.options.abort === 'deadline') return yield* awaitUnlessDeadline(hotSwap, plan, counter);
  yield* wait(counter, is(0));
  return true;
}
