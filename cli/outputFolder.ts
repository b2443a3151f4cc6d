// Documents in the output folder. Those of one run replace those of the last as one: they are written beside their places
// with a list of them (the journal), then renamed, and the list comes last of all. A run that is killed before its journal
// is whole has changed nothing; one that is killed after it is finished by the next. Only what the list of the last run
// names is ever removed, and only while it is as that run wrote it: whatever else lies there is the user's.

import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { jsonDocument } from '../engine/program/visible.js';
import { makeFolder } from '../runner/makeFolder.js';

/** A document: its path inside the output folder, and its text. */
export interface OutputDocument {
  readonly path: string;
  readonly text: string;
}

/** What the list in the folder says: each document that was written, with the hash of its text. */
type Listed = Readonly<Record<string, string>>;

/** The list of the documents in a folder. */
export const listName = 'documents.json';

/** refuseUnwritable throws QSC109 before any work is done, for a folder or for documents in it. It makes nothing. */
export function refuseUnwritable(folder: string, shown: string, paths: readonly string[] = []): void {
  const existing = nearestExisting(folder);
  try {
    if (!statSync(existing).isDirectory()) throw new Error('it is a file');
    accessSync(existing, constants.W_OK);
    refuseTaken(folder, paths);
  } catch (error) {
    throw refused(shown, error);
  }
}

function refused(shown: string, error: unknown): QuiesceError {
  const next = error instanceof Taken ? { next: 'move it away, or say --out DIR' } : {};
  return new QuiesceError('QSC109', `${shown} (${reasonOf(error)})`, { cause: error, ...next });
}

/** Something lies in the place of a document that no list of this tool names; an older release kept no list. */
class Taken extends Error {}

function nearestExisting(path: string): string {
  return isThere(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** What lies under a file is not there: the system has an error of its own for that. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

/** writeDocuments replaces the documents of the last run. Throws QSC109, and then the old ones are as they were. */
export function writeDocuments(folder: string, shown: string, documents: readonly OutputDocument[]): void {
  try {
    makeFolder(folder);
    refuseTaken(
      folder,
      documents.map(({ path }) => path),
    );
    const staged = `.writing-${process.pid}`;
    stage(join(folder, staged), documents);
    alone(folder, staged, () => {
      for (const left of leftOvers(folder)) finish(folder, left);
      finish(folder, staged);
    });
  } catch (error) {
    throw refused(shown, error);
  }
}

/** removeDocuments takes away those of the last run there, but for what somebody has changed since. Throws QSC109. */
export function removeDocuments(folder: string, shown: string): void {
  try {
    const listed = readList(join(folder, listName));
    if (!listed) return;
    removeOld(folder, listed, {});
    rmSync(join(folder, listName));
    removeIfEmpty(folder);
  } catch (error) {
    throw refused(shown, error);
  }
}

/** What runs that are over have staged. */
function leftOvers(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => {
    const pid = /^\.writing-(\d+)$/.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const lockName = '.replacing';
const patienceMs = 10_000;

/** Replaces documents while no other run does: of two at once, one comes whole after the other. */
function alone(folder: string, staged: string, replace: () => void): void {
  const lock = join(folder, lockName);
  try {
    take(lock);
  } catch (error) {
    rmSync(join(folder, staged), { recursive: true, force: true });
    throw error;
  }
  try {
    replace();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Waits for the lock, but not for ever. */
function take(lock: string): void {
  const untilMs = performance.now() + patienceMs;
  while (!isTaken(lock)) {
    if (performance.now() > untilMs) throw new Error('another run is writing there');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** Takes the lock; one whose holder is over is taken away first. A lock that could not be written whole is nobody's. */
function isTaken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') removeIfLeft(lock);
    else rmSync(lock, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Between the making of a lock and the writing of its holder into it a process can be killed too. */
const emptyMostMs = 2000;

function removeIfLeft(lock: string): void {
  const holder = Number(readText(lock));
  const isLeft = holder > 0 ? !isAlive(holder) : ageMs(lock) > emptyMostMs;
  if (isLeft) rmSync(lock, { force: true });
}

function ageMs(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Everything in a folder of its own; the journal, which makes it valid, at last. */
function stage(staged: string, documents: readonly OutputDocument[]): void {
  rmSync(staged, { recursive: true, force: true });
  try {
    for (const { path, text } of documents) writeInto(staged, path, text);
    const listed = Object.fromEntries(documents.map(({ path, text }) => [path, hashOf(text)]));
    writeInto(staged, `${listName}.part`, listText(listed));
    renameSync(join(staged, `${listName}.part`), join(staged, listName));
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
}

/** Puts what is staged into its places, from wherever it was left off; what has no journal yet is taken away. */
function finish(folder: string, staged: string): void {
  const from = join(folder, staged);
  const listed = readList(join(from, listName));
  if (listed) {
    removeOld(folder, readList(join(folder, listName)) ?? {}, listed);
    for (const path of Object.keys(listed)) moveInto(folder, from, path);
    renameSync(join(from, listName), join(folder, listName));
  }
  rmSync(from, { recursive: true, force: true });
}

/** Before anything is changed: what lies in the place of a document has to be one that this tool wrote. */
function refuseTaken(folder: string, paths: readonly string[]): void {
  const listed = readList(join(folder, listName)) ?? {};
  for (const path of paths) {
    const found = statSync(join(folder, path), { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Taken(`${path} is a folder`);
    if (found && !Object.hasOwn(listed, path)) throw new Taken(`${path} is there, and this tool has not written it`);
  }
}

function moveInto(folder: string, from: string, path: string): void {
  if (statSync(join(from, path), { throwIfNoEntry: false }) === undefined) return;
  makeFolder(dirname(join(folder, path)));
  renameSync(join(from, path), join(folder, path));
}

/** What the last run wrote and this one does not; unless somebody has changed it since. Folders go when they are empty. */
function removeOld(folder: string, old: Listed, listed: Listed): void {
  for (const [path, hash] of Object.entries(old)) {
    const file = join(folder, path);
    if (Object.hasOwn(listed, path) || !isUnchanged(file, hash)) continue;
    rmSync(file);
    if (dirname(path) !== '.') removeIfEmpty(dirname(file));
  }
}

function isUnchanged(file: string, hash: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.isFile() ?? false) && hashOf(readFileSync(file, 'utf8')) === hash;
}

function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

function readList(file: string): Listed | undefined {
  try {
    const { documents } = JSON.parse(readFileSync(file, 'utf8'));
    const entries = Object.entries(documents as Record<string, unknown>);
    const isOurs = ([path, hash]: [string, unknown]) => typeof hash === 'string' && isInside(path);
    return entries.every(isOurs) ? (documents as Listed) : undefined;
  } catch {
    return undefined;
  }
}

/** A list that names anything outside of the folder is not one that this tool wrote. */
function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split(/[\\/]/).includes('..') && !/^[a-z]:/i.test(path);
}

function listText(documents: Listed): string {
  return jsonDocument({ version: 1, documents });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function writeInto(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  makeFolder(dirname(file));
  writeFileSync(file, text);
}

/** The reason in the system's words, without the path, which may be the machine's. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/,? (\w+ )?'[^']*'.*$/, '');
}

const nameMost = 120;

/**
 * fileNameOf makes a file name of any name, and another one of another: what can not stand in a file name, or is too long
 * for one, is told apart by a hash of the whole.
 */
export function fileNameOf(name: string): string {
  const plain = name.replace(/[^\w.@+-]+/g, '-').replace(/^[.-]+/, '');
  const isTelling = /^[\w.@+/#-]+$/.test(name) && plain.length <= nameMost;
  return isTelling && plain !== '' ? plain : `${plain.slice(0, nameMost)}-${hashOf(name).slice(0, 12)}`;
}
