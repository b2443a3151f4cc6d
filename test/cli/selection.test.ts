// Which of what there is: by patterns of names, and by what a shell completes.

import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

describe('--match', () => {
  it('leaves what has a name like a pattern', () => {
    const { stdout, code } = quiesce(folderWith({}), 'verify', '--builtin', '--match', 'noCommon*@asItIs', '--json');

    const { verdicts } = JSON.parse(stdout) as {
      readonly verdicts: readonly { scenario: string; mechanism: string }[];
    };
    expect(new Set(verdicts.map(({ scenario, mechanism }) => `${scenario}@${mechanism}`))).toEqual(
      new Set(['noCommonFormat@asItIs']),
    );
    expect(code).toBe(0);
  });

  it('is an error where nothing is like it, and takes signs of expressions for themselves', () => {
    const { stderr, code } = quiesce(folderWith({}), 'verify', '--builtin', '--match', 'noCommon.*');

    expect(stderr).toContain('QSC101');
    expect(stderr).toContain('noCommon.*');
    expect(code).toBe(2);
  });
});

describe('completion', () => {
  it('completes commands and names in bash', () => {
    const words = (line: string, at: number) =>
      `COMP_WORDS=(${line}); COMP_CWORD=${at}; _quiesce; echo "\${COMPREPLY[@]}"`;
    const script = quiesce(folderWith({}), 'completion', 'bash').stdout;

    const { stdout } = shell(
      folderWith({ 'c.sh': script }),
      `bash -c 'source ./c.sh; ${words('quiesce ver', 1)}; ${words('quiesce verify noCommon', 2)}'`,
    );

    expect(stdout.trim().split('\n')).toEqual(['verify', 'noCommonFormat']);
  });

  it('refuses a shell that it does not know', () => {
    expect(quiesce(folderWith({}), 'completion', 'cmd')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('QSC110'),
    });
  });
});

describe('--watch', () => {
  it('verifies again when a file changes, and ends with Ctrl-C', { timeout: 120_000 }, async () => {
    const folder = folderWith({ 'lost.quiesce.ts': lost });
    const child = spawn(process.execPath, [entry, 'verify', '--watch'], { cwd: folder });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    let said = '';
    const heard = (times: number) =>
      new Promise<void>((resolve) => {
        const look = () => said.split('is refuted').length > times && resolve();
        child.stdout.on('data', look);
      });
    child.stdout.on('data', (data) => {
      said += data;
    });

    await heard(1);
    appendFileSync(join(folder, 'lost.quiesce.ts'), '// changed\n');
    await heard(2);
    child.kill('SIGINT');

    expect(await ended).toBe(0);
    expect(said).toContain('changed: lost.quiesce.ts');
  });
});
