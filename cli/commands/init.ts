// quiesce init: a small project that works, to begin with.

import { type Command, Option } from 'commander';
import type { PackageManager } from '../initFiles.js';

interface InitFlags {
  readonly packageManager: PackageManager;
}

const examples = `
Examples:
  quiesce init lock                               in a new folder of that name, for npm
  quiesce init other-lock --package-manager pnpm  for pnpm

Without a folder, this one is meant. Files that are there already are not touched: where one of them would be, nothing
is written.`;

/** defineInit declares the command. */
export function defineInit(command: Command): void {
  command
    .argument('[folder]', 'where to; this folder unless told', '.')
    .addOption(new Option('--package-manager <name>', 'for whom').choices(['npm', 'pnpm', 'bun']).default('npm'))
    .addHelpText('after', examples)
    .action(run);
}

async function run(folder: string, { packageManager }: InitFlags): Promise<void> {
  const [
    { existsSync, writeFileSync },
    { dirname, join, resolve },
    { initFiles, nextSteps },
    { userFolder },
    { makeFolder },
    errors,
  ] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../initFiles.js'),
    import('../../runner/invocation.js'),
    import('../../runner/makeFolder.js'),
    import('../../engine/program/errors.js'),
  ]);
  const place = resolve(userFolder, folder);
  const files = initFiles(packageManager);
  const there = Object.keys(files).find((name) => existsSync(join(place, name)));
  if (there !== undefined) {
    const next = 'quiesce init NEW-FOLDER';
    throw new errors.QuiesceError('QSC110', `${there} is there already`, { next });
  }
  try {
    for (const [name, text] of Object.entries(files)) {
      makeFolder(dirname(join(place, name)));
      writeFileSync(join(place, name), text);
    }
  } catch (error) {
    const { code = 'the system refuses' } = error as NodeJS.ErrnoException;
    throw new errors.QuiesceError('QSC109', `${folder} (${code})`, { cause: error });
  }
  process.stdout.write(`written: ${Object.keys(files).join(', ')}\n${nextSteps(packageManager)}\n`);
}
