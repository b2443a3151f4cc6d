// Our own compiler, loaded by whoever needs it first: a thread in which everything is compiled already never does.

import type TS from 'typescript';
import { QuiesceError } from '../engine/program/errors.js';
import { typescript } from '../engine/watch/compiler.js';

/** ourCompiler is the compiler that the package has in itself. */
export function ourCompiler(): typeof TS {
  const found = typescript();
  if (found) return found;
  throw new QuiesceError('QSC901', 'dist/typescript is not there: the package was not built, or not installed, whole');
}
