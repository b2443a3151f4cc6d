// How long an engine takes for a configuration: told beside its outcome, never in it, as it is another in every run.

import type { EngineName } from './result.js';

export type OnTimed = (engine: EngineName, elapsedMs: number) => void;

/** timed asks an engine and tells how long it took. */
export async function timed<T extends { readonly engine: EngineName }>(
  ask: () => Promise<T>,
  onTimed: OnTimed,
): Promise<T> {
  const startedMs = performance.now();
  const outcome = await ask();
  onTimed(outcome.engine, performance.now() - startedMs);
  return outcome;
}
