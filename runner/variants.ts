// Variants: the systems of one file, such as a known defect and its repair, each with the verdicts to expect. A file
// exports `variants`, or one `system`; `expected` says of its properties what is not 'proved'.

import type { System } from '../engine/multiprocessor/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import { refuseMisspelt, unknownText } from '../engine/program/misspelt.js';
import { withBuiltIn } from '../engine/watch/builtIn.js';
import { isLiveness, type Property } from '../engine/watch/property.js';
import { type Expected, noMechanism } from './result.js';
import type { Task } from './task.js';

/** Verdicts to expect, by property; proved where nothing is said. */
export type ExpectedVerdicts = Readonly<Record<string, Expected>>;

/**
 * One of the systems of a file: `export const variants = [{ name: 'asReported', system, expected }, …]`.
 */
export interface ProgramVariant {
  /** What it is called after the file: `quiesce replay` and reports say `lost.ts#asReported`. Letters, digits, `-`, `_`. */
  readonly name: string;
  readonly system: System;
  /** What this variant shows, in a sentence. */
  readonly shows?: string;
  /** Its own claims, instead of the `properties` of the file. */
  readonly properties?: readonly Property[];
  readonly expected?: ExpectedVerdicts;
}

const variantFields = Object.freeze(
  Object.keys({
    name: true,
    system: true,
    shows: true,
    properties: true,
    expected: true,
  } satisfies Record<keyof ProgramVariant, true>),
);

/** Words that may be expected. */
const expectable: readonly Expected[] = Object.freeze(['proved', 'refuted', 'vacuous', 'inconclusive']);

/** systemTask is the task of a program of the user's: its own properties, and always the built-in ones. Throws QSC102, QSC106. */
export function systemTask(
  file: string,
  { system, properties = [], expected = {}, name }: Omit<ProgramVariant, 'name'> & { readonly name?: string },
): Task {
  const task = {
    ...{ scenario: file, mechanism: name ?? noMechanism, name: name === undefined ? file : `${file}#${name}` },
    ...{ system, expected },
    safety: withBuiltIn(
      system,
      properties.filter((property) => !isLiveness(property)),
    ) as Task['safety'],
    liveness: properties.filter(isLiveness),
  };
  refuseExpected(task);
  return task;
}

/** variantTasks are the tasks of the variants of a file. Throws QSC102, QSC106, QSC131. */
export function variantTasks(
  file: string,
  variants: readonly ProgramVariant[],
  properties: readonly Property[],
): readonly Task[] {
  const twice = variants.find(({ name }, index) => variants.findIndex((other) => other.name === name) !== index);
  if (twice) throw new QuiesceError('QSC106', `${file} exports two variants named ${JSON.stringify(twice.name)}`);
  return variants.map((variant) => {
    refuseMisspelt(`the variant ${variant.name} of ${file}`, variant, variantFields);
    return systemTask(file, { properties, ...variant });
  });
}

/** isVariant tells whether something has the form of a variant. */
export function isVariant(value: unknown): value is ProgramVariant {
  if (typeof value !== 'object' || value === null) return false;
  const { name, system } = value as Partial<Record<string, unknown>>;
  return typeof name === 'string' && /^[\w-]+$/.test(name) && typeof system === 'object' && system !== null;
}

/** What is expected of a property that is not there would never be compared with anything. */
function refuseExpected({ name, expected, safety, liveness }: Task): void {
  const known: readonly string[] = [...safety, ...liveness].map((property) => property.name);
  for (const [property, word] of Object.entries(expected)) {
    if (!known.includes(property))
      throw new QuiesceError('QSC102', `${name} expects something of ${unknownText(property, known)}`, {
        next: `expect of: ${known.join(', ')}`,
      });
    if (!expectable.includes(word))
      throw new QuiesceError('QSC106', `${name} expects ${JSON.stringify(word)} of ${property}`, {
        next: `expect one of: ${expectable.join(', ')}`,
      });
  }
}
