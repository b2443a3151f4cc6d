import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from './run.js';

describe('--help', () => {
  it('of the tool lists commands, examples and exit codes', () => {
    const { code, stdout } = quiesce(folderWith(), '--help');

    expect(stdout).toMatchSnapshot();
    expect(code).toBe(0);
  });

  for (const command of [
    'verify',
    'replay',
    'mutants',
    'list',
    'explore',
    'conform',
    'validate',
    'init',
    'tla',
    'prove',
  ]) {
    it(`of ${command} shows its options and an example`, () => {
      const { code, stdout } = quiesce(folderWith(), command, '--help');

      expect(stdout).toMatchSnapshot();
      expect(stdout).toMatch(/Examples:\n {2}quiesce/);
      expect(code).toBe(0);
    });
  }
});

describe('quiesce list', () => {
  it('names scenarios with their mechanisms, and properties with their statements', () => {
    const { code, stdout } = quiesce(folderWith(), 'list');

    expect(stdout).toMatch(/scenarios:\n {2}\w+: .+\n {6}with asItIs/);
    expect(stdout).toMatch(/properties:\n {2}P1 {2}quiescence: /);
    expect(code).toBe(0);
  });

  it('is one versioned document with --json', () => {
    const { stdout } = quiesce(folderWith(), 'list', '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      scenarios: expect.any(Array),
      properties: expect.any(Array),
    });
  });
});
