// What a user's project has to verify: what its quiesce.config.ts lists, or else its files named *.quiesce.ts.

import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import type { ProjectConfiguration } from './configuration.js';
import type { Pool } from './pool.js';

export interface Project extends Omit<ProjectConfiguration, 'files'> {
  /** Paths from the folder, in alphabetical order. */
  readonly files: readonly string[];
}

/** Those that cannot be loaded too: whoever named a file so is told, and does not miss it in what was verified. */
const endings = Object.freeze(['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx']);
const everywhere = Object.freeze([`**/*.quiesce.{${endings.join(',')}}`]);

/** projectOf finds it in a folder. Throws QSC133 where there is nothing, and what loading the configuration throws. */
export async function projectOf(pool: Pool, folder: string): Promise<Project> {
  const path = [...endings, 'json']
    .map((ending) => `quiesce.config.${ending}`)
    .find((name) => existsSync(join(folder, name)));
  const { files: patterns = everywhere, ...rest } = path === undefined ? {} : await pool.configure(path);
  const files = patterns.flatMap((pattern) => filesLike(pattern, folder));
  if (files.length > 0) return { ...rest, files: [...new Set(files)].sort() };
  const seen =
    path === undefined
      ? `no quiesce.config.ts and no file like ${everywhere[0]}`
      : `its list names no file${patterns.map((each) => ` like ${each}`).join(' or')}`;
  throw new QuiesceError('QSC133', `${seen} in this folder`);
}

/** A path is taken as it is: loading says what is wrong with it. */
function filesLike(pattern: string, folder: string): readonly string[] {
  if (!/[*{]/.test(pattern)) return [pattern];
  const wanted = new RegExp(`^${expression(pattern.replace(/^\.\//, ''))}$`);
  return filesBelow(folder, '').filter((path) => wanted.test(path));
}

function expression(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\{[^{}]*\}|[.+?^$()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').map(expression).join('|')})`;
    return `\\${part}`;
  });
}

/** Folders that hold nothing of the user's own writing are passed over, and so are those that may not be read. */
function filesBelow(folder: string, below: string): readonly string[] {
  return entriesOf(join(folder, below)).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile() || (entry.isSymbolicLink() && isFile(join(folder, path)))) return [path];
    return entry.isDirectory() && !/^(\..*|node_modules|dist|out)$/.test(entry.name) ? filesBelow(folder, path) : [];
  });
}

/** A link is followed to a file, and never to a folder, which may lead round and round. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
