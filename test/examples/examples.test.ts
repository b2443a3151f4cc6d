// The projects under examples/, each copied to a folder of its own with the package installed, and run as they say.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, quiesce, shell } from '../cli/run.js';

const root = join(import.meta.dirname, '..', '..');

describe('the examples', () => {
  it('check a protocol of their own', () => {
    const { code, stdout } = quiesce(project('own-protocol'), 'explore', './peterson.ts');

    expect(stdout).toMatch(/proved .*mutualExclusion/);
    expect(stdout).toMatch(/whoWantsGetsIn/);
    expect(code).toBe(0);
  });

  it('find the protocol wrong without the line that gives the turn away', () => {
    const folder = project('own-protocol', { 'peterson.ts': (text) => text.replace('yield* store(turn, other);', '') });

    const { code, stdout } = quiesce(folder, 'explore', './peterson.ts');

    expect(stdout).toMatch(/refuted/);
    expect(code).toBe(1);
  });

  it('verify a component of their own', () => {
    const { code, stdout } = quiesce(project('new-component'), 'verify', './box.scenario.ts');

    expect(stdout).toContain('every verdict is as expected');
    expect(code).toBe(0);
  });

  it('ask for properties from a vitest suite', () => {
    const folder = project('new-component');
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

    const ran = spawnSync(process.execPath, [vitest, 'run', '--root', folder], { cwd: folder, encoding: 'utf8' });

    expect(ran.stdout + ran.stderr).toMatch(/2 passed/);
    expect(ran.status).toBe(0);
  });

  it('verify in a CI workflow, command by command', () => {
    const folder = project('ci');
    const workflow = readFileSync(join(folder, '.github/workflows/quiesce.yml'), 'utf8');
    const commands = [...workflow.matchAll(/run: (npx quiesce .*)/g)].map(([, command]) => command!);

    const ran = commands.map((command) => shell(folder, command));

    expect(ran.map(({ code }) => code)).toEqual([0]);
    expect(readFileSync(join(folder, 'out', 'summary.md'), 'utf8')).toContain('counterInUse');
  });
});

type Edits = Readonly<Record<string, (text: string) => string>>;

/** A copy of an example as an outsider has it: the package lies in node_modules. */
function project(name: string, edits: Edits = {}): string {
  const folder = folderWith(
    Object.fromEntries(
      Object.entries(edits).map(([file, edit]) => [
        file,
        edit(readFileSync(join(root, 'examples', name, file), 'utf8')),
      ]),
    ),
  );
  cpSync(join(root, 'examples', name), folder, { recursive: true, force: false });
  for (const installed of ['quiesce', 'vitest']) link(folder, installed);
  return folder;
}

function link(folder: string, installed: string): void {
  const path = join(folder, 'node_modules', installed);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(installed === 'quiesce' ? root : join(root, 'node_modules', installed), path, 'dir');
}
