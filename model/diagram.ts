// The machine as a Mermaid state diagram, generated from the chart itself: its states, its arrows with their guards.
// Loops that change nothing (an entry, an invocation) are left out: they are guards and no movement.

import type { AnyStateMachine } from 'xstate';
import { type Arrow, arrowsOf } from './automaton.js';

interface Node {
  readonly key: string;
  readonly path: readonly string[];
  readonly states: Readonly<Record<string, Node>>;
  readonly initial?: { readonly target: readonly Node[] };
}

/** mermaidOf draws a machine. */
export function mermaidOf(machine: AnyStateMachine): string {
  const root = machine.root as unknown as Node;
  const arrows = arrowsOf(machine).filter(({ target, actions }) => target !== undefined || actions.length > 0);
  return ['stateDiagram-v2', ...inside(root, arrows, '  '), ''].join('\n');
}

function inside(node: Node, arrows: readonly Arrow[], indent: string): readonly string[] {
  const initial = node.initial?.target[0];
  return [
    ...(initial ? [`${indent}[*] --> ${idOf(initial.path)}`] : []),
    ...Object.values(node.states).flatMap((child) => block(child, arrows, indent)),
    ...merged(arrows.flatMap((arrow) => drawnIn(node, arrow))).map((line) => `${indent}${line}`),
  ];
}

function block(node: Node, arrows: readonly Arrow[], indent: string): readonly string[] {
  const declared = `${indent}state "${node.key}" as ${idOf(node.path)}`;
  if (Object.keys(node.states).length === 0) return [declared];
  return [`${declared} {`, ...inside(node, arrows, `${indent}  `), `${indent}}`];
}

interface Drawn {
  readonly ends: string;
  readonly label: string;
}

/**
 * Mermaid knows no arrow between states that lie in different ones: each is drawn between two children of the smallest
 * state around both ends, and says where in them it begins and ends.
 */
function drawnIn({ path }: Node, arrow: Arrow): readonly Drawn[] {
  const from = arrow.source.split('.');
  const to = (arrow.target ?? arrow.source).split('.');
  const around = arrow.source === to.join('.') ? from.slice(0, -1) : commonPath(from, to);
  if (around.join('.') !== path.join('.')) return [];
  const depth = path.length + 1;
  const places = [
    ...(from.length > depth ? [`from ${from.slice(depth).join('.')}`] : []),
    ...(to.length > depth ? [`to ${to.slice(depth).join('.')}`] : []),
  ];
  const label = [labelOf(arrow), ...places].join(' ');
  return [{ ends: `${idOf(from.slice(0, depth))} --> ${idOf(to.slice(0, depth))}`, label }];
}

function commonPath(one: readonly string[], other: readonly string[]): readonly string[] {
  const differing = one.findIndex((name, index) => name !== other[index]);
  return differing < 0 ? one.slice(0, -1) : one.slice(0, differing);
}

/** Arrows between the same two states share a line. */
function merged(drawn: readonly Drawn[]): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const { ends, label } of drawn) lines.set(ends, [...(lines.get(ends) ?? []), label]);
  return [...lines].map(([ends, labels]) => `${ends}: ${labels.join('<br/>')}`);
}

function labelOf({ event, guard }: Arrow): string {
  return guard === undefined ? event : `${event} [${guard}]`;
}

function idOf(path: readonly string[]): string {
  return path.join('_');
}
