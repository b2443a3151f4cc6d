// A checkpoint of a search as a file: what the search says of itself (engine/search/checkpoint.ts), and behind it a checksum. It
// is written beside and then renamed, so that whoever is killed meanwhile leaves the one before.

import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';
import type { Checkpoints, SavedBytes } from '../../engine/search/checkpoint.js';
import { writing } from '../packageRoot.js';

/** Where checkpoints are kept, and how often. */
export interface CheckpointFolder {
  readonly folder: string;
  readonly seconds: number;
}

const checksumBytes = 32;
const blockBytes = 1 << 22;
/** Letters of a file's name that are those of the search. */
const readableMost = 60;

/** checkpointFile keeps the checkpoints of the search of that name in a file of the folder. Throws QSC109 and QSC143. */
export function checkpointFile({ folder, seconds }: CheckpointFolder, search: string): Checkpoints {
  const name = fileName(search);
  const path = join(folder, name);
  return {
    seconds,
    saved: () => {
      writing(folder, () => mkdirSync(folder, { recursive: true }));
      removeLeftOvers(folder, name);
      return savedIn(path);
    },
    save: (parts) => writing(path, () => save(path, parts)),
    drop: () => writing(path, () => rmSync(path, { force: true })),
  };
}

/** A name that can be read, and tells searches apart. */
function fileName(search: string): string {
  const readable = search.replaceAll(/[^\w@.-]+/g, '_').slice(-readableMost);
  return `${readable}.${createHash('sha256').update(search).digest('hex').slice(0, 12)}.checkpoint`;
}

function save(path: string, parts: Iterable<Uint8Array>): void {
  const beside = `${path}.${process.pid}.part`;
  const hash = createHash('sha256');
  const file = openSync(beside, 'w');
  try {
    for (const part of parts) {
      hash.update(part);
      writeAll(file, part);
    }
    writeAll(file, hash.digest());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, Math.min(blockBytes, bytes.length - at));
}

/** What processes have left that were killed while they wrote. */
function removeLeftOvers(folder: string, name: string): void {
  for (const each of readdirSync(folder)) {
    const [, pid] = each.startsWith(`${name}.`) ? (/\.(\d+)\.part$/.exec(each) ?? []) : [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, each), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function savedIn(path: string): SavedBytes | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  const bytes = size - checksumBytes;
  const read = (at: number, length: number) => reading(path, (file) => readAll(file, at, length));
  if (bytes < 0 || !checksumOf(read, bytes).equals(read(bytes, checksumBytes)))
    throw new QuiesceError('QSC143', `${path}: its checksum is another one`);
  return { bytes, read };
}

function reading<R>(path: string, read: (file: number) => R): R {
  const file = openSync(path, 'r');
  try {
    return read(file);
  } finally {
    closeSync(file);
  }
}

function checksumOf(read: SavedBytes['read'], bytes: number): Buffer {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; at += blockBytes) hash.update(read(at, Math.min(blockBytes, bytes - at)));
  return hash.digest();
}

function readAll(file: number, at: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const more = readSync(file, bytes, done, length - done, at + done);
    if (more === 0) throw new QuiesceError('QSC143', `it ends after ${at + done} bytes`);
    done += more;
  }
  return bytes;
}
