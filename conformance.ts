// `quiesce/conformance`: everything of conformance/, and what makes the graph of a TLA+ module, which needs an engine of TLA+.

export * from './conformance/index.js';
export { type TlaModuleOptions, tlaModule } from './tla/own/tlaModule.js';
export { type QuintModuleOptions, quintModule } from './tla/quint/quintModule.js';
