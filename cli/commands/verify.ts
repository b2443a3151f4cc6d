// quiesce verify: all scenarios, or those named, or those of a user's files.

import type { Command } from 'commander';
import { addSearchOptions, integer, type SearchFlags, searchOptions } from '../searchOptions.js';

interface VerifyFlags extends SearchFlags {
  readonly property?: readonly string[];
  readonly mechanism?: readonly string[];
  readonly json?: boolean;
  readonly deep?: boolean;
  readonly paths?: boolean;
  readonly out: string;
  readonly jobs?: string;
  readonly coverage: boolean;
}

const examples = `
Examples:
  quiesce verify                                    all scenarios
  quiesce verify counterTwoCallers --json           one scenario, as a JSON document
  quiesce verify ./mine.scenario.ts --paths         a scenario of your own, with every failing path
  quiesce verify --mechanism lenient --property quiescence
  quiesce verify --deep --limit-seconds 600         the large ones; inconclusive is an honest answer

An unexpected refutation is printed as a table of its shortest failing schedule found, and a line that replays it.`;

/** defineVerify declares the command. */
export function defineVerify(command: Command): void {
  command
    .argument('[scenario|file...]', 'names of scenarios, and TypeScript files that export scenarios')
    .option('--property <name...>', 'only these properties')
    .option('--mechanism <name...>', 'only these mechanisms')
    .option('--json', 'print the result as one JSON document')
    .option('--paths', 'print the paths of expected refutations too')
    .option('--deep', 'the deep scenarios instead of the ordinary ones')
    .option('--out <dir>', 'folder for result.json, junit.xml, summary.md and schedules/', 'out')
    .option('--jobs <n>', 'explorations at a time (the number of cores)')
    .option('--no-coverage', 'do not look for code of impl/ that no scenario reached')
    .addHelpText('after', examples)
    .action(run);
  addSearchOptions(command);
}

async function run(words: readonly string[], flags: VerifyFlags): Promise<void> {
  const search = searchOptions(flags);
  const lanes = flags.jobs === undefined ? {} : { lanes: integer('--jobs', flags.jobs, 1024) };
  const [
    { publish, refuseBadOutput },
    { stderrProgress },
    { selectTasks },
    { runVerification },
    { exitCodeOf },
    { canMeasure },
  ] = await Promise.all([
    import('../documents.js'),
    import('../progress.js'),
    import('../selection.js'),
    import('../../runner/verification.js'),
    import('../../runner/result.js'),
    import('../../runner/coverage/coverage.js'),
  ]);
  refuseBadOutput(flags);
  const properties = flags.property ? { properties: flags.property } : {};
  const mechanisms = flags.mechanism ? { mechanisms: flags.mechanism } : {};
  const tasks = await selectTasks({ words, deep: flags.deep ?? false, ...properties, ...mechanisms });
  const result = await runVerification(tasks, {
    search,
    display: stderrProgress,
    ...lanes,
    ...properties,
    coverage: isWhole(words, flags) && canMeasure(),
  });
  publish(result, { out: flags.out, json: flags.json ?? false, allPaths: flags.paths ?? false });
  process.exitCode = exitCodeOf(result);
}

/** Only a run of everything, to its end, can say what of impl/ nothing reached. */
function isWhole(words: readonly string[], flags: VerifyFlags): boolean {
  const part = [flags.property, flags.mechanism, flags.deep, flags.sample].some((flag) => flag !== undefined);
  return words.length === 0 && !part && flags.coverage;
}
