// What each event of a group's swap is in GroupSwap, as a table that is total: an action of a member or of the group, or an
// observation. What is said of every member at once is the group's where it is said of the first.

import {
  actionStep,
  applied,
  type Check,
  isSame,
  type Step,
  type TlaState,
  type TlaValue,
  type When,
} from '../../../conformance/index.js';
import { deepFreeze, type Event } from '../../../engine/program/index.js';
import type { EventName } from '../../../impl/events.js';
import {
  type ActionRule,
  action,
  callOf,
  callsCounted,
  callsInside,
  number,
  observed,
  ofCall,
  phase,
  silent,
  unseen,
} from '../ruleWords.js';
import { mediatorOf, objectOf } from './abstraction.js';

const refOf = ({ data }: Event): string => String(data.ref);

/** What the swapper does to a member: whatever it did before has been reported by now. */
function ofMember(
  when: When<EventName>,
  step: string,
  more: Partial<ActionRule> = {},
  parameters: (event: Event) => readonly TlaValue[] = () => [],
): ActionRule {
  const stepOf = (event: Event): Step => actionStep(step, refOf(event), ...parameters(event));
  return action(when, `${step}(member)`, stepOf, { settled: true, ...more });
}

/** The words of the group are those of its first member; of the others they say nothing new. */
function ofGroup(event: EventName, lead: string): readonly ActionRule[] {
  const first = action({ event, data: { ref: lead } }, `${event}, of the first member`, () => actionStep(event), {
    settled: true,
  });
  return [
    first,
    { ...silent(event, 'said of the group where it is said of the first member'), name: `${event} besides` },
  ];
}

const runsIn: Check<TlaState> = (state, event) => {
  const [kind, ref, of] = (state.value('aim', callOf(event)) as { readonly tuple: readonly TlaValue[] }).tuple;
  const object = kind === 'mediator' ? applied(state.value('original', ref!), of!) : of;
  return ref === event.data.ref && object === number(event, 'object');
};

const leadsTo =
  (target: (event: Event) => TlaValue): Check<TlaState> =>
  (state, event) =>
    isSame(state.value('pointer', refOf(event)), target(event));

const phaseIs =
  (...among: readonly string[]): Check<TlaState> =>
  (state, event) =>
    among.includes(String(applied(state.value('mphase', refOf(event)), number(event, 'mediator'))));

const mayTransfer: Check<TlaState> = (state, event) => state.allows('transferBegins', refOf(event));
const isOn: Check<TlaState> = (state) => state.value('group') !== 'idle';

/** groupRules is the table, for members of which the first that is asked for is `lead`. */
export function groupRules(lead: string): readonly ActionRule[] {
  return deepFreeze([
    ofCall('invoke'),
    ...callsInside(runsIn),
    ofCall('suspended'),
    ofCall('resumed'),
    ...callsCounted,
    ...Object.values(unseen),
    ...ofGroup('swapRequested', lead),
    observed({ event: 'swapRefused' }, 'a swap is on', isOn),
    ofMember({ event: 'swapStarted' }, 'swapStarted', { check: leadsTo(mediatorSaid) }),
    // Told with swapStarted, in any order: before it the mediator is unused.
    observed(phase('forward'), 'mphase is "forward", or about to be', phaseIs('unused', 'forward')),
    action(
      { event: 'generation' },
      'generation(processor)',
      (said) => actionStep('generation', number(said, 'processor')),
      {
        late: true,
      },
    ),
    ofMember(phase('block'), 'block', { check: phaseIs('block') }),
    observed({ event: 'quiescent' }, 'transferBegins is enabled', mayTransfer),
    ofMember({ event: 'transferBegins' }, 'transferBegins'),
    // Told with transferBegins, in any order.
    observed(
      phase('transfer'),
      'transferBegins is enabled, or done',
      (state, event) => mayTransfer(state, event) || phaseIs('transfer')(state, event),
    ),
    ofMember({ event: 'transferEnded' }, 'transferEnded'),
    ...ofGroup('swapAbandoned', lead),
    ofMember(
      { event: 'swung' },
      'swung',
      { check: leadsTo((said) => objectOf(refOf(said), number(said, 'object'))) },
      (said) => [number(said, 'object')],
    ),
    ofMember(phase('completed'), 'completed', { check: phaseIs('completed') }),
    ofMember({ event: 'swapEnded' }, 'swapEnded'),
    ofMember({ event: 'freedObject' }, 'freedObject', {
      check: (state, said) => isFreed(state, objectOf(refOf(said), number(said, 'object'))),
    }),
    ofMember({ event: 'freedMediator' }, 'freedMediator', {
      check: (state, said) => isFreed(state, mediatorSaid(said)),
    }),
    ...ofGroup('swapIdle', lead),
  ] satisfies readonly ActionRule[]);
}

function mediatorSaid(said: Event): TlaValue {
  return mediatorOf(refOf(said), number(said, 'mediator'));
}

function isFreed(state: TlaState, thing: TlaValue): boolean {
  return state.members('freed').some((each) => isSame(each, thing));
}
