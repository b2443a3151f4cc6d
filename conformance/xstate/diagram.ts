// A machine as a Mermaid state diagram, generated from the chart itself: its states, its arrows with their guards.
// Loops that change nothing are left out: they are guards and no movement.

import type { AnyStateMachine } from 'xstate';
import { type Arrow, arrowsOf, type ChartState, rootOf } from './chart.js';

/** mermaidOf draws a machine. */
export function mermaidOf(machine: AnyStateMachine): string {
  const root = rootOf(machine);
  const arrows = arrowsOf(machine).filter(({ targets, actions }) => targets.length > 0 || actions > 0);
  const whole =
    root.type === 'parallel' ? block({ ...root, key: machine.id }, arrows, '  ') : inside(root, arrows, '  ');
  return ['stateDiagram-v2', ...whole, ''].join('\n');
}

/** The regions of a parallel state have a line between them. */
function inside(state: ChartState, arrows: readonly Arrow[], indent: string): readonly string[] {
  const own = merged(arrows.flatMap((arrow) => drawnIn(state, arrow))).map((line) => `${indent}${line}`);
  const children = Object.values(state.states);
  if (state.type === 'parallel') {
    const regions = children.map((child) => inside(child, arrows, indent));
    return [...regions.flatMap((lines, index) => (index === 0 ? lines : [`${indent}--`, ...lines])), ...own];
  }
  const initial = state.initial?.target[0];
  return [
    ...(initial ? [`${indent}[*] --> ${idOf(initial.path)}`] : []),
    ...children.flatMap((child) => block(child, arrows, indent)),
    ...own,
  ];
}

function block(state: ChartState, arrows: readonly Arrow[], indent: string): readonly string[] {
  const declared = `${indent}state "${state.key}" as ${idOf(state.path)}`;
  if (Object.keys(state.states).length === 0) return [declared];
  return [`${declared} {`, ...inside(state, arrows, `${indent}  `), `${indent}}`];
}

interface Drawn {
  readonly ends: string;
  readonly label: string;
}

/**
 * Mermaid knows no arrow between states that lie in different ones: each is drawn between two children of the smallest
 * state around both ends, and says where in them it begins and ends. In a region other than its own an arrow is drawn as
 * one that enters: it comes from wherever that region is.
 */
function drawnIn({ path }: ChartState, arrow: Arrow): readonly Drawn[] {
  const from = pathOf(arrow.source);
  const ends = arrow.targets.length === 0 ? [from] : arrow.targets.map(pathOf);
  const [own] = ends;
  return ends.flatMap((to) =>
    to === own || arrow.targets.length < 2 ? moved(path, arrow, from, to) : entered(path, arrow, to),
  );
}

function moved(
  path: readonly string[],
  arrow: Arrow,
  from: readonly string[],
  to: readonly string[],
): readonly Drawn[] {
  const around = samePath(from, to) ? from.slice(0, -1) : commonPath(from, to);
  if (!samePath(around, path)) return [];
  const depth = path.length + 1;
  const places = [
    ...(from.length > depth ? [`from ${from.slice(depth).join('.')}`] : []),
    ...(to.length > depth ? [`to ${to.slice(depth).join('.')}`] : []),
  ];
  const label = [labelOf(arrow), ...places].join(' ');
  return [{ ends: `${idOf(from.slice(0, depth))} --> ${idOf(to.slice(0, depth))}`, label }];
}

function entered(path: readonly string[], arrow: Arrow, to: readonly string[]): readonly Drawn[] {
  return samePath(to.slice(0, -1), path) ? [{ ends: `[*] --> ${idOf(to)}`, label: arrow.event }] : [];
}

function pathOf(text: string): readonly string[] {
  return text.split('.').filter((name) => name !== '');
}

function samePath(one: readonly string[], other: readonly string[]): boolean {
  return one.join('.') === other.join('.');
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

/** The root has no path. */
function idOf(path: readonly string[]): string {
  return path.join('_') || 'machine';
}
