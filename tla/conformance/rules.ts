// What each event of the implementation is in the specification, as a table that is total: an event is an action, with
// parameters, or it is an observation: nothing changes, and what it says must be true of the state.
// Two things are bridged, and nothing else. `redispatch` has no event: it is hidden. And `generation` is reported one step
// after the exchange that makes it true: the specification may take it early, and owes the event until then.

import {
  actionStep,
  type Check,
  isSame,
  type Step,
  type TlaState,
  type TlaValue,
  type When,
} from '../../conformance/index.js';
import { deepFreeze, type Event } from '../../engine/program/index.js';
import type { EventName } from '../../impl/events.js';
import {
  type ActionRule,
  action,
  callsCounted,
  callsInside,
  mediatorAt,
  number,
  objectAt,
  observed,
  ofCall,
  phase,
  unseen,
} from './ruleWords.js';

/** An action of the swapper: whatever it did before has been reported by now. */
function ofSwap(when: When<EventName>, parameter?: (event: Event) => TlaValue, check?: Check<TlaState>): ActionRule {
  const { event } = when;
  const step = (said: Event): Step => (parameter ? actionStep(event, parameter(said)) : actionStep(event));
  return action(when, parameter ? `${event}(...)` : event, step, { settled: true, ...(check ? { check } : {}) });
}

const transferBegins = actionStep('transferBegins');
const mayTransfer: Check<TlaState> = (state) => state.allows('transferBegins');
const isSwapping: Check<TlaState> = (state) => state.value('swapper') !== 'idle';
const inPhase =
  (name: string): Check<TlaState> =>
  (state, event) =>
    state.value('mphase', number(event, 'mediator')) === name;
const isNew: Check<TlaState> = (state, event) =>
  ['unused', 'forward'].includes(String(state.value('mphase', number(event, 'mediator'))));
const mayOrDoesTransfer: Check<TlaState> = (state, event) =>
  mayTransfer(state, event) || state.value('swapper') === 'transfer';
const leadsTo =
  (target: (event: Event) => TlaValue): Check<TlaState> =>
  (state, event) =>
    isSame(state.value('pointer'), target(event));

/** actionRules is the table, for the one swapped reference of a workload. */
export const actionRules: readonly ActionRule[] = deepFreeze([
  ofCall('invoke'),
  ...callsInside(),
  ofCall('suspended'),
  ofCall('resumed'),
  ...callsCounted,
  ...Object.values(unseen),
  action({ event: 'swapRequested' }, 'swapRequested', () => actionStep('swapRequested'), { otherwise: isSwapping }),
  observed(
    { event: 'swapRefused' },
    'a swap is on',
    (state, event) => event.data.reason === 'busy' && isSwapping(state, event),
  ),
  ofSwap(
    { event: 'swapStarted' },
    undefined,
    leadsTo((said) => mediatorAt(number(said, 'mediator'))),
  ),
  action(
    { event: 'generation' },
    'generation(processor)',
    (said) => actionStep('generation', number(said, 'processor')),
    { late: true },
  ),
  observed({ event: 'quiescent' }, 'transferBegins is enabled', mayTransfer, transferBegins),
  ofSwap({ event: 'transferBegins' }),
  ofSwap({ event: 'transferEnded' }),
  ofSwap({ event: 'swapAbandoned' }),
  ofSwap(
    { event: 'swung' },
    (said) => number(said, 'object'),
    leadsTo((said) => objectAt(number(said, 'object'))),
  ),
  ofSwap({ event: 'swapEnded' }),
  ofSwap({ event: 'freedObject' }, (said) => number(said, 'object')),
  ofSwap({ event: 'freedMediator' }, undefined, (state, event) =>
    state.members('freed').some((each) => isSame(each, mediatorAt(number(event, 'mediator')))),
  ),
  ofSwap({ event: 'swapIdle' }),
  // Told with swapStarted, in any order: before it the mediator is unused.
  observed(phase('forward'), 'mphase is "forward", or about to be', isNew),
  ofSwap(phase('block'), () => 'block', inPhase('block')),
  // Told with transferBegins, in any order.
  observed(phase('transfer'), 'transferBegins is enabled, or done', mayOrDoesTransfer, transferBegins),
  ofSwap(phase('completed'), () => 'completed', inPhase('completed')),
] satisfies readonly ActionRule[]);
