// quiesce report: a result.json again, as a page to look at.

import { type Command, Option } from 'commander';
import type { VerificationResult } from '../../runner/result.js';

/** Of one failing path; the others are of the whole result. */
const pathFormats = ['trace', 'shiviz', 'itf', 'mermaid', 'dot'] as const;
const formats = ['html', 'github', 'sarif', 'junit', 'markdown', ...pathFormats] as const;

type PathFormat = (typeof pathFormats)[number];

interface ReportFlags {
  readonly out: string;
  readonly format: (typeof formats)[number];
  readonly path?: string;
}

const examples = `
Examples:
  quiesce report out/result.json                  writes report.html into this folder
  quiesce report out/result.json --out pages      into another one
  quiesce report out/result.json --format github  prints annotations of a GitHub log
  quiesce report out/result.json --format sarif   prints SARIF 2.1.0 for code scanning
  quiesce report out/result.json --format trace > path.json    the first failing path, for Perfetto or chrome://tracing
  quiesce report out/result.json --format shiviz --path 2      the second one, for ShiViz
  quiesce report out/result.json --format dot | dot -Tsvg      the states that it goes through, for Graphviz

The page is one file that loads nothing: it opens from the disk, by mail, or from what a CI run has kept.`;

/** defineReport declares the command. */
export function defineReport(command: Command): void {
  command
    .argument('<file>', 'a result.json, as verify and explore write it')
    .option('--out <dir>', 'folder for report.html', '.')
    .addOption(new Option('--format <name>', 'html is a file, the others are printed').choices(formats).default('html'))
    .option('--path <n>', `of ${pathFormats.join(', ')}: which of the failing paths (1)`)
    .addHelpText('after', examples)
    .action(run);
}

async function run(file: string, { out, format, path }: ReportFlags): Promise<void> {
  const [{ resolve }, { readResult }, { pageOf }, { refuseUnwritable, writeDocuments }, { userFolder }] =
    await Promise.all([
      import('node:path'),
      import('../readResult.js'),
      import('../page.js'),
      import('../outputFolder.js'),
      import('../../runner/invocation.js'),
    ]);
  const result = readResult(resolve(userFolder, file), file);
  if (isOfPath(format)) {
    process.stdout.write(await printedPath(result, format, path ?? '1'));
    return;
  }
  if (format !== 'html') {
    process.stdout.write(await printed(result, format));
    return;
  }
  const folder = resolve(userFolder, out);
  refuseUnwritable(folder, out);
  writeDocuments(folder, out, [{ path: 'report.html', text: await pageOf(result) }]);
  process.stdout.write(`${out}/report.html\n`);
}

function isOfPath(format: ReportFlags['format']): format is PathFormat {
  return (pathFormats as readonly string[]).includes(format);
}

/** Paths are numbered as in the page: those of the verdicts, then those of other findings, of mutants for example. */
async function printedPath(result: VerificationResult, format: PathFormat, path: string): Promise<string> {
  const [
    { traceEvents },
    { shivizLog },
    { itfTrace },
    { mermaidSequence },
    { pathDot },
    { integer },
    { counted },
    { QuiesceError },
  ] = await Promise.all([
    import('../../reports/traceEvents.js'),
    import('../../reports/shiviz.js'),
    import('../../reports/itf.js'),
    import('../../reports/mermaid.js'),
    import('../../reports/pathDot.js'),
    import('../searchOptions.js'),
    import('../../reports/table.js'),
    import('../../engine/program/errors.js'),
  ]);
  const number = integer('--path', path, 1e6);
  const found = [...result.verdicts, ...(result.findings?.paths ?? [])];
  const paths = found.flatMap(({ counterexample }) => counterexample ?? []);
  const chosen = paths[number - 1];
  if (!chosen)
    throw new QuiesceError('QSC110', `--path ${number}: the result has ${counted(paths.length, 'failing path')}`, {
      next: 'quiesce report FILE, whose page lists them in this order',
    });
  const documents = {
    trace: () => traceEvents(chosen),
    shiviz: () => shivizLog(chosen),
    itf: () => itfTrace(chosen),
    dot: () => pathDot(chosen),
    mermaid: () => `${mermaidSequence(chosen).join('\n')}\n`,
  };
  return documents[format]();
}

async function printed(
  result: VerificationResult,
  format: Exclude<ReportFlags['format'], 'html' | PathFormat>,
): Promise<string> {
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
