// A trace as formulas, in a module that extends the user's: TLC is asked about these states and steps and no others, so that a
// trace of any specification is replayed, however large its graph is.

import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type TlaValue, writeValue } from '../../conformance/tla/value.js';
import { inTemporaryFolder } from '../temporaryFolder.js';
import { cfgSections, isOfConstants } from './cfgText.js';
import type { OwnSpecification } from './ownFiles.js';
import { extendedOnly, modulesOf } from './ownModules.js';
import { type Messages, runTlc } from './tlcMessages.js';

/** A state: the value of each variable. */
export type TraceState = Readonly<Record<string, TlaValue>>;

/** What TLC is asked: definitions after those of the user's module, and lines of a configuration besides the constants. */
export interface TraceQuestion {
  readonly variables?: readonly string[];
  readonly definitions: readonly string[];
  readonly cfg: readonly string[];
  readonly dumpsStates?: boolean;
}

/** How long TLC may take for one question. */
export interface TraceLimits {
  readonly secondsMax?: number;
  readonly isInterrupted?: () => boolean;
}

/** askOfTrace runs TLC on a module with these definitions, in which the model values of the states are declared. */
export async function askOfTrace(
  own: OwnSpecification,
  states: readonly TraceState[],
  { variables = [], definitions, cfg, dumpsStates = false }: TraceQuestion,
  limits: TraceLimits = {},
): Promise<Messages> {
  return await inTemporaryFolder('trace', async (folder) => {
    const [tlaPath, cfgPath] = [join(folder, 'QuiesceTrace.tla'), join(folder, 'QuiesceTrace.cfg')];
    const models = undeclared(own, states);
    const module = [
      ...['---- MODULE QuiesceTrace ----', `EXTENDS ${basename(own.tlaPath, '.tla')}, TLC`],
      ...(models.length > 0 ? [`CONSTANTS ${models.join(', ')}`] : []),
      ...(variables.length > 0 ? [`VARIABLES ${variables.join(', ')}`] : []),
      ...definitions,
      ...['====', ''],
    ];
    const constants = cfgSections(own.cfg).filter(isOfConstants);
    const given = [...constants.map(({ words }) => words.join(' ')), ...models.map((name) => `${name} = ${name}`)];
    writeFileSync(tlaPath, module.join('\n'));
    writeFileSync(cfgPath, [...cfg, ...given.map((each) => `CONSTANT ${each}`), 'CHECK_DEADLOCK FALSE', ''].join('\n'));
    const libraries = [dirname(own.tlaPath), ...own.libraries];
    return await runTlc({ ...limits, tlaPath, cfgPath, libraries, dumpsStates });
  });
}

/** stateFormula says that the variables have these values, now or in the next state. */
export function stateFormula(state: TraceState, prime: '' | "'" = ''): string {
  return Object.entries(state)
    .map(([name, value]) => `${name}${prime} = ${writeValue(value)}`)
    .join(' /\\ ');
}

/** modelled takes the texts that name model values of a configuration for these: other tools write them so. */
export function modelled({ cfg }: OwnSpecification, state: TraceState): TraceState {
  const models = modelsNamed(cfg);
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, withModels(value, models)]));
}

/** The names that a configuration gives to constants as values: `None = None`, `Threads = {t1, t2}`. */
function modelsNamed(cfg: string): ReadonlySet<string> {
  const words = cfgSections(cfg)
    .filter(isOfConstants)
    .flatMap((section) => section.words);
  const isName = (word: string, index: number) =>
    /^[A-Za-z_]\w*$/.test(word) &&
    !['TRUE', 'FALSE'].includes(word) &&
    ['=', '{', ','].includes(words[index - 1] ?? '');
  return new Set(words.filter(isName));
}

function withModels(value: TlaValue, models: ReadonlySet<string>): TlaValue {
  if (typeof value === 'string' && models.has(value)) return { model: value };
  if (typeof value !== 'object' || 'model' in value) return value;
  const inside = (each: TlaValue) => withModels(each, models);
  if ('fn' in value) return { fn: value.fn.map(([key, each]) => [inside(key), inside(each)] as const) };
  return 'set' in value ? { set: value.set.map(inside) } : { tuple: value.tuple.map(inside) };
}

/** The model values that occur and are no constants of a module. */
function undeclared(own: OwnSpecification, states: readonly TraceState[]): readonly string[] {
  const declared = new Set(extendedOnly(modulesOf(own)).flatMap(({ constants }) => constants));
  const found = new Set(states.flatMap((state) => Object.values(state).flatMap(modelsIn)));
  return [...found].filter((name) => !declared.has(name));
}

function modelsIn(value: TlaValue): readonly string[] {
  if (typeof value !== 'object') return [];
  if ('model' in value) return [value.model];
  if ('fn' in value) return value.fn.flatMap(([key, each]) => [...modelsIn(key), ...modelsIn(each)]);
  return ('set' in value ? value.set : value.tuple).flatMap(modelsIn);
}
