// quiesce verify: what the project has, or the scenarios and files that are named, or this package's scenarios.

import type { Command } from 'commander';
import { QuiesceError } from '../../engine/program/errors.js';
import { addSearchOptions, integer, type SearchFlags, searchOptions } from '../searchOptions.js';

interface VerifyFlags extends SearchFlags {
  readonly property?: readonly string[];
  readonly mechanism?: readonly string[];
  readonly match?: readonly string[];
  readonly watch?: boolean;
  readonly builtin?: boolean;
  readonly json?: boolean;
  readonly timings: boolean;
  readonly deep?: boolean;
  readonly paths?: boolean;
  readonly out: string | false;
  readonly jobs?: string;
  readonly queue?: string;
  readonly coverage: boolean;
}

const examples = `
Examples:
  quiesce verify                                    what the project has: the files that quiesce.config.ts lists, or else
                                                    every *.quiesce.ts in this folder and below
  quiesce verify ./mine.quiesce.ts --paths          scenarios and programs of your own, with every failing path
  quiesce verify './mine.quiesce.ts#mine@asItIs'    one scenario of a file, with one mechanism
  quiesce verify --builtin                          the scenarios of this package
  quiesce verify oldPointerInHand --json            one of them, as a JSON document
  quiesce verify --builtin --mechanism lenient --property quiescence
  quiesce verify --builtin --match 'selfSwap*'      those with a name like this
  quiesce verify --watch                            again after every change
  quiesce verify --deep --limit-seconds 600         the large ones; inconclusive is an honest answer

An unexpected refutation is printed as a table of its shortest failing schedule found, and a line that replays it.
A file is code: it runs with your rights.`;

/** defineVerify declares the command. */
export function defineVerify(command: Command): void {
  command
    .argument('[scenario|file...]', 'names of scenarios, and files that export scenarios or a system')
    .option('--property <name...>', 'only these properties')
    .option('--mechanism <name...>', 'only these mechanisms')
    .option('--match <pattern...>', 'only what has a name like one of these: * stands for any signs')
    .option('--watch', 'again whenever a file of this folder changes')
    .option('--builtin', "this package's scenarios instead of the project's")
    .option('--json', 'print the result as one JSON document')
    .option('--no-timings', 'leave measured times out, so that two runs give the same bytes')
    .option('--paths', 'print the paths of expected refutations too')
    .option('--deep', "the deep ones of this package's scenarios")
    .option('--out <dir>', 'folder for report.html, result.json, junit.xml, summary.md and schedules/', 'out')
    .option('--no-out', 'write nothing')
    .option('--jobs <n>', 'explorations at a time (the number of cores)')
    .option('--queue <address>', 'let the workers of a queue do it: see quiesce worker')
    .option('--no-coverage', 'do not look for code of impl/ that no scenario reached')
    .addHelpText('after', examples)
    .action(run);
  addSearchOptions(command);
}

async function run(words: readonly string[], flags: VerifyFlags): Promise<void> {
  if (flags.watch) return await (await import('../watch.js')).watch(process.argv.slice(2));
  const search = searchOptions(flags);
  if (search.checkpoint && flags.queue !== undefined) throw new QuiesceError('QSC110', '--queue with --checkpoint');
  const lanes = flags.jobs === undefined ? {} : { lanes: integer('--jobs', flags.jobs, 1024) };
  const [
    { publish, refuseBadOutput },
    { stderrProgress },
    { verify },
    { exitCodeOf },
    { canMeasure },
    { isOwnCheckout, userFolder },
  ] = await Promise.all([
    import('../documents.js'),
    import('../progress.js'),
    import('../../runner/verifyNamed.js'),
    import('../../runner/result.js'),
    import('../../runner/coverage/coverage.js'),
    import('../../runner/invocation.js'),
  ]);
  refuseBadOutput(flags);
  const builtin = flags.builtin ?? isOwnCheckout;
  const result = await verify(words, {
    ...search,
    ...lanes,
    ...(flags.property ? { properties: flags.property } : {}),
    ...(flags.mechanism ? { mechanisms: flags.mechanism } : {}),
    ...(flags.match ? { like: flags.match } : {}),
    ...(flags.queue === undefined ? {} : { queue: flags.queue }),
    ...{ builtin, deep: flags.deep ?? false, from: userFolder, display: stderrProgress(search) },
    coverage: builtin && isWhole(words, flags) && canMeasure(),
  });
  await publish(result, {
    out: flags.out,
    json: flags.json ?? false,
    allPaths: flags.paths ?? false,
    timings: flags.timings,
  });
  process.exitCode = exitCodeOf(result);
}

/** Only a run of everything, to its end, can say what of impl/ nothing reached. */
function isWhole(words: readonly string[], flags: VerifyFlags): boolean {
  const engine = flags.engine === 'executions' ? flags.engine : undefined;
  const part = [flags.property, flags.mechanism, flags.match, flags.deep, flags.sample, engine].some(
    (flag) => flag !== undefined,
  );
  return words.length === 0 && !part && flags.coverage;
}
