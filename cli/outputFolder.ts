// Documents in the output folder. All are written beside their places first and renamed at the end, so that whoever
// looks sees either the old documents or the new ones, and a failure leaves nothing half-written.

import { accessSync, constants, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';

/** A document: its path inside the output folder, and its text. */
export interface OutputDocument {
  readonly path: string;
  readonly text: string;
}

/** refuseUnwritable throws QSC109 before any work is done. It makes nothing. */
export function refuseUnwritable(folder: string, shown: string): void {
  const existing = nearestExisting(folder);
  try {
    if (!statSync(existing).isDirectory()) throw new Error('it is a file');
    accessSync(existing, constants.W_OK);
  } catch (error) {
    throw new QuiesceError('QSC109', `${shown} (${reasonOf(error)})`);
  }
}

function nearestExisting(path: string): string {
  const exists = statSync(path, { throwIfNoEntry: false }) !== undefined;
  return exists || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** writeDocuments replaces the documents of a folder; `owned` sub-folders are replaced as a whole. */
export function writeDocuments(
  folder: string,
  shown: string,
  documents: readonly OutputDocument[],
  owned: readonly string[] = [],
): void {
  const staged = join(folder, `.writing-${process.pid}`);
  try {
    for (const path of owned) mkdirSync(join(staged, path), { recursive: true });
    for (const document of documents) writeInto(staged, document);
    for (const path of owned) replace(join(staged, path), join(folder, path));
    for (const { path } of documents.filter(({ path }) => !owned.includes(dirname(path)))) {
      renameSync(join(staged, path), join(folder, path));
    }
  } catch (error) {
    throw new QuiesceError('QSC109', `${shown} (${reasonOf(error)})`, { cause: error });
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function writeInto(folder: string, { path, text }: OutputDocument): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function replace(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}

/** The reason in the system's words, without the path, which may be the machine's. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/,? (\w+ )?'[^']*'.*$/, '');
}

/** fileNameOf makes a file name of any name. */
export function fileNameOf(name: string): string {
  return name.replace(/[^\w.@+-]+/g, '-').replace(/^[.-]+/, '');
}
