// Our own compiler, loaded as the CommonJS module that it is. An import of it would have Node read the nine megabytes of it
// twice, the first time for the names that it exports: a third of a second, in each thread that runs a user's files.

import { createRequire } from 'node:module';
import type TS from 'quiesce-typescript';

export const ts: typeof TS = createRequire(import.meta.url)('quiesce-typescript');
