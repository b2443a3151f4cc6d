// A failing path in the specifications beside it: the same steps in the xstate machine, and in the TLA+ specification where
// the scenario is the workload of one of its configurations. Leaves out scenarios in users' files, whose code is not run
// here, and mechanisms that are none of impl/hotswap.

import { join } from 'node:path';
import { type ModelAlong, modelAlong, told, walked } from '../../conformance/index.js';
import type { Counterexample } from '../../engine/index.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { swapSpecifications } from '../../model/specification.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import { compared } from '../../scenarios/compared.js';
import { conformanceWorkloads } from '../../scenarios/configurations.js';
import { deepScenarios, scenarios } from '../../scenarios/index.js';
import type { Scenario } from '../../scenarios/scenario.js';
import type { GraphSpecification } from '../../tla/conformance/specification.js';
import { readGraph } from '../../tla/graphFile.js';
import { packageRoot } from '../packageRoot.js';
import { specificationFor } from './configuration.js';
import { hasOwnGraph } from './mechanisms.js';
import { isHeldToMachine } from './scenario.js';

/**
 * modelsOf follows a path of a scenario of this package; nothing where there is nothing to follow it with. The path of a
 * mutant, whose mechanism is not here, is followed by what its steps say, and its states are not compared.
 */
export function modelsOf({ schedule, steps }: Pick<Counterexample, 'schedule' | 'steps'>): readonly ModelAlong[] {
  const { name, choices } = schedule;
  const found = subjectOf(name);
  if (!found) return [];
  const { scenario, mechanism, isOwn, tla } = found;
  const machines = isHeldToMachine(scenario, mechanism) ? swapSpecifications(mechanism, siteOf(scenario)) : [];
  const system = { ...buildSystemWith(scenario, mechanism), name };
  const stops = () => (isOwn ? walked(system, choices) : told(steps));
  return [
    ...machines.map((specification) => modelAlong(specification, stops())),
    ...tla.map((specification) => modelAlong(specification, stops())),
  ];
}

interface Subject {
  readonly scenario: Scenario;
  readonly mechanism: MechanismVariant;
  /** False where another stands for it. */
  readonly isOwn: boolean;
  readonly tla: readonly GraphSpecification[];
}

function subjectOf(name: string): Subject | undefined {
  const [scenarioName, mechanismName] = name.split('@');
  const workload = conformanceWorkloads.find(({ scenario }) => scenario.name === scenarioName);
  const scenario = workload?.scenario ?? [...scenarios, ...deepScenarios].find((each) => each.name === scenarioName);
  if (!scenario) return undefined;
  const all = [...scenario.variants, ...compared];
  const own = all.find((each) => each.mechanism.name === mechanismName)?.mechanism;
  const mechanism = own ?? scenario.variants[0]!.mechanism;
  const isOwn = own !== undefined;
  if (!workload || !hasOwnGraph(workload, mechanism)) return { scenario, mechanism, isOwn, tla: [] };
  const graph = readGraph(join(packageRoot, 'tla'), workload.configuration);
  return { scenario, mechanism, isOwn, tla: [specificationFor(graph, workload, mechanism)] };
}
