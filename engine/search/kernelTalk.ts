// What the kernel and its host say to each other.

/**
 * What the kernel asks: whether threads are enabled in a state, what a step does, where a batch leads the monitors, what a step
 * depends on.
 */
export interface Asked {
  readonly why: number;
  readonly state: number;
  readonly thread: number;
  readonly choice: number;
  readonly product: number;
  readonly batch: number;
}

/**
 * What happened in the kernel: a normal end or a deadlock, a state with more refuted components than the one before, or a new
 * state in which something was written that a predicate has read.
 */
export type Told =
  | { readonly kind: 'end'; readonly state: number; readonly enabled: number }
  | { readonly kind: 'seen'; readonly state: number }
  | { readonly kind: 'refuted'; readonly state: number; readonly via: number; readonly target: number };

/** What a step threw, and which; where it was asked whether a thread is enabled, no step. */
export interface Failure {
  readonly error: unknown;
  readonly at: { readonly state: number; readonly via: number } | undefined;
}
