// quiesce report: a result.json again, as a page to look at.

import type { Command } from 'commander';

interface ReportFlags {
  readonly out: string;
}

const examples = `
Examples:
  quiesce report out/result.json                  writes report.html into this folder
  quiesce report out/result.json --out pages      into another one

The page is one file that loads nothing: it opens from the disk, by mail, or from what a CI run has kept.`;

/** defineReport declares the command. */
export function defineReport(command: Command): void {
  command
    .argument('<file>', 'a result.json, as verify and explore write it')
    .option('--out <dir>', 'folder for report.html', '.')
    .addHelpText('after', examples)
    .action(run);
}

async function run(file: string, { out }: ReportFlags): Promise<void> {
  const [{ resolve }, { readResult }, { pageOf }, { refuseUnwritable, writeDocuments }, { userFolder }] =
    await Promise.all([
      import('node:path'),
      import('../readResult.js'),
      import('../page.js'),
      import('../outputFolder.js'),
      import('../../runner/invocation.js'),
    ]);
  const folder = resolve(userFolder, out);
  refuseUnwritable(folder, out);
  const result = readResult(resolve(userFolder, file), file);
  writeDocuments(folder, out, [{ path: 'report.html', text: pageOf(result) }]);
  process.stdout.write(`${out}/report.html\n`);
}
