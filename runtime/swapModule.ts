// swapModule: a component is replaced by the one of a module that is loaded anew, once or whenever its file changes.

import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { recordGiven, textGiven } from '../engine/program/given.js';
import { problem } from './problems.js';
import { type SwapOptions, type SwapReport, swap } from './swap.js';

export interface ModuleOptions extends SwapOptions {
  /** What a relative path is relative to: `import.meta.url`, for example. The working folder unless told. */
  readonly from?: string;
  /** The name of the export: a class, a function that makes the component, or the component. 'default' unless told. */
  readonly name?: string;
  /** What the class or the function is given. */
  readonly args?: readonly unknown[];
}

let loads = 0;

/**
 * swapModule loads an ES module anew and swaps its component in. What was loaded before stays in memory for the life of the
 * process, since a module cannot be unloaded, and what the module imports itself is not loaded anew. Throws QSC615, and what
 * swap throws.
 */
export async function swapModule<T extends object>(
  reference: T,
  file: string,
  options: ModuleOptions = {},
): Promise<SwapReport> {
  const { from, name = 'default', args = [], ...swapOptions } = recordGiven('QSC612', 'options: a record', options);
  const url = `${pathToFileURL(pathOf(file, from)).href}?quiesce=${++loads}`;
  return swap(reference, (await made(url, file, name, args)) as T, swapOptions);
}

function pathOf(file: string, from: string | undefined): string {
  textGiven('QSC615', 'the path of a module', file);
  if (file.startsWith('file:')) return fileURLToPath(file);
  return resolve(from === undefined ? '.' : dirname(from.startsWith('file:') ? fileURLToPath(from) : from), file);
}

async function made(url: string, file: string, name: string, args: readonly unknown[]): Promise<object> {
  const seen = `${file}, export ${name}`;
  let exported: unknown;
  try {
    exported = ((await import(url)) as Record<string, unknown>)[name];
  } catch (error) {
    throw problem('QSC615', `${seen}: ${String(error)}`, error);
  }
  const component = typeof exported === 'function' ? await run(exported as Maker, args) : exported;
  if (typeof component === 'object' && component !== null) return component;
  throw problem('QSC615', `${seen} gives ${String(component)}`);
}

type Maker = (new (...args: readonly unknown[]) => unknown) & ((...args: readonly unknown[]) => unknown);

function run(maker: Maker, args: readonly unknown[]): unknown {
  return /^class\b/.test(Function.prototype.toString.call(maker)) ? new maker(...args) : maker(...args);
}

export interface WatchOptions extends ModuleOptions {
  /** Told of each swap. */
  readonly onSwap?: (report: SwapReport) => void;
  /** Told why a change did not come to a swap; a warning of the process unless told. The old component serves on. */
  readonly onError?: (error: unknown) => void;
}

/** Milliseconds after the last of a run of changes: an editor writes a file in several steps. */
const settleMs = 50;

/**
 * watchModule swaps the component of a module in whenever its file changes, one swap after the other, until it is closed. It
 * is for development: see swapModule for what stays in memory.
 */
export function watchModule(reference: object, file: string, options: WatchOptions = {}): { close(): void } {
  const {
    onSwap = () => {},
    onError = (error) => process.emitWarning(String(error)),
    ...module
  } = recordGiven<WatchOptions>('QSC612', 'options: a record', options);
  const path = pathOf(file, module.from);
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    swapModule(reference, path, { whenBusy: 'queue', ...module })
      .then(onSwap)
      .catch(onError);
  };
  // Its folder is watched, because an editor may put another file in its place.
  const watcher = watch(dirname(path), (_, name) => {
    if (name !== basename(path)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, settleMs);
  });
  return {
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
