// The bench compares like with like only while the peer's model has the same states as ours. Nothing here is timed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { protocol } from '../../bench/protocol.js';
import { sizeOfTest } from '../../bench/sizes.js';
import { verifyWithSpin, whySpinIsSkipped } from '../../bench/spin.js';
import { explore } from '../../engine/index.js';

const skipped = whySpinIsSkipped();
const folder = mkdtempSync(join(tmpdir(), 'quiesce-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bench protocol', () => {
  const { system, properties } = protocol(sizeOfTest);

  it('holds what it promises', () => {
    const { verdicts } = explore(system, properties);

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved', 'proved']);
  });

  it.skipIf(skipped !== undefined)(
    `has the same states in Promela${skipped === undefined ? '' : ` (skipped: ${skipped})`}`,
    () => {
      const { states } = explore(system, properties);

      const peer = verifyWithSpin(sizeOfTest, 18, folder);

      expect(peer).toMatchObject({ states, errors: 0 });
    },
  );
});
