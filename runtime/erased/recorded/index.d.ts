// The erased text with its events, for a service that records.

export * from '../eventLoop/index.js';
