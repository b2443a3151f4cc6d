// `quiesce/conformance`: everything of conformance/, and what makes the graph of a TLA+ module, which needs TLC.

export * from './conformance/index.js';
export { type TlaModuleOptions, tlaModule } from './tla/own/tlaModule.js';
