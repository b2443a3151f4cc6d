// The operations on worker threads, over shared memory.

export * from '../eventLoop/operations.js';
