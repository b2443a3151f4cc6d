// The package: what `import … from 'quiesce'` gives. Everything else may change from release to release.
// Nothing here needs Node, so that it bundles for a browser; what does is in `quiesce/node`.

// The explorer: search, samplers, replay, properties.
export {
  type AtEndProperty,
  atEnd,
  type BuiltInChoice,
  type BuiltInName,
  type BuiltInProperty,
  type Choice,
  type Counterexample,
  type ExhaustiveExploration,
  type Exploration,
  type ExploredEdge,
  type ExploredGraph,
  type ExploreOptions,
  eventually,
  explore,
  explored,
  formatSchedule,
  type History,
  type HistoryCall,
  type InvariantProperty,
  invariant,
  isLiveness,
  type LeadsToProperty,
  type LimitHit,
  type Limits,
  type LivenessProperty,
  leadsTo,
  type Memory,
  type MonitorProperty,
  type MonitorTransition,
  monitor,
  type NextStep,
  noDeadlock,
  noFailure,
  noStuck,
  noUseAfterFree,
  type Outcomes,
  outcomes,
  type PathSize,
  type Premise,
  type PremiseAutomaton,
  type Progress,
  type Property,
  parseSchedule,
  type ReplayOptions,
  type ReplayResult,
  type ReplayViolation,
  replay,
  type SafetyProperty,
  type SampleOptions,
  type Schedule,
  type ScheduleText,
  type Seen,
  type StateView,
  type StepRecord,
  sample,
  type ThreadStatus,
  termination,
  type Verdict,
  type VerdictKind,
  type Violation,
  violated,
  type WaitRecord,
  type Walk,
  walk,
} from './engine/index.js';
export type { SwitchingPolicy, System } from './engine/multiprocessor/system.js';
// The language that programs are written in.
export {
  type Annotation,
  type Arguments,
  above,
  acquire,
  add,
  again,
  allocate,
  at,
  atLeast,
  atMost,
  begins,
  beginsTogether,
  below,
  type Cell,
  type CellArray,
  type CellOptions,
  type Condition,
  canonical,
  cell,
  cells,
  choose,
  closes,
  compareExchange,
  type Data,
  deepFreeze,
  done,
  type ErrorCode,
  type ErrorEntry,
  type Event,
  errorTable,
  exchange,
  fail,
  fetchAdd,
  fetchOr,
  free,
  happened,
  happenedTogether,
  inRegion,
  is,
  isNot,
  join,
  type Label,
  load,
  loop,
  type Mutex,
  mutex,
  type Nesting,
  type Operation,
  type OperationKind,
  opens,
  type Program,
  type ProgramFunction,
  park,
  QuiesceError,
  type Region,
  type RegionOptions,
  region,
  release,
  type Said,
  type Self,
  safePoint,
  scope,
  spawn,
  store,
  type Thread,
  type ThreadOptions,
  Thrown,
  type Turn,
  thread,
  unpark,
  update,
  type Value,
  type View,
  view,
  wait,
  type Yielded,
} from './engine/program/index.js';
// What a scenario is made of: components, mechanisms, the actions of its threads.
export * from './impl/components/counter/index.js';
export type { Action, Call, Cells, Component, Frame, Mechanism, MechanismVariant, Method } from './impl/contract.js';
export type { EventData, EventName, Reference } from './impl/events.js';
export { hotSwap } from './impl/hotswap/hotSwap.js';
export type { HotSwapOptions } from './impl/hotswap/options.js';
export type { SequentialSpecification } from './impl/specification.js';
export { livenessProperties, propertyCatalogue, type SuiteContext, safetyProperties } from './properties/index.js';
export { linearizable, type Specifications } from './properties/linearizability/linearizable.js';
// Reports: pure functions of a result.
export { consoleReport } from './reports/console.js';
export { counterexampleMarkdown, counterexampleText, pathText, replayLine } from './reports/counterexample.js';
export { jsonReport } from './reports/json.js';
export { junitReport } from './reports/junit.js';
export { markdownReport } from './reports/markdown.js';
export { timelineText } from './reports/timeline.js';
export type { ProjectConfiguration } from './runner/configuration.js';
export { type Expected, exitCodeOf, type ResultRow, type Totals, type VerificationResult } from './runner/result.js';
export type { ExpectedVerdicts, ProgramVariant } from './runner/variants.js';
export { type InProcessOptions, verifyInProcess } from './runner/verify.js';
export * as actions from './scenarios/actions.js';
// Scenarios of hot-swapping.
export { buildSystem } from './scenarios/build.js';
export { deepScenarios, scenarios } from './scenarios/index.js';
export { asItIs } from './scenarios/mechanisms.js';
export { defineScenario, type Scenario, type ScenarioDeclaration, type ScenarioVariant } from './scenarios/scenario.js';
