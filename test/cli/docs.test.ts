import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiPages } from '../../cli/pages/apiPage.js';
import { errorPage } from '../../cli/pages/errorPage.js';
import { withInvariant } from '../../cli/pages/proofPage.js';

it('docs/errors.md is what the table of errors makes; else run `npm run docs:update`', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), 'utf8');

  expect(page).toBe(errorPage());
});

it('docs/05-the-proof.md has the claims and the invariant as they are; else run `npm run docs:update`', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', '05-the-proof.md'), 'utf8');

  expect(page).toBe(withInvariant(page));
});

it('docs/api has the docstrings as they are; else run `npm run docs:update`', () => {
  const root = join(import.meta.dirname, '..', '..');
  const folder = join(root, 'docs', 'api');

  const pages = apiPages(root);

  expect(readdirSync(folder).sort()).toEqual(pages.map(({ file }) => file).sort());
  for (const { file, text } of pages) expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text);
});
