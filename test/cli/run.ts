// Runs the built command line the way a user does: a process of its own, in a folder of its own.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment without npm's variables, which would tell the tool that npm runs it. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)));
}

/** quiesce runs the command line in a folder. */
export function quiesce(folder: string, ...words: readonly string[]): Ran {
  return quiesceWith({}, folder, ...words);
}

/** quiesceWith runs it with variables of the environment changed. */
export function quiesceWith(
  changed: Readonly<Record<string, string>>,
  folder: string,
  ...words: readonly string[]
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment(), ...changed },
  });
  return { code: status, stdout, stderr };
}

/** shell runs a pasted line; `npx quiesce` is the built command line, as it is where the package is installed. */
export function shell(folder: string, line: string): Ran {
  const script = line.replace(/(?<=^|&& )npx quiesce /, `"${process.execPath}" "${entry}" `);
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
  });
  return { code: status, stdout, stderr };
}

/** interrupted runs the command line and presses Ctrl-C a moment after the exploration has begun. */
export function interrupted(folder: string, ...words: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...words], { cwd: folder, env: environment() });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      if (stderr === '') setTimeout(() => child.kill('SIGINT'), 3000);
      stderr += data;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** folderWith makes a folder with these files, removed when the test is over. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Everything that lies in a folder, sorted. */
export function contentsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

/** dataOf is what a page shows, as the data that it is made of. */
// biome-ignore lint/suspicious/noExplicitAny: read back from the page as plain data
export function dataOf(page: string): any {
  return JSON.parse(
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(page, 'utf8'))![1]!,
  );
}
