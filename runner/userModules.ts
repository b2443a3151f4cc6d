// How a user's modules are found and compiled when they run: by our own compiler, whatever their project has, and in the
// places where the type check found them, so that what runs is what was checked. 'quiesce' means this very package.
// A fresh load marks the file's address with a number, and whatever of the user's it imports inherits the mark: a second
// instance of all of it. Packages and CommonJS modules are shared between instances; they can not be loaded twice.

import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type TS from 'typescript';
import { ourCompiler } from './ourCompiler.js';
import { ownExports } from './ownExports.js';
import { packageRoot } from './packageRoot.js';
import { userOptions } from './userOptions.js';

const mark = 'quiesce-instance';
const ownModules = join(packageRoot, 'dist') + sep;

/** addressOf is the URL of a user's file; of a further instance of it when there is a number. */
export function addressOf(file: string, instance?: number): string {
  const url = pathToFileURL(file);
  if (instance !== undefined) url.searchParams.set(mark, String(instance));
  return url.href;
}

/** locate says where an import of a user's module leads, or undefined where Node finds it as well. */
export function locate(specifier: string, parent: string | undefined): string | undefined {
  const own = ownEntry(specifier);
  if (own !== undefined) return own;
  if (!parent || !isUsers(parent) || isBuiltin(specifier) || /^(file|data|node):/.test(specifier)) return undefined;
  const from = fileURLToPath(parent);
  const ts = ourCompiler();
  const { resolvedModule } = ts.resolveModuleName(specifier, from, userOptions(from), ts.sys);
  if (!resolvedModule || resolvedModule.isExternalLibraryImport || isDeclaration(resolvedModule)) return undefined;
  return inherited(addressOf(resolvedModule.resolvedFileName), parent);
}

/** What package.json exports under a name of this package's. Node is not asked: it would come back to this hook. */
function ownEntry(specifier: string): string | undefined {
  if (!/^quiesce(\/|$)/.test(specifier)) return undefined;
  const file = ownExports[specifier.replace(/^quiesce/, '.')]?.default;
  return file && addressOf(join(packageRoot, file));
}

function isDeclaration({ extension }: TS.ResolvedModuleFull): boolean {
  const { Extension } = ourCompiler();
  return ([Extension.Dts, Extension.Dmts, Extension.Dcts] as string[]).includes(extension);
}

/** inherited gives an address the mark of the module that imports it, if it is the user's too. */
export function inherited(address: string, parent: string | undefined): string {
  const instance = parent && isUsers(parent) && isUsers(address) ? new URL(parent).searchParams.get(mark) : null;
  if (instance === null) return address;
  const url = new URL(address);
  url.searchParams.set(mark, instance);
  return url.href;
}

/** A module in a file that is neither in a package nor in this one. */
function isUsers(address: string): boolean {
  if (!address.startsWith('file:')) return false;
  const file = fileURLToPath(address);
  return !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(ownModules);
}

/** compiled is the JavaScript of a TypeScript module, its source map within; undefined for any other. */
export function compiled(address: string): string | undefined {
  if (!address.startsWith('file:') || !/\.m?ts$/.test(new URL(address).pathname)) return undefined;
  const file = fileURLToPath(address);
  const text = readFileSync(file, 'utf8');
  const known = outputs.get(file);
  if (known?.text === text) return known.output;
  // As it stands in an address: the map's sources are addresses, and a # in a name would end one.
  const output = transpiled(text, new URL(address).pathname, userOptions(file));
  outputs.set(file, { text, output });
  return output;
}

/** A file's text, and what was written of it. */
export interface Written {
  readonly text: string;
  readonly output: string;
}

/** A task loads its file anew for every order that its threads may come in. */
const outputs = new Map<string, Written>();

/** writtenBefore lists what was compiled in this thread, for another one. */
export function writtenBefore(): ReadonlyMap<string, Written> {
  return outputs;
}

/** takeWritten takes what another thread has compiled; it counts while the file has still that text. */
export function takeWritten(written: ReadonlyMap<string, Written>): void {
  for (const [file, each] of written) outputs.set(file, each);
}

function transpiled(text: string, fileName: string, { noEmit, paths, lib, ...options }: TS.CompilerOptions): string {
  const ts = ourCompiler();
  const compilerOptions = {
    ...options,
    allowImportingTsExtensions: false,
    module: ts.ModuleKind.ESNext,
    inlineSourceMap: true,
    inlineSources: true,
  };
  return ts.transpileModule(text, { fileName, compilerOptions }).outputText;
}
