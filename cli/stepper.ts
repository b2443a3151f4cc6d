// A path step by step at a terminal: forward, back, to the failure; what the cells hold, and what changed since the place
// where that was last looked at. What a key does is a pure function; only `stepInteractively` knows of streams.

import { emitKeypressEvents } from 'node:readline';
import { valueText } from '../engine/explain/records.js';
import type { StepRecord } from '../engine/index.js';
import { cellsAfter, changesBetween } from '../reports/cellsAlong.js';
import { recordChange } from '../reports/stepText.js';
import { counted, drawTable, filled, wrap } from '../reports/table.js';

/** A path, with what there is to print of each of its steps. */
export interface SteppedPath {
  readonly steps: readonly StepRecord[];
  /** How many steps lead to the failure, of a lasso to the first step of its loop; undefined where there is none. */
  readonly failsAfter: number | undefined;
  /** Lassos: the index of the first step of the loop. */
  readonly loopStartsAt?: number;
  readonly textOf: (position: number) => readonly string[];
}

/** Where somebody stands: after so many steps; and where the state was last looked at. */
export interface Place {
  readonly taken: number;
  readonly looked: number;
}

/** What came of a key: the new place, and what is printed. Without a place the session is over. */
export interface Answer {
  readonly place?: Place;
  readonly lines: readonly string[];
}

/** What keys there are. */
export const keyTexts = Object.freeze([
  'n or Enter: next',
  'b: back',
  'f: to the failure',
  's: state',
  'd: difference',
  'q: quit',
]);

/** The place before the first step. */
export const start: Place = Object.freeze({ taken: 0, looked: 0 });

/** answerKey says what a key does at a place of a path. */
export function answerKey(path: SteppedPath, place: Place, key: string, width: number): Answer {
  const answer = keys[key];
  return answer ? answer(path, place, width) : { place, lines: filled(keyTexts, width) };
}

type Key = (path: SteppedPath, place: Place, width: number) => Answer;

const forward: Key = (path, place) => {
  if (place.taken < path.steps.length)
    return { place: { ...place, taken: place.taken + 1 }, lines: path.textOf(place.taken) };
  const start = path.loopStartsAt;
  if (start === undefined || start >= path.steps.length) return { lines: [] };
  return { place: { ...place, taken: start + 1 }, lines: ['once more round the loop', ...path.textOf(start)] };
};

const back: Key = (path, place) => {
  if (place.taken === 0) return { place, lines: ['this is the start'] };
  const taken = place.taken - 1;
  return { place: { ...place, taken }, lines: taken === 0 ? ['back at the start'] : path.textOf(taken - 1) };
};

const toFailure: Key = (path, place) => {
  const { failsAfter } = path;
  if (failsAfter === undefined) return { place, lines: ['nothing fails along this path'] };
  if (failsAfter === 0) return { place: { ...place, taken: 0 }, lines: ['it is false at the start'] };
  return { place: { ...place, taken: failsAfter }, lines: path.textOf(failsAfter - 1) };
};

const showState: Key = (path, place, width) => {
  const rows = [...cellsAfter(path.steps, place.taken)].sort(([one], [other]) => (one < other ? -1 : 1));
  const columns = [{ title: 'cell' }, { title: `after ${counted(place.taken, 'step')}`, wraps: 'first' as const }];
  const table = drawTable(
    columns,
    rows.map(([cell, value]) => [[cell], [value === undefined ? 'none' : valueText(value)]]),
    width,
  );
  return { place: { ...place, looked: place.taken }, lines: table };
};

const showDifference: Key = (path, place, width) => {
  const from = place.looked === place.taken ? Math.max(0, place.taken - 1) : place.looked;
  const changes = changesBetween(path.steps, from, place.taken);
  const head = `from ${counted(from, 'step')} to ${place.taken}:${changes.length === 0 ? ' nothing changed' : ''}`;
  const lines = changes.flatMap(({ cell, before, after }) => {
    const text = recordChange(before, after) ?? `${valueText(before)} → ${valueText(after)}`;
    return wrap(`  ${cell}: ${text}`, width, '      ');
  });
  return { place: { ...place, looked: place.taken }, lines: [head, ...lines] };
};

const keys: Readonly<Record<string, Key>> = {
  ...{ n: forward, return: forward, enter: forward, space: forward, right: forward, down: forward },
  ...{ b: back, left: back, up: back, f: toFailure, s: showState, d: showDifference },
  ...{ q: () => ({ lines: [] }), escape: () => ({ lines: [] }) },
};

interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** stepInteractively reads keys until the path is left; Ctrl-C and the end of the input leave it too. */
export function stepInteractively(path: SteppedPath, { input, output }: Streams, width: number): Promise<void> {
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.resume();
  output.write(`${filled(keyTexts, width).join('\n')}\n`);
  let place = start;
  return new Promise((resolve) => {
    const leave = () => {
      input.off('keypress', press);
      input.setRawMode(false);
      input.pause();
      resolve();
    };
    const press = (_: string | undefined, key: { readonly name?: string; readonly ctrl?: boolean }) => {
      if (key.ctrl && (key.name === 'c' || key.name === 'd')) return leave();
      const answer = answerKey(path, place, key.name ?? '', width);
      if (answer.lines.length > 0) output.write(`${answer.lines.join('\n')}\n`);
      if (!answer.place) return leave();
      place = answer.place;
    };
    input.on('keypress', press);
    input.once('end', leave);
  });
}
