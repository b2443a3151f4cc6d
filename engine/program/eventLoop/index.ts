// An event loop with promises and timers, written in the language itself.

export * from './abort.js';
export * from './functions.js';
export {
  awaitOutside,
  type EventLoop,
  eventLoop,
  type LoopState,
  nextTurn,
  nodeDelay,
  sleep,
  type Timer,
} from './loop.js';
export {
  awaitAll,
  awaitAllSettled,
  awaitPromise,
  awaitRace,
  type PromiseCell,
  type PromiseState,
  promise,
  rejectPromise,
  resolvePromise,
  type Settled,
} from './promise.js';
