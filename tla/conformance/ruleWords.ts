// The words in which the tables of rules are written: what an event is in a specification of swaps, whichever form the
// mechanism has.

import {
  actionStep,
  type Check,
  type Rule,
  type Step,
  type TlaState,
  type TlaValue,
  type When,
} from '../../conformance/index.js';
import { type Event, QuiesceError } from '../../engine/program/index.js';
import type { EventName } from '../../impl/events.js';

/** 'failed' is the engine's own, and has no place in the specification. */
export type ActionRule = Rule<TlaState, EventName>;

type StepOf = (event: Event) => Step;

/** callOf is the specification's name of a call: `c1.0` is <<"c1", 0>>, `c1.0/1` is <<"c1", 1>>. */
export function callOf({ data }: Event): TlaValue {
  const call = String(data.call);
  const match = /^(.+)\.(\d+)(?:\/(\d+))?$/.exec(call);
  if (match?.[2] !== '0')
    throw new QuiesceError('QSC402', `the call ${call}: the specification has one call per thread`);
  return { tuple: [match[1]!, Number(match[3] ?? 0)] };
}

export function mediatorAt(number: number): TlaValue {
  return { tuple: ['mediator', number] };
}

export function objectAt(number: number): TlaValue {
  return { tuple: ['object', number] };
}

export const number = ({ data }: Event, datum: string): number => Number(data[datum]);

/** An action. */
export function action(when: When<EventName>, why: string, step: StepOf, more: Partial<ActionRule> = {}): ActionRule {
  return { name: nameOf(when), when, why, kind: 'step', step, ...more } as ActionRule;
}

/** An action of a call. */
export function ofCall(event: EventName, check?: Check<TlaState>): ActionRule {
  return action({ event }, `${event}(call)`, (said) => actionStep(event, callOf(said)), check ? { check } : {});
}

export function observed(when: When<EventName>, why: string, holds: Check<TlaState>, enables?: Step): ActionRule {
  return { name: nameOf(when), when, why, kind: 'observation', holds, ...(enables ? { enables } : {}) };
}

export function silent(event: EventName, why: string): ActionRule {
  return { name: event, when: { event }, why, kind: 'hidden' };
}

/** Phases are told apart by what they say. */
export function nameOf({ event, data }: When<EventName>): string {
  return data?.phase === undefined ? event : `${event} ${String(data.phase)}`;
}

export function phase(name: string): When<EventName> {
  return { event: 'phase', data: { phase: name } };
}

export const isAt =
  (...stages: readonly string[]): Check<TlaState> =>
  (state, event) =>
    stages.includes(String(state.value('at', callOf(event))));

export const runsIn: Check<TlaState> = (state, event) => {
  const aim = state.value('aim', callOf(event));
  const [kind, of] = (aim as { readonly tuple: readonly TlaValue[] }).tuple;
  const object = kind === 'mediator' ? state.value('original', of!) : of!;
  return object === number(event, 'object');
};

/** What is said of a call that is inside an object; `runsIn` is whether that is the object that it aims at. */
export function callsInside(runs: Check<TlaState> = runsIn): readonly ActionRule[] {
  return [
    ofCall('enter', runs),
    ofCall('leave', runs),
    ofCall('return'),
    observed({ event: 'raised' }, 'the call is inside', isAt('inside')),
  ];
}

/** What is said of a call that a mediator counts, and has in its table. */
export const callsCounted: readonly ActionRule[] = [
  action({ event: 'counted' }, 'counted(call, delta)', (said) =>
    actionStep('counted', callOf(said), number(said, 'delta')),
  ),
  observed({ event: 'tracked' }, 'the call is counted, or has left', (state, event) =>
    isAt(event.data.present ? 'counted' : 'left')(state, event),
  ),
];

/** What no specification of swaps is about. */
export const unseen = Object.freeze({
  swapAsked: silent('swapAsked', 'the specification sees the request itself'),
  exports: silent('exports', 'the specification sees the transfer, not what is asked of objects'),
  imports: silent('imports', 'the specification sees the transfer, not what is asked of objects'),
  sleeps: silent('sleeps', 'no workload sleeps'),
});
