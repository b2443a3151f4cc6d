// A group of one is the swap of one component: its state graph, read so, is laid upon the committed graphs of HotSwap, edge
// by edge; and that of two members which call each other upon the committed graph of GroupSwap.

import type { LabelledGraph } from '../../conformance/tla/graph.js';
import { readGraph } from '../../tla/graphFile.js';
import type { AnyCallable } from '../form/action.js';
import { changed, type System } from '../form/system.js';
import { comparedWith, type GraphComparison, specificationGraphOf } from '../hotSwap/graphs.js';
import { committedShapes, instanceFor } from '../hotSwap/instances.js';
import { type Reading, readingOf } from '../hotSwap/specification.js';
import { hotSwap } from '../hotSwap/system.js';
import { current, Progress, passed, pointer, successor, swapper } from '../hotSwap/vocabulary.js';
import { type Instance, instanceOf, type State, valueText } from '../instance/instance.js';
import { groupOfOne, instances } from './instances.js';
import { groupReading } from './specification.js';
import { currentOf, group, passedFor, pointerOf, stage, successorOf } from './vocabulary.js';

/** groupComparisons compares groups of one, and of two, with all committed graphs; `folder` is where the specification lies. */
export function groupComparisons(system: System, folder: string): readonly GraphComparison[] {
  return [
    ...Object.keys(committedShapes).map((name) => compareGroupOfOne(system, name, readGraph(folder, name))),
    compareGroup(system, readGraph(folder, groupGraph)),
  ];
}

/** The committed graph of a group of two. */
export const groupGraph = 'MCGroupCallsTheOther';

/** The same two where the group may be given up: too large to be committed, and made when it is asked for. */
export const groupGraphWithAborts = 'MCGroupCallsTheOtherAbort';

/** compareGroup lays the graph of two members, one of which calls the other, upon that of the specification. */
export function compareGroup(system: System, specified: LabelledGraph, name = groupGraph): GraphComparison {
  const input = instances.find((each) => each.name === name)!;
  const instance = instanceOf(changed(system, { instances: [input] }), input);
  return comparedWith(specificationGraphOf(instance, specified.variables, groupReading(instance)), name, specified);
}

/** compareGroupOfOne lays the graph of a group of one upon a committed one. */
export function compareGroupOfOne(system: System, name: string, committed: LabelledGraph): GraphComparison {
  const shape = committedShapes[name]!;
  const instance = instanceOf(changed(system, { instances: [groupOfOne(name, shape)] }), groupOfOne(name, shape));
  const one = instanceOf(hotSwap, instanceFor(name, shape));
  const { values, label } = readingOf(one);
  const read = (state: State) => asOneSwap(instance, one, state);
  const reading: Reading = {
    values: (state) => values(read(state)),
    label: (taken, before, after) => label(taken, read(before), read(after)),
  };
  return comparedWith(specificationGraphOf(instance, committed.variables, reading), name, committed);
}

/** With one component, what a group has of each component is what a swap has. */
const ofTheOne: ReadonlyMap<AnyCallable['symbol'], AnyCallable> = new Map<AnyCallable['symbol'], AnyCallable>([
  [pointer.symbol, pointerOf],
  [current.symbol, currentOf],
  [successor.symbol, successorOf],
  [passed.symbol, passedFor],
]);

function asOneSwap(instance: Instance, one: Instance, state: State): State {
  const read = new Uint8Array(one.stateSize);
  for (const symbol of hotSwap.state) {
    const { offset, size } = one.places.get(symbol)!;
    const from = instance.places.get(ofTheOne.get(symbol)?.symbol ?? symbol);
    if (symbol === swapper.symbol) read[offset] = Progress.values.indexOf(progressOf(instance, state));
    else read.set(state.subarray(from!.offset, from!.offset + size), offset);
  }
  return read;
}

type SwapProgress = (typeof Progress.values)[number];

function progressOf(instance: Instance, state: State): SwapProgress {
  const [groupIs, stageIs] = [
    valueText(instance, state, group.symbol, []),
    valueText(instance, state, stage.symbol, ['A']),
  ];
  if (stageIs === 'outside') return groupIs === 'on' ? 'requested' : 'idle';
  return stageIs as SwapProgress;
}
