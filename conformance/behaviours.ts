// From many behaviours of a specification to a schedule of a system: its state graph with the steps that are looked for, and
// the shortest execution whose events are the steps of some way to one of these. One behaviour is schedule.ts's: where no
// execution has its steps in their order, another may have those of a longer way.

import { explore, formatSchedule, monitor, violated } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { isRecord, listGiven, notWanted } from '../engine/program/given.js';
import type { Event } from '../engine/program/index.js';
import { type Rule, ruleFor } from './rules.js';
import type { Followed } from './schedule.js';

/** A step of a graph. */
export interface BehaviourStep {
  /** As people read it; none where no event says it. */
  readonly text?: string;
  readonly to: number;
  /** Whether it is one of those that are looked for. */
  readonly isEnd: boolean;
}

/** Of each state the steps from there; the first state is where behaviours begin. */
export type Behaviours = readonly (readonly BehaviourStep[])[];

/** What stands for "none of these behaviours": no step brings it back. */
const left = '';

/** scheduleWithin finds the schedule; undefined where no execution of the system has the steps of any way to an end. */
export function scheduleWithin<S>(
  system: System,
  rules: readonly Rule<S>[],
  behaviours: Behaviours,
): Omit<Followed, 'steps'> | undefined {
  refuseNoBehaviours(behaviours);
  const { verdicts } = explore(system, [within(rules, behaviours)], { liveExecutions: 0, builtIn: false });
  const found = verdicts[0]!.counterexample;
  if (!found) return undefined;
  const { property: _property, ...schedule } = found.schedule;
  return { schedule, text: formatSchedule(schedule) };
}

/** What leads to no state of the graph is refused, and so is a graph without any. */
function refuseNoBehaviours(behaviours: Behaviours): void {
  const isStep = (each: unknown) => isRecord(each) && Array.isArray(behaviours[each.to as number]);
  const isState = (each: unknown) => Array.isArray(each) && each.every(isStep);
  listGiven('QSC407', 'of each state the steps from there', behaviours, isState);
  if (behaviours.length === 0) throw notWanted('QSC407', 'a state to begin in', undefined);
}

/** Its states are sets of states of the graph, written as text: several behaviours may have begun alike. */
function within<S>(rules: readonly Rule<S>[], behaviours: Behaviours): ReturnType<typeof monitor> {
  return monitor<string>(
    'noBehaviourFollowed',
    {
      init: written(unsaid(behaviours, [0])),
      on: (among: string, event: Event) => {
        const rule = ruleFor(rules, event);
        if (among === left || rule.kind !== 'step') return among;
        const taken = stepsFrom(behaviours, among, rule.step(event).text);
        if (taken.some(({ isEnd }) => isEnd)) return violated('a behaviour has been followed to its end');
        // Where the event may be an observation too, it is one unless a behaviour has the step.
        if (taken.length === 0) return rule.otherwise ? among : left;
        return written(
          unsaid(
            behaviours,
            taken.map(({ to }) => to),
          ),
        );
      },
    },
    { statement: 'no execution has the events of one of these behaviours' },
  );
}

function stepsFrom(behaviours: Behaviours, among: string, text: string): readonly BehaviourStep[] {
  return among.split(' ').flatMap((state) => behaviours[Number(state)]!.filter((step) => step.text === text));
}

/** The states with those that steps lead to which no event says. */
function unsaid(behaviours: Behaviours, states: readonly number[]): readonly number[] {
  const found = new Set(states);
  for (const state of found)
    for (const { text, to, isEnd } of behaviours[state]!) if (text === undefined && !isEnd) found.add(to);
  return [...found];
}

function written(states: readonly number[]): string {
  return [...states].sort((one, other) => one - other).join(' ');
}
