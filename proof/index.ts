// The package's second face: what `import … from 'quiesce/proof'` gives. Protocols of a person's own, written first-order,
// and proved for any number of everything.

export { type Action, type ActionInput, action, type Change, set, setEach } from './form/action.js';
export {
  after,
  and,
  type Callable,
  cases,
  choose,
  equal,
  exists,
  fixed,
  forAll,
  iff,
  implies,
  inject,
  is,
  not,
  or,
  state,
  truth,
  value,
} from './form/build.js';
export { withChanges, withGuard, withoutConjunct, withoutGuard } from './form/edit.js';
export type { FixedTable, InstanceInput } from './form/instanceInput.js';
export {
  type Enumeration,
  enumeration,
  type OpenSort,
  type Sort,
  sort,
  type Truth,
  truthSort,
  type Union,
  union,
} from './form/sort.js';
export { type Claim, type Conjunct, type System, type SystemInput, system } from './form/system.js';
export type { Formula, Given, Term } from './form/term.js';
export { textOf } from './form/text.js';
export { groupSwap } from './groupSwap/system.js';
export { hotSwap } from './hotSwap/system.js';
export { perProcessor } from './perProcessor/system.js';
export { type ProofOptions, proofExitCode, prove } from './prove.js';
export type {
  CounterexampleToInduction,
  Explored,
  PictureLine,
  Premise,
  ProofResult,
  ProofRow,
  ProofVerdict,
  Proposal,
  Reached,
  Refutation,
  RowOutcome,
  ScheduleStep,
} from './result.js';
export { installedSolvers, type SolverChoice } from './solver/find.js';
