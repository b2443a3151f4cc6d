// The library of protocols: each file has a variant that fails and one that is proved, and says so. One run for all of
// them; the table in the documentation is made of the same result.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { withProtocols } from '../../cli/pages/protocolsPage.js';
import { protocolFiles } from '../../runner/protocolLibrary.js';
import type { VerificationResult } from '../../runner/result.js';
import { quiesce } from '../cli/run.js';

const root = join(import.meta.dirname, '..', '..');
const files = protocolFiles(root);
let result: VerificationResult;

beforeAll(() => {
  const { stdout } = quiesce(root, 'explore', ...files.map((file) => `./${file}`), '--json');
  result = JSON.parse(stdout) as VerificationResult;
}, 300_000);

describe('the protocols', () => {
  it('are those of the library', () => {
    expect(files.length).toBeGreaterThanOrEqual(25);
    expect(result.errors).toEqual([]);
    expect(new Set(result.verdicts.map(({ scenario }) => scenario)).size).toBe(files.length);
  });

  it('are told by a document that keeps its schema', () => {
    const schema = JSON.parse(readFileSync(join(root, 'docs/schemas/result.v1.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

    expect(validate(result) ? [] : validate.errors).toEqual([]);
    expect(result.verdicts.filter(({ memory }) => memory === 'pso')).not.toEqual([]);
  });

  it('are small', () => {
    expect(result.totals.states).toBeLessThan(1_000_000);
  });

  it.each(files)('are as they say, a variant that fails and one that is proved: %s', (file) => {
    const rows = result.verdicts.filter(({ scenario }) => scenario === file);

    const variants = [...new Set(rows.map(({ mechanism }) => mechanism))];
    const isProved = (variant: string) =>
      rows.every(({ mechanism, verdict }) => mechanism !== variant || verdict === 'proved');
    expect(rows.filter(({ asExpected }) => !asExpected)).toEqual([]);
    expect(rows.map(({ verdict }) => verdict)).toContain('refuted');
    expect(variants.filter(isProved)).not.toEqual([]);
  });

  it.each(files)('say in their header where they are described: %s', (file) => {
    const header = readFileSync(join(root, file), 'utf8').split('\n\n')[0]!;

    expect(header).toMatch(/^\/\/ [A-Z].*\n(?:\/\/ .*\n?)+$/);
    expect(header).toMatch(/https:\/\/\S+/);
  });

  it('are in the table of the documentation as they are', () => {
    const page = readFileSync(join(root, 'docs', '11-protocols.md'), 'utf8');

    expect(page).toBe(withProtocols(page, root, result));
    // Else `npm run bench -- protocols --write`, and then `npm run docs:update`.
    expect(page.split('\n').filter((line) => line.includes('not measured'))).toEqual([]);
  });
});
