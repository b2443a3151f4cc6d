// What a user's file exports, read as what is to be verified: a system or variants with properties, scenarios, or all. An
// export that was meant to be one of these and is called otherwise is refused: nobody would look at it, and what it
// claims would pass for proved.

import type { System } from '../engine/multiprocessor/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import { meant } from '../engine/program/misspelt.js';
import type { Property } from '../engine/watch/property.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type ExpectedVerdicts, isVariant, type ProgramVariant } from './variants.js';

export type Exported = Readonly<Record<string, unknown>>;

export interface UserExports {
  readonly system?: System;
  readonly properties: readonly Property[];
  readonly expected: ExpectedVerdicts;
  readonly variants: readonly ProgramVariant[];
  readonly scenarios: readonly Scenario[];
}

const names = Object.freeze(['system', 'properties', 'expected', 'variants']);

/** readExports throws QSC106 where there is nothing to verify, and QSC131 for an export that is nearly another. */
export function readExports(exported: Exported, file: string): UserExports {
  refuseMisnamed(exported, file);
  const { system, properties = [], expected = {}, variants = [] } = exported;
  const scenarios = Object.values(exported).filter(isScenario);
  if (!isVariants(variants))
    throw wrongExport(file, exported, "'variants': a list of { name, system, expected }, names of letters and digits");
  if (system === undefined && scenarios.length === 0 && variants.length === 0)
    throw wrongExport(
      file,
      exported,
      "'system': { cells, threads }, nor 'variants', nor a scenario: { name, statement, ..., variants }",
    );
  if (system !== undefined && !isSystem(system)) throw wrongExport(file, exported, "'system': { cells, threads }");
  const ill = variants.find((variant) => !isSystem(variant.system));
  if (ill) throw wrongExport(file, exported, `'system': { cells, threads } in the variant ${ill.name}`);
  const claims = [properties, ...variants.map((variant) => variant.properties ?? [])];
  if (!claims.every(isProperties)) throw wrongExport(file, exported, "'properties': a list of properties");
  if (!isExpected(expected, system))
    throw wrongExport(file, exported, "'expected': verdicts of the 'system' beside it");
  const systems = system === undefined ? {} : { system };
  return { ...systems, properties: claims[0] as readonly Property[], expected, variants, scenarios };
}

function refuseMisnamed(exported: Exported, file: string): void {
  const checked = [exported, ...(Array.isArray(exported.variants) ? exported.variants : [])].flatMap((each) =>
    Array.isArray(each?.properties) ? each.properties : [],
  );
  for (const [name, value] of Object.entries(exported)) {
    if (names.includes(name) || typeof value === 'function') continue;
    const near = meant(
      name,
      names.filter((known) => !Object.hasOwn(exported, known)),
    );
    if (near !== undefined && !isScenario(value)) throw misnamed(file, `"${name}"; did you mean "${near}"?`);
    if (claimsOf(value).some((claim) => !checked.includes(claim)))
      throw misnamed(file, `a claim that is not checked as "${name}"; only those in "properties" are`);
  }
}

function misnamed(file: string, what: string): QuiesceError {
  return new QuiesceError('QSC131', `${file} exports ${what}`);
}

/** The properties that a value is, or is a list of. */
function claimsOf(value: unknown): readonly unknown[] {
  if (isProperty(value)) return [value];
  return Array.isArray(value) && value.every(isProperty) ? value : [];
}

function isProperty(value: unknown): value is Property {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, statement } = value as Partial<Record<string, unknown>>;
  return typeof kind === 'string' && typeof name === 'string' && typeof statement === 'string';
}

function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false;
  const { name, variants } = value as Partial<Record<string, unknown>>;
  return typeof name === 'string' && Array.isArray(variants);
}

function isSystem(value: unknown): value is System {
  if (typeof value !== 'object' || value === null) return false;
  const { cells, threads } = value as Partial<Record<string, unknown>>;
  return Array.isArray(cells) && Array.isArray(threads);
}

function isVariants(value: unknown): value is readonly ProgramVariant[] {
  return Array.isArray(value) && value.every(isVariant);
}

/** Plain verdicts by name; of variants each has its own, and none stands beside no system. */
function isExpected(value: unknown, system: unknown): value is ExpectedVerdicts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return system !== undefined || Object.keys(value).length === 0;
}

function isProperties(value: unknown): value is readonly Property[] {
  return Array.isArray(value) && value.every((one) => typeof one?.kind === 'string' && typeof one?.name === 'string');
}

function wrongExport(file: string, exported: Exported, wanted: string): QuiesceError {
  const seen = Object.keys(exported);
  return new QuiesceError(
    'QSC106',
    `${file} exports ${seen.length === 0 ? 'nothing' : seen.join(', ')}, not ${wanted}`,
  );
}
