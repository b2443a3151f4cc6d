// The families of the page-fault path.

export * from './components.js';
export * from './specification.js';
