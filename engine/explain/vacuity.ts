// Why a verdict is vacuous, in words: which premise was not reached, and what went on instead. Of a search without a
// normal end it tells the two usual slips apart: every execution deadlocks, or a thread goes on for ever and was perhaps
// meant to be a daemon. Asked of finished searches only: of one that was cut, nothing can be said.

import { threadNames } from '../multiprocessor/threadNames.js';
import { FAILED_NODE, FINISHED_NODE } from '../operations/table.js';
import { allEdges } from '../search/allEdges.js';
import type { Graph } from '../search/graph.js';
import type { Search } from '../search/search.js';
import { forEachComponent } from '../search/stronglyConnected.js';
import type { MissingPremise } from '../watch/premises.js';
import type { Property } from '../watch/property.js';

/** vacuities says of each property of a search why its claim was never asked; undefined where it was. */
export function vacuities(search: Search): (property: Property, index: number) => string | undefined {
  let noEnd: string | undefined;
  return (property, index) => {
    const missing = search.checks.missingPremise(index);
    if (missing !== 'end') return missing && premiseInWords(property, missing, 'no reachable state');
    noEnd ??= `no normal end is reached: ${whyNoEnd(search)}`;
    return noEnd;
  };
}

/** vacuityOfSample says it of sampled executions, which are no proof that the premise cannot be reached. */
export function vacuityOfSample(property: Property, missing: MissingPremise): string {
  if (missing === 'end') return 'no normal end was reached';
  return premiseInWords(property, missing, 'no state that was visited');
}

/** vacuityOfExecutions says it of all executions, each of which ends. */
export function vacuityOfExecutions(property: Property, missing: MissingPremise): string {
  if (missing === 'end') return 'no normal end is reached: every execution deadlocks';
  return premiseInWords(property, missing, 'no reachable state');
}

function premiseInWords(property: Property, missing: Exclude<MissingPremise, 'end'>, nowhere: string): string {
  switch (missing) {
    case 'from':
      return `what it starts from holds in ${nowhere}`;
    case 'declared':
      return `its premise holds in ${nowhere}`;
    case 'event':
      return eventInWords(property);
  }
}

function eventInWords(property: Property): string {
  const handles = property.kind === 'monitor' ? property.handles : undefined;
  if (handles) return `none of the events that it handles ever came: ${handles.join(', ')}`;
  return 'no event ever changed its state (a monitor of one state says with `handles` which events it is about)';
}

function whyNoEnd(search: Search): string {
  const { store } = search;
  const graph = allEdges(search);
  if (!graph)
    return 'every execution deadlocks or goes on for ever; which of both takes more than the limits to find out';
  if (!hasCycle(graph, store.count)) return 'every execution deadlocks';
  const never = threadsThatNeverEnd(search, graph);
  const unended = never.length > 0 ? `these threads never end: ${never.join(', ')}` : 'some thread always goes on';
  const deadlocks = graph.enabled.data.subarray(0, store.count).includes(0);
  return `${deadlocks ? 'every execution deadlocks or goes on for ever; ' : ''}${unended} (should one be a daemon?)`;
}

/** Whether some execution is infinite. */
function hasCycle(graph: Graph, states: number): boolean {
  let found = false;
  forEachComponent(graph, { first: 0, end: states }, (members) => {
    found ||= members.length > 1 || leadsTo(graph, members[0]!, members[0]!);
  });
  return found;
}

function leadsTo(graph: Graph, state: number, target: number): boolean {
  const first = graph.firstEdge.data[state]!;
  return graph.target.data.subarray(first, first + graph.edgeCount.data[state]!).includes(target);
}

/** The threads, daemons apart, that begin and end in no reachable state. */
function threadsThatNeverEnd({ multiprocessor, store }: Search, graph: Graph): string[] {
  const { nodes, threads, width } = multiprocessor.layout;
  const state = new Int32Array(width);
  let begun = 0;
  let ended = 0;
  for (let id = 0; id < store.count; id++) {
    begun |= graph.unfinished.data[id]!;
    store.load(id, state);
    for (let slot = 0; slot < threads.length; slot++) {
      const node = state[nodes + slot]!;
      if (node === FINISHED_NODE || node === FAILED_NODE) ended |= 1 << slot;
    }
  }
  return threadNames(multiprocessor, begun & ~ended);
}
