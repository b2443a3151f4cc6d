// The family of counters.

export * from './counters.js';
export * from './specification.js';
