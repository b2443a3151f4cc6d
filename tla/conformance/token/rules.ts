// What each event of the token is in Token, as a table that is total: an action, with parameters, or an observation.

import { actionStep, type Check, type Rule, type Step, type TlaState, type When } from '../../../conformance/index.js';
import { deepFreeze, type Event } from '../../../engine/program/index.js';
import type { TokenEventName } from '../../../impl/clustered/tokenEvents.js';

/** Generations are the mechanism's: they have advanced where the token goes on. */
type Name = TokenEventName | 'generation';

export type TokenRule = Rule<TlaState, Name>;

const said = ({ data }: Event, datum: string) => data[datum] as string | number;

/** An action with the name of the event, and what the event says as its parameters. */
function action(
  event: Name,
  data: readonly string[] = [],
  check?: Check<TlaState>,
  when?: When<Name>['data'],
): TokenRule {
  const step = (each: Event): Step => actionStep(event, ...data.map((datum) => said(each, datum)));
  return {
    name: event,
    when: when ? { event, data: when } : { event },
    why: data.length === 0 ? event : `${event}(${data.join(', ')})`,
    kind: 'step',
    step,
    ...(check ? { check } : {}),
  };
}

function holding(what: string): Check<TlaState> {
  return (state, event) => state.value('holds', said(event, 'thread')) === what;
}

const found: Check<TlaState> = (state, event) =>
  holding(said(event, 'named') === 0 ? 'reference' : 'nothing')(state, event);

const isAt =
  (datum: string): Check<TlaState> =>
  (state, event) =>
    state.value('token') === said(event, datum);

const counts: Check<TlaState> = (state, event) =>
  state.value('visit') === (event.data.counts === true ? 'ending' : 'ended');

const hasComeTo: Check<TlaState> = (state, event) => {
  const object = state.value('object');
  return event.data.object === 'none' ? ['known', 'recycled'].includes(String(object)) : object === event.data.object;
};

/** The reference of the object that was given up leads nowhere; the one that is used anew is no reference of that object. */
const leadsElsewhere: Check<TlaState> = (state, event) =>
  said(event, 'named') === 0
    ? holding('reference')(state, event) && said(event, 'object') === -1
    : holding('nothing')(state, event) && state.value('object') === 'recycled';

/** tokenRules is the table. */
export const tokenRules: readonly TokenRule[] = deepFreeze([
  action('begin', ['thread'], found),
  action('reach', ['thread'], undefined, { object: 0 }),
  {
    name: 'reach elsewhere',
    when: { event: 'reach' },
    why: 'the reference leads nowhere; or it was used anew, and so were the words that it was found by',
    kind: 'observation',
    holds: leadsElsewhere,
  },
  action('end', ['thread']),
  action('destroy'),
  action('look', [], counts),
  action('endRound', [], hasComeTo),
  action('hold', [], isAt('processor')),
  action('pass', [], isAt('to')),
  action('join', ['processor', 'starter', 'thread']),
  action('stutter', ['starter']),
  action('leave', ['processor']),
  {
    name: 'generation',
    when: { event: 'generation' },
    why: 'the specification sees that threads have ended, not how that is found out',
    kind: 'hidden',
  },
] satisfies readonly TokenRule[]);
