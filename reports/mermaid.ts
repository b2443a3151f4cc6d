// A failing path as a Mermaid sequence diagram, which GitHub draws: a participant for each thread and for the memory, an
// arrow for each step that touches it. Long paths are cut in the middle, and say so.

import type { Counterexample } from '../engine/explain/verdict.js';
import { visible } from '../engine/program/visible.js';
import { breaksAt } from './fault.js';
import { stepTexts } from './stepText.js';

/** GitHub draws no diagram of more than 50,000 signs. */
const stepsMost = 120;
const signsMost = 160;

/** mermaidSequence is the diagram as lines. */
export function mermaidSequence(path: Counterexample): string[] {
  const { steps } = path;
  const texts = stepTexts(steps);
  const names = [...new Set(steps.map(({ agent }) => agent))];
  const half = stepsMost / 2;
  const isCut = steps.length > stepsMost;
  const shown = isCut ? [...steps.slice(0, half), ...steps.slice(-half)] : steps;
  const lines = shown.flatMap((step, index) => [
    ...(isCut && index === half ? [`Note over M: ${steps.length - stepsMost} steps are left out`] : []),
    ...stepLines(path, steps.indexOf(step), names.indexOf(step.agent), texts[steps.indexOf(step)]!),
  ]);
  return [
    'sequenceDiagram',
    ...names.map((name, index) => `  participant T${index} as ${words(name)}`),
    '  participant M as memory',
    ...lines.map((line) => `  ${line}`),
  ];
}

function stepLines(path: Counterexample, position: number, thread: number, text: string): string[] {
  const step = path.steps[position]!;
  const [reads, writes] = [step.reads.length > 0, step.writes.length > 0];
  const arrow = !reads && !writes ? `T${thread}->>T${thread}` : writes ? `T${thread}->>M` : `M-->>T${thread}`;
  return [
    ...(position === path.loopStartsAt ? ['Note over M: from here on for ever'] : []),
    `${arrow}: ${position + 1} ${words(cut(text))}`,
    ...(position === breaksAt(path) ? [`Note over T${thread}: false after this step`] : []),
  ];
}

function cut(text: string): string {
  return text.length > signsMost ? `${text.slice(0, signsMost - 1)}…` : text;
}

/** Text without a sign that the notation takes for its own; they are written by their numbers, as Mermaid has it. */
function words(text: string): string {
  return visible(text).replace(/[#;:<>%"{}()[\]\\]|\b(?:end)\b/gi, (sign) =>
    [...sign].map((each) => `#${each.codePointAt(0)};`).join(''),
  );
}
