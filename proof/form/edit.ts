// Edits of a system, for mutants: a deliberate defect is the system itself with one thing left out or turned round.

import { QuiesceError } from '../../engine/program/errors.js';
import { type Action, type Change, updatesOf } from './action.js';
import { functionGiven, listGiven, recordGiven } from './given.js';
import { changed, type System } from './system.js';
import type { Formula, Term } from './term.js';

/** The parameters of an action, by name. */
export type Parameters = Readonly<Record<string, Term>>;

/** editAction replaces an action by what an edit makes of it. Throws QSC430 where there is no such action. */
export function editAction(
  system: System,
  name: string,
  edit: (action: Action, parameters: Parameters) => Action,
): System {
  functionGiven('an edit', edit);
  const found = listGiven('the actions of a system', recordGiven('a system', system).actions).find(
    (action) => action.name === name,
  );
  if (!found) throw new QuiesceError('QSC430', `${system.name} has no action ${name}`);
  const parameters = Object.fromEntries(found.parameters.map((variable) => [variable.name, variable as Term]));
  const edited = edit(found, parameters);
  return changed(system, { actions: system.actions.map((action) => (action === found ? edited : action)) });
}

/** withGuard replaces a guard, or adds one. */
export function withGuard(
  system: System,
  name: string,
  guard: string,
  formula: (parameters: Parameters) => Formula,
): System {
  return editAction(system, name, (action, parameters) => ({
    ...action,
    guards: { ...action.guards, [guard]: functionGiven('a guard', formula)(parameters) },
  }));
}

/** withoutGuard leaves a guard out. Throws QSC430 where there is no such guard. */
export function withoutGuard(system: System, name: string, guard: string): System {
  return editAction(system, name, (action) => {
    const { [guard]: dropped, ...guards } = action.guards;
    if (!dropped) throw new QuiesceError('QSC430', `${name} has no guard ${guard}`);
    return { ...action, guards };
  });
}

/** withChanges replaces what an action does to the symbols concerned, and leaves the others. */
export function withChanges(
  system: System,
  name: string,
  changes: (parameters: Parameters) => readonly Change[],
): System {
  return editAction(system, name, (action, parameters) => {
    const made = updatesOf(functionGiven('what an action does', changes)(parameters));
    const symbols = made.map(({ symbol }) => symbol);
    const updates = [...action.updates.filter(({ symbol }) => !symbols.includes(symbol)), ...made];
    return { ...action, updates, writes: updates.map(({ symbol }) => symbol) };
  });
}

/** withoutChange leaves out what an action does to a symbol. */
export function withoutChange(system: System, name: string, symbol: string): System {
  return editAction(system, name, (action) => {
    const updates = action.updates.filter((update) => update.symbol.name !== symbol);
    return { ...action, updates, writes: updates.map((update) => update.symbol) };
  });
}

/** withoutConjunct leaves a conjunct of the invariant out. Throws QSC430 where there is none of that name. */
export function withoutConjunct(system: System, name: string): System {
  const { [name]: dropped, ...invariant } = recordGiven('an invariant', recordGiven('a system', system).invariant);
  if (!dropped) throw new QuiesceError('QSC430', `${system.name} has no conjunct ${name}`);
  return changed(system, { invariant });
}

/** withoutAxiom leaves an assumption out. Throws QSC430 where there is none of that name. */
export function withoutAxiom(system: System, name: string): System {
  const { [name]: dropped, ...axioms } = system.axioms;
  if (!dropped) throw new QuiesceError('QSC430', `${system.name} has no axiom ${name}`);
  return changed(system, { axioms });
}
