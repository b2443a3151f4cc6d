// More of what a project can do: several files, and the library.

import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lost, own } from './programs.js';
import { folderWith, quiesce } from './run.js';

describe('quiesce verify without a name', () => {
  it("verifies this package's scenarios with --builtin", () => {
    const folder = folderWith(own);

    const words = ['verify', '--builtin', '--mechanism', 'lenient', '--property', 'noFailure', '--limit-states', '10'];
    const { stdout } = quiesce(folder, ...words);

    expect(stdout).toMatch(/with lenient|lenient +│/);
    expect(stdout).not.toContain('quiesce.ts');
  });
});

describe('a project of any kind', () => {
  it('of an old language, with a file that is linked into it, and what only this package knows', () => {
    const old = { target: 'es5', module: 'commonjs', lib: ['es5'] };
    const runtime = "import type { SwapReport } from 'quiesce/runtime';\nexport type Mine = SwapReport;";
    const folder = folderWith({
      'tsconfig.json': `\ufeff// a comment\n${JSON.stringify({ compilerOptions: old })}`,
      'package.json': '{ "type": "commonjs" }',
      'shared/lost.ts': `${lost}\n${runtime}`.replaceAll('\n', '\r\n'),
    });
    symlinkSync(join(folder, 'shared', 'lost.ts'), join(folder, 'linked.quiesce.ts'));
    symlinkSync(folder, join(folder, 'shared', 'round'));
    symlinkSync('nowhere', join(folder, 'broken.quiesce.ts'));
    symlinkSync('self.quiesce.ts', join(folder, 'self.quiesce.ts'));

    const { code, stdout, stderr } = quiesce(folder, 'verify');

    expect(stderr).not.toContain('QSC');
    expect(stdout).toContain('linked.quiesce.ts: noLostUpdate is refuted');
    expect(code).toBe(1);
  });
});

describe('of several files with something wrong', () => {
  it('the first is reported, however late it comes to light', () => {
    const late = "await new Promise((resolve) => setTimeout(resolve, 2000));\nthrow new Error('late');";
    const folder = folderWith({ 'a.quiesce.mjs': late, 'b.quiesce.mjs': "throw new Error('at once');" });

    const { code, stderr } = quiesce(folder, 'verify');

    expect(stderr).toMatch(/^QSC105 .*a\.quiesce\.mjs .*late/);
    expect(code).toBe(2);
  });
});

describe('quiesce explore', () => {
  it('takes several files, and only the properties that are named', () => {
    const folder = folderWith(own);

    const { code, stdout } = quiesce(folder, 'explore', 'plain.ts', 'a.quiesce.ts', '--property', 'noDeadlock');

    expect(stdout).toContain('2 verdicts: 2 proved');
    expect(code).toBe(0);
  });
});

describe("the library's verify", () => {
  it('does the same on workers, for a program', () => {
    const folder = folderWith(own);
    const library = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'runner', 'index.js')).href;
    const script = `
      const { exitCodeOf, verify } = await import('${library}');
      const result = await verify(['plain.ts', 'noCommonFormat'], { properties: ['noDeadlock', 'noLostUpdate'] });
      const { verdicts } = result;
      console.log(JSON.stringify([exitCodeOf(result), verdicts.map((row) => row.property + ' ' + row.verdict)]));
    `;

    const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
    });

    expect(ran.stderr).toBe('');
    const [code, verdicts] = JSON.parse(ran.stdout);
    expect(code).toBe(1);
    expect(verdicts).toEqual(expect.arrayContaining(['noLostUpdate refuted', 'noDeadlock proved']));
  });
});
