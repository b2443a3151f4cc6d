// A failing path, drawn: what clients saw where that is what is wrong, and a table of the steps: one column per
// processor, context switches as rows of their own, the step after which the property was false marked, a lasso drawn as
// a loop in the margin, who waits for whom, and last the replay command.

import { eventText, valueText } from '../engine/explain/records.js';
import type { Counterexample, PathSize, StepRecord, WaitRecord } from '../engine/explain/verdict.js';
import { ofGiven, textGiven } from '../engine/program/given.js';
import { markdownBlock, markdownCode, markdownText, shellQuote } from './escape.js';
import { breaksAt } from './fault.js';
import { type Paint, plain } from './paint.js';
import { roundsIn } from './rounds.js';
import { stepText, stepTexts } from './stepText.js';
import { counted, drawTable, unbrokenWidth, usualWidth, widthOf, wrap } from './table.js';
import { timelineText } from './timeline.js';
import { waitText } from './waits.js';

/** What a drawing needs of a path. */
export type DrawnPath = Pick<Counterexample, 'steps' | 'turnedFalseAt' | 'opensAt' | 'loopStartsAt' | 'waits'>;

/** A row of the drawing: a step, or a context switch between two steps. */
export interface PathRow {
  readonly step?: number;
  readonly processor: number;
  /** What stands in the processor's column: for a step its operation, then its events. */
  readonly lines: readonly string[];
  /** Its operation with records as a whole: whether two rows are the same is judged by it. */
  readonly whole?: string;
  readonly source: string;
  readonly loop: 'none' | 'start' | 'inside' | 'end' | 'whole';
  readonly turnedFalse: boolean;
}

/** How a path is drawn. */
export interface DrawOptions {
  /** Places that a line may take; 120 unless told. Words are not broken for it. */
  readonly width?: number;
  /** Colours; none unless told. */
  readonly paint?: Paint;
}

/** What is left of the width for what is indented by two. */
export function inside({ width = usualWidth, paint }: DrawOptions): DrawOptions {
  return { width: width - 2, ...(paint ? { paint } : {}) };
}

const widestColumn = 72;
const narrowestColumn = 26;

/**
 * pathRows lays out the steps of a counterexample. A safe point takes no row unless something is said of it, nor does what an
 * event loop does of itself: `await` costs none.
 */
export function pathRows(path: DrawnPath): PathRow[] {
  const texts = stepTexts(path.steps);
  const shown = path.steps.map((step, position) => ({ step, position })).filter((one) => takesRow(path, one));
  return shown.flatMap(({ step, position }, index) => {
    const row = stepRow(path, { step, position }, texts[position]!);
    const before = shown[index - 1];
    return before && before.step.agent !== step.agent
      ? [switchRow(path, before.step, { step, position }, row), row]
      : [row];
  });
}

interface Placed {
  readonly step: StepRecord;
  readonly position: number;
}

function takesRow(path: DrawnPath, { step, position }: Placed): boolean {
  const isTold = step.kind !== 'safePoint' && !step.silent;
  if (isTold || step.events.length > 0 || step.writes.length > 0) return true;
  const isEdge = position === path.loopStartsAt || position === path.steps.length - 1;
  return isEdge || position === path.turnedFalseAt || position === path.opensAt;
}

function stepRow(path: DrawnPath, { step, position }: Placed, text: string): PathRow {
  const events = step.events.map((event) => `  » ${eventText(event, step.agent)}`);
  return {
    step: position + 1,
    processor: step.processor,
    lines: [`${step.agent}: ${text}`, ...events],
    whole: `${step.agent}: ${stepText(step)}`,
    source: step.source ?? '',
    loop: loopPart(path, position),
    turnedFalse: position === breaksAt(path),
  };
}

function switchRow(path: DrawnPath, { agent, processor }: StepRecord, after: Placed, next: PathRow): PathRow {
  const inside = next.loop === 'inside' || next.loop === 'end';
  const state = stateBetween(path, agent, after);
  return {
    processor,
    lines: [`-- ${state === undefined ? '' : `${agent} ${state}, `}${after.step.agent} runs --`],
    source: '',
    loop: inside ? 'inside' : 'none',
    turnedFalse: false,
  };
}

/** What a thread is at while another one steps, as far as the path tells: it could step, or does so later, or has ended. */
function stateBetween({ steps, waits = [] }: DrawnPath, agent: string, { step, position }: Placed): string | undefined {
  if (step.enabled.includes(agent)) return 'pauses';
  if (steps.findLast((each, at) => at < position && each.agent === agent)?.ends) return 'has ended';
  const isBlocked =
    waits.some(({ thread }) => thread === agent) || steps.some((each, at) => at > position && each.agent === agent);
  return isBlocked ? 'waits' : undefined;
}

/** foldedRows shows rounds that repeat once, with a row that says how often they came. */
export function foldedRows(rows: readonly PathRow[]): PathRow[] {
  const rounds = roundsIn(rows.map(keyOf));
  const folded: PathRow[] = [];
  let at = 0;
  for (const { from, rows: length, times } of rounds) {
    folded.push(...rows.slice(at, from + length), foldRow(rows.slice(from, from + length * times), length, times));
    at = from + length * times;
  }
  return [...folded, ...rows.slice(at)];
}

/** Rows are the same when they show the same, but for the number of the step. What is marked stays alone. */
function keyOf({ processor, lines, whole, source, loop, turnedFalse }: PathRow): string | undefined {
  if (turnedFalse || loop === 'start' || loop === 'end' || loop === 'whole') return undefined;
  const [first, ...events] = lines;
  return JSON.stringify([processor, whole ?? first, events, source, loop]);
}

function foldRow(rows: readonly PathRow[], length: number, times: number): PathRow {
  const last = rows.reduce((step, row) => row.step ?? step, 0);
  const what = length === 1 ? 'this row' : `these ${length} rows`;
  const { processor, loop } = rows[0]!;
  return { processor, lines: [`× ${times}: ${what}, to step ${last}`], source: '', loop, turnedFalse: false };
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
export function counterexampleText(
  counterexample: Counterexample,
  schedule: string,
  command: string,
  options: DrawOptions = {},
): string[] {
  return ofGiven('QSC136', 'a counterexample', () => {
    const { history } = counterexample;
    return [
      ...(history ? [...timelineText(history, options.width ?? usualWidth), ''] : []),
      ...pathText(counterexample, options),
      ...seenText(counterexample, options),
      ...wrap(sizeText(counterexample), options.width ?? usualWidth),
      `replay: ${replayLine(schedule, command)}`,
    ];
  });
}

/** pathText draws any path: the table of its steps, its loop, its waits. */
export function pathText(path: DrawnPath, options: DrawOptions = {}): string[] {
  return ofGiven('QSC136', 'a counterexample', () => [
    ...startText(path),
    ...pathTable(path, options),
    ...hiddenText(path),
    ...loopText(path),
    ...opensText(path),
    ...waitsText(path.waits).flatMap((line) => wrap(line, options.width ?? usualWidth, '      ')),
  ]);
}

/** A column for each processor that takes a step; where they do not fit, one for all, with the processor before it. */
function pathTable(path: DrawnPath, { width = usualWidth, paint = plain }: DrawOptions): string[] {
  const lanes = lanesOf(path);
  const rows = withFittingSources(foldedRows(pathRows(path)), width - marginWidth, lanes.length);
  const source = rows.some((row) => row.source !== '') ? [{ title: 'source' }] : [];
  const fits = laneWidth(rows, width - marginWidth, lanes.length);
  const margins = { title: '    step', align: 'right' } as const;
  const most = Math.max(lanes.length === 1 ? 12 : narrowestColumn, Math.min(widestColumn, fits));
  if (fits >= Math.min(narrowestColumn, widestOf(rows)) || lanes.length === 1) {
    const columns = [margins, ...lanes.map((lane) => ({ title: `processor ${lane}` })), ...source];
    return drawTable(columns, rows.map(tableRow({ lanes, most, paint })), Number.POSITIVE_INFINITY);
  }
  const alone = Math.max(12, Math.min(widestColumn, laneWidth(rows, width - marginWidth - 5, 1)));
  const columns = [margins, { title: 'on', align: 'right' as const }, { title: 'step by step' }, ...source];
  return drawTable(columns, rows.map(oneColumnRow({ most: alone, paint })), Number.POSITIVE_INFINITY);
}

const marginWidth = 8;

/** What a lane may take of a width, beside the sources and the bars. */
function laneWidth(rows: readonly PathRow[], width: number, lanes: number): number {
  const widest = Math.max(0, ...rows.map((row) => widthOf(row.source)));
  return Math.floor((width - (widest === 0 ? 0 : 3 + Math.max(6, widest))) / lanes) - 3;
}

/** Where lines would have to be wrapped for it, a source is shown without its folders; where there is no room, not at all. */
function withFittingSources(rows: readonly PathRow[], width: number, lanes: number): readonly PathRow[] {
  if (laneWidth(rows, width, lanes) >= Math.min(widestOf(rows), 52)) return rows;
  const short = rows.map((row) => ({ ...row, source: row.source.replace(/^.*[\\/]/, '') }));
  const words = rows.flatMap((row) => row.lines.map(unbrokenWidth));
  const least = Math.max(narrowestColumn, ...words.map((word) => word + indent.length));
  return laneWidth(short, width, 1) >= least ? short : rows.map((row) => ({ ...row, source: '' }));
}

function widestOf(rows: readonly PathRow[]): number {
  return Math.max(...rows.flatMap((row) => row.lines.map(widthOf)));
}

/** Safe points, and the books of an event loop, are steps of the schedule; that they are not shown is said. */
function hiddenText(path: DrawnPath): string[] {
  const hidden = path.steps.filter((step, position) => !takesRow(path, { step, position }));
  const silent = hidden.filter((step) => step.silent).length;
  const parts = [
    ...(hidden.length > silent ? [counted(hidden.length - silent, 'safe point')] : []),
    ...(silent > 0 ? [`${counted(silent, 'step')} of event loops`] : []),
  ];
  return parts.length === 0 ? [] : [`not shown: ${parts.join(', ')}`];
}

/** seenText says what the claim read where it is false. */
export function seenText(
  { seen = [], loopStartsAt }: Pick<Counterexample, 'seen' | 'loopStartsAt'>,
  { width = usualWidth }: DrawOptions = {},
): string[] {
  if (seen.length === 0) return [];
  const values = seen.map(({ what, value }) => `${what} = ${valueText(value)}`);
  const where = loopStartsAt === undefined ? 'there' : 'where the loop starts';
  return wrap(`what the claim read ${where}: ${values.join(', ')}`, width);
}

/** replayLine is the command that shows the path again: one line that can be pasted into a shell. */
export function replayLine(schedule: string, command: string): string {
  return `${textGiven('QSC110', 'the command to replay with', command)} replay ${shellQuote(textGiven('QSC201', 'a schedule as text', schedule))}`;
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
  const last = path.steps.length;
  return [start + 1 === last ? `step ${last} repeats for ever` : `steps ${start + 1} to ${last} repeat for ever`];
}

/** Of what has to come at last: since when. */
function opensText({ opensAt }: DrawnPath): string[] {
  if (opensAt === undefined) return [];
  return [`what is claimed to come is waited for ${opensAt < 0 ? 'from the start on' : `since step ${opensAt + 1}`}`];
}

function waitsText(waits: readonly WaitRecord[] | undefined): string[] {
  if (!waits || waits.length === 0) return [];
  return ['who waits for whom:', ...waits.map((wait) => `  ${waitText(wait)}`)];
}

/** The processors that take a step. */
function lanesOf(path: DrawnPath): number[] {
  const lanes = [...new Set(path.steps.map((step) => step.processor))].sort((a, b) => a - b);
  return lanes.length === 0 ? [0] : lanes;
}

interface Lanes {
  readonly lanes: readonly number[];
  readonly most: number;
  readonly paint: Paint;
}

function tableRow({ lanes, most, paint }: Lanes): (row: PathRow) => string[][] {
  return (row) => {
    const lines = laneLines(row, most, paint);
    const columns = lanes.map((lane) => (lane === row.processor ? lines : []));
    return [margin(row, lines.length, paint), ...columns, ...sourceCell(row, paint)];
  };
}

function oneColumnRow({ most, paint }: Omit<Lanes, 'lanes'>): (row: PathRow) => string[][] {
  return (row) => {
    const lines = laneLines(row, most, paint);
    return [margin(row, lines.length, paint), [String(row.processor)], lines, ...sourceCell(row, paint)];
  };
}

/** None where there is none: where no row has a source, the column is left out. */
function sourceCell({ source }: PathRow, paint: Paint): string[][] {
  return source === '' ? [] : [[paint.faint(source)]];
}

/** Of the later lines of a step. */
const indent = '      ';

function laneLines(row: PathRow, most: number, paint: Paint): string[] {
  return row.lines.flatMap((line) => wrap(line, most, indent)).map((line) => paint.lane(line, row.processor));
}

function margin(row: PathRow, height: number, paint: Paint): string[] {
  const first = `${row.turnedFalse ? '✗' : ' '}${loopMargin[row.loop]} ${String(row.step ?? '').padStart(3)}`;
  const goesOn = row.loop === 'start' || row.loop === 'inside' ? `│${' '.repeat(5)}` : '';
  const shown = row.turnedFalse ? paint.fault(first) : first;
  return [shown, ...Array.from({ length: height - 1 }, () => goesOn)];
}

/** counterexampleMarkdown is the drawing as a GitHub table, the replay command last. */
export function counterexampleMarkdown(counterexample: Counterexample, schedule: string, command: string): string[] {
  return ofGiven('QSC136', 'a counterexample', () => {
    const processors = lanesOf(counterexample);
    return [
      ...historyMarkdown(counterexample),
      ...startText(counterexample).map(markdownText),
      `| step | ${processors.map((processor) => `processor ${processor}`).join(' | ')} | source |`,
      `| ---: | ${processors.map(() => '---').join(' | ')} | --- |`,
      ...foldedRows(pathRows(counterexample)).map((row) => markdownRow(row, processors)),
      '',
      ...[
        ...hiddenText(counterexample),
        ...loopText(counterexample),
        ...opensText(counterexample),
        ...waitsText(counterexample.waits),
        ...joined(seenText(counterexample)),
        sizeText(counterexample),
      ].map((line) => `- ${markdownText(line.trim())}`),
      '',
      ...replayMarkdown(schedule, command),
    ];
  });
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
