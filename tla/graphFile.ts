// Committed state graphs: one text file per configuration, byte for byte the same whichever engine made it.
// Conformance runs from it with neither Java nor WebAssembly. It carries the hash of what it was made from, so that a
// changed specification with an old graph is an error.
// The form is for review: values and labels are written once and referred to by number, a line per state and edge.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledGraph } from '../conformance/tla/graph.js';
import { type Label, parseLabel, writeLabel } from '../conformance/tla/label.js';
import { parseValue, type TlaValue, writeValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { DotGraph } from './dot.js';
import { graphOf } from './embedded.js';
import { actionsOf, labelledConfiguration, labelledExtension, labelledGraph, labelledModule } from './labelled.js';
import { type Loaded, loadEntry, readManifest } from './manifest.js';
import { readText } from './module.js';
import type { EngineName } from './result.js';
import { graphOfTlc } from './tlc.js';

const heading = 'quiesce state graph, version 1';

/** makeGraph asks an engine for the labelled graph of a configuration. */
export async function makeGraph(loaded: Loaded, engine: EngineName): Promise<LabelledGraph> {
  const { whole } = loaded;
  const module = labelledModule(whole.module, actionsOf(whole.module));
  const dot = engine === 'tlc' ? dotOfTlc(loaded) : await graphOf(module, labelledConfiguration(whole.configuration));
  const graph = labelledGraph(module, dot);
  const { states } = loaded.entry;
  if (states === undefined || states === graph.states.length) return graph;
  const seen = `${graph.states.length} states with labels, ${states} without`;
  throw new QuiesceError(
    'QSC419',
    `${loaded.entry.configuration}: ${seen}: the list of actions is not the next-state relation`,
  );
}

function dotOfTlc({ module, beside, configuration, whole }: Loaded): DotGraph {
  const labelled = labelledExtension(module, actionsOf(whole.module));
  return graphOfTlc(labelled, labelledConfiguration(configuration), { beside: [module, ...beside] });
}

/** sourceHash is the SHA-256 of all that a graph depends on. */
export function sourceHash({ module, beside, configuration }: Loaded): string {
  const texts = [...[module, ...beside].map(({ text }) => text), configuration.text];
  return createHash('sha256').update(texts.join('\0')).digest('hex');
}

/** originOf is what a graph of ours is of. */
export function originOf(loaded: Loaded): GraphOrigin {
  return { configuration: loaded.entry.configuration, source: sourceHash(loaded) };
}

/** What a graph is of, as its file says. */
export interface GraphOrigin {
  readonly configuration: string;
  /** The hash of all that it was made from. */
  readonly source: string;
  /** Why the labels of its edges are names only. */
  readonly why?: string | undefined;
}

/** writeGraph gives the text of a graph. */
export function writeGraph(graph: LabelledGraph, { configuration, source, why }: GraphOrigin): string {
  const values = graph.variables.map(() => new Numbering());
  const states = graph.states.map((state) =>
    state.map((value, index) => values[index]!.of(writeValue(value))).join(' '),
  );
  const labels = new Numbering();
  for (const text of [...new Set(graph.edges.map(({ label }) => writeLabel(label)))].sort()) labels.of(text);
  const edges = graph.edges.map(({ from, label, to }) => `${from} ${labels.of(writeLabel(label))} ${to}`);
  const lines = [
    heading,
    `configuration ${configuration}`,
    `source ${source}`,
    ...(why === undefined ? [] : [`why ${why.replace(/\s+/g, ' ')}`]),
    `initial ${graph.initial.join(' ')}`,
    ...graph.variables.flatMap((name, index) => [`variable ${name}`, ...values[index]!.texts]),
    'actions',
    ...labels.texts,
    `states ${states.length}`,
    ...states,
    `edges ${edges.length}`,
    ...edges,
  ];
  const text = [...lines, ''];
  return text.toSpliced(contentLine, 0, `content ${contentHash(text)}`).join('\n');
}

/** The line that says which the others are. */
const contentLine = 3;

/** The SHA-256 of the lines of a graph but that which has it: one that was changed by hand is none of an engine's. */
function contentHash(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

class Numbering {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

export interface GraphFile extends GraphOrigin {
  readonly graph: LabelledGraph;
}

/** parseGraph reads the text of a graph. Throws QSC421 for one that is cut, or not as it was written. */
export function parseGraph(text: string): GraphFile {
  const lines = text.split('\n');
  refuseAltered(lines);
  const at = (start: string, from = 0) => lineAt(lines, start, from);
  const actions = at('actions');
  const states = at('states ', actions);
  const edges = at('edges ', states);
  const variables = variablesIn(lines.slice(at('variable '), actions));
  const labels = lines.slice(actions + 1, states).map(parseLabel);
  const rows = lines.slice(states + 1, edges).map((line) => line.split(' ').map(Number));
  const graph: LabelledGraph = {
    variables: variables.map(({ name }) => name),
    states: rows.map((row) => stateOf(row, variables)),
    initial: lines[at('initial ')]!.split(' ').slice(1).map(Number),
    edges: lines.slice(edges + 1, -1).map((line) => edgeOf(line, labels, rows.length)),
  };
  const counts = [Number(lines[states]!.split(' ')[1]), Number(lines[edges]!.split(' ')[1])];
  if (lines[0] !== heading || counts[0] !== graph.states.length || counts[1] !== graph.edges.length) {
    throw new QuiesceError(
      'QSC421',
      `${graph.states.length} states and ${graph.edges.length} edges of ${counts.join(' and ')}`,
    );
  }
  const why = lines.slice(0, at('initial ')).find((line) => line.startsWith('why '));
  return {
    configuration: lines[at('configuration ')]!.slice(14),
    source: lines[at('source ')]!.slice(7),
    ...(why === undefined ? {} : { why: why.slice(4) }),
    graph,
  };
}

function refuseAltered(lines: readonly string[]): void {
  const told = lines[contentLine] ?? '';
  const seen = `content ${contentHash(lines.toSpliced(contentLine, 1))}`;
  if (told === seen) return;
  const both = `it says ${told.slice(0, 20) || 'nothing'}, and is ${seen.slice(0, 20)}`;
  throw new QuiesceError('QSC421', `a state graph that is not as it was written: ${both}`);
}

function stateOf(row: readonly number[], variables: ReturnType<typeof variablesIn>): LabelledGraph['states'][number] {
  const state = row.map((number, index) => variables[index]?.values[number]);
  if (state.length !== variables.length || state.some((value) => value === undefined))
    throw new QuiesceError('QSC421', `the state ${row.join(' ')} of ${variables.length} variables`);
  return state as TlaValue[];
}

function lineAt(lines: readonly string[], start: string, from: number): number {
  const found = lines.findIndex((line, index) => index >= from && line.startsWith(start));
  if (found < 0) throw new QuiesceError('QSC421', `a state graph without a line "${start.trim()}"`);
  return found;
}

function variablesIn(lines: readonly string[]): readonly { readonly name: string; readonly values: TlaValue[] }[] {
  const variables: { name: string; values: TlaValue[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('variable ')) variables.push({ name: line.slice(9), values: [] });
    else variables.at(-1)?.values.push(parseValue(line));
  }
  return variables;
}

function edgeOf(line: string, labels: readonly Label[], states: number): LabelledGraph['edges'][number] {
  const [from = -1, number = -1, to = -1] = line.split(' ').map(Number);
  const label = labels[number];
  if (!label || !(from >= 0 && from < states) || !(to >= 0 && to < states))
    throw new QuiesceError('QSC421', `the edge ${line}`);
  return { from, label, to };
}

/** graphPath is where the graph of a configuration is committed. */
export function graphPath(folder: string, configuration: string): string {
  return join(folder, 'graphs', `${configuration}.txt`);
}

/**
 * readGraph reads a committed graph. Throws QSC420 where the specification, the configuration or the manifest's figures have
 * changed since, and QSC421 where the graph itself has.
 */
export function readGraph(folder: string, configuration: string): LabelledGraph {
  const file = parseGraph(readText(graphPath(folder, configuration)));
  const entry = readManifest(folder).entries.find((each) => each.configuration === configuration);
  if (!entry) throw new QuiesceError('QSC412', `no configuration ${configuration} in the manifest`);
  const expected = sourceHash(loadEntry(folder, entry));
  if (file.source !== expected || file.configuration !== configuration) {
    throw new QuiesceError(
      'QSC420',
      `${configuration}: written from ${file.source.slice(0, 12)}, now ${expected.slice(0, 12)}`,
    );
  }
  const { states } = entry;
  if (states !== undefined && states !== file.graph.states.length)
    throw new QuiesceError('QSC420', `${configuration}: ${file.graph.states.length} states, ${states} in the manifest`);
  return file.graph;
}

/** commitGraphs writes the graphs that the manifest wants, and returns their names. */
export async function commitGraphs(folder: string, engine: EngineName): Promise<readonly string[]> {
  const wanted = readManifest(folder).entries.filter(({ graph }) => graph);
  mkdirSync(join(folder, 'graphs'), { recursive: true });
  for (const entry of wanted) {
    const loaded = loadEntry(folder, entry);
    const text = writeGraph(await makeGraph(loaded, engine), originOf(loaded));
    writeFileSync(graphPath(folder, entry.configuration), text);
  }
  return wanted.map(({ configuration }) => configuration);
}
