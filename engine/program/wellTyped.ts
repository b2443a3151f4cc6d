// Arguments as a caller without types may give them: what is no system, no list of properties or no record of options is
// refused before anything is made of it. What is inside is judged where it is used.

import { type ErrorCode, QuiesceError } from './program/errors.js';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** refuseIllTyped throws QSC112 for a system, QSC522 for properties and QSC110 for options that are none. */
export function refuseIllTyped(system: unknown, properties: unknown, options: unknown): void {
  if (!isRecord(system)) throw none('QSC112', 'a system: { cells, threads }', system);
  const { name, cells, threads, processors } = system;
  if (name !== undefined && typeof name !== 'string') throw none('QSC112', 'name: a text', name);
  if (!Array.isArray(cells) || !cells.flat().every(isNamed)) throw none('QSC112', 'cells: a list of cells', cells);
  if (!Array.isArray(threads) || !threads.every(isThread)) throw none('QSC112', 'threads: a list of threads', threads);
  if (processors !== undefined && typeof processors !== 'number' && !isRecord(processors) && !Array.isArray(processors))
    throw none('QSC108', 'processors: how many, or a list', processors);
  if (!Array.isArray(properties) || !properties.every(isRecord))
    throw none('QSC522', 'properties: a list of properties', properties);
  refuseOptions(options);
}

function refuseOptions(options: unknown): void {
  if (!isRecord(options)) throw none('QSC110', 'options: a record', options);
  const { limits } = options;
  if (limits !== undefined && !isRecord(limits)) throw none('QSC104', 'limits: a record of numbers', limits);
}

function isNamed(value: unknown): boolean {
  return isRecord(value) && typeof value.name === 'string';
}

function isThread(value: unknown): boolean {
  return isNamed(value) && typeof (value as { program?: unknown }).program === 'function';
}

function none(code: ErrorCode, wanted: string, given: unknown): QuiesceError {
  const seen = Array.isArray(given) ? 'a list with something else in it' : given === null ? 'null' : typeof given;
  return new QuiesceError(code, `${wanted} wanted, ${seen} given`);
}
