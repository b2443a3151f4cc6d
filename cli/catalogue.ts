// What there is to verify, as data and as text: scenarios with their mechanisms, and properties.

import { type PropertyEntry, propertyCatalogue } from '../properties/index.js';
import { usualWidth, wrap } from '../reports/table.js';
import { deepScenarios, scenarios } from '../scenarios/index.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type TokenWorkload, tokenMechanism, tokenWorkloads } from '../scenarios/token/index.js';

export interface ScenarioEntry {
  readonly name: string;
  readonly statement: string;
  /** Numbers of corner cases in the catalogue. */
  readonly cases: readonly number[];
  readonly deep: boolean;
  readonly mechanisms: readonly { readonly name: string; readonly statement: string; readonly shows?: string }[];
}

export interface Catalogue {
  readonly version: 1;
  readonly scenarios: readonly ScenarioEntry[];
  readonly properties: readonly PropertyEntry[];
}

/** catalogue lists everything, in a stable order. */
export function catalogue(): Catalogue {
  const ordinary = scenarios.map((scenario) => scenarioEntry(scenario, false));
  const deep = deepScenarios.map((scenario) => scenarioEntry(scenario, true));
  return {
    version: 1,
    scenarios: [...ordinary, ...tokenWorkloads.map(tokenEntry), ...deep],
    properties: propertyCatalogue,
  };
}

function scenarioEntry({ name, statement, cases, variants }: Scenario, deep: boolean): ScenarioEntry {
  const mechanisms = variants.map(({ mechanism, shows }) => ({
    name: mechanism.name,
    statement: mechanism.statement,
    ...(shows === undefined ? {} : { shows }),
  }));
  return { name, statement, cases, deep, mechanisms };
}

function tokenEntry({ name, statement }: TokenWorkload): ScenarioEntry {
  const mechanism = { name: tokenMechanism, statement: "K42's deferred destruction by a token that goes round" };
  return { name, statement, cases: [], deep: false, mechanisms: [mechanism] };
}

/** catalogueText is the list for people. */
export function catalogueText({ scenarios: entries, properties }: Catalogue, width = usualWidth): string {
  const lines = [
    'scenarios:',
    ...entries.flatMap((entry) => scenarioLines(entry, width)),
    '',
    'properties:',
    ...properties.flatMap(({ number, name, statement }) => indented(`${number.padEnd(4)}${name}: ${statement}`, width)),
  ];
  return `${lines.join('\n')}\n`;
}

function scenarioLines({ name, statement, deep, mechanisms }: ScenarioEntry, width: number): string[] {
  const heading = `${name}${deep ? ' (deep)' : ''}: ${statement}`;
  const variants = `    with ${mechanisms.map((one) => one.name).join(', ')}`;
  return [...indented(heading, width), ...indented(variants, width)];
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - 2, '    ').map((line) => `  ${line}`);
}
