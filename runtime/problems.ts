// The errors of the runtime, as those who hold a component meet them.

import { type ErrorCode, QuiesceError } from '../engine/program/errors.js';

/** problem makes a coded error of the runtime. */
export function problem(code: ErrorCode, seen: string, cause?: unknown): QuiesceError {
  return new QuiesceError(code, seen, cause === undefined ? {} : { cause });
}
