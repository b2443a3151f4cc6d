// The family of protocol stacks.

export * from './specification.js';
export * from './stacks.js';
