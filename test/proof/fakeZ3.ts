// A solver that does what a test wants, in place of the system's: a script that QUIESCE_Z3 names.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What the n-th question (from 0) is answered with: a line, or an end of the process, or nothing at all. */
export type Behaviour = 'unknown' | 'noise' | 'contrary' | 'dies' | 'silent';

/** fakeZ3 makes a solver with a behaviour and has it taken for the system's until the test is over. */
export function fakeZ3(behaviour: Behaviour): string {
  const { path, restore } = installFake(behaviour);
  onTestFinished(restore);
  return path;
}

/** withFakeZ3 does something while a solver with a behaviour is taken for the system's. */
export async function withFakeZ3<T>(behaviour: Behaviour, act: () => Promise<T>): Promise<T> {
  const { restore } = installFake(behaviour);
  try {
    return await act();
  } finally {
    restore();
  }
}

function installFake(behaviour: Behaviour): { readonly path: string; readonly restore: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-z3-'));
  const path = join(folder, 'z3');
  writeFileSync(path, script(behaviour));
  chmodSync(path, 0o755);
  const before = process.env.QUIESCE_Z3;
  process.env.QUIESCE_Z3 = path;
  const restore = () => {
    if (before === undefined) delete process.env.QUIESCE_Z3;
    else process.env.QUIESCE_Z3 = before;
    rmSync(folder, { recursive: true, force: true });
  };
  return { path, restore };
}

function script(behaviour: Behaviour): string {
  return `#!${process.execPath}
if (process.argv.includes('--version')) { console.log('Z3 version 0.0.1'); process.exit(0); }
let asked = 0;
const answers = {
  unknown: () => console.log('unknown'),
  noise: () => console.log('(error "line 1: out of memory")'),
  contrary: () => console.log('unsat'),
  dies: () => (asked > 2 ? process.kill(process.pid, 'SIGKILL') : console.log('sat')),
  silent: () => {},
};
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.startsWith('(check-sat')) { asked++; answers['${behaviour}'](); }
  if (line.startsWith('(echo') && '${behaviour}' !== 'silent') console.log(line.slice(7, -2));
});
`;
}
