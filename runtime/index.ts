// `quiesce/runtime`: components of a running service are replaced by the very mechanism that was explored.

export { QuiesceError } from '../engine/program/errors.js';
export { activity, type Holder, runActivity } from './activity.js';
export { activities, activityHook } from './adapters.js';
export type { Swapped } from './component.js';
export { type Interposed, interpose } from './interpose.js';
export {
  type Contract,
  checking,
  type InterposedCall,
  type Interposer,
  type TracedCall,
  tracing,
} from './interposer.js';
export type { ComponentClass, StandardSchema } from './methods.js';
export { type Recorded, Recorder, type RecorderOptions, record, type Sink } from './recorder.js';
export { retire, type SwappableOptions, swappable } from './reference.js';
export { type HeldUp, type SwapBegun, type SwapOptions, type SwapReport, swap } from './swap.js';
export { type ModuleOptions, swapModule, type WatchOptions, watchModule } from './swapModule.js';
