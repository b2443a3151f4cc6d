// From a scenario and one of its mechanisms to the system that is explored, and to what the properties must know.

import type { System } from '../engine/multiprocessor/system.js';
import { functionGiven, ofGiven, recordGiven } from '../engine/program/given.js';
import { type Cell, cell, deepFreeze, QuiesceError, type Thread, thread } from '../engine/program/index.js';
import type { Component, Mechanism, MechanismVariant, ReferenceSite, Site } from '../impl/contract.js';
import type { Reference } from '../impl/events.js';
import type { SequentialSpecification } from '../impl/specification.js';
import { nameCalls, workload } from '../impl/workload.js';
import {
  type Expectation,
  type Expectations,
  flatten,
  livenessNames,
  processorCount,
  type Scenario,
  type ScenarioVariant,
  safetyNames,
  type WorkloadThread,
} from './scenario.js';
import { variantsGiven } from './variantsGiven.js';

/** buildSystem lays a scenario out with one of its mechanisms. */
export function buildSystem(scenario: Scenario, variant: Pick<ScenarioVariant, 'mechanism'>): System {
  return buildSystemWith(scenario, recordGiven('QSC103', 'a variant: { mechanism }', variant).mechanism);
}

/** buildSystemWith lays a scenario out with any mechanism, a mutant for example. */
export function buildSystemWith(scenario: Scenario, mechanism: MechanismVariant): System {
  const site = siteOf(scenario);
  functionGiven('QSC103', 'install of a mechanism', mechanism?.install);
  const installed = mechanism.install(site);
  const threads = ofGiven('QSC112', 'a scenario that can be laid out', () =>
    inSlotOrder(scenario.threads).map((declared) => threadOf(declared, installed.mechanism)),
  );
  return Object.freeze({
    name: scenario.name,
    cells: [...Object.values(site.resources), ...installed.cells],
    threads: [...threads, ...installed.threads],
    processors: scenario.processors,
  });
}

/** variantNamed finds the mechanism by name. Throws QSC103. */
export function variantNamed(scenario: Scenario, name: string): ScenarioVariant {
  const variants = variantsGiven(scenario);
  const found = variants.find(({ mechanism }) => mechanism.name === name);
  if (found) return found;
  const known = variants.map(({ mechanism }) => mechanism.name).join(', ');
  throw new QuiesceError('QSC103', `${name} (${scenario.name} has ${known})`);
}

/** siteOf is what a mechanism may know of the scenario in advance. */
export function siteOf(scenario: Scenario): Site {
  return ofGiven('QSC112', 'a scenario', () => {
    const actions = scenario.threads.flatMap((declared) => flatten(declared.actions));
    const callers = inSlotOrder(scenario.threads).filter(calls);
    return deepFreeze({
      processors: processorCount(scenario),
      callers: callers.map(({ name }) => name),
      callerHomes: callers.map(({ processor = 0 }) => processor),
      ...rowsOf(callers),
      callerProcessors: processorsOf(scenario),
      home: scenario.swapperProcessor ?? 0,
      references: Object.entries(scenario.references).map(([name, reference]) =>
        referenceSite(name, reference, processorsOf(scenario)),
      ),
      resources: resourcesOf(scenario),
      endless: actions.some((action) => action.do === 'forever'),
      sleepers: scenario.sleepers ?? false,
    });
  });
}

/** Strands share the row of the thread whose activity they are of; where there are none, nobody is told of rows. */
function rowsOf(callers: readonly WorkloadThread[]): Pick<Site, 'rows'> {
  if (callers.every(({ strandOf }) => strandOf === undefined)) return {};
  const names = callers.map(({ name }) => name);
  return { rows: callers.map(({ name, strandOf }) => names.indexOf(strandOf ?? name)) };
}

function referenceSite(
  name: Reference,
  { versions, swaps, untouched = [] }: Scenario['references'][string],
  processors: readonly number[],
): ReferenceSite {
  const touched = processors.filter((processor) => !untouched.includes(processor));
  return { name, versions, swaps: swaps ?? versions.length - 1, touched };
}

/** The processors that threads are active on, where they are activated or where they go on. */
function processorsOf(scenario: Scenario): readonly number[] {
  const actions = scenario.threads.flatMap((declared) => flatten(declared.actions));
  const migrated = actions.flatMap((action) => (action.do === 'migrate' ? [action.processor] : []));
  const homes = activeThreads(scenario).map(({ processor = 0 }) => processor);
  return [...new Set([...homes, ...migrated])].sort();
}

function resourcesOf({ resources = [] }: Scenario): Readonly<Record<string, Cell<number>>> {
  return Object.fromEntries(resources.map((name) => [name, cell(name, 0) as Cell<number>]));
}

/** Callers come first: a mechanism's table has a row for each, by slot. */
function inSlotOrder(threads: readonly WorkloadThread[]): readonly WorkloadThread[] {
  return [...threads.filter(calls), ...threads.filter((declared) => !calls(declared))];
}

function activeThreads({ threads }: Scenario): readonly WorkloadThread[] {
  return threads.filter(({ actions }) => flatten(actions).some((action) => action.do === 'active'));
}

function calls({ actions }: WorkloadThread): boolean {
  return flatten(actions).some((action) => action.do === 'call');
}

function threadOf({ name, processor = 0, daemon = false, actions }: WorkloadThread, mechanism: Mechanism): Thread {
  return thread(name, workload, { mechanism, actions: nameCalls(name, actions) }, { processor, daemon });
}

/** What properties/index.ts asks of a scenario. */
export interface ScenarioContext {
  readonly specifications: Readonly<Record<Reference, SequentialSpecification>>;
  readonly formats: Readonly<Record<Reference, readonly Pick<Component, 'exports' | 'imports'>[]>>;
  /** Threads that call and come to an end. */
  readonly clients: readonly string[];
  readonly bystanders: readonly string[];
  /** Whether a thread inside a component calls it again. */
  readonly recursive: boolean;
  readonly processors: number;
  /** The mechanism's own threads. */
  readonly workers: readonly string[];
}

/** contextOf gives the properties what they must know of the scenario, and of the system that was made of it. */
export function contextOf(scenario: Scenario, system: System): ScenarioContext {
  const specifications = Object.entries(scenario.references).map(
    ([name, { versions }]) => [name, versions[0]!.specification] as const,
  );
  const formats = Object.entries(scenario.references).map(
    ([name, { versions }]) => [name, versions.map(({ exports, imports }) => ({ exports, imports }))] as const,
  );
  return Object.freeze({
    specifications: Object.fromEntries(specifications),
    formats: Object.fromEntries(formats),
    clients: scenario.threads.filter((declared) => calls(declared) && !declared.daemon).map(({ name }) => name),
    bystanders: scenario.bystanders ?? [],
    recursive: scenario.recursive ?? false,
    processors: processorCount(scenario),
    workers: workersOf(scenario, system),
  });
}

function workersOf({ threads }: Scenario, system: System): readonly string[] {
  const own = new Set(threads.map(({ name }) => name));
  return system.threads.flatMap(({ name }) => (own.has(name) ? [] : [name]));
}

/** expectationsOf is the expected verdict of every property. */
export function expectationsOf(scenario: Scenario, variant: ScenarioVariant): Expectations {
  const names = [...safetyNames, ...livenessNames];
  return Object.fromEntries(names.map((name) => [name, expectationOf(scenario, variant, name)])) as Expectations;
}

function expectationOf(scenario: Scenario, variant: ScenarioVariant, name: keyof Expectations): Expectation {
  const { bystanders = [], liveness = [] } = scenario;
  const isLiveness = (livenessNames as readonly string[]).includes(name);
  if (name === 'isolation' && bystanders.length === 0) return { notApplicable: 'every thread calls what is swapped' };
  if (isLiveness && !(liveness as readonly string[]).includes(name)) {
    return { notApplicable: 'explored where its assumptions are at stake' };
  }
  return variant.except?.[name] ?? scenario.except?.[name] ?? 'proved';
}
