// The replay line, pasted: in each shell that is here, the words arrive as they were printed, and the schedule is replayed.
// PowerShell is not run: by its documented rules (about_Quoting_Rules) a text in single quotes is taken as it stands but for
// a single quote, which no line has.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost } from './programs.js';
import { folderWith, quiesce } from './run.js';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
const shells = ['sh', 'bash', 'zsh', 'fish'] as const;
const isHere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** A name of everything that some shell obeys. */
const hostile = '$x `y` "z" !! %1 ~ * ? [a] {b,c} #d ; & | < > \\ (e) ^ = \n \u202e \'q\'';

function replayed(shell: string): { readonly line: string; readonly words: string; readonly said: string } {
  const folder = folderWith({ 'o $x.ts': lost.replace("'noLostUpdate'", JSON.stringify(hostile)) });
  const line = /replay: npx quiesce (.*)/.exec(quiesce(folder, 'explore', './o $x.ts').stdout)![1]!;
  const run = (program: string) => spawnSync(shell, ['-c', `${program} ${line}`], { cwd: folder, encoding: 'utf8' });
  return { line, words: run("printf '%s\\n'").stdout, said: run(`"${process.execPath}" "${entry}"`).stdout };
}

describe('a replay line works when it is pasted', () => {
  for (const shell of shells) {
    it.skipIf(!isHere(shell))(isHere(shell) ? `in ${shell}` : `in ${shell} (which is not installed here)`, () => {
      const { line, words, said } = replayed(shell);

      expect(words).toBe(`replay\n${line.slice("replay '".length, -1)}\n`);
      expect(said).toMatch(/\nreproduced\n$/);
    });
  }

  it('in PowerShell, by its rules of quoting', () => {
    expect(replayed('sh').line).toMatch(/^replay '[\w./:*%@ -]+'$/);
  });
});
