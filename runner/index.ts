// `quiesce/node`: what needs Node, files and workers: what the command line does, for programs.

export type { ProjectConfiguration } from './configuration.js';
export type { ProgressDisplay } from './progress.js';
export { exitCodeOf, type ResultRow, type Totals, type VerificationResult } from './result.js';
export { type VerifyOptions, verify } from './verifyNamed.js';
