// `quiesce/conformance`: a system, or a recorded run of real code, held to a specification of one's own: an xstate machine,
// or a plain object that says which actions lead from which state to which.

export type { Abstraction, Claim } from './abstraction.js';
export {
  type Chart,
  type ChartArrow,
  type ChartBox,
  type ModelAlong,
  type ModelState,
  modelAlong,
  type Stop,
  told,
  walked,
} from './along.js';
export { type Answer, type Field, type SpecificationAutomaton, type Step, step, type Target } from './automaton.js';
export { type BehaviourStep, type Behaviours, scheduleWithin } from './behaviours.js';
export { type Compared, compare, type Played, play, type Reading, whyRefused } from './between.js';
export {
  type Conformed,
  type ConformOptions,
  conform,
  realisedEdges,
  ruleUses,
  unreachedEdges,
} from './conform.js';
export { type ConformanceReport, conforms, keepsTo } from './conforms.js';
export { below, type CoverageSets, coverageOf, type Floor, joined } from './coverage.js';
export { type EventReading, type MachineDeclaration, specification, type Unsaid } from './declared.js';
export type { Diverging } from './divergence.js';
export { type Edge, type EdgeRow, edgeRows, edgesOf } from './edges.js';
export type { Fair, FairnessReport } from './fairness.js';
export { type Mapping, mapping } from './mapping.js';
export type { ModelsOptions, ModelsReport } from './models.js';
export {
  type Driven,
  type DrivenFailure,
  type Driver,
  drive,
  type PathsOptions,
  pathItf,
  type TestPath,
  type TestPaths,
  type TestStep,
  testPaths,
} from './paths.js';
export { type OneOf, oneOf, type PlainSpecification } from './plain/automaton.js';
export type { ItfFormat } from './recording/itf.js';
export type { NdjsonFormat } from './recording/ndjson.js';
export type { OpenTelemetryFormat } from './recording/openTelemetry.js';
export {
  type CommonState,
  type ConformanceVerdict,
  type Coverage,
  type CoverageKind,
  type Covered,
  coverageKinds,
  type Divergence,
  type FalseCondition,
  type RealisedEdge,
  type Refusal,
  type RuleUse,
  type UnreachedEdge,
} from './result.js';
export { type Check, type Rule, ruleFor, type When } from './rules.js';
export { type Followed, scheduleFollowing } from './schedule.js';
export type { AnySpecification, Bounds, EnvironmentUse, Specification } from './specification.js';
export { GraphAutomaton } from './tla/automaton.js';
export type { LabelledEdge, LabelledGraph, LabelledStep } from './tla/graph.js';
export { actionStep, type Label, labelOfStep, writeLabel } from './tla/label.js';
export type { PlainTlaState, TlaModule } from './tla/ownAutomaton.js';
export { isSame, TlaState } from './tla/state.js';
export { applied, type TlaValue, writeValue } from './tla/value.js';
export { type RecordingFormat, type RunRefusal, type RunReport, type ValidateOptions, validate } from './validate.js';
export { MachineAutomaton, type MachineState } from './xstate/automaton.js';
export { pathsOf } from './xstate/chart.js';
export { MachineText } from './xstate/sources.js';
