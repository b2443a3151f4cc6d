// A failing path, drawn: one column per processor, context switches as rows of their own, the step after which the
// property was false marked, a lasso drawn as a loop in the margin, who waits for whom, and last the replay command.

import type { Counterexample, PathSize, StepRecord, WaitRecord } from '../engine/explore/verdict.js';
import { markdownCode, markdownText, shellQuote } from './escape.js';
import { type Column, counted, drawTable, wrap } from './table.js';

/** A row of the drawing: a step, or a context switch between two steps. */
export interface PathRow {
  readonly step?: number;
  readonly processor: number;
  /** What stands in the processor's column: for a step its operation, then its events. */
  readonly lines: readonly string[];
  readonly source: string;
  readonly loop: 'none' | 'start' | 'inside' | 'end' | 'whole';
  readonly turnedFalse: boolean;
}

const widestColumn = 52;

/** pathRows lays out the steps of a counterexample. */
export function pathRows(counterexample: Counterexample): PathRow[] {
  return counterexample.steps.flatMap((step, position) => {
    const row = stepRow(counterexample, step, position);
    const before = counterexample.steps[position - 1];
    return before && before.thread !== step.thread ? [switchRow(before, step, row), row] : [row];
  });
}

function stepRow(counterexample: Counterexample, step: StepRecord, position: number): PathRow {
  return {
    step: position + 1,
    processor: step.processor,
    lines: [`${step.thread}: ${step.operation}${valuesOf(step)}`, ...step.events.map((event) => `  » ${event}`)],
    source: step.source ?? '',
    loop: loopPart(counterexample, position),
    turnedFalse: counterexample.loopStartsAt === undefined && position === counterexample.turnedFalseAt,
  };
}

function switchRow(before: StepRecord, after: StepRecord, next: PathRow): PathRow {
  const inside = next.loop === 'inside' || next.loop === 'end';
  return {
    processor: before.processor,
    lines: [`-- ${before.thread} pauses, ${after.thread} runs --`],
    source: '',
    loop: inside ? 'inside' : 'none',
    turnedFalse: false,
  };
}

/** What was read, and what was written where the operation's own words do not say it. */
function valuesOf({ operation, read, wrote }: StepRecord): string {
  if (operation.startsWith('load ')) return read === undefined ? '' : ` → ${read}`;
  const said = wrote === undefined || operation.includes(`<- ${wrote}`);
  const parts = [...(read === undefined ? [] : [`read ${read}`]), ...(said ? [] : [`wrote ${wrote}`])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function loopPart(counterexample: Counterexample, position: number): PathRow['loop'] {
  const start = counterexample.loopStartsAt;
  if (start === undefined || position < start) return 'none';
  const last = position === counterexample.steps.length - 1;
  if (position === start) return last ? 'whole' : 'start';
  return last ? 'end' : 'inside';
}

const loopMargin: Readonly<Record<PathRow['loop'], string>> = Object.freeze({
  none: '  ',
  start: '╭▶',
  inside: '│ ',
  end: '╰─',
  whole: '⟲ ',
});

/** counterexampleText is the drawing as lines of plain text, the replay command last. */
export function counterexampleText(counterexample: Counterexample, schedule: string, command: string): string[] {
  return [
    ...startText(counterexample),
    ...drawTable(columnsOf(counterexample), pathRows(counterexample).map(tableRow(processorsOf(counterexample)))),
    ...loopText(counterexample),
    ...waitsText(counterexample.waits),
    sizeText(counterexample),
    `replay: ${replayLine(schedule, command)}`,
  ];
}

/** replayLine is the command that shows the path again: one line that can be pasted into a shell. */
export function replayLine(schedule: string, command: string): string {
  return `${command} replay ${shellQuote(schedule)}`;
}

/** sizeText says how long the path is and what it was shrunk from. */
export function sizeText({ shrunkFrom, size, length }: Counterexample): string {
  const same = shrunkFrom.steps === size.steps && shrunkFrom.switches === size.switches;
  const before = same ? 'not shrunk further' : `shrunk from ${pathSize(shrunkFrom)}`;
  return `size: ${pathSize(size)} (${length}; ${before})`;
}

function pathSize({ steps, switches, threads }: PathSize): string {
  return `${counted(steps, 'step')}, ${counted(switches, 'switch', 'switches')}, ${counted(threads, 'thread')}`;
}

function startText(counterexample: Counterexample): string[] {
  return counterexample.turnedFalseAt < 0 && counterexample.loopStartsAt === undefined
    ? ['false at the start, before any step']
    : [];
}

function loopText(counterexample: Counterexample): string[] {
  const start = counterexample.loopStartsAt;
  if (start === undefined) return [];
  const steps = counterexample.steps.length - start;
  if (steps === 0) return ['after the last step nothing happens any more'];
  return [`steps ${start + 1} to ${counterexample.steps.length} repeat for ever`];
}

function waitsText(waits: readonly WaitRecord[] | undefined): string[] {
  if (!waits || waits.length === 0) return [];
  return ['who waits for whom:', ...waits.map((wait) => `  ${waitText(wait)}`)];
}

function waitText({ thread, operation, source, waitsFor }: WaitRecord): string {
  const place = source === undefined ? '' : ` (${source})`;
  const whom = waitsFor.length === 0 ? 'nobody: no thread can let it go on' : waitsFor.join(', ');
  return `${thread} at ${operation}${place} waits for ${whom}`;
}

function processorsOf(counterexample: Counterexample): number[] {
  const highest = Math.max(0, ...counterexample.steps.map((step) => step.processor));
  return Array.from({ length: highest + 1 }, (_, processor) => processor);
}

function columnsOf(counterexample: Counterexample): Column[] {
  return [
    { title: '    step', align: 'right' },
    ...processorsOf(counterexample).map((processor) => ({ title: `processor ${processor}` })),
    { title: 'source' },
  ];
}

function tableRow(processors: readonly number[]): (row: PathRow) => string[][] {
  return (row) => {
    const lines = row.lines.flatMap((line) => wrap(line, widestColumn, '      '));
    const columns = processors.map((processor) => (processor === row.processor ? lines : []));
    return [margin(row, lines.length), ...columns, [row.source]];
  };
}

function margin(row: PathRow, height: number): string[] {
  const first = `${row.turnedFalse ? '✗' : ' '}${loopMargin[row.loop]} ${String(row.step ?? '').padStart(3)}`;
  const goesOn = row.loop === 'start' || row.loop === 'inside' ? `│${' '.repeat(5)}` : '';
  return [first, ...Array.from({ length: height - 1 }, () => goesOn)];
}

/** counterexampleMarkdown is the drawing as a GitHub table, the replay command last. */
export function counterexampleMarkdown(counterexample: Counterexample, schedule: string, command: string): string[] {
  const processors = processorsOf(counterexample);
  return [
    ...startText(counterexample).map(markdownText),
    `| step | ${processors.map((processor) => `processor ${processor}`).join(' | ')} | source |`,
    `| ---: | ${processors.map(() => '---').join(' | ')} | --- |`,
    ...pathRows(counterexample).map((row) => markdownRow(row, processors)),
    '',
    ...[...loopText(counterexample), ...waitsText(counterexample.waits), sizeText(counterexample)].map(
      (line) => `- ${markdownText(line.trim())}`,
    ),
    '',
    '```sh',
    replayLine(schedule, command),
    '```',
  ];
}

function markdownRow(row: PathRow, processors: readonly number[]): string {
  const lines = row.lines.map((line) => (row.step === undefined ? `<i>${markdownText(line)}</i>` : markdownCode(line)));
  const cells = processors.map((processor) => (processor === row.processor ? lines.join('<br>') : ''));
  const step = `${row.turnedFalse ? '✗ ' : ''}${loopMargin[row.loop].trim()} ${row.step ?? ''}`.trim();
  return `| ${[step, ...cells, markdownText(row.source)].join(' | ')} |`;
}
