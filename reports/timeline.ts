// A history of calls as a timeline in plain ASCII: a line per thread, a call as long as it lasted, time from left to
// right. Only the order of the moments says anything; lengths are as long as the words need.
//
//   c1 |-increment() -> null-|
//   c2                         |-read() -> 0-|  <- no order explains this

import { ofGiven } from '../engine/program/given.js';
import type { History, HistoryCall } from '../engine/watch/history.js';
import { counted, widthOf, wrap } from './table.js';

/** timelineText is the history as lines, with a head that says what it is; as a list of calls where it is too wide. */
export function timelineText(history: History, width = Number.POSITIVE_INFINITY): string[] {
  return ofGiven('QSC136', 'a history', () => {
    const drawn = drawnLines(history);
    const shown = drawn.every((line) => widthOf(line) <= width) ? drawn : listedLines(history, width);
    return [...wrap(headText(history), width), ...shown];
  });
}

/** A call a line, in the order in which they begin, with the calls that were over by then: the order is all there is to say. */
function listedLines({ calls }: History, width: number): string[] {
  const begun = [...calls].sort((one, other) => one.from - other.from);
  const fault = faultOf(calls);
  return begun.flatMap((call, index) => {
    const before = begun.flatMap((each, at) => (endOf(each) < call.from ? [String(at + 1)] : []));
    const after = before.length === 0 ? '' : `, after ${before.join(', ')}`;
    const mark = call === fault ? '  <- no order explains this' : '';
    const open = call.to === undefined ? ', has not returned' : '';
    return wrap(`  ${index + 1}. ${call.thread}: ${callText(call)}${open}${after}${mark}`, width, '     ');
  });
}

function drawnLines(history: History): string[] {
  const lanes = lanesOf(history.calls);
  const column = columnsOf(history.calls);
  const width = Math.max(...lanes.map(({ thread }) => thread.length));
  const fault = faultOf(history.calls);
  return lanes.map(({ thread, calls }) => {
    const drawn = calls.reduce((line, call) => line.padEnd(column(call.from)) + barText(call, column), '');
    const mark = fault && calls.includes(fault) ? '  <- no order explains this' : '';
    return `  ${thread.padEnd(width)} ${drawn}${mark}`;
  });
}

function headText({ object, leftOut, size }: History): string {
  const less =
    leftOut === 0
      ? ''
      : `; ${counted(leftOut, 'call')} left out, as nothing depends on ${leftOut === 1 ? 'it' : 'them'}`;
  return `${size} history of ${object} that no order of its calls explains${less}:`;
}

interface Lane {
  readonly thread: string;
  readonly calls: readonly HistoryCall[];
}

/** A line per thread, and further ones for calls made inside of calls. */
function lanesOf(calls: readonly HistoryCall[]): readonly Lane[] {
  const lanes: { thread: string; calls: HistoryCall[] }[] = [];
  for (const call of [...calls].sort((a, b) => a.from - b.from)) {
    const free = lanes.find(
      (lane) => lane.thread === call.thread && endOf(lane.calls[lane.calls.length - 1]!) < call.from,
    );
    if (free) free.calls.push(call);
    else lanes.push({ thread: call.thread, calls: [call] });
  }
  const threads = [...new Set(lanes.map(({ thread }) => thread))];
  return threads.flatMap((thread) => lanes.filter((lane) => lane.thread === thread));
}

/** Where each moment stands: after the one before it, and a call that ends there has room for its words. */
function columnsOf(calls: readonly HistoryCall[]): (moment: number) => number {
  const columns = new Map<number, number>();
  const moments = calls.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])).sort((a, b) => a - b);
  let next = 0;
  for (const moment of moments) {
    const ending = calls.find(({ to }) => to === moment);
    const least = ending ? columns.get(ending.from)! + callText(ending).length + 3 : 0;
    columns.set(moment, Math.max(next, least));
    next = columns.get(moment)! + 2;
  }
  return (moment) => columns.get(moment)!;
}

/** `|-read() -> 0-|`, stretched to its end; a call that has not returned has none. */
function barText(call: HistoryCall, column: (moment: number) => number): string {
  if (call.to === undefined) return `|-${callText(call)}-...`;
  const inner = column(call.to) - column(call.from) - 1;
  return `|-${callText(call).padEnd(inner - 1, '-')}|`;
}

function callText({ method, args, result, threw }: HistoryCall): string {
  const ended = threw === undefined ? (result === undefined ? '' : ` -> ${result}`) : ` throws ${threw}`;
  return `${method}(${args})${ended}`;
}

function endOf({ to }: HistoryCall): number {
  return to ?? Number.POSITIVE_INFINITY;
}

/** The call that returned last. */
function faultOf(calls: readonly HistoryCall[]): HistoryCall | undefined {
  const returned = calls.filter(({ to }) => to !== undefined);
  return returned.sort((a, b) => endOf(b) - endOf(a))[0];
}
