// The explorer's public face.

export { type Executions, type ExecutionsOptions, executions } from './executions.js';
export type { FoundAgain } from './explain/foundAgain.js';
export {
  type LeftPath,
  type ReplayOptions,
  type ReplayResult,
  type ReplayViolation,
  replay,
} from './explain/replay.js';
export { type Choice, formatSchedule, parseSchedule, type Schedule, type ScheduleText } from './explain/schedule.js';
export * from './explain/verdict.js';
export { type ExhaustiveExploration, explore, explored } from './explore.js';
export type { ExploredEdge, ExploredGraph, MonitorTransition } from './exploredGraph.js';
export { exploreExecutions } from './exploreExecutions.js';
export { type Outcomes, outcomes } from './outcomes.js';
export { type CompiledThread, compiledThreads, recompile } from './recompile.js';
export { sample } from './sample.js';
export type { Checkpoints, SavedBytes } from './search/checkpoint.js';
export * from './search/options.js';
export { commonSteps, Stepping } from './stepping.js';
export { type NextStep, Walk, walk } from './walk.js';
export * from './watch/builtIn.js';
export * from './watch/history.js';
export { noUseAfterFree } from './watch/noUseAfterFree.js';
export * from './watch/property.js';
export { noUnhandledRejection } from './watch/unhandledRejections.js';
