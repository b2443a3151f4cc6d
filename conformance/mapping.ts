// How the events of a system and the steps of a specification lie upon each other: for whoever writes the mapping.

import { explored, invariant } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import type { Event } from '../engine/program/index.js';
import { answersTo, isArrowOf } from './descriptor.js';
import { ruleFor } from './rules.js';
import type { Specification } from './specification.js';
import { refuseOther } from './wellDeclared.js';

export interface Mapping {
  /** Each event that the system says, and what it is to the specification: undefined where nothing is said of it. */
  readonly events: readonly { readonly event: string; readonly is: string | undefined }[];
  /** Places of the specification's text that make steps which no event of the system is. */
  readonly unsaid: readonly string[];
}

/** mapping explores a system for all that it ever says, and lays that upon a specification. */
export function mapping<S>(system: System, specification: Specification<S>): Mapping {
  refuseOther('a system', system, 'threads');
  refuseOther('a specification', specification, 'rules');
  const { rules, automaton } = specification;
  const listening = invariant('listening', () => true, { memory: { init: 0, on: (state) => state } });
  const said = explored(system, [listening])
    .transitionsOf('listening')
    .flatMap(({ events }) => events);
  const byName = new Map(said.map((event) => [event.name, event]));
  const fitting = (event: Event) => rules.find(({ when }) => answersTo(event.name, when.event));
  const events = [...byName.values()].map((event) => ({
    event: event.name,
    is: fitting(event) && words(event, rules),
  }));
  const steps = new Set(said.flatMap((event) => (fitting(event) ? stepOf(event, rules) : [])));
  return { events, unsaid: automaton.arrows.filter((arrow) => ![...steps].some((name) => isArrowOf(arrow, name))) };
}

function words<S>(event: Event, rules: Specification<S>['rules']): string {
  const rule = ruleFor(rules, event);
  return rule.kind === 'step' ? rule.step(event).name : rule.kind;
}

function stepOf<S>(event: Event, rules: Specification<S>['rules']): readonly string[] {
  const rule = ruleFor(rules, event);
  return rule.kind === 'step' ? [rule.step(event).name] : [];
}
