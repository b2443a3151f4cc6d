// Ctrl-C: the first asks everything to stop and still gives a partial result, labelled so; a later one ends at once.
// Under `npm run` one Ctrl-C arrives twice, from the terminal and from npm: what comes within a second is the same one.

export interface Interruption {
  /** One integer, shared with the workers: 1 when the user wants to stop. */
  readonly stop: SharedArrayBuffer;
  isAsked(): boolean;
  /** Gives the signals back to the system. */
  release(): void;
}

const sameKeyMs = 1000;

let wasAsked = false;

/** wasInterrupted is true once this process was asked to stop: what it has found since then is a part only. */
export function wasInterrupted(): boolean {
  return wasAsked;
}

/** onInterrupt listens for SIGINT and SIGTERM until released. */
export function onInterrupt(): Interruption {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  let askedMs: number | undefined;
  const ask = (): void => {
    Atomics.store(flag, 0, 1);
    wasAsked = true;
    askedMs ??= performance.now();
    if (performance.now() - askedMs > sameKeyMs) process.exit(3);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ask);
  return {
    stop,
    isAsked: () => Atomics.load(flag, 0) === 1,
    release: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, ask);
    },
  };
}
