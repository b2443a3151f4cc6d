import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { own } from './programs.js';
import { folderWith, quiesce } from './run.js';

describe('quiesce verify without a name', () => {
  it('verifies the files of the project that are named so, and only those', () => {
    const folder = folderWith(own);

    const { code, stdout } = quiesce(folder, 'verify');

    expect(stdout).toMatch(/^a\.quiesce\.ts\n/m);
    expect(stdout).toMatch(/^deep\/down\/b\.quiesce\.mts\n/m);
    expect(stdout).toContain('8 verdicts: 7 proved, 1 refuted');
    expect(code).toBe(1);
  });

  it('verifies what its configuration lists, within the limits that it sets', () => {
    const config =
      "export const config = { files: ['p*.ts', './a.{quiesce,other}.ts'], limits: { states: 3 }, jobs: 1 };";
    const folder = folderWith({ ...own, 'quiesce.config.ts': config });

    const { code, stdout } = quiesce(folder, 'verify');

    expect(stdout).toMatch(/^plain\.ts\n/m);
    expect(stdout).not.toContain('deep/down');
    expect(stdout).toContain('8 verdicts: 8 inconclusive');
    expect(code).toBe(3);
  });
});

describe('quiesce explore', () => {
  it('refuses a property that none of them has, with the nearest name', () => {
    const { code, stderr } = quiesce(folderWith(own), 'explore', 'plain.ts', '--property', 'noLostUpdat');

    expect(stderr).toMatch(/^QSC102 .*did you mean "noLostUpdate"\?/);
    expect(code).toBe(2);
  });
});

describe("the library's verify", () => {
  it('throws what the file has wrong, in coded form', () => {
    const folder = folderWith({ 'bad.ts': 'export const answer = 42;' });
    const library = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'runner', 'index.js')).href;
    const script = `
      const { verify } = await import('${library}');
      console.log((await verify(['bad.ts']).catch((error) => error)).code);
    `;

    const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
    });

    expect(ran.stdout).toBe('QSC106\n');
  });
});
