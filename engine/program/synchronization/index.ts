// Synchronization, written in the language itself.

export * from './barrier.js';
export * from './channel.js';
export * from './condition.js';
export * from './interrupt.js';
export * from './latch.js';
export * from './readWriteLock.js';
export * from './semaphore.js';
