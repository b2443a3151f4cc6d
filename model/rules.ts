// From the implementation's events to the machine's, as data: the first rule that fits an event says what becomes of it.
//   step     the machine makes a step of its own
//   part     it belongs to a step that another event stands for; the machine must be where that step leads
//   stutter  it concerns the reference, but the machine is too coarse to see it move anything
//   hidden   it is not about this reference, or not about its swap
// Every use of a rule is counted and reported: a rule that hides a divergence shows by what it is used for.

import type { Event, Value } from '../engine/program/index.js';
import { deepFreeze, QuiesceError } from '../engine/program/index.js';
import type { EventName } from '../impl/events.js';
import type { ModelEvent } from './automaton.js';
import type { SwapEvent } from './swapMachine.js';

/** What a rule is about: an event by name, data that it must have, and whose it must be. */
interface When {
  /** '*' is any event. 'failed' is the engine's own: a program came to a bad end. */
  readonly event: EventName | 'failed' | '*';
  readonly data?: { readonly [datum: string]: Value };
  /** Said by a thread that carries out swaps of this reference, or by any other. */
  readonly by?: 'swapper' | 'another';
  /** About this reference, or about another. */
  readonly about?: 'another';
}

export type Rule = { readonly name: string; readonly when: When; readonly why?: string } & (
  | { readonly kind: 'step'; readonly becomes: SwapEvent['type']; readonly carries: readonly string[] }
  | { readonly kind: 'part'; readonly of: SwapEvent['type']; readonly within: readonly string[] }
  | { readonly kind: 'stutter' | 'hidden' }
);

/** An event under the same name, with some of its data. */
function same(event: EventName & SwapEvent['type'], ...carries: string[]): Rule {
  return { name: event, when: { event }, kind: 'step', becomes: event, carries };
}

/** An event whose datum tells two of the machine's apart. */
function split(event: EventName, data: When['data'] & object, becomes: SwapEvent['type'], ...carries: string[]): Rule {
  return { name: becomes, when: { event, data }, kind: 'step', becomes, carries };
}

/** swapRules are the rules for the mechanism of impl/hotswap, in the order in which they are tried. */
export const swapRules: readonly Rule[] = deepFreeze([
  {
    name: 'anotherReference',
    when: { event: '*', about: 'another' },
    kind: 'hidden',
    why: 'it has a machine of its own',
  },
  same('invoke', 'thread'),
  same('return', 'thread'),
  same('enter', 'thread', 'object'),
  { name: 'leave', when: { event: 'leave' }, kind: 'stutter', why: 'the machine does not see frames, only calls' },
  { name: 'raised', when: { event: 'raised' }, kind: 'stutter', why: 'an exception leaves a call as a return does' },
  same('touch', 'mediator'),
  split('counted', { delta: 1 }, 'counted.in', 'thread'),
  split('counted', { delta: -1 }, 'counted.out', 'thread'),
  split('tracked', { present: true }, 'tracked.in', 'thread'),
  split('tracked', { present: false }, 'tracked.out', 'thread'),
  same('suspended', 'thread'),
  same('resumed', 'thread'),
  same('swapRequested'),
  same('swapRefused', 'reason'),
  same('swapStarted', 'mediator'),
  {
    name: 'phase.forward',
    when: { event: 'phase', data: { phase: 'forward' } },
    kind: 'part',
    of: 'swapStarted',
    within: ['swapping.forward'],
    why: 'the mediator is made in forward',
  },
  {
    name: 'generation',
    when: { event: 'generation', by: 'swapper' },
    kind: 'step',
    becomes: 'generation',
    carries: ['processor'],
  },
  {
    name: 'generationOfAnother',
    when: { event: 'generation', by: 'another' },
    kind: 'hidden',
    why: 'a swapper counts only the generations that it has let pass itself',
  },
  split('phase', { phase: 'block' }, 'phase.block', 'mediator'),
  split('phase', { phase: 'completed' }, 'phase.completed', 'mediator'),
  same('quiescent', 'mediator'),
  {
    name: 'phase.transfer',
    when: { event: 'phase', data: { phase: 'transfer' } },
    kind: 'part',
    of: 'quiescent',
    within: ['swapping.transfer.copying'],
    why: 'transfer begins where quiescence is known; the phase is said with the first step of the copy',
  },
  same('transferBegins', 'from', 'to'),
  same('transferEnded', 'from', 'to'),
  same('swapAbandoned', 'mediator'),
  same('swung', 'object'),
  same('swapEnded', 'mediator', 'outcome'),
  same('freedObject', 'object'),
  same('freedMediator', 'mediator'),
  same('swapIdle'),
  { name: 'swapAsked', when: { event: 'swapAsked' }, kind: 'hidden', why: 'the machine sees the request itself' },
  { name: 'sleeps', when: { event: 'sleeps' }, kind: 'hidden', why: 'the machine does not see sleep' },
  { name: 'failed', when: { event: 'failed' }, kind: 'hidden', why: 'noFailure is about it' },
]);

/** Whose machine it is that the rules translate for. */
export interface Subject {
  readonly ref: string;
  readonly swappers: readonly string[];
  /** How many swaps are asked for at most. */
  readonly swaps: number;
}

/** ruleFor finds the rule of an event. Throws QSC402 where there is none. */
export function ruleFor(rules: readonly Rule[], event: Event, subject: Subject): Rule {
  const rule = rules.find(({ when }) => fits(when, event, subject));
  if (rule) return rule;
  throw new QuiesceError('QSC402', `${event.name} ${JSON.stringify(event.data)}, said by ${event.thread}`);
}

function fits(when: When, { name, data, thread }: Event, { ref, swappers }: Subject): boolean {
  if (when.event !== '*' && when.event !== name) return false;
  if (when.about === 'another' && (data.ref === undefined || data.ref === ref)) return false;
  if (when.by !== undefined && (when.by === 'swapper') !== swappers.includes(thread)) return false;
  return Object.entries(when.data ?? {}).every(([datum, value]) => data[datum] === value);
}

/** translated is the machine's event for an event with a step rule. */
export function translated(rule: Extract<Rule, { kind: 'step' }>, event: Event): ModelEvent {
  const data = rule.carries.map((datum) => [datum, datum === 'thread' ? event.thread : event.data[datum]]);
  return { type: rule.becomes, ...Object.fromEntries(data) };
}
