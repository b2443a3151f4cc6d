// The family of components that call each other.

export * from './members.js';
export * from './specification.js';
