// What each event of the per-processor form is in ClusteredHotSwap, as a table that is total: an action, or an observation.
// No event tells when a call reads its local entry, when a miss reads the global entry and fills the local one, when a
// worker comes to the barrier without a transfer, takes the mediator out of its entry, or has retired: those steps are
// hidden, and cells and later events say whether they were taken. `generation` is late, as in the one-mediator form; but
// each worker owes its own here, and others may speak meanwhile.

import { actionStep, type Check, isSame, type Step, type TlaState, type When } from '../../../conformance/index.js';
import { deepFreeze, type Event } from '../../../engine/program/index.js';
import type { EventName } from '../../../impl/events.js';
import {
  type ActionRule,
  action,
  callsCounted,
  callsInside,
  isAt,
  mediatorAt,
  number,
  objectAt,
  observed,
  ofCall,
  phase,
  unseen,
} from '../ruleWords.js';

const rootIs =
  (...progress: readonly string[]): Check<TlaState> =>
  (state) =>
    progress.includes(String(state.value('root')));

const workerOf = (state: TlaState, event: Event) => String(state.value('worker', number(event, 'processor')));

const workerIs =
  (...work: readonly string[]): Check<TlaState> =>
  (state, event) =>
    work.includes(workerOf(state, event));

/** Every worker has waited for all its generations by then, or has none to wait for. */
const settled = { settled: true } as const;

/** What one worker does: it has said what it owed itself. */
const settledThere = { settled: (event: Event): Step => generationOf(event) } as const;

const generationOf = (event: Event): Step => actionStep('generation', number(event, 'processor'));

/** A phase of the representative on one processor. */
const onOne = (name: string): When<EventName> => ({ ...phase(name), otherThan: { processor: -1 } });

function there(when: When<EventName>, name: string, step: string, more: Partial<ActionRule> = {}): ActionRule {
  const rule = action(when, `${step}(processor)`, (said) => actionStep(step, number(said, 'processor')), {
    ...settledThere,
    ...more,
  });
  return { ...rule, name };
}

const transferBegins = actionStep('transferBegins');
const mayTransfer: Check<TlaState> = (state) => state.allows('transferBegins');
/** Or the component is given up. */
const isSwapping: Check<TlaState> = (state) =>
  state.value('root') !== 'idle' || (state.has('fate') && state.value('fate') !== 'none');
const leadsToMediator: Check<TlaState> = (state, event) =>
  isSame(state.value('global'), mediatorAt(number(event, 'mediator')));
const leadsToObject: Check<TlaState> = (state, event) =>
  isSame(state.value('global'), objectAt(number(event, 'object')));
const isNew: Check<TlaState> = (state, event) =>
  ['unused', 'forward'].includes(String(state.value('mphase', number(event, 'mediator'))));
const blocksThere: Check<TlaState> = (state, event) => phaseThere(state, event) === 'block';

function phaseThere(state: TlaState, event: Event): string {
  const onEach = state.value('pphase', number(event, 'mediator'));
  return String(new Map(pairsOf(onEach)).get(number(event, 'processor')));
}

function pairsOf(value: ReturnType<TlaState['value']>): readonly (readonly [unknown, unknown])[] {
  return typeof value === 'object' && 'fn' in value ? value.fn : [];
}

const hasOutcome: Check<TlaState> = (state, event) => {
  const original = state.value('original', number(event, 'mediator'));
  const isBack = isSame(state.value('global'), objectAt(Number(original)));
  return rootIs('concluded')(state, event) && isBack === (event.data.outcome === 'aborted');
};

const isFreed: Check<TlaState> = (state, event) =>
  state.members('freed').some((each) => isSame(each, objectAt(number(event, 'object'))));

/** clusteredRules is the table, for the one swapped reference of a workload. */
export const clusteredRules: readonly ActionRule[] = deepFreeze([
  observed({ event: 'invoke' }, 'the call reads its entry about now', isAt('idle', 'invoked')),
  ...callsInside(),
  ofCall('suspended'),
  observed({ event: 'resumed' }, 'the call goes through its entry again about now', isAt('suspended', 'invoked')),
  ...callsCounted,
  unseen.exports,
  unseen.imports,
  unseen.swapAsked,
  unseen.sleeps,
  action({ event: 'swapRequested' }, 'swapRequested', () => actionStep('swapRequested'), { otherwise: isSwapping }),
  observed(
    { event: 'swapRefused' },
    'a swap is on',
    (state, event) => event.data.reason === 'busy' && isSwapping(state, event),
  ),
  action({ event: 'swapStarted' }, 'swapStarted', () => actionStep('swapStarted'), { check: leadsToMediator }),
  there(onOne('forward'), 'phase forward on a processor', 'flush'),
  observed(phase('forward'), 'mphase is "forward", or about to be', isNew),
  action({ event: 'generation' }, 'generation(processor)', generationOf, { late: true }),
  // Told of a representative that is born: it blocks already.
  there(onOne('block'), 'phase block on a processor', 'processorBlocks', {
    otherwise: (state, event) => workerIs('absent')(state, event) && blocksThere(state, event),
  }),
  // The swap may have been given up meanwhile; the root turns all the same, until it is told.
  action(phase('block'), 'rootBlocks', () => actionStep('rootBlocks'), { ...settled, otherwise: rootIs('aborting') }),
  observed({ event: 'quiescent' }, 'transferBegins is enabled', mayTransfer, transferBegins),
  action(phase('transfer'), 'transferBegins', () => transferBegins, settled),
  // Where no processor has a worker nobody is told to transfer: whoever has asked for the swap does it.
  action({ event: 'transferBegins' }, 'a worker that blocks transfers, or nobody else can', () => transferBegins, {
    ...settled,
    otherwise: (state, event) => rootIs('transfer')(state, event) && workerIs('block')(state, event),
  }),
  there({ event: 'transferEnded' }, 'transferEnded', 'partTransferred', {
    otherwise: (state, event) => rootIs('transfer')(state, event) && workerIs('absent')(state, event),
  }),
  action({ event: 'swapAbandoned' }, 'swapAbandoned', () => actionStep('swapAbandoned')),
  action({ event: 'swung' }, 'swung(object)', (said) => actionStep('swung', number(said, 'object')), {
    ...settled,
    check: leadsToObject,
  }),
  there(onOne('completed'), 'phase completed on a processor', 'completed'),
  observed(phase('completed'), 'the swap is concluded', rootIs('concluded')),
  observed({ event: 'swapEnded' }, 'the swap is concluded, with this outcome', hasOutcome),
  observed({ event: 'freedObject' }, 'the object is freed since the swap was concluded', isFreed),
  action({ event: 'freedMediator' }, 'freedMediator', () => actionStep('freedMediator'), settled),
  action({ event: 'swapIdle' }, 'swapIdle', () => actionStep('swapIdle'), settled),
] satisfies readonly ActionRule[]);

const taken = action({ event: 'freedObject' }, 'taken, at the end of a destruction', () => actionStep('taken'), {
  otherwise: isFreed,
});

/** destructionRules are those of a component that may be destroyed: an object is freed by that, or since its swap was concluded. */
export const destructionRules: readonly ActionRule[] = deepFreeze(
  clusteredRules.map((rule) => (rule.name === taken.name ? taken : rule)),
);

/**
 * overlappingRules are those where the next swap may begin before the workers of the last one have retired: what is owed on
 * a processor may be another worker's there.
 */
export const overlappingRules: readonly ActionRule[] = deepFreeze(
  destructionRules.map((rule) => {
    const { settled: _, ...unsettled } = rule;
    return unsettled as ActionRule;
  }),
);
