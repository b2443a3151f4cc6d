// The language that impl/ is written in: operations, cells, events, loop and scope.

export * from './cell.js';
export * from './errors.js';
export * from './event.js';
export * from './eventLoop/index.js';
export { kill } from './faults.js';
export * from './mutex.js';
export * from './nesting.js';
export * from './operation.js';
export * from './region.js';
export * from './synchronization/index.js';
export * from './thread.js';
export * from './thrown.js';
export * from './value.js';
