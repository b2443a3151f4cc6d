// What is checked of every system: no deadlock, no stuck thread, no failure. A program that deadlocks or throws in every
// execution satisfies most claims; so these are on unless somebody says that they are not.

import { QuiesceError } from '../program/errors.js';
import { type BuiltInProperty, noDeadlock, noFailure, noStuck, type Property } from './property.js';

export type BuiltInName = BuiltInProperty['kind'];

/** Which built-in properties are checked besides those that are given: all, none, or these. */
export type BuiltInChoice = boolean | readonly BuiltInName[];

/** The built-in properties, in the order in which their verdicts stand. */
export const builtInProperties: readonly BuiltInProperty[] = Object.freeze([noDeadlock, noStuck, noFailure]);

/**
 * withBuiltIn gives the properties and after them the built-in ones that are chosen; all unless told. One that is given
 * already, under its name and perhaps with a premise or with threads of its own, is not added again. Throws QSC102.
 */
export function withBuiltIn(properties: readonly Property[], choice: BuiltInChoice = true): readonly Property[] {
  refuseUnknown(choice);
  const isChosen = ({ kind }: BuiltInProperty) => (typeof choice === 'boolean' ? choice : choice.includes(kind));
  const chosen = builtInProperties.filter(isChosen);
  const isGiven = ({ kind, name }: Property) =>
    properties.some((property) => property?.kind === kind && property.name === name);
  return [...properties, ...chosen.filter((property) => !isGiven(property))];
}

function refuseUnknown(choice: BuiltInChoice): void {
  if (typeof choice === 'boolean') return;
  if (!Array.isArray(choice))
    throw new QuiesceError('QSC104', `builtIn: ${String(choice)}; a boolean or a list expected`);
  const unknown = choice.find((name) => !builtInProperties.some(({ kind }) => kind === name));
  if (unknown !== undefined)
    throw new QuiesceError('QSC102', `builtIn: ${JSON.stringify(unknown)}`, {
      next: `choose of ${builtInProperties.map(({ name }) => name).join(', ')}`,
    });
}
