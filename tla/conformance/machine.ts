// The xstate machine and the specification, edge by edge. The machine is the coarser of the two: it sees threads at the
// mediator, not where each call is, so it may allow what the specification does not; the reverse is a divergence.

import {
  type Compared,
  compare,
  GraphAutomaton,
  type LabelledGraph,
  type MachineAutomaton,
} from '../../conformance/index.js';
import { swapAutomaton } from '../../model/specification.js';
import { machineSteps } from './machineEvents.js';

/** The end of a run, which changes nothing and is no step of anybody's. */
export const finished = 'finished';

/** compareMachine runs the machine beside the graph of a configuration. */
export function compareMachine(configuration: string, graph: LabelledGraph, machine?: MachineAutomaton): Compared {
  const leader = new GraphAutomaton(configuration, graph);
  const processors = leader.show(graph.initial[0]!).domain('advanced').map(Number);
  return compare({
    leader,
    follower: machine ?? swapAutomaton(processors),
    alphabet: leader.alphabet.filter(({ name }) => name !== finished),
    steps: machineSteps,
  });
}
