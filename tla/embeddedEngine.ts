// The engine that needs no Java, as it is loaded: tla-checker 0.9.0, TLA+ in WebAssembly.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { QuiesceError } from '../engine/program/errors.js';

/** The only release whose failures are known. */
export const embeddedVersion = '0.9.0';

export type Checker = typeof import('tla-checker');
let loading: Promise<Checker> | undefined;

/** checker is the engine, loaded once. Throws QSC419 for another release. */
export async function checker(): Promise<Checker> {
  loading ??= load();
  return await loading;
}

async function load(): Promise<Checker> {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(readFileSync(require.resolve('tla-checker/package.json'), 'utf8'));
  if (version !== embeddedVersion)
    throw new QuiesceError('QSC419', `tla-checker ${version}; known is ${embeddedVersion}`);
  const loaded = await import('tla-checker');
  await loaded.default({ module_or_path: readFileSync(require.resolve('tla-checker/tla_checker_bg.wasm')) });
  return loaded;
}
