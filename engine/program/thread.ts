// Threads as a system declares them: a name, a program, its frozen arguments, a processor.

import { QuiesceError } from './errors.js';
import { refuseUnknownOptions } from './misspelt.js';
import type { Program } from './operation.js';
import { deepFreeze } from './value.js';

/** What a program knows of the thread it runs in. Plain data. */
export interface Self {
  readonly name: string;
  /** Position in the system's list of threads, from 0. */
  readonly slot: number;
  readonly processor: number;
}

// biome-ignore lint/suspicious/noExplicitAny: each program has its own argument type; thread() checks it
export type ProgramFunction = (args: any, self: Self) => Program<unknown>;

export interface ThreadOptions {
  /** The processor it is pinned to; 0 unless told. */
  readonly processor?: number;
  /** A daemon need not finish. */
  readonly daemon?: boolean;
  /** A dormant thread starts when another spawns it. */
  readonly dormant?: boolean;
}

const threadOptions = Object.freeze({
  processor: true,
  daemon: true,
  dormant: true,
} satisfies Record<keyof ThreadOptions, true>);

export interface Thread extends Required<ThreadOptions> {
  readonly kind: 'thread';
  readonly name: string;
  readonly program: ProgramFunction;
  readonly args: unknown;
}

/**
 * thread declares a thread that runs `program(args, self)`.
 *
 * @example
 * thread('t1', increment, {}, { processor: 1 }).processor // => 1
 */
export function thread<A>(
  name: string,
  program: (args: A, self: Self) => Program<unknown>,
  args?: A,
  options: ThreadOptions = {},
): Thread {
  if (typeof name !== 'string') throw new QuiesceError('QSC112', `a thread whose name is no text: ${typeof name}`);
  refuseUnknownOptions(`thread ${name}`, options, threadOptions);
  return Object.freeze({
    kind: 'thread',
    name,
    program,
    args: deepFreeze(args),
    processor: options.processor ?? 0,
    daemon: options.daemon ?? false,
    dormant: options.dormant ?? false,
  });
}
