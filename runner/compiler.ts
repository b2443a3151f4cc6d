// Our own compiler, for what cannot do without it: users' files. It is loaded once, whoever asks first.

import type TS from 'typescript';
import { QuiesceError } from '../engine/program/errors.js';
import { typescript } from '../engine/watch/compiler.js';

export const ts: typeof TS = required();

function required(): typeof TS {
  const found = typescript();
  if (found) return found;
  throw new QuiesceError('QSC901', 'dist/typescript is not there: the package was not built, or not installed, whole');
}
