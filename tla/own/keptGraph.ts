// Graphs that were made already: kept in the user's cache folder by the hash of what they are made of, with the hash of their own
// content, so that one that was altered is made anew.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { TlaModule } from '../../conformance/tla/ownAutomaton.js';
import type { OwnSpecification } from './ownFiles.js';
import { modulesOf } from './ownModules.js';

const form = 'quiesce graph, version 2';

/** sourceOf is the SHA-256 of a configuration and of the modules of the user's that it is built on. */
export function sourceOf(own: OwnSpecification): string {
  const hash = createHash('sha256').update(own.cfg).update('\0').update(basename(own.tlaPath));
  for (const { text } of modulesOf(own)) hash.update('\0').update(text);
  return hash.digest('hex');
}

/** cacheFolder is where graphs are kept unless told. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: own } = process.env;
  return join(own === undefined || own === '' ? join(homedir(), '.cache') : own, 'quiesce', 'graphs');
}

interface Kept {
  readonly form: string;
  readonly content: string;
  readonly sha256: string;
}

/** keptGraph reads what is kept under a key; undefined where there is nothing, or where it was altered. */
export function keptGraph(folder: string, key: string): TlaModule | undefined {
  try {
    const { form: kind, content, sha256 } = JSON.parse(readFileSync(join(folder, `${key}.json`), 'utf8')) as Kept;
    const isWhole = kind === form && createHash('sha256').update(content).digest('hex') === sha256;
    return isWhole ? (JSON.parse(content) as TlaModule) : undefined;
  } catch {
    return undefined;
  }
}

/** keepGraph keeps a graph under a key. */
export function keepGraph(folder: string, key: string, module: TlaModule): void {
  const content = JSON.stringify(module);
  const kept: Kept = { form, sha256: createHash('sha256').update(content).digest('hex'), content };
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, `${key}.json`), JSON.stringify(kept));
}
