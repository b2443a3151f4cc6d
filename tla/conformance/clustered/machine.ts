// The machine of the per-processor form and ClusteredHotSwap, edge by edge. The machine is the coarser of the two: it sees
// neither entries nor misses, and calls only where they enter or come to a representative.

import {
  type Compared,
  compare,
  GraphAutomaton,
  type LabelledGraph,
  type MachineAutomaton,
  type Step,
  step,
  type TlaState,
  type TlaValue,
} from '../../../conformance/index.js';
import { spreadAutomaton } from '../../../model/clustered/specification.js';
import type { SpreadEvent } from '../../../model/clustered/spreadMachine.js';
import { finished } from '../machine.js';

/** compareSpreadMachine runs the machine beside the graph of a configuration; homeOf is where a thread runs. */
export function compareSpreadMachine(
  configuration: string,
  graph: LabelledGraph,
  homeOf: (thread: string) => number,
  machine?: MachineAutomaton,
): Compared {
  const leader = new GraphAutomaton(configuration, graph);
  const first = leader.show(graph.initial[0]!);
  const processors = first.domain('worker').map(Number);
  const homes = Object.fromEntries(first.domain('age').map((thread) => [String(thread), homeOf(String(thread))]));
  return compare({
    leader,
    follower: machine ?? spreadAutomaton({ processors, homes }),
    alphabet: leader.alphabet.filter(({ name }) => name !== finished),
    steps: (state, action) => eventsOf(state, action, homes).map(({ type, ...data }) => step(type, data)),
  });
}

/** What an action is for the machine: none, one or several of its events, in order. */
function eventsOf(
  state: TlaState,
  { name: action, parameters: given }: Step,
  homes: Readonly<Record<string, number>>,
): readonly SpreadEvent[] {
  const parameters = given as readonly TlaValue[];
  const [first] = parameters;
  const thread = threadOf(first);
  const processor = Number(first);
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
    case 'suspended':
    case 'resumed':
      return [{ type: action, thread }];
    case 'missEnds':
      return isBirth(state, String(first), homes) ? [{ type: 'phase.block', processor: homes[String(first)]! }] : [];
    case 'generation':
      return [{ type: 'generation', processor }];
    case 'flush':
      return [{ type: 'phase.forward', processor }];
    case 'processorBlocks':
      return [{ type: 'phase.block', processor }];
    case 'rootBlocks':
      return [{ type: 'root.block' }];
    case 'transferBegins':
      return hasWorkers(state) ? [{ type: 'quiescent' }, { type: 'root.transfer' }] : transferOf(0);
    case 'partTransferred':
      return transferOf(processor);
    case 'completed':
      return [{ type: 'phase.completed', processor }];
    case 'swapStarted':
      return [{ type: 'swapStarted', mediator: usedIn(state) }];
    case 'swung':
      return concluded(state, processor);
    case 'swapAbandoned':
    case 'freedMediator':
    case 'swapRequested':
    case 'swapIdle':
      return [{ type: action }];
    default:
      return [];
  }
}

function transferOf(processor: number): readonly SpreadEvent[] {
  return [
    { type: 'transferBegins', processor },
    { type: 'transferEnded', processor },
  ];
}

/** One step in the specification; there are several for the machine, in the order in which they are told. */
function concluded(state: TlaState, object: number): readonly SpreadEvent[] {
  const used = usedIn(state);
  if (used === 0) return [];
  const from = Number(state.value('original', used - 1));
  const loser: SpreadEvent = { type: 'freedObject', object: object === from ? from + 1 : from };
  const ended: SpreadEvent = { type: 'swapEnded', outcome: object === from ? 'aborted' : 'completed' };
  const turned: SpreadEvent = { type: 'swung', object };
  return hasWorkers(state) ? [turned, { type: 'root.completed' }, ended, loser] : [turned, loser, ended];
}

function hasWorkers(state: TlaState): boolean {
  return state.domain('worker').some((processor) => state.value('worker', processor) !== 'absent');
}

function usedIn(state: TlaState): number {
  return state.domain('mphase').filter((mediator) => state.value('mphase', mediator) !== 'unused').length;
}

function isBirth(state: TlaState, thread: string, homes: Readonly<Record<string, number>>): boolean {
  const found = state.value('found', thread) as { readonly tuple: readonly TlaValue[] };
  return found.tuple[0] === 'mediator' && state.value('worker', homes[thread]!) === 'absent';
}

function threadOf(call: TlaValue | undefined): string {
  return typeof call === 'object' && 'tuple' in call ? String(call.tuple[0]) : '';
}

function objectOf(state: TlaState, call: TlaValue): number {
  const [kind, number] = (state.value('aim', call) as { readonly tuple: readonly TlaValue[] }).tuple;
  return Number(kind === 'mediator' ? state.value('original', number!) : number);
}
