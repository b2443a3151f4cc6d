// The kernel: the hot loop of the search in WebAssembly. Its source is assembly/, in AssemblyScript; the build makes
// search.wasm of it, beside this file in dist/. Where there is none, or no WebAssembly, the loop of search/search.ts serves.

/** What of WebAssembly is used here: it is in no standard library of the language. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
}

export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** A global variable of an instance. */
interface Global<T> {
  readonly value: T;
}

/** What the kernel has for its host: assembly/index.ts says what each is. Addresses are bytes. */
export interface Exports {
  readonly expanded: Global<number>;
  readonly transitions: Global<number>;
  readonly count: Global<number>;
  readonly missedState: Global<number>;
  readonly missedThread: Global<number>;
  readonly missedChoice: Global<number>;
  readonly missedBatch: Global<number>;
  readonly missedProduct: Global<number>;
  readonly isFull: Global<number>;
  readonly told: Global<number>;
  readonly rows: Global<number>;
  readonly edges: Global<number>;
  readonly again: Global<number>;
  setUp(threads: number, nodes: number, monitors: number, daemons: number, optional: number, waiting: number): void;
  goOnFrom(expanded: number, transitions: number, statesMost: number): number;
  useFormat(fields: number, parts: number, words: number): void;
  lengthen(fields: number, parts: number, words: number): number;
  changeFormat(
    oldFields: number,
    oldParts: number,
    fields: number,
    parts: number,
    slots: number,
    words: number,
  ): number;
  leaveOut(): void;
  makeFutures(nodes: number, words: number): number;
  numberNodes(thread: number, base: number, size: number): void;
  knowStep(step: number, closes: number): number;
  lookAgain(states: number): void;
  takenAt(id: number): number;
  run(until: number): number;
  finish(): number;
  watch(slot: number): void;
  give(outcomes: number): void;
  makeNodes(thread: number, nodes: number): void;
  lookOf(thread: number, node: number): number;
  entryAt(look: number, coded: number): number;
  knowProduct(product: number, refuted: number): void;
  keep(product: number, batch: number, target: number): void;
  makeRoom(states: number): number;
  setCount(states: number): void;
  stateAt(id: number): number;
  parentAt(id: number): number;
  viaAt(id: number): number;
  stagingAt(): number;
  seek(): number;
  toldAt(): number;
  rowsAt(): number;
  edgesAt(): number;
  forget(): void;
  takeBytes(bytes: number): number;
  used(): number;
}

/** Why `run` returns: assembly/index.ts has the same. */
export const DONE = 0;
export const STATES_HIT = 2;
export const FULL = 3;
export const UNKNOWN_GUARD = 4;
export const UNKNOWN_STEP = 5;
export const UNKNOWN_TRANSITION = 6;
export const UNKNOWN_FUTURE = 7;
/** What it tells of: an end (state, threads enabled), a refutation (state, via, state that it leads to), a new state (state). */
export const END = 1;
export const REFUTED = 2;
export const SEEN = 3;
/** Entries of rows: assembly/steps.ts. */
export const BLOCKED = 1;
export const READY = 2;
export const LOOK = 3;

/** Where the build lays it, seen from here as built, and from here as it is written. */
const places = ['./search.wasm', '../../dist/engine/kernel/search.wasm'];
/** Pages of 64 KiB: WebAssembly ends at 4 GiB. */
const pagesMost = 1 << 16;

/** The compiled kernel, or why there is none; asked for once. */
let known: { readonly module: object } | { readonly missing: string } | undefined;

/** An instance, with a memory of its own. */
export interface Kernel {
  readonly exports: Exports;
  readonly memory: Memory;
  readonly mostMiB: number;
}

/** newKernel makes an instance whose memory grows to so many MiB at most; a text says why there is none. */
export function newKernel(memoryMiB: number): Kernel | string {
  known ??= compile();
  if ('missing' in known) return known.missing;
  const { Instance, Memory } = webAssembly()!;
  const maximum = Math.min(pagesMost, Math.ceil(memoryMiB * 16));
  try {
    const memory = new Memory({ initial: 0, maximum });
    const { exports } = new Instance(known.module, { env: { memory } });
    return { exports: exports as Exports, memory, mostMiB: maximum / 16 };
  } catch (error) {
    return `WebAssembly gives no memory (${String(error)})`;
  }
}

function webAssembly(): WebAssemblyLike | undefined {
  return (globalThis as { WebAssembly?: WebAssemblyLike }).WebAssembly;
}

function compile(): { readonly module: object } | { readonly missing: string } {
  const here = webAssembly();
  if (!here) return { missing: 'there is no WebAssembly here' };
  const bytes = builtKernel();
  if (!bytes) return { missing: 'the built kernel is not there' };
  try {
    return { module: new here.Module(bytes) };
  } catch (error) {
    return { missing: `WebAssembly refuses the kernel (${String(error)})` };
  }
}

/** A runtime that has files is asked for them without an import: this module is part of bundles for browsers too. */
function builtKernel(): Uint8Array | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const files = process?.getBuiltinModule?.('node:fs') as { readFileSync(file: URL): Uint8Array } | undefined;
  for (const place of places) {
    try {
      if (files) return files.readFileSync(new URL(place, import.meta.url));
    } catch {}
  }
  return undefined;
}
