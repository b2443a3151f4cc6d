// What is checked: the contract, the mechanism and its options, the components.

export * from './components/counter/index.js';
export * from './components/pair/index.js';
export * from './contract.js';
export * from './events.js';
export * from './hotswap/hotSwap.js';
export * from './hotswap/options.js';
export * from './specification.js';
export * from './workload.js';
