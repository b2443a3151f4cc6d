// From a behaviour of the specification to a schedule of the implementation: the shortest execution whose events are
// the actions of the behaviour, in their order, up to hidden ones. It is looked for with a monitor that counts how far
// the behaviour has been followed, and that is "violated" when it has been followed to its end.

import { explore, formatSchedule, monitor, type Schedule, violated } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import type { Event } from '../../engine/program/index.js';
import { type Label, writeLabel } from '../labelled.js';
import type { LabelledTrace } from '../labelledTrace.js';
import { ruleFor } from './rules.js';

/** Actions that no event says. */
const silent: readonly string[] = ['redispatch', 'admit', 'sleep', 'finished'];

export interface Followed {
  readonly schedule: Schedule;
  readonly text: string;
  /** The actions that were followed. */
  readonly actions: readonly string[];
}

/** A behaviour has been left: no step brings it back. */
const left = -1;

/** follow finds the schedule; undefined where no execution of the system has these events. */
export function follow(system: System, trace: LabelledTrace): Followed | undefined {
  const labels = trace.steps.flatMap(({ label }) => (label && !silent.includes(label.action) ? [label] : []));
  const { verdicts } = explore(system, [following(labels)], { liveExecutions: 0, builtIn: false });
  const found = verdicts[0]!.counterexample;
  if (!found) return undefined;
  const { property: _property, ...schedule } = found.schedule;
  return { schedule, text: formatSchedule(schedule), actions: labels.map(writeLabel) };
}

function following(labels: readonly Label[]): ReturnType<typeof monitor> {
  const wanted = labels.map(writeLabel);
  return monitor<number>(
    'behaviourNotFollowed',
    {
      init: 0,
      on: (position: number, event: Event) => {
        const [, rule] = ruleFor(event);
        if (position === left || rule.kind === 'observation') return position;
        if (rule.label!(event.data as Readonly<Record<string, unknown>>) !== wanted[position]) return left;
        return position + 1 === wanted.length ? violated('the behaviour has been followed to its end') : position + 1;
      },
    },
    { statement: 'no execution has these events in this order' },
  );
}
