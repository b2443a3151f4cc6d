// Ctrl-C: the first asks everything to stop and still gives a partial result, labelled so; the second ends at once.

export interface Interruption {
  /** One integer, shared with the workers: 1 when the user wants to stop. */
  readonly stop: SharedArrayBuffer;
  isAsked(): boolean;
  /** Gives the signals back to the system. */
  release(): void;
}

/** onInterrupt listens for SIGINT and SIGTERM until released. */
export function onInterrupt(): Interruption {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const ask = (): void => {
    if (Atomics.exchange(flag, 0, 1) === 1) process.exit(3);
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
