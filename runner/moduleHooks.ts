// Node's module hooks for users' files, in the two forms that Node has: in the same thread, or in a thread of their own,
// where this file is loaded by name (loadFile.ts). A TypeScript file counts as an ES module whatever package.json lies
// near it, so that a lone file in an empty folder works.

import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { compiled, inherited, locate, takeWritten, type Written } from './userModules.js';

let compiledElsewhere: MessagePort | undefined;

/** initialize is told, in a thread of the hooks' own, where to hear of what was compiled with the check. */
export const initialize: InitializeHook<MessagePort> = (port) => {
  compiledElsewhere = port;
};

/** What is here already need not be compiled; mostly the compiler is then not even loaded. */
function hear(port: MessagePort): void {
  for (let heard = receiveMessageOnPort(port); heard; heard = receiveMessageOnPort(port))
    takeWritten(heard.message as ReadonlyMap<string, Written>);
}

/** resolve finds what a user's module imports. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const url = locate(specifier, context.parentURL);
  if (url !== undefined) return { url, shortCircuit: true };
  const found = await next(specifier, context);
  return { ...found, url: inherited(found.url, context.parentURL) };
};

/** load compiles TypeScript and leaves everything else to Node. */
export const load: LoadHook = async (url, context, next) => {
  if (compiledElsewhere) hear(compiledElsewhere);
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
