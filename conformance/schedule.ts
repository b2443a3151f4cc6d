// From a behaviour of a specification to a schedule of a system: the shortest execution whose events are the steps of the
// behaviour, in their order, up to those that no event says. It is looked for with a monitor that counts how far the
// behaviour has been followed, and that is "violated" when it has been followed to its end.

import { explore, formatSchedule, monitor, type Schedule, violated } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { isRecord, listGiven } from '../engine/program/given.js';
import type { Event } from '../engine/program/index.js';
import type { Step } from './automaton.js';
import { type Rule, ruleFor } from './rules.js';

export interface Followed {
  readonly schedule: Schedule;
  readonly text: string;
  /** The steps that were followed, as text. */
  readonly steps: readonly string[];
}

/** A behaviour has been left: no step brings it back. */
const left = -1;

/** scheduleFollowing finds the schedule; undefined where no execution of the system has these steps. */
export function scheduleFollowing<S>(
  system: System,
  rules: readonly Rule<S>[],
  steps: readonly Step[],
): Followed | undefined {
  listGiven('QSC407', 'a list of steps', steps, isRecord);
  const wanted = steps.map(({ text }) => text);
  const { verdicts } = explore(system, [following(rules, wanted)], { liveExecutions: 0, builtIn: false });
  const found = verdicts[0]!.counterexample;
  if (!found) return undefined;
  const { property: _property, ...schedule } = found.schedule;
  return { schedule, text: formatSchedule(schedule), steps: wanted };
}

function following<S>(rules: readonly Rule<S>[], wanted: readonly string[]): ReturnType<typeof monitor> {
  return monitor<number>(
    'behaviourNotFollowed',
    {
      init: 0,
      on: (position: number, event: Event) => {
        const rule = ruleFor(rules, event);
        if (position === left || rule.kind !== 'step') return position;
        // Where the event may be an observation too, it is one unless the behaviour has the step.
        if (rule.step(event).text !== wanted[position]) return rule.otherwise ? position : left;
        return position + 1 === wanted.length ? violated('the behaviour has been followed to its end') : position + 1;
      },
    },
    { statement: 'no execution has these events in this order' },
  );
}
