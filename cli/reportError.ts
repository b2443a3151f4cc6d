// Errors on stderr in the coded form, and the exit code that goes with them.

import { CommanderError } from 'commander';
import { codedError, QuiesceError } from '../engine/program/errors.js';
import { visibleLines } from '../engine/program/visible.js';
import { fitted } from './terminal.js';

/** reportError writes an error to stderr and returns the exit code. Help and version, which commander throws, are none. */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const coded = asCoded(error);
  process.stderr.write(`${fitted(visibleLines(coded.message))}\n`);
  return coded.exitCode;
}

/** asCoded turns whatever was thrown into a coded error: bad usage is QSC110, the unforeseen QSC901. */
export function asCoded(error: unknown): QuiesceError {
  if (error instanceof QuiesceError) return error;
  if (error instanceof CommanderError) {
    const seen = error.message
      .replace(/^error: /, '')
      .trim()
      .replace(/\s*\n\s*/g, ' ');
    return new QuiesceError('QSC110', seen === '(outputHelp)' ? 'no command' : seen);
  }
  return codedError(error);
}
