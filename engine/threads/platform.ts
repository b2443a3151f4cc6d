// What the engine asks of the platform that it runs on, where that is Node: nothing that it needs. In a browser there is
// none of it, and places in the source stay as the platform gives them. No module of Node is imported, so that the
// package's main entry bundles for a browser.

type Platform = Pick<NodeJS.Process, 'cwd' | 'getBuiltinModule'>;

const found: Partial<Platform> = (globalThis as { process?: Partial<Platform> }).process ?? {};

/** nodeModules gives modules of Node by name, or undefined where there are none. */
export const nodeModules: Platform['getBuiltinModule'] | undefined = found.getBuiltinModule?.bind(found);

/** workingFolder is the folder that paths are shown relative to; undefined where there are no folders. */
export function workingFolder(): string | undefined {
  try {
    return found.cwd?.();
  } catch {
    return undefined;
  }
}
