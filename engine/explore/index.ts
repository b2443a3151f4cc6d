// The explorer's public face.

export { explore } from './explore.js';
export * from './options.js';
export { type Outcomes, outcomes } from './outcomes.js';
export * from './property.js';
export { type CompiledThread, compiledThreads, recompile } from './recompile.js';
export { type ReplayOptions, type ReplayResult, replay } from './replay.js';
export { sample } from './sample.js';
export { type Choice, formatSchedule, parseSchedule, type Schedule, type ScheduleText } from './schedule.js';
export * from './verdict.js';
