import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorPage } from '../../cli/errorPage.js';

it('docs/errors.md is what the table of errors makes; else run `npm run docs:update`', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), 'utf8');

  expect(page).toBe(errorPage());
});
