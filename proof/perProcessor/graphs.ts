// The per-processor form held to its specification: the state graph of an instance, in the words of
// tla/ClusteredHotSwap.tla, is laid upon the committed graph of the same configuration, edge by edge, in both directions.

import type { LabelledGraph } from '../../conformance/tla/graph.js';
import { readGraph } from '../../tla/graphFile.js';
import type { InstanceInput } from '../form/instanceInput.js';
import { changed, type System } from '../form/system.js';
import { comparedWith, type GraphComparison, specificationGraphOf } from '../hotSwap/graphs.js';
import { instanceOf } from '../instance/instance.js';
import { spreadInstance, spreadShapes, widerShapes } from './instances.js';
import { spreadReading } from './specification.js';

/** spreadComparisons compares all committed graphs; `folder` is where the specification lies. Throws QSC420. */
export function spreadComparisons(system: System, folder: string): readonly GraphComparison[] {
  return Object.keys(spreadShapes).map((name) => compareSpread(system, name, readGraph(folder, name)));
}

/**
 * ownGraph is the graph of an instance that the specification has no configuration for, with what the form has besides: what
 * becomes of the component, and the workers of each mediator. `folder` is where the specification lies.
 */
export function ownGraph(system: System, name: string, folder: string): LabelledGraph {
  const { variables } = readGraph(folder, 'MCClusteredOneCaller');
  return graphOf(system, spreadInstance(name, widerShapes[name]!), [...variables, 'fate', 'workers']);
}

function graphOf(system: System, input: InstanceInput, variables: readonly string[]): LabelledGraph {
  const instance = instanceOf(changed(system, { instances: [input] }), input);
  return specificationGraphOf(instance, variables, spreadReading(instance));
}

/** compareWider lays the graph of an instance with more than ClusteredHotSwap has upon the graph of tla/ClusteredWider.tla. */
export function compareWider(system: System, name: string, committed: LabelledGraph): GraphComparison {
  return comparedWith(graphOf(system, spreadInstance(name, widerShapes[name]!), committed.variables), name, committed);
}

/** compareSpread lays the graph of an instance upon a committed one. */
export function compareSpread(system: System, name: string, committed: LabelledGraph): GraphComparison {
  return comparedWith(graphOf(system, spreadInstance(name, spreadShapes[name]!), committed.variables), name, committed);
}
