// Copies of the compiled engine, each with a defect.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type * as Explorer from '../../engine/explore.js';
import { edited } from '../../mutants/edits.js';

export const root = join(import.meta.dirname, '..', '..');

/** What is broken, in which file, and how. */
export type Defect = readonly [what: string, file: string, find: string, replace: string];

export type Engine = Pick<typeof Explorer, 'explore' | 'searchOf'>;

/** copyOf makes a copy in a folder of that name under `copies`, lets it be changed, and loads it. */
export async function copyOf(
  copies: string,
  name: string,
  change?: (folder: string) => Promise<void> | void,
): Promise<Engine> {
  const folder = join(copies, name.replaceAll(' ', '-'));
  cpSync(join(root, 'dist', 'engine'), join(folder, 'engine'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  await change?.(folder);
  return await import(join(folder, 'engine', 'explore.js'));
}

/** replaceIn edits a source file of the engine, and puts what it compiles to into the copy. */
export function replaceIn(folder: string, file: string, find: string, replace: string): void {
  const path = `engine/${file}`;
  const text = edited(readFileSync(join(root, path), 'utf8'), [{ file: path, find, replace }]);
  writeFileSync(join(folder, path.replace(/\.ts$/, '.js')), transpiled(text));
}

function transpiled(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
