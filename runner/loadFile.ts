// Loads a user's file. The compiler reads it first (types, then the static check of bodies); then TypeScript runs
// through ts-node, and JavaScript, of which only the syntax and the bodies are checked, as it is.
// A worker loads with `checked: true`, because the main thread has checked the same bytes already.

import { accessSync, constants, statSync } from 'node:fs';
import { register } from 'node:module';
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { QuiesceError } from '../engine/program/errors.js';

export interface LoadOptions {
  /** The folder that the path is relative to. */
  readonly from: string;
  readonly checked?: boolean;
}

/** loadFile returns the exports of a file. Throws QSC105, QSC107, QSC111, and what the file itself throws in coded form. */
export async function loadFile(path: string, options: LoadOptions): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(options.from, path);
  refuseUnreadable(file, path);
  if (!options.checked) await checkSource(file, path, options.from);
  registerHooks();
  return run(file, path);
}

function refuseUnreadable(file: string, path: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new QuiesceError('QSC111', `${path} does not exist`);
  if (!found.isFile()) throw new QuiesceError('QSC111', `${path} is no file`);
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new QuiesceError('QSC111', `${path} may not be read`);
  }
  if (!/\.m?[jt]s$/.test(file)) throw new QuiesceError('QSC111', `${path} is neither TypeScript nor JavaScript`);
}

async function checkSource(file: string, path: string, from: string): Promise<void> {
  const { checkUserProgram } = await import('./typescriptProgram.js');
  const { refuseCaptures, userFiles } = await import('./staticCheck/staticCheck.js');
  const { program, errors } = checkUserProgram(file, from);
  const next = `correct it: ${errors[0]?.split(' ')[0] ?? path}`;
  if (errors.length > 0) throw new QuiesceError('QSC105', errors.join('\n  '), { next });
  refuseCaptures(program, userFiles(program), from);
}

let registered = false;

function registerHooks(): void {
  if (registered) return;
  registered = true;
  // Places in the source come from the maps that ts-node puts into what it compiles.
  process.setSourceMapsEnabled(true);
  register(new URL('./typescriptHooks.js', import.meta.url));
}

async function run(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC105', `${path} stops while it is loaded: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** isFilePath tells a file from the name of a scenario. */
export function isFilePath(word: string): boolean {
  return /[\\/]/.test(word) || /\.m?[jt]sx?$/.test(word);
}

/** relativePath is how a file is named in schedules and documents: relative to the user's folder, with slashes. */
export function relativePath(path: string, from: string): string {
  return relative(from, resolve(from, path)).split(sep).join('/');
}
