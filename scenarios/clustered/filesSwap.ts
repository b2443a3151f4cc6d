// A file system behind a table of operations (paper, section 2: vnodes): the mechanism needs no object system. The log is
// replayed into files that are kept in place.

import { inPlaceFiles, loggedFiles, operations } from '../../impl/components/files/index.js';
import { request, swap } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const filesSwap = defineScenario({
  name: 'filesSwap',
  cases: [1],
  statement:
    'a file system that keeps a log is swapped for one that keeps files in place, while a file is written and read',
  processors: 1,
  references: { A: { versions: [loggedFiles, inPlaceFiles] } },
  threads: [
    { name: 'c1', actions: [request('A', 'operation', [operations.write, ['passwd', 'new']])] },
    { name: 'c2', actions: [request('A', 'operation', [operations.read, 'passwd'])] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
