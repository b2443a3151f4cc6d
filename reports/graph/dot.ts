// A projected state graph as DOT: a node for each group of states with what its cells hold and how many states stand
// behind it, an edge for all steps between two, with who takes them. Classes say what to colour; the rest is Graphviz's.

import { valueText } from '../../engine/explain/records.js';
import { canonical, type Value } from '../../engine/program/value.js';
import { visible, visibleParts } from '../../engine/program/visible.js';
import type { StateEdge, StateGraph, StateNode } from '../../runner/graph/stateGraph.js';
import { placeOf } from '../../runner/result.js';
import { counted } from '../table.js';

/** stateGraphDot is the document, ending in a line end; `isAcross` draws from left to right. */
export function stateGraphDot(given: StateGraph, isAcross = false): string {
  const graph = visibleParts(given);
  const names = shortNames(graph.cells);
  const busiest = Math.max(1, ...graph.edges.map(({ transitions }) => transitions));
  const lines = [
    'digraph states {',
    `  graph [label=${quoted(caption(graph))}, labelloc=t, fontname="Helvetica", fontsize=14, bgcolor=transparent, nodesep=0.3, ranksep=0.45${isAcross ? ', rankdir=LR' : ''}]`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=11, margin="0.14,0.08"]',
    '  edge [fontname="Helvetica", fontsize=9, arrowsize=0.6]',
    ...shownNodes(graph).map((node, index) => nodeLine(node, index, names)),
    ...graph.edges.map((edge) => edgeLine(edge, busiest, isAcross)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** caption says what the graph is of, how much stands behind it, and what it does not show. */
export function caption(graph: StateGraph): string {
  const { nodes, states, limit, leftOut } = graph;
  const lines = [
    `${placeOf(graph)}: ${counted(states, 'state')} behind ${counted(nodes.length, 'node')}`,
    ...(limit ? [`cut: ${limit.text}; some states have no steps yet`] : []),
    ...(leftOut.length > 0 ? [`left out, as they would make too many nodes: ${leftOut.join(', ')}`] : []),
  ];
  return lines.join('\n');
}

/** Of records only the fields that some nodes hold otherwise than others: the rest would tell no node from another. */
function shownNodes({ cells, nodes }: StateGraph): readonly StateNode[] {
  const telling = cells.map((_, at) => tellingFields(nodes.map(({ holds }) => holds[at])));
  return nodes.map((node) => ({ ...node, holds: node.holds.map((value, at) => onlyFields(value, telling[at])) }));
}

/** Undefined where the cell does not hold records alone. */
function tellingFields(values: readonly Value[]): readonly string[] | undefined {
  if (!values.every(isPlainRecord)) return undefined;
  const names = [...new Set(values.flatMap((value) => Object.keys(value)))];
  return names.filter((name) => new Set(values.map((value) => canonical(value[name]))).size > 1);
}

function onlyFields(value: Value, names: readonly string[] | undefined): Value {
  if (!names || !isPlainRecord(value)) return value;
  return Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]));
}

function isPlainRecord(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodeLine(node: StateNode, index: number, names: readonly string[]): string {
  const held = names.map((name, at) => `${name}: ${heldText(node.holds[at])}`);
  const ends = node.ends > 0 ? [`${counted(node.ends, 'end')}`] : [];
  const label = [...held, counted(node.states, 'state'), ...ends].join('\n');
  const phase = names.findIndex((name) => /(^|\.)phase$/.test(name));
  const classes = [
    ...(phase >= 0 ? [`phase-${String(node.holds[phase]).replace(/\W/g, '')}`] : []),
    ...(index === 0 ? ['initial'] : []),
    ...(node.ends > 0 ? ['end'] : []),
  ];
  const width = index === 0 ? ', penwidth=2.5' : '';
  const border = node.ends > 0 ? ', peripheries=2' : '';
  return `  n${index} [label=${quoted(label)}, class=${quoted(classes.join(' '))}${width}${border}]`;
}

/** Across, what is said stands above its arrow: an empty line keeps it clear of that. */
function edgeLine({ from, to, transitions, threads }: StateEdge, busiest: number, isAcross: boolean): string {
  const label = ` ${threads.join(', ')} \n ${counted(transitions, 'step')} ${isAcross ? '\n ' : ''}`;
  const width = (0.8 + 2 * (Math.log1p(transitions) / Math.log1p(busiest))).toFixed(2);
  return `  n${from} -> n${to} [label=${quoted(label)}, penwidth=${width}]`;
}

/** Without what all of them begin with, up to a dot. */
function shortNames(cells: readonly string[]): readonly string[] {
  const first = cells[0]?.split('.').slice(0, -1) ?? [];
  const isShared = (length: number) => cells.every((name) => name.startsWith(`${first.slice(0, length).join('.')}.`));
  const lengths = first.map((_, at) => first.length - at);
  const length = lengths.find(isShared) ?? 0;
  return cells.map((name) => name.split('.').slice(length).join('.'));
}

/** A record in words: its fields, without the signs around them. */
function heldText(value: Value): string {
  if (typeof value === 'string') return visible(value);
  const text = isPlainRecord(value) ? fieldsText(value) : valueText(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function fieldsText(record: object): string {
  return Object.entries(record)
    .map(([name, value]) => `${visible(name)} ${valueText(value)}`)
    .join(', ');
}

/** quoted is a string of DOT: line ends are written as \n, which centres each line. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
