// The schedule that a user hands over: the text itself, its JSON form, or a file that holds either.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSchedule, type ScheduleText } from '../engine/explore/schedule.js';
import { QuiesceError } from '../engine/program/errors.js';
import { userFolder } from './invocation.js';

/** readSchedule throws QSC111, QSC201 and QSC202; and for a trace of the TLA+ specification QSC412, QSC421 and QSC423. */
export async function readSchedule(word: string): Promise<ScheduleText> {
  const text = isText(word) ? word : readFile(word);
  return isTrace(text) ? await scheduleOfTrace(text) : parseSchedule(text);
}

/** A trace in the Informal Trace Format says what its variables are. */
function isTrace(text: string): boolean {
  return text.trim().startsWith('{') && text.includes('"vars"');
}

async function scheduleOfTrace(text: string): Promise<ScheduleText> {
  const [{ parseItf }, { realise }, { packageRoot }] = await Promise.all([
    import('../tla/itf.js'),
    import('../tla/conformance/realise.js'),
    import('./packageRoot.js'),
  ]);
  return realise(resolve(packageRoot, 'tla'), parseItf(text)).schedule;
}

/** Text has a version and spaces, or braces; everything else names a file. */
function isText(word: string): boolean {
  const text = word.trim();
  return text === '' || text.startsWith('{') || /^v\d+(\s|$)/.test(text);
}

function readFile(path: string): string {
  try {
    return readFileSync(resolve(userFolder, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown'})`;
    const next = "check the path, or paste the schedule in quotes: quiesce replay 'v1 NAME ...'";
    throw new QuiesceError('QSC111', `${path} ${reason}`, { next });
  }
}
