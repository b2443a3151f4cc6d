// Reads a result.json again. Whatever is not one, or is of a newer version, cut off or too large, is refused with its reason.

import { readFileSync, statSync } from 'node:fs';
import { QuiesceError } from '../engine/program/errors.js';
import type { VerificationResult } from '../runner/result.js';

/** A file that is larger is refused: it would be held in memory several times. */
const mebibytesMost = 100;

/** readResult throws QSC111 where the file cannot be read, and QSC136 where it is no result. */
export function readResult(file: string, shown: string): VerificationResult {
  const text = textOf(file, shown);
  const data = parsed(text, shown);
  const wrong = whatIsWrong(data);
  if (wrong !== undefined) throw refused(shown, wrong);
  return data as VerificationResult;
}

function textOf(file: string, shown: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new QuiesceError('QSC111', `${shown} (${found ? 'it is no file' : 'it is not there'})`);
  const mebibytes = Math.ceil(found.size / 2 ** 20);
  if (mebibytes > mebibytesMost) throw refused(shown, `it has ${mebibytes} MiB; ${mebibytesMost} are read at most`);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new QuiesceError('QSC111', shown, { cause: error });
  }
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(shown, 'it is no JSON, or was cut off');
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(data: unknown): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** What keeps data from being a result that every report can be made of; undefined where nothing does. */
export function whatIsWrong(data: unknown): string | undefined {
  if (!isFields(data)) return 'it is no result';
  if (typeof data.version === 'number' && data.version > 1) return `it is of version ${data.version}; this reads 1`;
  if (data.version !== 1) return 'it has no version';
  const { verdicts, errors, explorations, totals } = data;
  if (!Array.isArray(verdicts) || !Array.isArray(errors) || !Array.isArray(explorations) || !isFields(totals))
    return 'it has no verdicts, explorations, errors or totals';
  if (!Object.values(totals).every((count) => typeof count === 'number')) return 'a total is no number';
  if (!errors.every((each) => hasTexts(each, ['scenario', 'mechanism', 'message']))) return 'an error has no message';
  const index = verdicts.findIndex((row) => !isRow(row));
  if (index >= 0) return `verdict ${index + 1} is damaged`;
  return data.findings === undefined || areFindings(data.findings) ? undefined : 'what it found besides is damaged';
}

const names = ['scenario', 'mechanism', 'property', 'statement'];

function areFindings(data: unknown): boolean {
  if (!isFields(data)) return false;
  const { title = '', summary = '', isGood = true, kinds = {}, tables = [], paths = [] } = data;
  if (![title, summary].every(isText) || typeof isGood !== 'boolean') return false;
  if (!isFields(kinds) || !Object.values(kinds).every(isText)) return false;
  if (!Array.isArray(paths) || !paths.every(isFindingPath)) return false;
  return Array.isArray(tables) && tables.every((table) => isTable(table, paths.length));
}

function isFindingPath(path: unknown): boolean {
  if (!hasTexts(path, ['title', ...names]) || !isPath(path.counterexample)) return false;
  const { models = [] } = path;
  return Array.isArray(models) && models.every(isModel);
}

function isModel(model: unknown): boolean {
  if (!hasTexts(model, ['kind', 'name'])) return false;
  const { states, at, made } = model;
  const isState = (state: unknown) =>
    hasTexts(state, ['name']) && Array.isArray(state.active) && Array.isArray(state.fields);
  return [states, at, made].every(Array.isArray) && (states as unknown[]).every(isState);
}

function isTable(table: unknown, paths: number): boolean {
  if (!hasTexts(table, ['title']) || !Array.isArray(table.columns) || !Array.isArray(table.rows)) return false;
  const isLink = (cell: unknown) => hasTexts(cell, ['text']) && Number(cell.path) >= 0 && Number(cell.path) < paths;
  const isCell = (cell: unknown) => isText(cell) || isLink(cell);
  return table.columns.every(isText) && table.rows.every((row) => Array.isArray(row) && row.every(isCell));
}

function isText(data: unknown): data is string {
  return typeof data === 'string';
}

function hasTexts(data: unknown, wanted: readonly string[]): data is Fields {
  return isFields(data) && wanted.every((name) => typeof data[name] === 'string');
}

function isRow(row: unknown): boolean {
  if (!hasTexts(row, [...names, 'verdict', 'expected'])) return false;
  if (typeof row.asExpected !== 'boolean' || typeof row.states !== 'number') return false;
  return row.counterexample === undefined || isPath(row.counterexample);
}

function isPath(counterexample: unknown): boolean {
  if (!hasTexts(counterexample, ['reason']) || typeof counterexample.turnedFalseAt !== 'number') return false;
  return Array.isArray(counterexample.steps) && counterexample.steps.every(isStep);
}

function isStep(step: unknown): boolean {
  if (!hasTexts(step, ['agent', 'kind', 'operation']) || typeof step.processor !== 'number') return false;
  const { reads, writes, events, enabled } = step;
  const isList = (list: unknown, wanted: readonly string[]) =>
    Array.isArray(list) && list.every((each) => hasTexts(each, wanted));
  const areEvents =
    Array.isArray(events) && events.every((each) => hasTexts(each, ['name', 'thread']) && isFields(each.data));
  return isList(reads, ['cell']) && isList(writes, ['cell']) && areEvents && Array.isArray(enabled);
}

function refused(shown: string, why: string): QuiesceError {
  return new QuiesceError('QSC136', `${shown}: ${why}`);
}
