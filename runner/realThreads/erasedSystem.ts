// A scenario as the erased text has it: the same site, the same components by name, the same threads. What a check drives.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as counters from '../../impl/components/counter/index.js';
import { components } from '../../impl/components/index.js';
import type { Component, Installation, Mechanism, Site } from '../../impl/contract.js';
import { type HotSwap, isHotSwap } from '../../impl/hotswap/layout.js';
import { nameCalls } from '../../impl/workload.js';
import { buildSystem, type Scenario, type ScenarioVariant, siteOf } from '../../scenarios/index.js';
import { packageRoot } from '../packageRoot.js';

export const erasedFolder = join(packageRoot, 'dist', 'runtime', 'erased');

export interface ErasedThread {
  readonly name: string;
  readonly processor: number;
  readonly dormant: boolean;
  /** In the hooked text a generator function, in the others a function. */
  readonly program: (args: unknown, self: unknown) => unknown;
  readonly args: unknown;
}

/** An erased text as its module gives it. */
interface ErasedModules {
  readonly hotSwap: (name: string, statement: string, options: object) => { install(site: Site): Installation };
  readonly workload: ErasedThread['program'];
  readonly components: Readonly<Record<string, Component>>;
  readonly cell: (name: string, initial: number) => never;
}

/** load imports a flavour from a folder of erased texts. What a service runs has no components but counters. */
export async function load(folder: string, flavour: string, cell: ErasedModules['cell']): Promise<ErasedModules> {
  const from = (file: string) => import(pathToFileURL(join(folder, flavour, file)).href);
  const hasAll = existsSync(join(folder, flavour, 'components/index.js'));
  const [{ hotSwap }, { workload }, erased, ownCounters] = await Promise.all([
    from('hotswap/hotSwap.js'),
    from('workload.js'),
    hasAll ? from('components/index.js') : { components: [] },
    from('components/counter/index.js'),
  ]);
  return { hotSwap, workload, components: byName(erased.components, ownCounters), cell };
}

/** The components of every family, and the counters that fail in some way. */
function byName(all: readonly Component[], others: object): Readonly<Record<string, Component>> {
  const isComponent = (one: unknown): one is Component => typeof one === 'object' && one !== null && 'layOut' in one;
  const both = [...all, ...Object.values(others).filter(isComponent)];
  return Object.fromEntries(both.map((one) => [one.name, one]));
}

const compiled = byName(components, counters);

/** threadsOf are the threads of a scenario, erased, in the order in which the simulated system has them. */
export function threadsOf(
  erased: ErasedModules,
  scenario: Scenario,
  variant: ScenarioVariant,
): readonly ErasedThread[] {
  const site = siteOf(scenario);
  const { options } = variant.mechanism.install(site).mechanism as HotSwap;
  const versionsOf = (versions: readonly Component[]) => versions.map(({ name }) => erased.components[name]!);
  const references = site.references.map((at) => ({ ...at, versions: versionsOf(at.versions) }));
  const resources = Object.fromEntries(Object.keys(site.resources).map((name) => [name, erased.cell(name, 0)]));
  const installed = erased.hotSwap(variant.mechanism.name, '', options).install({ ...site, references, resources });
  const own = new Map(installed.threads.map((thread) => [thread.name, thread]));
  const declared = new Map(scenario.threads.map((thread) => [thread.name, thread]));
  return buildSystem(scenario, variant).threads.map(({ name, processor, dormant }) => {
    const made = own.get(name);
    const { program, args } = made ?? clientOf(erased, installed.mechanism, name, declared.get(name)!.actions);
    return { name, processor, dormant, program: program as ErasedThread['program'], args };
  });
}

function clientOf(erased: ErasedModules, mechanism: Mechanism, name: string, actions: Parameters<typeof nameCalls>[1]) {
  return { program: erased.workload, args: { mechanism, actions: nameCalls(name, actions) } };
}

/** isErasable tells whether all that a scenario has is erased. */
export function isErasable(erased: ErasedModules, scenario: Scenario, { mechanism }: ScenarioVariant): boolean {
  // Cells of a table hold cells; an erased cell is no plain data, and has no integer that stands for it.
  const isKnown = (one: Component) =>
    one === compiled[one.name] && one.name in erased.components && one.family !== 'table';
  const installed = mechanism.install(siteOf(scenario)).mechanism;
  // Swaps of groups are not part of the runtime yet: its text asks for the swaps of references one by one.
  return (
    isHotSwap(installed) &&
    !installed.options.grouped &&
    Object.values(scenario.references).every(({ versions }) => versions.every(isKnown))
  );
}
