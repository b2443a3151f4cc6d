// Node's module hooks for users' files, in the two forms that Node has: in the same thread, or in a thread of their own,
// where this file is loaded by name (loadFile.ts). A TypeScript file counts as an ES module whatever package.json lies
// near it, so that a lone file in an empty folder works.

import type { LoadHook, ResolveHook } from 'node:module';
import { compiled, inherited, locate } from './userModules.js';

/** resolve finds what a user's module imports. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const url = locate(specifier, context.parentURL);
  if (url !== undefined) return { url, shortCircuit: true };
  const found = await next(specifier, context);
  return { ...found, url: inherited(found.url, context.parentURL) };
};

/** load compiles TypeScript and leaves everything else to Node. */
export const load: LoadHook = async (url, context, next) => {
  const source = compiled(url);
  return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
};

interface Resolved {
  readonly url: string;
}

/** The same in one thread, for Nodes that have `registerHooks`: there a hook gives its answer at once. */
export const inOneThread = Object.freeze({
  resolve(
    specifier: string,
    context: { readonly parentURL?: string },
    next: (specifier: string, context: object) => Resolved,
  ): Resolved {
    const url = locate(specifier, context.parentURL);
    if (url !== undefined) return { url, shortCircuit: true } as Resolved;
    const found = next(specifier, context);
    return { ...found, url: inherited(found.url, context.parentURL) };
  },
  load(url: string, context: object, next: (url: string, context: object) => object): object {
    const source = compiled(url);
    return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
  },
});
