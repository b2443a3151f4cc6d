// The family of file systems.

export * from './fileSystems.js';
export * from './specification.js';
