// Scenarios: a workload, the mechanisms that it is run with, and the verdict that each property is expected to get.
// Declarative: build.ts makes a system of one, and defineScenario refuses what could not be one.

import type { SwitchingPolicy } from '../engine/multiprocessor/system.js';
import { ofGiven } from '../engine/program/given.js';
import { deepFreeze, QuiesceError } from '../engine/program/index.js';
import type { SafetyProperty } from '../engine/watch/property.js';
import type { Action, Component, MechanismVariant } from '../impl/contract.js';
import type { Reference } from '../impl/events.js';

/** The properties, by name, in the catalogue's order: P1 to P12, L1, the built-in rest, L2 to L5. */
export const safetyNames = Object.freeze([
  'quiescence',
  'statePreserved',
  'noUseAfterFree',
  'transparency',
  'oneVersionPerCall',
  'noCallLost',
  'phaseMonotone',
  'countMatches',
  'transferOnce',
  'zeroCost',
  'isolation',
  'bestFormat',
  'noDeadlock',
  'noStuck',
  'noFailure',
] as const);

export const livenessNames = Object.freeze([
  'swapEnds',
  'everyBlockedCallReleased',
  'everythingFreed',
  'generationsAdvance',
] as const);

export type PropertyName = (typeof safetyNames)[number] | (typeof livenessNames)[number];

/** vacuous: explored wholly, and the property's premise was never reached. */
export type Expectation = 'proved' | 'refuted' | 'vacuous' | { readonly notApplicable: string };

export type Expectations = Readonly<Record<PropertyName, Expectation>>;

export interface WorkloadThread {
  readonly name: string;
  /** 0 unless told. */
  readonly processor?: number;
  /** It need not finish. */
  readonly daemon?: boolean;
  /** It is a strand of the activity of this thread, and shares its row in the table of who is inside. */
  readonly strandOf?: string;
  readonly actions: readonly Action[];
}

export interface ScenarioReference {
  /** What serves first, and what each completed swap puts in its place. */
  readonly versions: readonly Component[];
  /** How many swaps are asked for at most; one for each successor unless told. */
  readonly swaps?: number;
  /** Processors that have not called it when the scenario begins; none unless told. */
  readonly untouched?: readonly number[];
}

export interface ScenarioVariant {
  readonly mechanism: MechanismVariant;
  /** Why this mechanism is run: what it shows. */
  readonly shows?: string;
  /** Where the expected verdict is not 'proved'. */
  readonly except?: Partial<Expectations>;
}

export interface ScenarioDeclaration {
  readonly name: string;
  /** Number in the catalogue of corner cases; several where one scenario covers them. */
  readonly cases: readonly number[];
  /** One sentence for people. */
  readonly statement: string;
  /** How many processors, or the policy of each. */
  readonly processors: number | readonly SwitchingPolicy[];
  readonly references: Readonly<Record<Reference, ScenarioReference>>;
  readonly threads: readonly WorkloadThread[];
  /** Where swappers and deadlines run; 0 unless told. */
  readonly swapperProcessor?: number;
  /** Locks and gates, by name. */
  readonly resources?: readonly string[];
  /** Threads that never call what is swapped; isolation is about them. */
  readonly bystanders?: readonly string[];
  /** Whether a thread that is inside a component calls it again. */
  readonly recursive?: boolean;
  /** Whether a thread sleeps in the middle of a call. */
  readonly sleepers?: boolean;
  /** The assumption of the liveness properties that the workload drops, if it does. */
  readonly drops?: string;
  /** Liveness properties that are explored here: a second exploration. */
  readonly liveness?: readonly (typeof livenessNames)[number][];
  /** Where the verdict is not 'proved' whatever the mechanism. */
  readonly except?: Partial<Expectations>;
  /** Claims of its own, besides those that every scenario is held to; proved is expected. */
  readonly claims?: readonly SafetyProperty[];
  readonly variants: readonly ScenarioVariant[];
}

export type Scenario = ScenarioDeclaration;

/** defineScenario checks a declaration and freezes it. Throws QSC108 or QSC112. */
export function defineScenario(declaration: ScenarioDeclaration): Scenario {
  ofGiven('QSC112', 'a declaration of a scenario', () => {
    checkProcessors(declaration);
    checkNames(declaration);
    checkThreads(declaration);
    checkReferences(declaration);
  });
  return deepFreeze(declaration);
}

/** processorCount is how many processors the scenario has. */
export function processorCount({ processors }: Pick<Scenario, 'processors'>): number {
  return typeof processors === 'number' ? processors : processors.length;
}

function checkProcessors(declaration: ScenarioDeclaration): void {
  const count = processorCount(declaration);
  if (!(Number.isInteger(count) && count > 0)) {
    throw new QuiesceError('QSC108', `scenario ${declaration.name} with processors: ${String(count)}`);
  }
}

function checkNames({ name, statement, threads, variants, resources = [] }: ScenarioDeclaration): void {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw wrong(`a scenario named ${JSON.stringify(name)}`);
  if (statement.trim() === '') throw wrong(`scenario ${name} without a statement`);
  if (variants.length === 0) throw wrong(`scenario ${name} without a mechanism`);
  checkUnique(
    `${name}: two threads`,
    threads.map((thread) => thread.name),
  );
  checkUnique(
    `${name}: two mechanisms`,
    variants.map(({ mechanism }) => mechanism.name),
  );
  checkUnique(`${name}: two resources`, resources);
}

function checkUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong(`${what} named ${twice}`);
}

function checkThreads(declaration: ScenarioDeclaration): void {
  const { name, threads, bystanders = [] } = declaration;
  if (threads.length === 0) throw wrong(`scenario ${name} without threads`);
  const stranger = bystanders.find((bystander) => !threads.some((thread) => thread.name === bystander));
  if (stranger !== undefined) throw wrong(`${name}: bystander ${stranger}, which is no thread`);
  for (const { name: thread, processor = 0, actions } of threads) {
    if (!(Number.isInteger(processor) && processor >= 0 && processor < processorCount(declaration))) {
      throw wrong(`${name}: thread ${thread} on processor ${processor}`);
    }
    for (const action of flatten(actions)) checkAction(declaration, thread, action);
  }
}

function checkAction({ name, references, resources = [] }: ScenarioDeclaration, thread: string, action: Action): void {
  const refs = 'refs' in action ? action.refs : 'ref' in action ? [action.ref] : [];
  const unknownRef = refs.find((ref) => !(ref in references));
  if (unknownRef !== undefined) throw wrong(`${name}: thread ${thread} uses reference ${unknownRef}`);
  const resource = 'lock' in action ? action.lock : 'gate' in action ? action.gate : undefined;
  if (resource !== undefined && !resources.includes(resource))
    throw wrong(`${name}: thread ${thread} uses ${resource}`);
  if (action.do !== 'call') return;
  const lacks = references[action.ref]!.versions.find(({ methods }) => !(action.method in methods));
  if (lacks) throw wrong(`${name}: thread ${thread} calls ${action.method}, which ${lacks.name} lacks`);
}

function checkReferences({ name, references }: ScenarioDeclaration): void {
  for (const [ref, { versions }] of Object.entries(references)) {
    if (versions.length === 0) throw wrong(`${name}: reference ${ref} without a component`);
    const families = new Set(versions.map(({ family }) => family));
    if (families.size > 1) throw wrong(`${name}: reference ${ref} of families ${[...families].join(' and ')}`);
  }
}

/** flatten lists actions and what is nested in them. */
export function flatten(actions: readonly Action[]): readonly Action[] {
  return actions.flatMap((action) => ('actions' in action ? [action, ...flatten(action.actions)] : [action]));
}

function wrong(seen: string): QuiesceError {
  return new QuiesceError('QSC112', seen);
}
