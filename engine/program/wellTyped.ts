// Arguments as a caller without types may give them: what is no system, no list of properties or no record of options is
// refused before anything is made of it. What is inside is judged where it is used.

import { QuiesceError } from './errors.js';
import { isRecord, notWanted } from './given.js';

/** refuseIllTyped throws QSC112 for a system, QSC522 for properties and QSC110 for options that are none. */
export function refuseIllTyped(system: unknown, properties: unknown, options: unknown): void {
  if (!isRecord(system)) throw notWanted('QSC112', 'a system: { cells, threads }', system);
  const { name, cells, threads, processors } = system;
  if (name !== undefined && typeof name !== 'string') throw notWanted('QSC112', 'name: a text', name);
  if (!Array.isArray(cells) || !cells.flat().every(isNamed)) throw notWanted('QSC112', 'cells: a list of cells', cells);
  if (!Array.isArray(threads) || !threads.every(isThread))
    throw notWanted('QSC112', 'threads: a list of threads', threads);
  if (processors !== undefined && typeof processors !== 'number' && !isRecord(processors) && !Array.isArray(processors))
    throw notWanted('QSC108', 'processors: how many, or a list', processors);
  if (!Array.isArray(properties) || !properties.every(isProperty))
    throw notWanted('QSC522', 'properties: a list of properties', properties);
  refuseOptions(options);
}

/** refuseNoSchedule throws QSC201 for what is no schedule (choices, each of a thread), QSC202 for one of another version. */
export function refuseNoSchedule(schedule: unknown): void {
  if (!isRecord(schedule) || typeof schedule.name !== 'string')
    throw notWanted('QSC201', 'a schedule: { version, name, choices }', schedule);
  const { version, property, loopStartsAt } = schedule;
  if (version !== 1)
    throw new QuiesceError('QSC202', `version ${typeof version === 'number' ? version : typeof version}`);
  if (property !== undefined && typeof property !== 'string') throw notWanted('QSC201', 'property: a text', property);
  if (loopStartsAt !== undefined && typeof loopStartsAt !== 'number')
    throw notWanted('QSC201', 'loopStartsAt: a number of steps', loopStartsAt);
  for (const name of ['operations', 'enabled'])
    if (schedule[name] !== undefined && !isListOfTexts(schedule[name]))
      throw notWanted('QSC201', `${name}: a list of texts`, schedule[name]);
  refuseNoChoices(schedule.choices);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.flat().every((each) => typeof each === 'string');
}

/** refuseNoChoices throws QSC201. */
export function refuseNoChoices(choices: unknown): void {
  const isChoice = (each: unknown) => isRecord(each) && typeof each.thread === 'string' && isNumberOrNone(each.choice);
  if (!Array.isArray(choices) || !choices.every(isChoice))
    throw notWanted('QSC201', 'choices: a list of { thread, choice }', choices);
}

function refuseOptions(options: unknown): void {
  if (!isRecord(options)) throw notWanted('QSC110', 'options: a record', options);
  const { limits } = options;
  if (limits !== undefined && !(isRecord(limits) && Object.values(limits).every(isNumberOrNone)))
    throw notWanted('QSC104', 'limits: a record of numbers', limits);
  for (const name of ['preemptions', 'sampler'])
    if (isRecord(options[name])) throw notWanted('QSC104', `${name}: a number or a word`, options[name]);
}

function isNamed(value: unknown): boolean {
  return isRecord(value) && typeof value.name === 'string';
}

function isThread(value: unknown): boolean {
  const { program, processor } = (value ?? {}) as { readonly program?: unknown; readonly processor?: unknown };
  return isNamed(value) && typeof program === 'function' && isNumberOrNone(processor);
}

function isNumberOrNone(value: unknown): boolean {
  return value === undefined || typeof value === 'number';
}

/** Of which kind it is, is judged later; but a bigint could not even be named in the error. */
function isProperty(value: unknown): boolean {
  return isNamed(value) && typeof (value as { readonly kind?: unknown }).kind !== 'bigint';
}
