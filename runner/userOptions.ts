// With which compiler options a user's files are read: those of their own tsconfig that say what a name means and how
// strictly it is taken, under what this tool needs. How their project is built is no affair of ours. Their compiler is
// not asked either: options that ours does not know are passed over.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type TS from 'typescript';
import { ourCompiler } from './ourCompiler.js';
import { ownExports } from './ownExports.js';
import { packageRoot } from './packageRoot.js';

/** What of a project's options is kept. Everything else is about what its build writes, or about style. */
const kept = Object.freeze([
  ...['baseUrl', 'paths', 'pathsBasePath', 'rootDirs', 'customConditions', 'moduleSuffixes', 'lib'],
  ...['strict', 'noImplicitAny', 'noImplicitThis', 'strictNullChecks', 'strictFunctionTypes', 'strictBindCallApply'],
  ...['strictPropertyInitialization', 'useUnknownInCatchVariables', 'exactOptionalPropertyTypes'],
  ...['noUncheckedIndexedAccess', 'esModuleInterop', 'allowSyntheticDefaultImports', 'resolveJsonModule'],
  ...['jsx', 'jsxFactory', 'jsxFragmentFactory', 'jsxImportSource'],
  ...['experimentalDecorators', 'emitDecoratorMetadata', 'useDefineForClassFields'],
] as const);

const project = new Map<string, TS.CompilerOptions>();

/** userOptions gives the options for a user's file: its nearest tsconfig's, as far as they say what the file means. */
export function userOptions(file: string): TS.CompilerOptions {
  const ts = ourCompiler();
  const theirs = projectOptions(dirname(file));
  return {
    strict: true,
    ...theirs,
    ...resolution(theirs.module, theirs.moduleResolution),
    // Programs are generators, and our declarations are of this year's language, however old theirs is.
    lib: [...new Set([...(theirs.lib ?? []), 'lib.es2023.d.ts'])],
    target: ts.ScriptTarget.ES2022,
    allowJs: true,
    allowImportingTsExtensions: true,
    isolatedModules: true,
    skipLibCheck: true,
    noEmit: true,
    noErrorTruncation: true,
    paths: { ...theirs.paths, ...ownPaths },
  };
}

/** 'quiesce' means this package, wherever it is installed. */
const ownPaths = Object.freeze(
  Object.fromEntries(
    Object.entries(ownExports).flatMap(([entry, { types }]) =>
      types === undefined ? [] : [[entry.replace(/^\./, 'quiesce'), [join(packageRoot, types)]]],
    ),
  ),
);

const opaqueMachine = join(packageRoot, 'dist', 'runner', 'opaqueMachine.d.ts');

/** Files run as ES modules. A project of another kind writes imports without endings, so those are found there too. */
function resolution(module?: TS.ModuleKind, how?: TS.ModuleResolutionKind): TS.CompilerOptions {
  const ts = ourCompiler();
  const isOfNode = module === undefined || (module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext);
  return isOfNode && (how === undefined || isNodes(how))
    ? { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
    : { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
}

function isNodes(how: TS.ModuleResolutionKind): boolean {
  const ts = ourCompiler();
  return how === ts.ModuleResolutionKind.Node16 || how === ts.ModuleResolutionKind.NodeNext;
}

function projectOptions(folder: string): TS.CompilerOptions {
  const known = project.get(folder);
  if (known) return known;
  const ts = ourCompiler();
  const config = ts.findConfigFile(folder, ts.sys.fileExists);
  const options = config === undefined ? {} : readOptions(config);
  project.set(folder, options);
  return options;
}

function readOptions(config: string): TS.CompilerOptions {
  const ts = ourCompiler();
  const { config: text } = ts.readConfigFile(config, ts.sys.readFile);
  const host: TS.ParseConfigHost = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(text ?? {}, host, dirname(config), undefined, config);
  const wanted: readonly string[] = [...kept, 'module', 'moduleResolution', 'types', 'typeRoots'];
  return Object.fromEntries(Object.entries(options).filter(([name]) => wanted.includes(name)));
}

/**
 * ambientTypes says which declarations come in without an import: Node's own and what the project names, or none; and
 * what stands in for those of xstate where there are none.
 */
export function ambientTypes(file: string, ambient: 'alone' | 'withNode'): TS.CompilerOptions {
  const theirs = projectOptions(dirname(file));
  const above = [...foldersAbove(dirname(file)), packageRoot].map((folder) => join(folder, 'node_modules', '@types'));
  const typeRoots = [...(theirs.typeRoots ?? []), ...above];
  const node = typeRoots.some((root) => existsSync(join(root, 'node'))) ? ['node'] : [];
  const named = (theirs.types ?? []).filter((name) => name !== '*');
  if (ambient === 'withNode') return { typeRoots, types: [...new Set([...node, ...named])] };
  return { typeRoots, types: [], paths: { ...theirs.paths, ...ownPaths, xstate: [opaqueMachine] } };
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
