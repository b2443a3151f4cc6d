import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorPage } from '../../cli/errorPage.js';
import { withInvariant } from '../../cli/proofPage.js';

it('docs/errors.md is what the table of errors makes; else run `npm run docs:update`', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), 'utf8');

  expect(page).toBe(errorPage());
});

it('docs/05-the-proof.md has the claims and the invariant as they are; else run `npm run docs:update`', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', '05-the-proof.md'), 'utf8');

  expect(page).toBe(withInvariant(page));
});
