// Actions of a TLA+ specification with their parameters: as labels of edges, and as steps of an automaton.

import { ofGiven, recordGiven } from '../../engine/program/given.js';
import { QuiesceError, type Value } from '../../engine/program/index.js';
import type { Step } from '../automaton.js';
import { parseValue, type TlaValue, writeValue } from './value.js';

/** An action with its parameters. */
export interface Label {
  readonly action: string;
  readonly parameters: readonly TlaValue[];
}

/** writeLabel prints an action with its parameters: `enter(<<"c1", 0>>)`. */
export function writeLabel(label: Label): string {
  const { action, parameters } = recordGiven('QSC421', 'an action with its parameters', label);
  return ofGiven('QSC421', 'an action with its parameters', () =>
    parameters.length === 0 ? action : `${action}(${parameters.map(writeValue).join(', ')})`,
  );
}

/** parseLabel reads what writeLabel prints. Throws QSC421. */
export function parseLabel(text: string): Label {
  const match = /^(\w+)(?:\((.*)\))?$/.exec(text);
  if (!match) throw new QuiesceError('QSC421', `the action ${text}`);
  const parameters = match[2] === undefined ? { tuple: [] } : parseValue(`<<${match[2]}>>`);
  return { action: match[1]!, parameters: (parameters as { readonly tuple: readonly TlaValue[] }).tuple };
}

/** actionStep is an action as a step. */
export function actionStep(action: string, ...parameters: readonly TlaValue[]): Step {
  return Object.freeze({ name: action, parameters: parameters as Value[], text: writeLabel({ action, parameters }) });
}

/** labelOf is the label that a step of a TLA+ specification is. */
export function labelOfStep(step: Step): Label {
  const { name, parameters } = recordGiven('QSC421', 'a step', step);
  return { action: name, parameters: parameters as readonly TlaValue[] };
}
