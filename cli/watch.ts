// --watch: the command again, in a process of its own, whenever a source file of the folder changes. A run that is still
// going on is interrupted as by Ctrl-C, so that what it has found is kept. It ends with Ctrl-C.

import { type ChildProcess, spawn } from 'node:child_process';
import { type FSWatcher, watch as watchFiles } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visible } from '../engine/program/visible.js';
import { userFolder } from '../runner/invocation.js';

/** Changes that come together, as when many files are saved, are one. */
const settleMs = 150;

/** Where the tool itself, and installers, write. */
const ignored = ['node_modules', '.git', 'out', 'dist'];

/** watch runs the command, and again after each change, until the user wants to stop. */
export async function watch(argv: readonly string[]): Promise<void> {
  const words = argv.filter((word) => word !== '--watch');
  let run = start(words);
  let timer: NodeJS.Timeout | undefined;
  const files = watchFiles(userFolder, { recursive: true }, (_event, name) => {
    if (name === null || !isSource(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      run.kill('SIGINT');
      process.stdout.write(`\nchanged: ${visible(name)}\n`);
      run = start(words);
    }, settleMs);
  });
  await interruptedOf(files);
  clearTimeout(timer);
  run.kill('SIGINT');
  process.exitCode = 0;
}

function start(words: readonly string[]): ChildProcess {
  const entry = fileURLToPath(new URL('./main.js', import.meta.url));
  return spawn(process.execPath, [entry, ...words], { cwd: userFolder, stdio: 'inherit' });
}

function isSource(name: string): boolean {
  return /\.[cm]?[jt]s$|\.tla$|\.cfg$|\.json$/.test(name) && !ignored.includes(name.split(sep)[0]!);
}

function interruptedOf(files: FSWatcher): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => {
      files.close();
      resolve();
    });
  });
}
