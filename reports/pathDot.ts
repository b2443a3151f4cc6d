// A failing path as DOT: the part of the state graph that it goes through. A node for each state, with what the step into it
// changed; an edge for each step, with who takes it and from where in the text. A lasso goes back to where its loop starts.

import type { Counterexample, StepRecord } from '../engine/explain/verdict.js';
import { canonical } from '../engine/program/value.js';
import { visibleParts } from '../engine/program/visible.js';
import { cellsBefore } from './cellsAlong.js';
import { quoted } from './graph/dot.js';
import { stepText } from './stepText.js';

/** pathDot is the document, ending in a line end. */
export function pathDot(given: Counterexample): string {
  const { steps, turnedFalseAt, loopStartsAt, schedule } = visibleParts(given);
  // A lasso whose loop has no step stays for ever where it is.
  const loops = loopStartsAt !== undefined && loopStartsAt < steps.length;
  const last = loops ? steps.length - 1 : steps.length;
  const target = (index: number) => (loops && index === last ? loopStartsAt : index + 1);
  const lines = [
    'digraph path {',
    `  graph [label=${quoted(schedule.name)}, labelloc=t, fontname="Helvetica", fontsize=14, bgcolor=transparent, ranksep=0.35]`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=11]',
    '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.6]',
    `  s0 [label=${quoted(startText(steps))}, class="initial", penwidth=2.5]`,
    ...steps.slice(0, last).map((step, index) => stateLine(step, index + 1, index === turnedFalseAt)),
    ...(loopStartsAt === steps.length ? [`  s${last} -> s${last} [label="for ever"]`] : []),
    ...steps.map((step, index) => `  s${index} -> s${target(index)} [label=${quoted(edgeText(step, index))}]`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function startText(steps: readonly StepRecord[]): string {
  return ['the start', ...[...cellsBefore(steps)].map(([cell, value]) => `${cell} = ${shown(value)}`)].join('\n');
}

function stateLine({ writes, events }: StepRecord, number: number, isFault: boolean): string {
  const said = events.map(({ name }) => `» ${name}`);
  const text = [`after step ${number}`, ...writes.map(({ cell, value }) => `${cell} = ${shown(value)}`), ...said];
  const fault = isFault ? ', class="fault", color="#b3161b", fontcolor="#b3161b", peripheries=2' : '';
  return `  s${number} [label=${quoted([...text, ...(isFault ? ['false from here on'] : [])].join('\n'))}${fault}]`;
}

function edgeText(step: StepRecord, index: number): string {
  const source = step.source === undefined ? [] : [step.source];
  return [`${index + 1} ${step.agent}: ${stepText(step)}`, ...source].join('\n');
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : canonical(value);
}
