// The state graph of a user's specification with labels: those that actions.ts adds where the graph is the same with and without
// them, else the names that the engine gives. Either engine makes it, and it is the same graph.

import type { LabelledGraph } from '../../conformance/tla/graph.js';
import { writeValue } from '../../conformance/tla/value.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { labelledGraph } from '../labelled.js';
import { labelledNext, labelVariable } from './actions.js';
import { cfgSections } from './cfgText.js';
import type { OwnGraphText } from './ownDot.js';
import type { OwnSpecification } from './ownFiles.js';
import { behaviourOf, modulesOf, type NamedBehaviour } from './ownModules.js';

/** Who makes graphs: as the specification is, and with definitions that label its steps. */
export interface GraphMaker {
  /** Its edges have names of actions. */
  readonly hasNames: boolean;
  readonly plain: (own: OwnSpecification) => Promise<OwnGraphText>;
  readonly labelled: (own: OwnSpecification, behaviour: NamedBehaviour, definitions: string) => Promise<OwnGraphText>;
}

export interface OwnGraph {
  readonly labels: 'with parameters' | 'names only';
  /** Why the labels are names only. */
  readonly why?: string;
  readonly graph: LabelledGraph;
}

/** ownGraph makes the graph. Throws what the maker throws, and QSC411 where it knows no names and nothing can be labelled. */
export async function ownGraph(own: OwnSpecification, maker: GraphMaker): Promise<OwnGraph> {
  const plain = await maker.plain(own);
  const labelled = await labelledOf(own, plain, maker);
  if ('graph' in labelled) return { labels: 'with parameters', graph: labelled.graph };
  if (!maker.hasNames) throw new QuiesceError('QSC411', `${own.name}: its steps have no labels: ${labelled.why}`);
  return { labels: 'names only', why: labelled.why, graph: namedGraph(plain) };
}

type Labelling = { readonly graph: LabelledGraph } | { readonly why: string };

async function labelledOf(own: OwnSpecification, plain: OwnGraphText, maker: GraphMaker): Promise<Labelling> {
  const modules = modulesOf(own);
  const behaviour = behaviourOf(cfgSections(own.cfg), modules);
  if (!behaviour) return { why: 'its specification is not of the form Init /\\ [][Next]_vars' };
  const codes = modules.map(({ code }) => code);
  const labelled = labelledNext(behaviour.next, codes);
  if (!labelled) return { why: `${behaviour.next} is not defined in a module of yours` };
  if (Object.keys(plain.nodes.values().next().value!).includes('label'))
    return { why: 'it has a variable named label' };
  try {
    const graph = withoutLabel(await maker.labelled(own, behaviour, labelled.text));
    return sameAs(plain, graph) ? { graph } : { why: 'with labels its graph is another' };
  } catch (error) {
    if (error instanceof QuiesceError && error.exitCode === 2) return { why: error.seen };
    throw error;
  }
}

/** The labels of states become those of the edges that lead to them. */
function withoutLabel({ nodes, edges, initial }: OwnGraphText): LabelledGraph {
  const renamed = new Map(
    [...nodes].map(([name, { [labelVariable]: label = '', ...state }]) => [name, { ...state, label }] as const),
  );
  const dot = { nodes: renamed, edges: edges.map(({ from, to }) => [from, to] as const), initial };
  return labelledGraph({ variables: variablesOf(nodes) }, dot);
}

function variablesOf(nodes: OwnGraphText['nodes']): readonly string[] {
  const names = Object.keys(nodes.values().next().value!);
  return names.filter((name) => name !== labelVariable).sort();
}

/** The engine's own names are the labels: a state stands once for every action that leads to it, as a labelled one does. */
function namedGraph({ nodes, edges, initial }: OwnGraphText): LabelledGraph {
  const labelled = new Map<string, Readonly<Record<string, string>>>();
  const standing = new Map<string, string>();
  const stand = (node: string, action: string) => {
    const name = `${node} ${action}`;
    labelled.set(name, { ...nodes.get(node)!, label: `<<"${action}">>` });
    if (!standing.has(node)) standing.set(node, name);
    return name;
  };
  const begin = initial.map((node) => stand(node, 'start'));
  const led = edges.map(({ from, to, action }) => ({ from, to: stand(to, /^\w+/.exec(action)?.[0] ?? 'Next') }));
  const pairs = led.map(({ from, to }) => [standing.get(from)!, to] as const);
  const dot = { nodes: labelled, edges: pairs, initial: begin };
  return labelledGraph({ variables: variablesOf(nodes) }, dot);
}

/** The same states, and the same pairs of them. */
function sameAs(plain: OwnGraphText, labelled: LabelledGraph): boolean {
  const one = namedGraph(plain);
  const text = ({ variables, states, edges, initial }: LabelledGraph) => {
    const texts = states.map((values) => variables.map((name, at) => `${name} ${writeValue(values[at]!)}`).join(';'));
    const pairs = new Set(edges.map(({ from, to }) => `${texts[from]} ${texts[to]}`));
    return JSON.stringify([initial.map((state) => texts[state]).sort(), [...pairs].sort(), [...texts].sort()]);
  };
  return text(one) === text(labelled);
}
