// What is checked of every system: no deadlock, no stuck thread, no failure, and where it has memory that can be freed, no
// use of it after that. A program that deadlocks or throws in every execution satisfies most claims, and one that uses
// what is free as well; so these are on unless somebody says that they are not.

import type { System } from '../multiprocessor/system.js';
import { QuiesceError } from '../program/errors.js';
import { usedWhileAllocated } from './noUseAfterFree.js';
import {
  type BuiltInProperty,
  type MonitorProperty,
  noDeadlock,
  noFailure,
  noStuck,
  type Property,
} from './property.js';

export type BuiltInName = BuiltInProperty['kind'] | 'noUseAfterFree';

/** Which built-in properties are checked besides those that are given: all, none, or these. */
export type BuiltInChoice = boolean | readonly BuiltInName[];

/** The built-in properties, in the order in which their verdicts stand. */
const builtInProperties: readonly (BuiltInProperty | MonitorProperty)[] = Object.freeze([
  ...[noDeadlock, noStuck, noFailure],
  usedWhileAllocated,
]);

/**
 * withBuiltIn gives the properties and after them the built-in ones of a system that are chosen; all unless told. One that
 * is given already, under its name and perhaps with a premise or with threads of its own, is not added again. Throws QSC102.
 */
export function withBuiltIn(
  system: System,
  properties: readonly Property[],
  choice: BuiltInChoice = true,
): readonly Property[] {
  refuseUnknown(choice);
  const isChosen = ({ name }: Property) =>
    typeof choice === 'boolean' ? choice : choice.includes(name as BuiltInName);
  const applies = ({ name }: Property) => name !== usedWhileAllocated.name || canBeFreed(system);
  const chosen = builtInProperties.filter((property) => isChosen(property) && applies(property));
  const isGiven = ({ kind, name }: Property) =>
    properties.some((property) => property?.kind === kind && property.name === name);
  return [...properties, ...chosen.filter((property) => !isGiven(property))];
}

/** Whether some of the memory of a system can be freed. */
function canBeFreed({ cells }: System): boolean {
  return cells.flat().some(({ region }) => region?.life !== undefined);
}

function refuseUnknown(choice: BuiltInChoice): void {
  if (typeof choice === 'boolean') return;
  if (!Array.isArray(choice))
    throw new QuiesceError('QSC104', `builtIn: ${String(choice)}; a boolean or a list expected`);
  const unknown = choice.find((name) => !builtInProperties.some((property) => property.name === name));
  if (unknown !== undefined)
    throw new QuiesceError('QSC102', `builtIn: ${JSON.stringify(unknown)}`, {
      next: `choose of ${builtInProperties.map(({ name }) => name).join(', ')}`,
    });
}
