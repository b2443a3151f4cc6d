// What a job is about, as a hash: the text of this package, and of a user's file with all that it imports of theirs. A verdict
// about another text is worth nothing, so a worker that has another refuses the job.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ts } from '../compiler.js';
import { packageRoot } from '../packageRoot.js';
import type { TaskSource } from '../tasks.js';
import { locate } from '../userModules.js';

let release: string | undefined;

/** releaseHash is the hash of what of this package runs. */
export function releaseHash(): string {
  release ??= hashOf(filesUnder(join(packageRoot, 'dist')), packageRoot);
  return release;
}

function filesUnder(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const runs = entries.filter((entry) => entry.isFile() && /\.(js|wasm)$/.test(entry.name));
  return runs
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !isBesides(relative(folder, file)));
}

/** What is built beside the package, and is no part of what is verified. */
function isBesides(path: string): boolean {
  return /^(bench|cli|reports|runtime)[\\/]/.test(path);
}

/** sourceHash is the hash of the text that a source is; of this package's scenarios, which are in releaseHash, empty. */
export function sourceHash(source: TaskSource, from: string): string {
  return source.kind === 'file' ? hashOf(modulesFrom(resolve(from, source.path)), from) : '';
}

/** A user's module and all that it imports that is no package. */
function modulesFrom(file: string): readonly string[] {
  const found = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...importsOf(next));
  }
  return [...found];
}

function importsOf(file: string): readonly string[] {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return [];
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  const parent = pathToFileURL(file).href;
  return importedFiles.flatMap(({ fileName }) => {
    if (isBuiltin(fileName) || /^quiesce(\/|$)/.test(fileName)) return [];
    const address = locate(fileName, parent);
    if (address !== undefined) return [fileURLToPath(new URL(address))];
    return /^\.{0,2}\//.test(fileName) ? [resolve(dirname(file), fileName)] : [];
  });
}

/** Names and texts; the names as seen from a folder, so that it may stand anywhere. */
function hashOf(files: readonly string[], from: string): string {
  const hash = createHash('sha256');
  const named = files.map((file) => [relative(from, file).replaceAll('\\', '/'), file] as const);
  named.sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, file] of named) {
    const text = readFileSync(file);
    hash.update(`${name} ${text.length}\n`).update(text);
  }
  return hash.digest('hex');
}
