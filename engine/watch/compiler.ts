// The TypeScript compiler that the package has in itself, loaded when something is worth reading with it, and never in a browser.

import type ts from 'typescript';
import { nodeModules } from '../threads/platform.js';

let loaded: typeof ts | null | undefined;

/** typescript is the compiler, if there is one. */
export function typescript(): typeof ts | undefined {
  loaded ??= loadTypescript() ?? null;
  return loaded ?? undefined;
}

/** As the CommonJS module that it is: an import of it would read its nine megabytes twice. */
function loadTypescript(): typeof ts | undefined {
  const createRequire = nodeModules?.('node:module').createRequire;
  if (!createRequire) return undefined;
  const require = createRequire(import.meta.url);
  return compilerOf(() => require('#typescript')) ?? compilerOf(() => require('typescript'));
}

/** A checkout that was not built whole has only the one that it is developed with; 7 is none that can be called. */
function compilerOf(load: () => Partial<typeof ts>): typeof ts | undefined {
  try {
    const found = load();
    return typeof found.createProgram === 'function' ? (found as typeof ts) : undefined;
  } catch {
    return undefined;
  }
}
