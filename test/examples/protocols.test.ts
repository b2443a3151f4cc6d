// The library of protocols: each file has a variant that fails and one that is proved, and says so.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from '../cli/run.js';

const folder = join(import.meta.dirname, '..', '..', 'examples', 'protocols');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));

describe('the protocols', () => {
  it.each(files)('are as they say, a variant that fails and one that is proved: %s', (name) => {
    const { code, stdout } = quiesce(
      folderWith({ [name]: readFileSync(join(folder, name), 'utf8') }),
      'explore',
      `./${name}`,
    );

    expect(stdout).toContain('refuted, as expected');
    expect(stdout).toContain('every verdict is as expected');
    expect(code).toBe(0);
  });
});
