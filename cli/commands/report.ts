// quiesce report: a result.json again, as a page to look at.

import { type Command, Option } from 'commander';
import type { VerificationResult } from '../../runner/result.js';

const formats = ['html', 'github', 'sarif', 'junit', 'markdown'] as const;

interface ReportFlags {
  readonly out: string;
  readonly format: (typeof formats)[number];
}

const examples = `
Examples:
  quiesce report out/result.json                  writes report.html into this folder
  quiesce report out/result.json --out pages      into another one
  quiesce report out/result.json --format github  prints annotations of a GitHub log
  quiesce report out/result.json --format sarif   prints SARIF 2.1.0 for code scanning

The page is one file that loads nothing: it opens from the disk, by mail, or from what a CI run has kept.`;

/** defineReport declares the command. */
export function defineReport(command: Command): void {
  command
    .argument('<file>', 'a result.json, as verify and explore write it')
    .option('--out <dir>', 'folder for report.html', '.')
    .addOption(new Option('--format <name>', 'html is a file, the others are printed').choices(formats).default('html'))
    .addHelpText('after', examples)
    .action(run);
}

async function run(file: string, { out, format }: ReportFlags): Promise<void> {
  const [{ resolve }, { readResult }, { pageOf }, { refuseUnwritable, writeDocuments }, { userFolder }] =
    await Promise.all([
      import('node:path'),
      import('../readResult.js'),
      import('../page.js'),
      import('../outputFolder.js'),
      import('../../runner/invocation.js'),
    ]);
  const result = readResult(resolve(userFolder, file), file);
  if (format !== 'html') {
    process.stdout.write(await printed(result, format));
    return;
  }
  const folder = resolve(userFolder, out);
  refuseUnwritable(folder, out);
  writeDocuments(folder, out, [{ path: 'report.html', text: pageOf(result) }]);
  process.stdout.write(`${out}/report.html\n`);
}

async function printed(result: VerificationResult, format: Exclude<ReportFlags['format'], 'html'>): Promise<string> {
  const [{ annotations }, { sarifReport }, { junitReport }, { markdownReport }, { commandWords }] = await Promise.all([
    import('../../reports/annotations.js'),
    import('../../reports/sarif.js'),
    import('../../reports/junit.js'),
    import('../../reports/markdown.js'),
    import('../../runner/invocation.js'),
  ]);
  const documents = {
    github: () => annotations(result),
    sarif: () => sarifReport(result),
    junit: () => junitReport(result, commandWords),
    markdown: () => markdownReport(result, commandWords),
  };
  return documents[format]();
}
