// Module hooks for users' files: TypeScript goes through ts-node, and 'quiesce' means this very package.
// Runs in Node's hooks thread (see loadFile.ts). Types were checked before; here they are only taken off.
// A file counts as an ES module whatever package.json lies near it, so that a lone .ts file in an empty folder works.

import type { LoadHook, ResolveHook } from 'node:module';
import { create, createEsmHooks, type NodeLoaderHooksAPI2 } from 'ts-node';

const packageEntry = new URL('../index.js', import.meta.url).href;

const service = create({
  skipProject: true,
  transpileOnly: true,
  compilerOptions: { target: 'ES2022', module: 'ES2022', moduleResolution: 'Node10' },
});

const hooks = createEsmHooks(service) as NodeLoaderHooksAPI2;

/** resolve sends 'quiesce' to this package, and the rest through ts-node ('./x.js' finds ./x.ts). */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier === 'quiesce') return { url: packageEntry, format: 'module', shortCircuit: true };
  return (await hooks.resolve(specifier, context as never, next as never)) as never;
};

/** load compiles TypeScript through ts-node and leaves everything else to Node. */
export const load: LoadHook = async (url, context, next) => {
  if (!/\.m?ts(\?|$)/.test(url)) return next(url, context);
  return (await hooks.load(url, { ...context, format: 'module' } as never, next as never)) as never;
};
