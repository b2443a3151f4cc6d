// A counter with a call that takes long, for the costs of a swap: many loads and one increment.

import {
  add,
  again,
  deepFreeze,
  done,
  load,
  loop,
  type Program,
  type Turn,
  type Value,
  view,
} from '../engine/program/index.js';
import { sharedCounter } from '../impl/components/counter/index.js';
import type { SharedMemory } from '../impl/components/counter/memory.js';
import type { Component, Frame } from '../impl/contract.js';

/** Loads of a long call. */
const long = 200;

/** What is read is not looked at. */
const unseen = view('unseen', (_content: number) => 0);

interface Looking {
  readonly value: SharedMemory['value'];
  readonly left: number;
}

function* look({ value, left }: Looking): Program<Turn<Looking, void>> {
  yield* load(value, unseen);
  return left === 1 ? done() : again(Object.freeze({ value, left: left - 1 }));
}

function* work({ cells }: Frame<SharedMemory>): Program<Value> {
  yield* loop(Object.freeze({ value: cells.value, left: long }), look);
  yield* add(cells.value, 1);
  return null;
}

export const slowCounter: Component<SharedMemory> = deepFreeze({
  ...sharedCounter,
  name: 'slowCounter',
  methods: { ...sharedCounter.methods, work },
});
