// A failing path as DOT: the part of the state graph that it goes through. A node for each state, with what the step into it
// changed; an edge for each step, with who takes it and from where in the text. A lasso goes back to where its loop starts.

import { valueText } from '../engine/explain/records.js';
import type { Counterexample, StepRecord } from '../engine/explain/verdict.js';
import { visibleParts } from '../engine/program/visible.js';
import { cellsBefore } from './cellsAlong.js';
import { breaksAt } from './fault.js';
import { quoted } from './graph/dot.js';
import { recordChange, stepTexts } from './stepText.js';

/** pathDot is the document, ending in a line end. */
export function pathDot(given: Counterexample): string {
  const path = visibleParts(given);
  const { steps, loopStartsAt, schedule } = path;
  const texts = stepTexts(steps);
  // A lasso whose loop has no step stays for ever where it is.
  const loops = loopStartsAt !== undefined && loopStartsAt < steps.length;
  const last = loops ? steps.length - 1 : steps.length;
  const isBack = (index: number) => loops && index === last;
  const target = (index: number) => (isBack(index) ? loopStartsAt : index + 1);
  const lines = [
    'digraph path {',
    `  graph [label=${quoted(schedule.name)}, labelloc=t, fontname="Helvetica", fontsize=14, bgcolor=transparent, ranksep=0.35]`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=11]',
    '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.6]',
    `  s0 [label=${quoted(startText(steps))}, class="initial", penwidth=2.5]`,
    ...steps.slice(0, last).map((step, index) => stateLine(step, index + 1, index === breaksAt(path))),
    ...(loopStartsAt === steps.length ? [`  s${last} -> s${last} [label="for ever"]`] : []),
    ...steps.map(
      (step, index) =>
        `  s${index} -> s${target(index)} [label=${quoted(edgeText(step, index, texts[index]!))}${isBack(index) ? ', class="loop", color="#b3161b", penwidth=2' : ''}]`,
    ),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function startText(steps: readonly StepRecord[]): string {
  return ['the start', ...[...cellsBefore(steps)].map(([cell, value]) => `${cell} = ${shown(value)}`)].join('\n');
}

function stateLine({ writes, events }: StepRecord, number: number, isFault: boolean): string {
  const said = events.map(({ name }) => `» ${name}`);
  const text = [`after step ${number}`, ...writes.map(writeText), ...said];
  const fault = isFault ? ', class="fault", color="#b3161b", fontcolor="#b3161b", peripheries=2' : '';
  return `  s${number} [label=${quoted([...text, ...(isFault ? ['false from here on'] : [])].join('\n'))}${fault}]`;
}

/** Of a record that it changes only what changes. */
function writeText({ cell, before, value }: StepRecord['writes'][number]): string {
  const change = recordChange(before, value);
  return change === undefined ? `${cell} = ${shown(value)}` : `${cell}: ${change}`;
}

function edgeText(step: StepRecord, index: number, text: string): string {
  const source = step.source === undefined ? [] : [step.source];
  return [`${index + 1} ${step.agent}: ${text}`, ...source].join('\n');
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : valueText(value);
}
