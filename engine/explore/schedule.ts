// A schedule: the list of choices that makes an execution, as readable text and as JSON.
// Text: `v1 NAME t1*3 sw t2?1 t2*2`: thread names, `*n` for n steps in a row, `?k` for choice k of a choose.

/** One step: the thread that takes it and, at a choose, the choice. */
export interface Choice {
  readonly thread: string;
  readonly choice?: number;
}

export interface Schedule {
  readonly version: 1;
  /** What it belongs to: a scenario (`name` or `name@mechanism`) or a system. */
  readonly name: string;
  readonly choices: readonly Choice[];
  /** Per step: the threads enabled before it. */
  readonly enabled: readonly (readonly string[])[];
  /** Per step: the operation in words. */
  readonly operations: readonly string[];
  /** Hash of the programs and cells that it was recorded from. */
  readonly programHash: string;
  /** The property it violates. */
  readonly property?: string;
}
