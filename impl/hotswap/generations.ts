// Thread generations (paper, section 3): "the current thread generation is incremented when all the threads activated
// prior to the current generation have completed". Two counters per processor; activation is one fetch-and-add.
// `word` is activations * 2 + index: how many threads have been activated in the current generation, and which counter
// they will leave. A counter goes below zero while its generation is current, and is set right when that ends.
// Leaves out: joining and leaving processors, and the token that K42 passes round for ordinary deallocation.

import {
  acquire,
  add,
  type Cell,
  type CellArray,
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
  view,
  wait,
} from '../../engine/program/index.js';
import type { Activation, Call } from '../contract.js';
import { report } from '../events.js';
import { awaitUnlessDeadline, mayAbort } from './abort.js';
import type { HotSwap } from './layout.js';
import type { Plan } from './plan.js';

export interface ProcessorGenerations {
  readonly processor: number;
  readonly word: Cell<number>;
  /** active[i]: threads of the generations with index i that have not been deactivated, less those still in `word`. */
  readonly active: CellArray<number>;
  /** Only where two swappers may advance at once; advancing alone needs none. */
  readonly advancing?: Mutex;
}

const parity = view('index', (word: number) => word & 1);
const activations = view('activations', (word: number) => word >> 1);

/** activate counts the thread in the current generation of its processor. One step. */
export function* activate(hotSwap: HotSwap, self: Self): Program<Activation> {
  const index = yield* fetchAdd(hotSwap.generations[self.processor]!.word, 2, parity);
  if (hotSwap.counter.length > 0) yield* store(hotSwap.counter[self.slot]!, index);
  return index;
}

/** deactivate takes the thread out of the generation that it was activated in. One step. */
export function* deactivate(hotSwap: HotSwap, activation: Activation, self: Self): Program<void> {
  const index = hotSwap.counter.length > 0 ? yield* load(hotSwap.counter[self.slot]!) : activation;
  yield* add(hotSwap.generations[self.processor]!.active[index]!, -1);
}

/**
 * sleep is a long-term sleep in the middle of a call. The paper calls it a safe point; but the sleeper still has a frame
 * in the component, and a swap that does not wait for it transfers under its feet (P1 in scenario sleepInside).
 * The cure: a deactivation with a component's frame on the stack does not leave the count.
 */
export function* sleep(hotSwap: HotSwap, call: Call, self: Self): Program<void> {
  if (hotSwap.options.sleepStaysCounted) return yield* safePoint();
  yield* deactivate(hotSwap, call.activation, self);
  yield* activate(hotSwap, self);
}

export interface Grace {
  readonly hotSwap: HotSwap;
  readonly plan: Plan;
  /** Whether the swap may still be given up. */
  readonly abortable: boolean;
}

/**
 * grace waits until every thread that was active at its start is gone, and returns true; or false, if it was given up.
 * Two advances: the first proves only that the generation before the current one is empty; the second, that the
 * current one is. With one, a thread activated just before the start is missed (P1, mutant oneAdvance).
 */
export function* grace(args: Grace): Program<boolean> {
  for (const { processor } of args.hotSwap.generations) {
    for (let round = 0; round < args.hotSwap.options.advances; round++) {
      const stamped = args.abortable && round === 0 && args.hotSwap.options.admission === 'byGeneration';
      if (!(yield* scope(advance, Object.freeze({ ...args, processor, stamped })))) return false;
    }
  }
  return true;
}

interface Advance extends Grace {
  readonly processor: number;
  /** Whether the mediator is told from which generation on threads are held back. */
  readonly stamped: boolean;
}

/**
 * advance ends a generation on one processor: its predecessor must be empty, because the next one takes its counter.
 * Threads may be activated and deactivated between any two of its steps: before the exchange they count in the ending
 * generation, after it in the next. Between exchange and add the ending generation's counter is too low; nobody tests
 * it there, because only an advance does, and advances are serialised.
 */
function* advance(args: Advance, self: Self): Program<boolean> {
  const { hotSwap, plan, processor } = args;
  const { word, active, advancing } = hotSwap.generations[processor]!;
  if (args.abortable && (yield* mayAbort(hotSwap))) return false;
  if (advancing) yield* acquire(advancing, self);
  const index = yield* load(word, parity);
  const next = 1 - index;
  const empty = yield* awaitEmpty(args, active[next]!);
  if (empty) {
    // The stamp comes before the exchange: no thread of the next generation may be taken for an older one.
    if (args.stamped) yield* store(hotSwap.references[plan.ref]!.mediators[plan.mediator]!.stamps[processor]!, next);
    const activated = yield* exchange(word, next, activations);
    yield* add(active[index]!, activated);
    yield* report('generation', { processor });
  }
  if (advancing) yield* release(advancing);
  return empty;
}

function* awaitEmpty({ hotSwap, plan, abortable }: Advance, counter: Cell<number>): Program<boolean> {
  if (abortable && hotSwap.options.abort === 'deadline') return yield* awaitUnlessDeadline(hotSwap, plan, counter);
  yield* wait(counter, is(0));
  return true;
}
