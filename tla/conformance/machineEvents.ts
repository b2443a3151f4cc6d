// What the actions of the specification are for the xstate machine: none, one or several of its events, in order.
// The machine sees threads at the mediator; where each call is, whose object it runs in and what returns, it does not.

import { type Step, step, type TlaState, type TlaValue } from '../../conformance/index.js';
import type { SwapEvent } from '../../model/swapMachine.js';

/** machineSteps is what an action of the specification is for the machine; none where the machine sees nothing. */
export function machineSteps(state: TlaState, action: Step): readonly Step[] {
  return machineEvents(state, action).map(({ type, ...data }) => step(type, data));
}

function machineEvents(state: TlaState, { name: action, parameters: given }: Step): readonly SwapEvent[] {
  const parameters = given as readonly TlaValue[];
  const [first] = parameters;
  const thread = threadOf(first);
  const current = currentOf(state);
  const from = Number(state.value('original', current));
  switch (action) {
    case 'counted':
      return parameters[1] === 1
        ? [
            { type: 'counted.in', thread },
            { type: 'tracked.in', thread },
          ]
        : [
            { type: 'tracked.out', thread },
            { type: 'counted.out', thread },
          ];
    case 'enter':
      return [{ type: 'enter', thread, object: objectOf(state, first!) }];
    case 'invoke':
    case 'return':
    case 'suspended':
    case 'resumed':
      return [{ type: action, thread }];
    case 'generation':
      return [{ type: 'generation', processor: Number(first) }];
    case 'phase':
      return [{ type: first === 'block' ? 'phase.block' : 'phase.completed', mediator: current }];
    case 'transferBegins':
      return [
        { type: 'quiescent', mediator: current },
        { type: 'transferBegins', from, to: from + 1 },
      ];
    case 'transferEnded':
      return [{ type: 'transferEnded', from, to: from + 1 }];
    case 'swung':
    case 'freedObject':
      return [{ type: action, object: Number(first) }];
    case 'swapEnded':
      return [{ type: 'swapEnded', mediator: current, outcome: outcomeOf(state, from) }];
    case 'swapStarted':
    case 'swapAbandoned':
    case 'freedMediator':
      return [{ type: action, mediator: current }];
    case 'swapRequested':
    case 'swapIdle':
      return [{ type: action }];
    default:
      return [];
  }
}

function threadOf(call: TlaValue | undefined): string {
  return typeof call === 'object' && 'tuple' in call ? String(call.tuple[0]) : '';
}

/** The number of the mediator of the swap that is on: as Current in the specification. */
function currentOf(state: TlaState): number {
  const ended = Number(state.value('ended'));
  const over = ['ended', 'reclaiming', 'reclaimed'].includes(String(state.value('swapper')));
  return Math.min(over ? ended - 1 : ended, state.domain('original').length - 1);
}

function objectOf(state: TlaState, call: TlaValue): number {
  const aim = state.value('aim', call);
  const [kind, number] = (aim as { readonly tuple: readonly TlaValue[] }).tuple;
  return Number(kind === 'mediator' ? state.value('original', number!) : number);
}

function outcomeOf(state: TlaState, from: number): 'completed' | 'aborted' {
  const [, object] = (state.value('pointer') as { readonly tuple: readonly TlaValue[] }).tuple;
  return object === from ? 'aborted' : 'completed';
}
