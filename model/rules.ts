// From the implementation's events to the machine's, for the mechanism of impl/hotswap and one of its references: what
// each event is to the machine of that reference. Every use of a rule is counted and reported.

import { type MachineState, pathsOf, type Rule, step, type When } from '../conformance/index.js';
import { deepFreeze, type Event } from '../engine/program/index.js';
import type { EventName } from '../impl/events.js';
import type { SwapEvent } from './swapMachine.js';

/** Whose machine it is that the rules translate for. */
export interface Subject {
  readonly ref: string;
  /** The thread that carries out swaps of the reference. */
  readonly swapper: string;
}

/** 'failed' is the engine's own: a program came to a bad end. */
export type SwapRule = Rule<MachineState, EventName | 'failed'>;

/** An event that is a step of the machine, with some of its data. */
function becoming(becomes: SwapEvent['type'], when: When<EventName>, ...carries: readonly string[]): SwapRule {
  const carried = (event: Event) =>
    carries.map((datum) => [datum, datum === 'thread' ? event.thread : event.data[datum]] as const);
  return { name: becomes, when, kind: 'step', step: (event) => step(becomes, Object.fromEntries(carried(event))) };
}

/** An event under the same name. */
function same(event: EventName & SwapEvent['type'], ...carries: readonly string[]): SwapRule {
  return becoming(event, { event }, ...carries);
}

/** A phase that is one batch with the event that stands for the step: told before it, or after it. */
function partOf(phase: string, within: readonly string[], why: string): SwapRule {
  const paths = within.map((path) => `swap.on.${path}`);
  const holds = ({ value }: MachineState) => pathsOf(value).some((path) => paths.includes(path));
  return { name: `phase.${phase}`, when: { event: 'phase', data: { phase } }, kind: 'observation', holds, why };
}

/** swapRules are the rules for one reference, in the order in which they are tried. */
export function swapRules({ ref, swapper }: Subject): readonly SwapRule[] {
  return deepFreeze([
    {
      name: 'anotherReference',
      when: { event: '*', otherThan: { ref } },
      kind: 'hidden',
      why: 'it has a machine of its own',
    },
    same('invoke', 'thread'),
    same('return', 'thread'),
    same('enter', 'thread', 'object'),
    { name: 'leave', when: { event: 'leave' }, kind: 'stutter', why: 'the machine does not see frames, only calls' },
    { name: 'raised', when: { event: 'raised' }, kind: 'stutter', why: 'an exception leaves a call as a return does' },
    becoming('counted.in', { event: 'counted', data: { delta: 1 } }, 'thread'),
    becoming('counted.out', { event: 'counted', data: { delta: -1 } }, 'thread'),
    becoming('tracked.in', { event: 'tracked', data: { present: true } }, 'thread'),
    becoming('tracked.out', { event: 'tracked', data: { present: false } }, 'thread'),
    same('suspended', 'thread'),
    same('resumed', 'thread'),
    same('swapRequested'),
    same('swapRefused', 'reason'),
    same('swapStarted', 'mediator'),
    partOf('forward', ['requested', 'undecided.draining'], 'the mediator is made in forward'),
    becoming('generation', { event: 'generation', by: [swapper] }, 'processor'),
    {
      name: 'generationOfAnother',
      when: { event: 'generation', notBy: [swapper] },
      kind: 'hidden',
      why: 'a swapper counts only the generations that it has let pass itself',
    },
    becoming('phase.block', { event: 'phase', data: { phase: 'block' } }, 'mediator'),
    becoming('phase.completed', { event: 'phase', data: { phase: 'completed' } }, 'mediator'),
    same('quiescent', 'mediator'),
    partOf(
      'transfer',
      ['undecided.copying'],
      'transfer begins where quiescence is known; the phase is said with the first step of the copy',
    ),
    same('transferBegins', 'from', 'to'),
    same('transferEnded', 'from', 'to'),
    same('swapAbandoned', 'mediator'),
    same('swung', 'object'),
    same('swapEnded', 'mediator', 'outcome'),
    same('freedObject', 'object'),
    same('freedMediator', 'mediator'),
    same('swapIdle'),
    { name: 'swapAsked', when: { event: 'swapAsked' }, kind: 'hidden', why: 'the machine sees the request itself' },
    {
      name: 'exports',
      when: { event: 'exports' },
      kind: 'hidden',
      why: 'the machine sees the transfer, not what is asked of objects',
    },
    {
      name: 'imports',
      when: { event: 'imports' },
      kind: 'hidden',
      why: 'the machine sees the transfer, not what is asked of objects',
    },
    { name: 'sleeps', when: { event: 'sleeps' }, kind: 'hidden', why: 'the machine does not see sleep' },
    { name: 'failed', when: { event: 'failed' }, kind: 'hidden', why: 'noFailure is about it' },
  ] satisfies readonly SwapRule[]);
}
