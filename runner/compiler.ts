// Our own compiler, for what cannot do without it: users' files. It is loaded once, whoever asks first.

import type TS from 'typescript';
import { ourCompiler } from './ourCompiler.js';

export const ts: typeof TS = ourCompiler();
