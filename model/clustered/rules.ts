// From the events of the per-processor form to the machine of one of its references. Every use of a rule is counted and
// reported.

import { type MachineState, pathsOf, type Rule, step, type When } from '../../conformance/index.js';
import { deepFreeze, type Event } from '../../engine/program/index.js';
import type { EventName } from '../../impl/events.js';
import type { SpreadEvent } from './spreadMachine.js';

/** 'failed' is the engine's own: a program came to a bad end. */
export type SpreadRule = Rule<MachineState, EventName | 'failed'>;

/** An event that is a step of the machine, with some of its data. */
function becoming(becomes: SpreadEvent['type'], when: When<EventName>, ...carries: readonly string[]): SpreadRule {
  const carried = (event: Event) =>
    carries.map((datum) => [datum, datum === 'thread' ? event.thread : event.data[datum]] as const);
  return { name: becomes, when, kind: 'step', step: (event) => step(becomes, Object.fromEntries(carried(event))) };
}

function same(event: EventName & SpreadEvent['type'], ...carries: readonly string[]): SpreadRule {
  return becoming(event, { event }, ...carries);
}

/** A phase of one processor, or of the root. */
function phase(name: string, where: 'processor' | 'root'): When<EventName> {
  const when = { event: 'phase', data: { phase: name } } as const;
  return where === 'root' ? when : { ...when, otherThan: { processor: -1 } };
}

function hidden(event: EventName | 'failed', why: string): SpreadRule {
  return { name: event, when: { event }, kind: 'hidden', why };
}

const isStarting = ({ value }: MachineState) =>
  pathsOf(value).some((path) => path === 'on.requested' || path === 'on.undecided.draining');

/** spreadRules are the rules for one reference, in the order in which they are tried. */
export function spreadRules(ref: string): readonly SpreadRule[] {
  return deepFreeze([
    {
      name: 'anotherReference',
      when: { event: '*', otherThan: { ref } },
      kind: 'hidden',
      why: 'it has a machine of its own',
    },
    hidden('invoke', 'the machine sees a call when it enters, or comes to a representative'),
    hidden('return', 'the machine does not see frames, only calls that are counted'),
    same('enter', 'thread', 'object'),
    hidden('leave', 'the machine does not see frames, only calls that are counted'),
    hidden('raised', 'an exception leaves a call as a return does'),
    becoming('counted.in', { event: 'counted', data: { delta: 1 } }, 'thread'),
    becoming('counted.out', { event: 'counted', data: { delta: -1 } }, 'thread'),
    becoming('tracked.in', { event: 'tracked', data: { present: true } }, 'thread'),
    becoming('tracked.out', { event: 'tracked', data: { present: false } }, 'thread'),
    same('suspended', 'thread'),
    same('resumed', 'thread'),
    same('swapRequested'),
    same('swapRefused', 'reason'),
    same('swapStarted', 'mediator'),
    becoming('phase.forward', phase('forward', 'processor'), 'processor'),
    {
      name: 'phase.forward of the root',
      when: phase('forward', 'root'),
      kind: 'observation',
      holds: isStarting,
      why: 'the mediator is made in forward',
    },
    same('generation', 'processor'),
    becoming('phase.block', phase('block', 'processor'), 'processor'),
    becoming('root.block', phase('block', 'root')),
    same('quiescent'),
    becoming('root.transfer', phase('transfer', 'root')),
    hidden('exports', 'the machine sees the transfer, not what is asked of objects'),
    hidden('imports', 'the machine sees the transfer, not what is asked of objects'),
    same('transferBegins', 'processor'),
    same('transferEnded', 'processor'),
    same('swapAbandoned'),
    same('swung', 'object'),
    becoming('phase.completed', phase('completed', 'processor'), 'processor'),
    becoming('root.completed', phase('completed', 'root')),
    same('swapEnded', 'outcome'),
    same('freedObject', 'object'),
    same('freedMediator'),
    same('swapIdle'),
    hidden('swapAsked', 'the machine sees the request itself'),
    hidden('sleeps', 'the machine does not see sleep'),
    hidden('failed', 'noFailure is about it'),
  ] satisfies readonly SpreadRule[]);
}
