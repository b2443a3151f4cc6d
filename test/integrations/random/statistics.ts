// What random scenarios were like: how large, what happened in them, and how many were cut. What happened is heard by a
// monitor that remembers nothing, so that it adds no state; each event that occurs at all is said to it at least once.

import type { Event } from '../../../engine/program/event.js';
import { type MonitorProperty, monitor, type SafetyProperty } from '../../../engine/watch/property.js';
import type { EventData, EventName } from '../../../impl/events.js';
import type { Scenario } from '../../../scenarios/index.js';
import { flatten } from '../../../scenarios/scenario.js';

/** What happened in some interleaving of a scenario. */
export interface Happenings {
  /** How deep calls were nested. */
  readonly depth: number;
  /** Swaps, each counted once: of one reference, the first and the second are two. */
  readonly completed: number;
  readonly aborted: number;
  readonly refused: boolean;
  readonly phases: readonly string[];
  /** References that were swapped. */
  readonly swapped: number;
  readonly heldBack: boolean;
  readonly exceptions: boolean;
  readonly sleeps: boolean;
  /** A call that went from one component to another and back. */
  readonly mutual: boolean;
}

export interface Explored {
  readonly states: number;
  readonly cut: boolean;
  readonly happenings: Happenings;
}

/** listener is a monitor that holds always, and what it has heard. */
export function listener(): { readonly property: SafetyProperty; readonly heard: (scenario: Scenario) => Happenings } {
  const events = new Map<string, Event>();
  const note = (event: Event) => events.set(JSON.stringify([event.name, event.data]), event);
  const on: MonitorProperty['on'] = (state, event) => {
    note(event);
    return state;
  };
  const heard = (scenario: Scenario) => happeningsOf([...events.values()], scenario);
  return { property: monitor('heard', { init: null, on }), heard };
}

function happeningsOf(events: readonly Event[], { threads, sleepers }: Scenario): Happenings {
  const all = <N extends EventName>(name: N) =>
    events.filter((event) => event.name === name).map(({ data }) => data as unknown as EventData[N]);
  const ended = (wanted: string) => all('swapEnded').filter(({ outcome }) => outcome === wanted).length;
  const methods = threads
    .flatMap(({ actions }) => flatten(actions))
    .map((action) => 'method' in action && action.method);
  return {
    depth: Math.max(0, ...all('enter').map(({ call }) => Number(call.split('/')[1] ?? 0))),
    completed: ended('completed'),
    aborted: ended('aborted'),
    refused: all('swapRefused').length > 0,
    phases: [...new Set(all('phase').map(({ phase }) => phase))],
    swapped: new Set(all('swapStarted').map(({ ref }) => ref)).size,
    heldBack: all('suspended').length > 0,
    exceptions: all('raised').length > 0,
    sleeps: sleepers === true && methods.includes('incrementAfterSleep'),
    mutual: all('enter').some(({ call, ref }) => call.endsWith('/2') && entersFrom(all('enter'), call, ref)),
  };
}

/** Whether the outermost of these nested calls is in the same component, and the one between in another. */
function entersFrom(enters: readonly EventData['enter'][], call: string, ref: string): boolean {
  const [outer] = call.split('/');
  const of = (name: string) => enters.filter((enter) => enter.call === name).map((enter) => enter.ref);
  return of(outer!).includes(ref) && of(`${outer}/1`).some((other) => other !== ref);
}

/** median is the middle number. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** share is which part of the scenarios is such. */
export function share(explored: readonly Explored[], isSuch: (one: Explored) => boolean): number {
  return explored.filter(isSuch).length / explored.length;
}

/** statisticsText says it all in a few lines. */
export function statisticsText(explored: readonly Explored[]): string {
  const sizes = explored.map(({ states }) => states);
  const count = (isSuch: (one: Happenings) => boolean) =>
    explored.filter(({ happenings }) => isSuch(happenings)).length;
  const spread = (of: (one: Happenings) => number) =>
    [0, 1, 2, 3].map((n) => `${count((one) => of(one) === n)} of ${n}`).join(', ');
  const phases = ['forward', 'block', 'transfer', 'completed'].map(
    (phase) => `${phase} in ${count((one) => one.phases.includes(phase))}`,
  );
  return [
    `${explored.length} scenarios: median ${median(sizes)} states, ${sizes.reduce((a, b) => a + b, 0)} in all, ` +
      `${explored.filter(({ cut }) => cut).length} cut`,
    `nested calls: ${spread(({ depth }) => depth)} levels; mutual in ${count(({ mutual }) => mutual)}`,
    `swaps completed: ${spread(({ completed }) => completed)}; aborted: ${spread(({ aborted }) => aborted)}; ` +
      `refused in ${count(({ refused }) => refused)}; two swapped references in ${count(({ swapped }) => swapped === 2)}`,
    `phases: ${phases.join(', ')}; calls held back in ${count(({ heldBack }) => heldBack)}`,
    `exceptions in ${count(({ exceptions }) => exceptions)}, sleeps in ${count(({ sleeps }) => sleeps)}`,
  ].join('\n');
}
