// A copy of the built package with edits in its text, to be run in the place of the package itself. What is not edited
// is a hard link; an edited source is compiled as the build compiles it, one file by itself. The copy has the package's
// own layout (package.json, dist/, tla/, model/), so that whatever runs in it finds everything as it would in the package.

import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import type TS from 'typescript';
import { QuiesceError } from '../../engine/program/errors.js';
import { edited } from '../../mutants/edits.js';
import type { Edit } from '../../mutants/mutant.js';
import { ts } from '../compiler.js';
import { packageRoot } from '../packageRoot.js';

/** What is linked besides dist/: files that the package reads when it runs. */
const dataFiles = ['package.json', 'model/coverage.json'];
const dataFolders = ['tla'];

/** makeCopy writes the copy into a folder, which must not exist yet. Throws QSC109, QSC113 and QSC115. */
export function makeCopy(folder: string, edits: readonly Edit[]): void {
  const texts = new Map([...grouped(edits)].map(([file, own]) => [file, edited(sourceOf(file), own)]));
  try {
    for (const file of [...dataFiles, ...builtFiles(), ...dataFolders.flatMap(dataBelow)]) link(folder, file);
    linkDependencies(folder);
    for (const [file, text] of texts) put(folder, file, text);
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new QuiesceError('QSC109', `the copy of the package (${code ?? message})`, { cause: error });
  }
}

/** removeCopy removes it again. */
export function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function grouped(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) groups.set(edit.file, [...(groups.get(edit.file) ?? []), edit]);
  return groups;
}

/** sourceOf reads a text that may be edited. Throws QSC115 where the package has it not. */
export function sourceOf(file: string): string {
  try {
    return readFileSync(join(packageRoot, file), 'utf8');
  } catch (error) {
    throw new QuiesceError('QSC115', `${file} is not there`, { cause: error });
  }
}

/** What runs, and what our compiler reads. */
function builtFiles(): readonly string[] {
  return [...filesBelow('dist', /\.(js(\.map)?|cjs|wasm)$/), ...filesBelow(join('dist', 'typescript'), /\.d\.ts$/)];
}

function dataBelow(folder: string): readonly string[] {
  return filesBelow(folder, /\.(tla|cfg|json|txt)$/);
}

function filesBelow(folder: string, wanted: RegExp): readonly string[] {
  return readdirSync(join(packageRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return passing.test(entry.name) ? [] : filesBelow(path, wanted);
    return wanted.test(entry.name) ? [path] : [];
  });
}

/** Folders that mutants of the text that a service runs have for a while, beside that text: another process takes them away. */
const passing = /^mutant\d+-\d+$/;

/** A file system that has no hard links, or another one, gets a copy. */
function link(folder: string, file: string): void {
  const [from, to] = [join(packageRoot, file), join(folder, file)];
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** The packages that this one needs, wherever they were installed: each is found from here. */
function linkDependencies(folder: string): void {
  const { dependencies } = JSON.parse(sourceOf('package.json')) as { dependencies: Readonly<Record<string, string>> };
  const { resolve } = createRequire(join(packageRoot, 'package.json'));
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const name of Object.keys(dependencies))
    symlinkSync(installedAt(name, resolve), join(folder, 'node_modules', name), 'junction');
}

/** Not every package exports its package.json, but each has one above its entry. */
function installedAt(name: string, resolve: NodeJS.RequireResolve): string {
  const paths = resolve.paths(name) ?? [];
  const found = paths.map((path) => join(path, name)).find((path) => isFolder(path));
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).includes('package.json');
  } catch {
    return false;
  }
}

/** The edited text, and for a source what the build would make of it. */
function put(folder: string, file: string, text: string): void {
  write(folder, file, text);
  if (!file.endsWith('.ts')) return;
  const built = join('dist', file.replace(/\.ts$/, '.js'));
  refuseStale(file, built);
  const { code, map } = compiled(file, text);
  write(folder, built, code);
  write(folder, `${built}.map`, map);
}

/** What was linked is shared with the package: it is replaced, never written into. */
function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, text);
}

/** A source that is not the one that was built would bring its own changes beside the edit. */
function refuseStale(file: string, built: string): void {
  if (compiled(file, sourceOf(file)).code === readFileSync(join(packageRoot, built), 'utf8')) return;
  throw new QuiesceError('QSC115', `${file} does not compile to ${built}`);
}

/** As tsconfig.json has it, as far as one file by itself is concerned. */
const compilerOptions: TS.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  sourceMap: true,
};

function compiled(file: string, text: string): { readonly code: string; readonly map: string } {
  const options = { compilerOptions, fileName: file, reportDiagnostics: true };
  const { outputText, sourceMapText, diagnostics = [] } = ts.transpileModule(text, options);
  const [wrong] = diagnostics;
  if (wrong) throw new QuiesceError('QSC113', `${file}: ${ts.flattenDiagnosticMessageText(wrong.messageText, ' ')}`);
  const source = relative(dirname(join('dist', file)), file)
    .split(sep)
    .join('/');
  return { code: outputText, map: JSON.stringify({ ...JSON.parse(sourceMapText ?? '{}'), sources: [source] }) };
}
