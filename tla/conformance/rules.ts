// What each event of the implementation is in the specification, as a table that is total: an event is an action, with
// parameters, or it is an observation: nothing changes, and what it says must be true of the state.
// Every use is counted; a rule that hides a divergence shows by what it is used for.

import { type Event, QuiesceError } from '../../engine/program/index.js';
import type { EventName } from '../../impl/events.js';
import type { TlaValue } from '../value.js';
import { callOf, isSame, labelText, mediatorAt, objectAt, type SpecAutomaton } from './automaton.js';

type Data = Readonly<Record<string, unknown>>;

/** Whether what an event says is true of a state of the specification. */
type Check = (spec: SpecAutomaton, state: number, data: Data) => boolean;

export interface SpecRule {
  readonly kind: 'action' | 'observation';
  /** In words, for the report. */
  readonly means: string;
  readonly label?: (data: Data) => string;
  /** Of the state after an action, or at an observation. */
  readonly check?: Check;
  /** An observation that an action is enabled: which. */
  readonly enables?: string;
  /** Said by the swapper: whatever it did before has been reported by now. */
  readonly bySwapper?: true;
}

const call = (data: Data): TlaValue => callOf(String(data.call));
const number = (data: Data, name: string): number => Number(data[name]);
const at = (spec: SpecAutomaton, state: number, data: Data) => spec.value(state, 'at', call(data));
const isAt =
  (...stages: readonly string[]): Check =>
  (spec, state, data) =>
    stages.includes(String(at(spec, state, data)));

function onCall(action: string, check?: Check): SpecRule {
  const label = (data: Data) => labelText(action, call(data));
  return { kind: 'action', means: `${action}(call)`, label, ...(check ? { check } : {}) };
}

function onSwap(action: string, parameter?: (data: Data) => TlaValue, check?: Check): SpecRule {
  const label = (data: Data) => (parameter ? labelText(action, parameter(data)) : labelText(action));
  return {
    kind: 'action',
    means: parameter ? `${action}(...)` : action,
    label,
    bySwapper: true,
    ...(check ? { check } : {}),
  };
}

function observed(means: string, check: Check): SpecRule {
  return { kind: 'observation', means, check };
}

const runsIn: Check = (spec, state, data) => {
  const aim = spec.value(state, 'aim', call(data));
  const [kind, of] = (aim as { readonly tuple: readonly TlaValue[] }).tuple;
  const object = kind === 'mediator' ? spec.value(state, 'original', of!) : of!;
  return object === number(data, 'object');
};

const usesMediator: Check = (spec, state, data) => {
  const mediator = mediatorAt(number(data, 'mediator'));
  const stages = ['invoked', 'admitted', 'counted', 'left', 'out', 'suspended'];
  const freed = spec.members(state, 'freed').some((each) => isSame(each, mediator));
  return (
    !freed && stages.includes(String(at(spec, state, data))) && isSame(spec.value(state, 'aim', call(data)), mediator)
  );
};

const mayTransfer: Check = (spec, state) => spec.after(state, 'transferBegins').length > 0;
const isSwapping: Check = (spec, state) => spec.value(state, 'swapper') !== 'idle';
const inPhase =
  (phase: string): Check =>
  (spec, state, data) =>
    spec.value(state, 'mphase', number(data, 'mediator')) === phase;

const phases: Readonly<Record<string, SpecRule>> = {
  forward: observed('mphase is "forward"', inPhase('forward')),
  block: onSwap('phase', () => 'block', inPhase('block')),
  transfer: { ...observed('transferBegins is enabled', mayTransfer), enables: 'transferBegins' },
  completed: onSwap('phase', () => 'completed', inPhase('completed')),
};

const rules: Readonly<Record<EventName, SpecRule>> = {
  invoke: onCall('invoke'),
  enter: onCall('enter', runsIn),
  leave: onCall('leave', runsIn),
  return: onCall('return'),
  raised: observed('the call is inside', isAt('inside')),
  touch: observed('the call is at this mediator, which is not freed', usesMediator),
  suspended: onCall('suspended'),
  resumed: onCall('resumed'),
  counted: {
    kind: 'action',
    means: 'counted(call, delta)',
    label: (data) => labelText('counted', call(data), number(data, 'delta')),
  },
  tracked: observed('the call is counted, or has left', (spec, state, data) =>
    isAt(data.present ? 'counted' : 'left')(spec, state, data),
  ),
  swapAsked: observed('always', () => true),
  sleeps: observed('always', () => true),
  swapRequested: { kind: 'action', means: 'swapRequested', label: () => 'swapRequested' },
  swapRefused: observed('a swap is on', (spec, state, data) => data.reason === 'busy' && isSwapping(spec, state, data)),
  swapStarted: onSwap('swapStarted', undefined, (spec, state, data) =>
    isSame(spec.value(state, 'pointer'), mediatorAt(number(data, 'mediator'))),
  ),
  phase: observed('see phase(...)', () => true),
  generation: {
    kind: 'action',
    means: 'generation(processor)',
    label: (data) => labelText('generation', number(data, 'processor')),
  },
  quiescent: { ...observed('transferBegins is enabled', mayTransfer), enables: 'transferBegins' },
  transferBegins: onSwap('transferBegins'),
  transferEnded: onSwap('transferEnded'),
  swapAbandoned: onSwap('swapAbandoned'),
  swung: onSwap(
    'swung',
    (data) => number(data, 'object'),
    (spec, state, data) => isSame(spec.value(state, 'pointer'), objectAt(number(data, 'object'))),
  ),
  swapEnded: onSwap('swapEnded'),
  freedObject: onSwap('freedObject', (data) => number(data, 'object')),
  freedMediator: onSwap('freedMediator', undefined, (spec, state, data) =>
    spec.members(state, 'freed').some((each) => isSame(each, mediatorAt(number(data, 'mediator')))),
  ),
  swapIdle: onSwap('swapIdle'),
};

/** ruleFor finds the rule of an event, and its name. Throws QSC402 where there is none. */
export function ruleFor({ name, data }: Event): readonly [string, SpecRule] {
  if (name === 'phase') {
    const rule = phases[String((data as Data).phase)];
    if (rule) return [`phase ${String((data as Data).phase)}`, rule];
  } else if (Object.hasOwn(rules, name)) return [name, rules[name as EventName]];
  throw new QuiesceError('QSC402', `${name} ${JSON.stringify(data)} has no place in the specification`);
}

/** The whole table, for reports. */
export const ruleTable: readonly (readonly [event: string, rule: SpecRule])[] = Object.freeze([
  ...Object.entries(rules).filter(([name]) => name !== 'phase'),
  ...Object.entries(phases).map(([phase, rule]) => [`phase ${phase}`, rule] as const),
]);
