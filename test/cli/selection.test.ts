// Which of what there is: by patterns of names, and by what a shell completes.

import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost } from './programs.js';
import { folderWith, quiesce } from './run.js';

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

/** By shell: has the script that is sourced complete `quiesce WORDS`, and prints what it offers. */
const asking: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) =>
    `source ./script; COMP_WORDS=(quiesce ${words.join(' ')}); COMP_CWORD=${words.length}; _quiesce; echo "\${COMPREPLY[@]}"`,
  // What zsh offers it narrows down itself: here is what it is given.
  zsh: (words) =>
    `compdef() {}; _files() {}; compadd() { shift; print -- $@ }; source ./script
words=(quiesce ${words.join(' ')}); CURRENT=${words.length + 1}; PREFIX=${words.at(-1)}; _quiesce`,
  fish: (words) => `source ./script; complete -C "quiesce ${words.join(' ')}"`,
};

const isHere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe('completion', () => {
  for (const name of Object.keys(asking))
    it.skipIf(!isHere(name))(
      `completes commands, names and options in ${name}${isHere(name) ? '' : ', which is not here'}`,
      () => {
        const folder = folderWith({});
        writeFileSync(join(folder, 'script'), quiesce(folder, 'completion', name).stdout);
        const offered = (...words: readonly string[]) =>
          spawnSync(name, ['-c', asking[name]!(words)], { cwd: folder, encoding: 'utf8' }).stdout;

        expect(offered('ver')).toMatch(/^(.* )?verify\b/m);
        expect(offered('verify', 'noCommon')).toMatch(/\bnoCommonFormat\b/);
        expect(offered('replay', '--st')).toMatch(/--step\b/);
        expect(offered('replay', '--st')).not.toMatch(/--deep\b|noCommonFormat/);
      },
    );

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
