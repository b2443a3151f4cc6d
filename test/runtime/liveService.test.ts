// The example of a live service at small scale: its cart is replaced under load, no request fails and no update is lost.

import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A copy without a package of its own: there, 'quiesce' is this package. */
const folder = join(root, 'out/live-service');
cpSync(join(root, 'examples/live-service'), folder, { recursive: true });
rmSync(join(folder, 'package.json'));

describe('the example of a live service', () => {
  it.each(['fastify', 'http'])('loses nothing while its cart is replaced, behind %s', (kind) => {
    const printed = execFileSync(process.execPath, ['swapUnderLoad.mjs', kind, '1500', '12'], {
      cwd: folder,
      encoding: 'utf8',
    });

    expect(printed).toMatch(/failed requests: +0\n/);
    expect(printed).toMatch(/lost updates: +0\n/);
    expect(printed).toMatch(/swaps: +12 completed, 0 aborted\n/);
  });
});
