// What of the user's is being run right now, for whoever watches from another thread: a program or a function of a
// property that never comes back stops the thread that it runs in, and nothing in that thread can say so any more.
// Off unless somebody watches. Written when a generator or a property is entered, never per step: a known step is a
// look-up and enters nothing.

/** The shared words: how often something was entered, and the number of what is running (0: the engine itself). */
export const runningWords = 2;

let shared: Int32Array | undefined;
let tell: (id: number, what: string) => void = () => {};
const ids = new Map<string, number>();

/** watchRunning begins to note in `memory` what is run; `name` is told once what each number stands for. */
export function watchRunning(memory: SharedArrayBuffer, name: (id: number, what: string) => void): void {
  shared = new Int32Array(memory);
  tell = name;
  ids.clear();
}

/** enter notes that `what` is run from here on, and returns what was before, for leave. */
export function enter(what: string): number {
  if (!shared) return 0;
  const before = shared[1]!;
  Atomics.store(shared, 1, idOf(what));
  Atomics.add(shared, 0, 1);
  return before;
}

/** leave notes that what was entered has come back. */
export function leave(before: number): void {
  if (shared) Atomics.store(shared, 1, before);
}

function idOf(what: string): number {
  let id = ids.get(what);
  if (id === undefined) {
    id = ids.size + 1;
    ids.set(what, id);
    tell(id, what);
  }
  return id;
}
