// Grace periods for the rivals that need one: K42's two counters per processor, as in impl/hotswap/generations.ts, for
// swaps that are never given up. Every thread that was active when a grace period began is gone when it ends.

import {
  acquire,
  add,
  type CellArray,
  cells,
  exchange,
  fetchAdd,
  is,
  load,
  type Mutex,
  mutex,
  type Program,
  region,
  release,
  type Self,
  scope,
  wait,
} from '../../engine/program/index.js';
import type { Activation, Site } from '../contract.js';
import { report } from '../events.js';
import { generationIndex } from '../hotswap/generations.js';
import { ownedByGenerations, ownedByProtocol } from '../owners.js';
import type { OwnCells, Rival } from './ground.js';

/** What a rival keeps once for all references, to wait for threads. */
export type Generations = {
  /** By processor: activations in the current generation, and its index. */
  readonly word: CellArray<number>;
  /** By processor and index: threads that have not been deactivated, less those still in `word`. */
  readonly active: CellArray<number>;
  /** Held during a grace period: an advance must not be cut in two by another. */
  readonly waiting: Mutex;
};

/** generations declares the counters. Where threads never end they wrap, at more than the number of threads. */
export function generations(site: Site): Generations {
  const wrap = site.callers.length + 2;
  const modulo = (size: number) => (site.endless ? { modulo: size * wrap } : {});
  const of = (what: string, each: number, size: number) =>
    Array.from({ length: site.processors }, (_, processor) =>
      cells(`processor${processor}.${what}`, each, 0, {
        home: processor,
        region: region(`processor${processor}.generations`, ownedByGenerations(processor)),
        ...modulo(size),
      }),
    ).flat();
  return {
    word: of('word', 1, generationIndex.size),
    active: of('active', generationIndex.size, 1),
    waiting: mutex('grace', { region: region('grace', ownedByProtocol('grace')) }),
  };
}

type Waiting = Rival<OwnCells, Generations>;

/** activate counts the thread in the current generation of its processor. One step. */
export function* activate({ shared }: Waiting, self: Self): Program<Activation> {
  return yield* fetchAdd(shared.word[self.processor]!, generationIndex.size, generationIndex.generation);
}

/** deactivate takes the thread out of the generation that it was activated in. One step. */
export function* deactivate({ shared }: Waiting, activation: Activation, self: Self): Program<void> {
  yield* add(shared.active[self.processor * generationIndex.size + activation]!, -1);
}

/** awaitGrace waits until every thread that is active now is gone. */
export function* awaitGrace(rival: Waiting, self: Self): Program<void> {
  yield* acquire(rival.shared.waiting, self);
  for (const processor of rival.callerProcessors) yield* scope(advanceTwice, Object.freeze({ rival, processor }));
  yield* release(rival.shared.waiting);
}

interface Advance {
  readonly rival: Waiting;
  readonly processor: number;
}

/** Twice: the first advance proves only that the generation before the current one is empty. See impl/hotswap. */
function* advanceTwice({ rival, processor }: Advance): Program<void> {
  const generation = yield* load(rival.shared.word[processor]!, generationIndex.generation);
  yield* scope(advance, Object.freeze({ rival, processor, generation }));
  yield* scope(advance, Object.freeze({ rival, processor, generation: 1 - generation }));
}

function* advance({ rival, processor, generation }: Advance & { readonly generation: number }): Program<void> {
  const { word, active } = rival.shared;
  const of = (index: number) => active[processor * generationIndex.size + index]!;
  yield* wait(of(1 - generation), is(0));
  const activated = yield* exchange(word[processor]!, 1 - generation, generationIndex.activations);
  yield* add(of(generation), activated);
  yield* report('generation', { processor });
}
