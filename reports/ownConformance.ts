// What came of a user's own file of conformance, and of recorded runs, for a person at a terminal.

import { jsonDocument, visibleParts } from '../engine/program/visible.js';
import type { OwnResult, OwnRow, RunRow, RunsResult } from '../runner/conformance/own.js';
import { counterexampleText, inside } from './counterexample.js';
import { type DivergenceOptions, divergenceLines, refusalLines } from './divergence.js';
import { paintedLines } from './paint.js';
import { counted, drawTable, fitLines, usualWidth, withThousands, wrap } from './table.js';

export interface OwnReportOptions extends DivergenceOptions {
  /** Draws the paths of expected divergences too. */
  readonly paths?: boolean;
  /** Names every transition that nothing realises. */
  readonly unreached?: boolean;
}

/** ownText is the report of a file, ending in a line end. */
export function ownText(given: OwnResult, options: OwnReportOptions): string {
  const result = visibleParts(given);
  const { rows, withoutFloor } = result;
  const lines = [
    ...drawTable(
      [
        { title: 'pair' },
        { title: 'verdict' },
        { title: 'explored', align: 'right' },
        { title: 'states', align: 'right' },
        { title: 'transitions', align: 'right' },
      ],
      rows.map(cellsOf),
      options.width,
    ),
    '',
    ...rows.flatMap((row) => detailsOf(row, options)),
    ...withoutFloor.map((one) => `${one}: quiesce conform ${result.file} --commit`),
    conclusion(result),
  ];
  return paintedLines(`${fitLines(lines, options.width).join('\n')}\n`);
}

function cellsOf(row: OwnRow): string[][] {
  const { report, models } = row;
  const explored = report ? withThousands(report.states) : `${withThousands(models!.pairs)} pairs`;
  const { states, transitions } = report?.coverage ?? {};
  const text = (covered: typeof states) => (covered ? `${covered.realised}/${covered.of}` : '-');
  return [[row.pair], [inWords(row)], [explored], [text(states)], [text(transitions)]];
}

function inWords({ verdict, expected }: OwnRow): string {
  if (verdict === expected) return verdict === 'conforms' ? verdict : `${verdict}, as expected`;
  return verdict === 'inconclusive' ? verdict : `${verdict}, UNEXPECTED`;
}

function detailsOf(row: OwnRow, options: OwnReportOptions): string[] {
  const { report, models, below, verdict, expected } = row;
  const isShown = verdict !== expected || options.paths === true;
  const drawing = { command: options.command, ...inside(options) };
  const lines = [
    ...(below.length > 0 ? [`coverage falls below the committed figure: ${below.join(', ')}`] : []),
    ...(report?.limit ? [`cut: ${report.limit.text}`] : []),
    ...remarkLines((report ?? models)!, options),
    ...(isShown && report?.divergence ? divergenceLines(report.divergence, drawing) : []),
    ...(isShown && models?.refusal ? refusalLines(models.refusal, drawing) : []),
    ...(isShown ? lassoLines(report, drawing) : []),
    ...(report?.environment ?? []).map(
      ({ event, kind, place, comes }) => `${kind} ${event} of ${place}: comes ${comes}`,
    ),
    ...unreachedLines(report, options),
    ...(report?.rules ?? [])
      .filter(({ uses, kind, why }) => uses === 0 && kind === 'step' && why === undefined)
      .map(({ rule }) => `never used: the rule of ${rule}`),
  ];
  return lines.length === 0 ? [] : [row.pair, ...lines.map((line) => `  ${line}`), ''];
}

function remarkLines({ remark }: { readonly remark?: string }, { width = usualWidth }: OwnReportOptions): string[] {
  return remark === undefined ? [] : wrap(remark, width - 2);
}

function lassoLines(report: OwnRow['report'], { command, ...drawing }: DivergenceOptions): string[] {
  return (report?.fairness ?? []).flatMap(({ step, verdict, common, counterexample, schedule }) => {
    if (!counterexample) return verdict === 'conforms' ? [] : [`${step} is fair, and ${verdict}`];
    return [
      `diverges: ${step} stays allowed for ever and is never taken`,
      `in: ${common!.state} ${common!.fields.join(', ')}`,
      ...counterexampleText(counterexample, schedule!, command, drawing),
    ];
  });
}

function unreachedLines(
  report: OwnRow['report'],
  { unreached: isListed, width = usualWidth }: OwnReportOptions,
): string[] {
  const { unreached = [] } = report ?? {};
  if (unreached.length === 0) return [];
  const first = `allowed, and realised by no interleaving: ${counted(unreached.length, 'transition')}`;
  const lines = unreached.map(({ step, state, path }) => `${step} in ${state}, after ${path.join(', ') || 'nothing'}`);
  return [
    first,
    ...(isListed ? lines : lines.slice(0, 3)).flatMap((line) => wrap(line, width - 4, '  ').map((each) => `  ${each}`)),
  ];
}

function conclusion({ rows, withoutFloor }: OwnResult): string {
  const wrong = rows.filter(({ verdict, expected }) => verdict !== 'inconclusive' && verdict !== expected).length;
  const cut = rows.filter(({ verdict }) => verdict === 'inconclusive').length;
  const low = rows.filter(({ below }) => below.length > 0).length;
  if (wrong + low > 0 || withoutFloor.length > 0)
    return `${counted(rows.length, 'pair')}: ${wrong} UNEXPECTED, ${low} below the committed figures`;
  if (cut > 0) return `${counted(rows.length, 'pair')}: ${cut} inconclusive`;
  return `${counted(rows.length, 'pair')}, each as expected`;
}

/** conformanceDocument is what came of either as one JSON document, ending in a line end. */
export function conformanceDocument(result: OwnResult | RunsResult): string {
  return jsonDocument(result);
}

/** runsText is the report of recorded runs, ending in a line end. */
export function runsText(given: RunsResult, width = Number.POSITIVE_INFINITY): string {
  const { rows, specification } = visibleParts(given);
  const wrong = rows.filter(({ verdict }) => verdict !== 'accepted').length;
  const last =
    wrong === 0
      ? `${counted(rows.length, 'run')} accepted by ${specification}`
      : `${wrong} of ${counted(rows.length, 'run')} not accepted by ${specification}`;
  return paintedLines(`${fitLines([...rows.flatMap(runLines), last], width).join('\n')}\n`);
}

function runLines(row: RunRow): string[] {
  const { run, verdict, followed, events, transitions, nodes, order, refusal, remark } = row;
  const search = nodes === undefined ? '' : `, ${counted(nodes, 'place')} looked at`;
  const head = `${run}: ${verdict}, ${followed} of ${counted(events, 'event')}, ${counted(transitions, 'distinct transition')}${search}`;
  const isMoved = order?.some((index, place) => index !== place) ?? false;
  const ordered = isMoved ? [`  in the order ${order!.map((index) => index + 1).join(' ')}`] : [];
  const remarks = remark === undefined ? [] : [`  ${remark}`];
  if (!refusal) return [head, ...ordered, ...remarks];
  const { line, event, reason, common, allowed, conditions, together } = refusal;
  return [
    head,
    ...remarks,
    `  line ${line}, ${event.name}${event.thread === '' ? '' : ` of ${event.thread}`}: ${reason}`,
    ...common.map(({ state, fields }) => `  last common state: ${state} ${fields.join(', ')}`),
    `  allowed there: ${allowed.join(', ') || 'nothing'}`,
    ...conditions.map(({ state, text }) => `  ${text} is false in ${state}`),
    ...(together ?? []).map(
      (each) => `  no allowed order has: line ${each.line}, ${each.event.name} of ${each.event.thread}`,
    ),
  ];
}
