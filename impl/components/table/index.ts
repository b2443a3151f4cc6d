// The family of tables.

export * from './specification.js';
export * from './tables.js';
