// Loads a user's file. The compiler reads it first (types, then the static check of bodies); then it runs, TypeScript
// compiled by our own compiler (userModules.ts), JavaScript, of which only syntax and bodies are checked, as it is.
// A worker loads with `checked: true` when another has checked the same bytes already. A file is code, and runs with the
// rights of whoever loads it.

import { accessSync, constants, type Stats, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { relative, resolve, sep } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { QuiesceError } from '../engine/program/errors.js';
import { enter, leave } from '../engine/program/nowRunning.js';

export interface LoadOptions {
  /** The folder that the path is relative to. */
  readonly from: string;
  readonly checked?: boolean;
  /**
   * Loads the file and whatever of the user's it imports anew, as a further instance that shares no variable with those
   * loaded before. Packages and CommonJS modules are shared all the same.
   */
  readonly fresh?: boolean;
}

/** The instances that were made in this thread. */
let instances = 0;

/** loadFile returns the exports of a file. Throws QSC105, QSC107, QSC111, and what the file itself throws in coded form. */
export async function loadFile(path: string, options: LoadOptions): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(options.from, path);
  refuseUnreadable(file, path);
  if (!options.checked) await checkSource(file, path, options.from);
  await registerHooks();
  const { addressOf, writtenBefore } = await import('./userModules.js');
  hooks?.postMessage(writtenBefore());
  return run(addressOf(file, options.fresh ? ++instances : undefined), path);
}

function refuseUnreadable(file: string, path: string): void {
  const found = lookedUp(file, path);
  if (!found) throw new QuiesceError('QSC111', `${path} does not exist`);
  if (!found.isFile()) throw new QuiesceError('QSC111', `${path} is no file`);
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new QuiesceError('QSC111', `${path} may not be read`);
  }
  if (!/\.m?[jt]s$/.test(file))
    throw new QuiesceError('QSC111', `${path} is no ES module by its name`, { next: 'name it .ts, .mts, .js or .mjs' });
}

/** What the system does not take for a path at all (a zero byte, a name without end, a round of links) is no file either. */
function lookedUp(file: string, path: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new QuiesceError('QSC111', `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

async function checkSource(file: string, path: string, from: string): Promise<void> {
  const { checkUserProgram } = await import('./typescriptProgram.js');
  const { refuseUnsound, userFiles } = await import('./staticCheck/staticCheck.js');
  const { program, errors } = checkUserProgram(file, from);
  const next = `correct it: ${errors[0]?.split(' ')[0] ?? path}`;
  if (errors.length > 0) throw new QuiesceError('QSC105', errors.join('\n  '), { next });
  const checked = userFiles(program);
  refuseUnsound(program, checked, from);
  // The compiler is here: the hooks, in a thread of their own, need not load it too.
  const { addressOf, compiled } = await import('./userModules.js');
  for (const { fileName } of checked) compiled(addressOf(fileName));
}

let registered = false;
/** To the hooks, where they have a thread of their own. */
let hooks: MessagePort | undefined;

async function registerHooks(): Promise<void> {
  if (registered) return;
  registered = true;
  // Places in the source come from the maps that the compiler puts into what it writes.
  process.setSourceMapsEnabled(true);
  const { inOneThread } = await import('./moduleHooks.js');
  // Node's newer form answers in this very thread, and its older one is on the way out there.
  const { registerHooks: inThisThread } = nodeModule as unknown as { registerHooks?: (hooks: object) => void };
  if (inThisThread) return inThisThread(inOneThread);
  const { port1, port2 } = new MessageChannel();
  hooks = port1;
  nodeModule.register(new URL('./moduleHooks.js', import.meta.url), { data: port2, transferList: [port2] });
}

async function run(address: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const around = enter(`${loading}${path}`);
  try {
    return (await import(address)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC105', `${path} stops while it is loaded: ${messageOf(error)}`, { cause: error });
  } finally {
    leave(around);
  }
}

/** What whoever watches is told while a file is loaded, before the file's name. */
export const loading = 'loading ';

/** Whatever was thrown, in words; even what cannot be put into words. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'something without words';
  }
}

/** isFilePath tells a file from the name of a scenario. */
export function isFilePath(word: string): boolean {
  return /[\\/]/.test(word) || /\.[cm]?[jt]sx?$/.test(word);
}

/** relativePath is how a file is named in schedules and documents: relative to the user's folder, with slashes. */
export function relativePath(path: string, from: string): string {
  return relative(from, resolve(from, path)).split(sep).join('/');
}
