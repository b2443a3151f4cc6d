// The system held to the machine and to the TLA+ specification.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { specification, tlaModule } from 'quiesce/conformance';
import { commitMachine } from './machine.js';
import { commit } from './system.js';

export const systems = { commit };

const participant = ['participant'];

export const specifications = {
  machine: specification(commitMachine),
  tla: specification(await tlaModule('Commit.tla', 'Commit.cfg', { from: dirname(fileURLToPath(import.meta.url)) }), {
    events: {
      prepared: { step: 'Prepare', with: participant },
      learned: { step: 'Learn', with: participant },
      decidedCommit: 'Commit',
      decidedAbort: 'Abort',
    },
  }),
};
