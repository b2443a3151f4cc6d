// The file system behind a table of operations (paper, section 2: vnodes) from one way of keeping files to the other and back:
// by their contents, by the log, and the one made of the other.

import { inPlaceFiles, loggedFiles, operations } from '../../impl/components/files/index.js';
import { active, call, request, swap, swapIdle } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

const write = (file: string, text: string) => call('A', 'operation', [operations.write, [file, text]]);

export const filesMoved = defineScenario({
  name: 'filesMoved',
  cases: [1, 12],
  statement:
    'files are moved from place to place, into a log, from log to log, and back, while they are written and read',
  processors: 1,
  references: { A: { versions: [inPlaceFiles, inPlaceFiles, loggedFiles, loggedFiles, inPlaceFiles] } },
  threads: [
    {
      name: 'c1',
      actions: [
        active(write('passwd', 'new'), write('motd', 'hello')),
        request('A', 'operation', [operations.read, 'passwd']),
      ],
    },
    {
      name: 'operator',
      actions: [swap('A'), swapIdle('A'), swap('A'), swapIdle('A'), swap('A'), swapIdle('A'), swap('A')],
    },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
