// The outcomes that exploration allows: at each normal end, what every cell holds and what each call has returned.

import { explored } from '../../engine/explore.js';
import { type Event, QuiesceError } from '../../engine/program/index.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { MonitorProperty } from '../../engine/watch/property.js';
import { cellsOf, nameOf, type Subject, systemOf } from './subject.js';

export type Returns = Readonly<Record<string, Value>>;

/** noted is what has been returned, with one event more. The threads note their own in the same way. */
export function noted(returns: Returns, { name, data }: Pick<Event, 'name' | 'data'>): Returns {
  if (name !== 'return') return returns;
  const { call, result, threw } = data as { readonly call: string; readonly result: Value; readonly threw?: Value };
  return { ...returns, [call]: threw === undefined ? result : { threw } };
}

const returned: MonitorProperty<Returns> = Object.freeze({
  kind: 'monitor',
  name: 'returned',
  statement: 'each call returns what it returns',
  init: Object.freeze({}),
  handles: ['return'],
  on: (returns: Returns, event: Event) => Object.freeze(noted(returns, event)),
});

/** outcomeText is an outcome as it is compared and printed. */
export function outcomeText(cells: Readonly<Record<string, unknown>>, returns: Returns): string {
  return canonical({ ...cells, ...returns });
}

export interface Allowed {
  readonly outcomes: ReadonlySet<string>;
  readonly states: number;
}

/** The states that it may take; what is larger is no small scenario. */
const statesMost = 300_000;

/** allowedOutcomes explores a subject. Throws QSC617 where a limit cuts the search: then it cannot tell what is allowed. */
export function allowedOutcomes(subject: Subject): Allowed {
  const system = systemOf(subject);
  const cells = cellsOf(system);
  const graph = explored(system, [returned as unknown as MonitorProperty], { limits: { states: statesMost } });
  if (!graph.complete) throw new QuiesceError('QSC617', `${nameOf(subject)} after ${graph.states} states`);
  const outcomes = new Set<string>();
  for (let state = 0; state < graph.states; state++) {
    if (graph.edges(state)!.length > 0) continue;
    const contents = graph.contents(state, cells);
    const held = Object.fromEntries(cells.map(({ name }, index) => [name, contents[index]]));
    outcomes.add(outcomeText(held, graph.memory('returned', state) as Returns));
  }
  return { outcomes, states: graph.states };
}
