// A failing path, drawn: what clients saw where that is what is wrong, and a table of the steps: one column per
// processor, context switches as rows of their own, the step after which the property was false marked, a lasso drawn as
// a loop in the margin, who waits for whom, and last the replay command.

import { eventText } from '../engine/explain/records.js';
import type { Counterexample, PathSize, StepRecord, WaitRecord } from '../engine/explain/verdict.js';
import { canonical } from '../engine/program/value.js';
import { markdownBlock, markdownCode, markdownText, shellQuote } from './escape.js';
import { type Column, counted, drawTable, wrap } from './table.js';
import { timelineText } from './timeline.js';

/** What a drawing needs of a path. */
export type DrawnPath = Pick<Counterexample, 'steps' | 'turnedFalseAt' | 'loopStartsAt' | 'waits'>;

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
export function pathRows(path: DrawnPath): PathRow[] {
  return path.steps.flatMap((step, position) => {
    const row = stepRow(path, step, position);
    const before = path.steps[position - 1];
    return before && before.agent !== step.agent ? [switchRow(before, step, row), row] : [row];
  });
}

function stepRow(path: DrawnPath, step: StepRecord, position: number): PathRow {
  return {
    step: position + 1,
    processor: step.processor,
    lines: [
      `${step.agent}: ${step.operation}${valuesOf(step)}`,
      ...step.events.map((event) => `  » ${eventText(event, step.agent)}`),
    ],
    source: step.source ?? '',
    loop: loopPart(path, position),
    turnedFalse: path.loopStartsAt === undefined && position === path.turnedFalseAt,
  };
}

function switchRow(before: StepRecord, after: StepRecord, next: PathRow): PathRow {
  const inside = next.loop === 'inside' || next.loop === 'end';
  return {
    processor: before.processor,
    lines: [`-- ${before.agent} pauses, ${after.agent} runs --`],
    source: '',
    loop: inside ? 'inside' : 'none',
    turnedFalse: false,
  };
}

/** What was read, and what was written where the operation's own words do not say it. */
function valuesOf({ kind, operation, reads, writes }: StepRecord): string {
  const [read] = reads.map(({ value }) => canonical(value));
  const [wrote] = writes.map(({ value }) => canonical(value));
  if (kind === 'load') return read === undefined ? '' : ` → ${read}`;
  const said = wrote === undefined || operation.includes(`<- ${wrote}`);
  const parts = [...(read === undefined ? [] : [`read ${read}`]), ...(said ? [] : [`wrote ${wrote}`])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function loopPart(path: DrawnPath, position: number): PathRow['loop'] {
  const start = path.loopStartsAt;
  if (start === undefined || position < start) return 'none';
  const last = position === path.steps.length - 1;
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
  const { history } = counterexample;
  return [
    ...(history ? [...timelineText(history), ''] : []),
    ...pathText(counterexample),
    ...seenText(counterexample),
    sizeText(counterexample),
    `replay: ${replayLine(schedule, command)}`,
  ];
}

/** pathText draws any path: the table of its steps, its loop, its waits. */
export function pathText(path: DrawnPath): string[] {
  return [
    ...startText(path),
    ...drawTable(columnsOf(path), pathRows(path).map(tableRow(processorsOf(path)))),
    ...loopText(path),
    ...waitsText(path.waits),
  ];
}

/** seenText says what the claim read where it is false. */
export function seenText({ seen = [], loopStartsAt }: Pick<Counterexample, 'seen' | 'loopStartsAt'>): string[] {
  if (seen.length === 0) return [];
  const values = seen.map(({ what, value }) => `${what} = ${canonical(value)}`);
  const where = loopStartsAt === undefined ? 'there' : 'where the loop starts';
  return wrap(`what the claim read ${where}: ${values.join(', ')}`, 110);
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

function startText(path: DrawnPath): string[] {
  return path.turnedFalseAt < 0 && path.loopStartsAt === undefined ? ['false at the start, before any step'] : [];
}

function loopText(path: DrawnPath): string[] {
  const start = path.loopStartsAt;
  if (start === undefined) return [];
  const steps = path.steps.length - start;
  if (steps === 0) return ['after the last step nothing happens any more'];
  return [`steps ${start + 1} to ${path.steps.length} repeat for ever`];
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

function processorsOf(path: DrawnPath): number[] {
  const highest = Math.max(0, ...path.steps.map((step) => step.processor));
  return Array.from({ length: highest + 1 }, (_, processor) => processor);
}

function columnsOf(path: DrawnPath): Column[] {
  return [
    { title: '    step', align: 'right' },
    ...processorsOf(path).map((processor) => ({ title: `processor ${processor}` })),
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
    ...historyMarkdown(counterexample),
    ...startText(counterexample).map(markdownText),
    `| step | ${processors.map((processor) => `processor ${processor}`).join(' | ')} | source |`,
    `| ---: | ${processors.map(() => '---').join(' | ')} | --- |`,
    ...pathRows(counterexample).map((row) => markdownRow(row, processors)),
    '',
    ...[
      ...loopText(counterexample),
      ...waitsText(counterexample.waits),
      ...joined(seenText(counterexample)),
      sizeText(counterexample),
    ].map((line) => `- ${markdownText(line.trim())}`),
    '',
    ...replayMarkdown(schedule, command),
  ];
}

/** replayMarkdown is the command that shows a schedule again, as a block. */
export function replayMarkdown(schedule: string, command: string): string[] {
  return ['```sh', replayLine(schedule, command), '```'];
}

/** A text that was wrapped, as the one line that it is in Markdown. */
function joined(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => line.trim()).join(' ')];
}

function historyMarkdown({ history }: Counterexample): string[] {
  if (!history) return [];
  const [head, ...lines] = timelineText(history);
  return [markdownText(head!), '', markdownBlock(lines.join('\n')), ''];
}

function markdownRow(row: PathRow, processors: readonly number[]): string {
  const lines = row.lines.map((line) => (row.step === undefined ? `<i>${markdownText(line)}</i>` : markdownCode(line)));
  const cells = processors.map((processor) => (processor === row.processor ? lines.join('<br>') : ''));
  const step = `${row.turnedFalse ? '✗ ' : ''}${loopMargin[row.loop].trim()} ${row.step ?? ''}`.trim();
  return `| ${[step, ...cells, markdownText(row.source)].join(' | ')} |`;
}
